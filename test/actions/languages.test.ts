import { beforeAll, describe, expect, it } from 'vitest';
import { changePractice } from '../../src/actions/admin.ts';
import type { Store } from '../../src/store/open-store.ts';
import { linesOf, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('a practice that speaks two languages', (open) => {
  let test: TestApp;
  let store: Store;
  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
  });
  const wording = (language: string, step: string): string => (test.app.flows.flows.find(({ definition }) => definition.flow === 'intake')!.wordings[language]!.steps as Record<string, { ask?: string }>)[step]!.ask!;

  it('asks for none where there is only one to choose', async () => {
    const client = test.newClient();
    await client.write('hello');
    await client.talk({}, 'language');
    expect(client.heard.filter(({ question }) => question?.step === 'language')).toEqual([]);
  });

  it('refuses a language nobody has written words in', async () => {
    await expect(changePractice(test.app, test.practice.slug, { alsoSpeaks: ['es', 'tlh'] })).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('tlh') });
  });

  describe('when a client chooses', () => {
    let client: TestClient;
    beforeAll(async () => {
      await changePractice(test.app, test.practice.slug, { alsoSpeaks: ['es'] });
      client = test.newClient();
      await client.write('hello');
      await client.talk({}, 'language');
    });

    it('is answered in it from the same breath on, whole intake long, and gets the draft of their own words', async () => {
      expect(client.step).toBe('language');
      await client.press('es');
      expect(client.heard.at(-1)!.text).toContain(wording('es', client.step!).split('{')[0]!.trim().slice(0, 30));
      const before = client.heard.length;
      await client.talk({ goals: ['Dormir bien casi todas las noches', { press: ['done'] }] });
      const said = client.heard.slice(before).map(({ text }) => text).join('\n');
      for (const english of ['Thank you', 'What would', 'You can']) expect(said).not.toContain(english);
      const { client: id } = await client.ids();
      expect(await store.prisma.client.findUniqueOrThrow({ where: { id } })).toMatchObject({ language: 'es' });
      expect(linesOf(await client.plan(), 'goal')[0]!.text).toBe('Dormir bien casi todas las noches');
    });

    it('hears words of danger in either, and answers in theirs', async () => {
      await client.write('I want to end my life');
      expect(client.heard.at(-1)!.text).toMatch(/[áéíóúñ¿]/);
    });
  });
});
