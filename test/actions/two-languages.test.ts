import { beforeAll, describe, expect, it } from 'vitest';
import { changePractice } from '../../src/actions/admin.ts';
import { exportMyData } from '../../src/actions/my-data.ts';
import { actOnPlan, openPlan, type OpenedPlan } from '../../src/actions/open-plan.ts';
import { copyOf } from '../../src/actions/plan-copy.ts';
import { planProgress } from '../../src/actions/plan-progress.ts';
import { setTherapistSettings } from '../../src/actions/therapist-settings.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import type { Party } from '../../src/core/plan/plan.ts';
import type { Piece } from '../../src/core/plan/reading.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import type { Store } from '../../src/store/open-store.ts';
import { days, dueNow, linesOf, openTestApp, type Moves, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { agree, chooses } from './living.ts';

const said = (pieces: Piece[] | undefined): string | undefined => pieces?.map(({ text }) => text).join('');

eachDatabase('a plan between two languages', (open) => {
  let store: Store;
  let test: TestApp;
  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    await changePractice(test.app, test.practice.slug, { alsoSpeaks: ['es'] });
  });

  const keyOf = async (client: TestClient, as: Party) => {
    const { plan, clientId, therapistId } = await client.storedPlan();
    const whose = as === 'therapist' ? { purpose: 'review' as const, therapistId } : { purpose: 'plan' as const, clientId };
    return { token: (await linkTo(test.app, { ...whose, practiceId: test.practice.id, planId: plan.id }, 30)).split('/').at(-1)! };
  };
  const opened = async (client: TestClient, as: Party): Promise<OpenedPlan> => (await openPlan(test.app, await keyOf(client, as), as))!;
  const speaks = async (language: 'en' | 'es', moves: Moves): Promise<TestClient> => {
    const client = test.newClient();
    await client.holdIntake({ language: { press: [language] }, ...moves });
    return client;
  };
  const spanish: Moves = {
    hope: 'Volver a dormir sin miedo', goals: ['Dormir bien casi todas las noches', { press: ['done'] }],
    areas: [{ press: ['sleep', 'anxiety'] }], 'rather-not': 'Prefiero no escribir cosas, y tampoco hablar de mi padre',
    'private-note': 'Mi hermana no sabe nada',
  };

  describe('of a Spanish client, before a therapist who reads English', () => {
    let client: TestClient;
    beforeAll(async () => {
      client = await speaks('es', spanish);
    }, 60_000);

    it('asks the questions in English and leaves the answers as they were given', async () => {
      const { view, language } = await opened(client, 'therapist');
      expect({ language, client: view.clientLanguage }).toEqual({ language: 'en', client: 'es' });
      expect(view.words.find(({ step }) => step === 'hope')).toMatchObject({ question: expect.stringMatching(/^What you hope/), text: 'Volver a dormir sin miedo', language: 'es' });
      expect(view.words.find(({ step }) => step === 'hope')!.reading).toBeUndefined();
      expect(view.words.find(({ step }) => step === 'private-note')).toMatchObject({ text: 'Mi hermana no sabe nada', language: 'es', outOfPlan: true });
      expect(view.words.every(({ question }) => !/[¿áéíóúñ]/.test(question))).toBe(true);
    });

    it('says what was picked from a list in English, beside what they had before them', async () => {
      const { view } = await opened(client, 'therapist');
      const areas = view.words.find(({ step }) => step === 'areas')!;
      expect(areas.text).toBe('Dormir; Preocupación y ansiedad');
      expect(areas.reading).toEqual([{ text: 'Sleep' }, { text: '; ' }, { text: 'Worry and anxiety' }]);
    });

    it('has the library\'s lines in English beside the very words that are approved', async () => {
      const { view } = await opened(client, 'therapist');
      expect(view.current).toEqual(currentVersion((await client.storedPlan()).plan));
      for (const item of view.current.items.filter(({ sources }) => sources.every(({ from }) => from === 'library'))) {
        const { language, reading } = view.foreign[item.id]![item.text]!;
        expect({ language, reading: said(reading) }).toEqual({ language: 'es', reading: expect.not.stringMatching(/[¿áéíóúñ]/) });
      }
      const [goal] = linesOf(view.plan, 'goal');
      expect(view.foreign[goal!.id]![goal!.text]).toEqual({ language: 'es' });
      expect(view.points[goal!.id]!.map(({ name }) => name)).toContain('Specific');
    });

    it('suggests in Spanish, since that is what would stand in the plan, to be read in English', async () => {
      const { view } = await opened(client, 'therapist');
      const [first] = view.suggestions;
      expect(said(first!.foreign[first!.text]!.reading)).not.toBe(first!.text);
      const { entry, kind, text, what, why, connects, goal, because } = first!;
      await actOnPlan(test.app, await keyOf(client, 'therapist'), {
        do: 'add', seen: 1, send: true, reason: because,
        item: { kind, text, sources: [{ from: 'library', entry, rule: 'chosen-by-therapist', because }], ...(goal && { goal }), ...(what && { what, why: why!, connects: connects! }) },
      });
      await test.settle();
      expect(client.last).toContain(text);
      const again = await opened(client, 'therapist');
      expect(again.view.suggestions.map((one) => one.entry)).not.toContain(entry);
      const { change } = again.view.plan.proposals[0]! as { change: { item: { id: string; text: string } } };
      expect(said(again.view.foreign[change.item.id]![change.item.text]!.reading)).toBe(said(first!.foreign[first!.text]!.reading));
    });

    it('gives out copies that know the same', async () => {
      const copy = (await copyOf(test.app, await keyOf(client, 'therapist'), 'therapist'))!;
      expect(copy.clientLanguage).toBe('es');
      expect(copy.foreign).toEqual((await opened(client, 'therapist')).view.foreign);
      const own = (await copyOf(test.app, await keyOf(client, 'client'), 'client'))!;
      expect({ clientLanguage: own.clientLanguage, foreign: own.foreign }).toEqual({ clientLanguage: undefined, foreign: {} });
      expect(own.words.every(({ language }) => language === undefined)).toBe(true);
      expect((await exportMyData(test.app, (await client.ids()).client)).length).toBeGreaterThan(1_000);
    });

    it('is as it stands for the client, and for a therapist who reads Spanish', async () => {
      const { view, language } = await opened(client, 'client');
      expect({ language, clientLanguage: view.clientLanguage, foreign: view.foreign }).toEqual({ language: 'es', clientLanguage: undefined, foreign: {} });
      expect(view.words.find(({ step }) => step === 'hope')!.language).toBeUndefined();
      await setTherapistSettings(test.app, test.therapist.id, { language: 'es' });
      const read = await opened(client, 'therapist');
      await setTherapistSettings(test.app, test.therapist.id, { language: 'en' });
      expect(read).toMatchObject({ language: 'es', view: { foreign: {} } });
      expect(read.view.suggestions.every(({ foreign }) => Object.keys(foreign).length === 0)).toBe(true);
    });

    it('has words of danger as they were written, and what was asked in English', async () => {
      const other = await speaks('es', spanish);
      await other.write('Ya no quiero seguir viviendo');
      await other.press(other.question!.choices[0]!.id);
      const { alerts } = await opened(other, 'therapist');
      expect(alerts[0]).toMatchObject({ clientLanguage: 'es', said: [{ text: 'Ya no quiero seguir viviendo' }] });
      expect(alerts[0]!.answers.length).toBeGreaterThan(0);
      for (const { question, language, reading } of alerts[0]!.answers) {
        expect({ question, language, reading: said(reading) }).toEqual({ question: expect.not.stringMatching(/[¿áéíóúñ]/), language: 'es', reading: expect.not.stringMatching(/[¿áéíóúñ]/) });
      }
    });
  });

  describe('of an English client, before a therapist who reads Spanish', () => {
    let client: TestClient;
    beforeAll(async () => {
      client = await speaks('en', { goals: ['Sleep through most nights', { press: ['done'] }], areas: [{ press: ['sleep'] }] });
      await setTherapistSettings(test.app, test.therapist.id, { language: 'es' });
    }, 60_000);

    it('is the same the other way round', async () => {
      const { view, language } = await opened(client, 'therapist');
      expect({ language, client: view.clientLanguage }).toEqual({ language: 'es', client: 'en' });
      const [area] = linesOf(view.plan, 'area');
      expect(view.foreign[area!.id]![area!.text]).toEqual({ language: 'en', reading: [{ text: 'Dormir' }] });
      expect(view.words.find(({ step }) => step === 'areas')).toMatchObject({ text: 'Sleep', language: 'en', reading: [{ text: 'Dormir' }] });
      const [goal] = linesOf(view.plan, 'goal');
      expect(view.foreign[goal!.id]![goal!.text]).toEqual({ language: 'en' });
    });

    it('names signs of change from the list in the reader\'s language, and leaves their own', async () => {
      await agree(client);
      await dueNow(test);
      await chooses(client, 'weekly');
      test.later(days(4));
      await client.write('check in');
      await client.talk({ noticed: [{ press: [await firstSign(client)] }], bring: 'The thing with my sister' });
      test.later(days(4));
      await client.write('check in');
      await client.talk({ noticed: 'I slept until six on Sunday' });
      const signs = async (as: Party, language: string) =>
        (await planProgress(await opened(client, as), { language, direction: 'ltr', t: (key) => key })).progress.signs;
      const [picked, own] = await signs('therapist', 'es');
      expect(picked!.text).not.toBe((await signs('client', 'en'))[0]!.text);
      expect(picked!.own).toBeUndefined();
      expect(own).toMatchObject({ text: 'I slept until six on Sunday', own: true });
    });

    /** The first sign that the check-in offers. */
    const firstSign = async (of: TestClient): Promise<string> => {
      await of.talk({}, 'noticed');
      return of.question!.choices[0]!.id;
    };
  });
});
