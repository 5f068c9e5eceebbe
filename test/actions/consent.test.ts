import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { offerReview } from '../../src/actions/offer-review.ts';
import { sweep } from '../../src/actions/sweep.ts';
import { withdrawConsent } from '../../src/actions/withdraw-consent.ts';
import { consentsOf, mayAsk } from '../../src/store/consents.ts';
import { statementsOf } from '../../src/store/disclosure-statements.ts';
import { plansOfClient } from '../../src/store/plans.ts';
import type { Store } from '../../src/store/open-store.ts';
import { days, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('consent', (open) => {
  let store: Store;
  let cairn: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    store = await open();
  });
  // Nothing of one test is due in the next.
  afterEach(async () => void (await store.prisma.due.deleteMany()));
  beforeEach(async () => {
    cairn = await openTestApp(store);
    client = cairn.newClient();
    for (const text of ['hello', 'yes', 'yes', 'Sam', 'Ireland']) await client.write(text);
  });
  const clientId = async (): Promise<string> => (await client.ids()).client;
  const said = (from: number): string => client.heard.slice(from).map(({ text }) => text).join('\n');

  test('is to what stands in the question itself, and to nothing else: check-ins wait for a yes of their own', async () => {
    const { shown } = (await consentsOf(cairn.app.store.prisma, await clientId())).at(-1)!;
    const asked = shown.slice(shown.indexOf('First, I need your yes to this:'));
    expect(asked).toContain(`${cairn.practice.name} keeps what you write, for you and Robin Hale to work with.`);
    expect(asked).toContain('Robin Hale reads it');
    expect(asked).toContain('If you or someone else may be in danger, Robin Hale is told to look in, without your words.');
    expect(asked).toContain('You can take it back at any time.');
    expect(shown).not.toMatch(/check-in|remind/i);
    expect(await cairn.app.store.prisma.rhythm.count({ where: { clientId: await clientId() } })).toBe(0);
  });

  test('is kept with all that was said before it, however often somebody asked', async () => {
    const curious = cairn.newClient();
    await curious.write('hello');
    for (let times = 0; times < 25; times += 1) await curious.write('why');
    const before = curious.heard.map(({ text }) => text);
    await curious.write('yes');
    expect(before.length).toBeGreaterThan(20);
    expect((await consentsOf(store.prisma, (await curious.ids()).client)).at(-1)!.shown).toBe(before.join('\n\n'));
  });

  describe('taken back', () => {
    test('says first what happens, and is confirmed; a no leaves everything', async () => {
      await client.write('withdraw consent');
      expect(client.heard.at(-1)!.text).toContain('I ask you nothing more, and nothing more goes into a plan.');
      await client.write('no');
      expect(client.step).toBe('hope');
      expect(await mayAsk(cairn.app.store.prisma, await clientId())).toBe(true);
      expect(cairn.mail.sent).toEqual([]);
    });

    test('is on record with the time, told to the therapist without words, and nothing is asked any more', async () => {
      await client.write('to sleep again');
      await client.write('withdraw my consent');
      await client.press('yes');
      expect(client.question).toBeUndefined();
      const consent = (await consentsOf(cairn.app.store.prisma, await clientId())).at(-1);
      expect(consent).toMatchObject({ given: true, withdrawnAt: expect.any(Date) });
      expect(cairn.mail.sent.map(({ body }) => body.subject)).toEqual(['A client has taken their consent back']);
      expect(cairn.mail.sent[0]!.body.text).not.toMatch(/Sam\b|sleep/);
      const before = client.heard.length;
      cairn.later(days(40));
      await sweep(cairn.app, { all: true });
      await cairn.settle();
      expect(client.heard.length).toBe(before);
    });

    test('keeps the plan still: no review is put to the client, whatever the therapist does', async () => {
      await client.talk();
      await client.act('therapist', { do: 'open' });
      await withdrawConsent(cairn.app, await clientId());
      await cairn.settle();
      expect(client.heard.at(-1)!.text).toContain('It is done. Your consent is taken back');
      const before = client.heard.length;
      const { plan } = await client.storedPlan();
      const goal = plan.versions.at(-1)!.items.find(({ kind }) => kind === 'goal')!;
      await client.act('therapist', { do: 'change', item: goal.id, to: { text: 'Something smaller' }, reason: 'To start small.', seen: 1, send: true });
      await offerReview(cairn.app, await clientId(), plan.id);
      await cairn.settle();
      expect(client.heard.length).toBe(before);
    });

    test('can be given again by writing: the disclosure comes anew, and after a yes things go on where they were', async () => {
      await client.write('to sleep again');
      await client.write('withdraw consent');
      await client.write('yes');
      const from = client.heard.length;
      cairn.later(days(3));
      await client.write('I would like to go on after all');
      expect(said(from)).toContain('I am Cairn, a piece of software that Willow Practice uses. I am not a person and not a therapist.');
      expect(client.step).toBe('agree-again');
      await client.press('agree');
      expect(client.step).toBe('hardest');
      const consent = (await consentsOf(cairn.app.store.prisma, await clientId())).at(-1);
      expect(consent).toMatchObject({ given: true, withdrawnAt: null });
      expect(consent!.shown).toContain('You took your consent back, so I have asked nothing since.');
      await client.talk();
      expect(await plansOfClient(cairn.app.store.prisma, await clientId())).toHaveLength(1);
    });

    test('after the intake was sent: the plan goes on, and nobody is asked everything again', async () => {
      await client.talk();
      await client.act('therapist', { do: 'open' });
      await withdrawConsent(cairn.app, await clientId());
      const { plan } = await client.storedPlan();
      const goal = plan.versions.at(-1)!.items.find(({ kind }) => kind === 'goal')!;
      await client.act('therapist', { do: 'change', item: goal.id, to: { text: 'Something smaller' }, reason: 'To start small.', seen: 1, send: true });
      await client.write('hello');
      expect(client.step).toBe('agree-again');
      await client.press('agree');
      expect(client.step).toBe('decision');
      await client.press('decline');
      await client.write('thank you');
      expect(client.heard.at(-1)!.text).not.toContain('You took your consent back');
    });

    test('and not given again, it stays so, and nothing is asked', async () => {
      await client.write('withdraw consent');
      await client.write('yes');
      await client.write('hello');
      await client.press('not-now');
      await client.write('hm');
      expect(client.heard.at(-1)!.text).toContain('Whenever you would like to go on, write “start over”.');
      expect(await mayAsk(cairn.app.store.prisma, await clientId())).toBe(false);
    });

    test('danger is heard and answered all the same', async () => {
      await client.write('withdraw consent');
      await client.write('yes');
      await client.write('I want to die');
      expect(client.heard.at(-2)!.text).toContain('Samaritans: Call 116 123');
      expect(client.step).toBe('ask-directly');
    });
  });

  describe('what we say about ourselves', () => {
    const statements = async () => statementsOf(cairn.app.store.prisma, await clientId());

    test('is said again after more than seven days, before everything else, and kept as it was shown', async () => {
      cairn.later(days(8));
      const from = client.heard.length;
      await client.write('hello');
      const [first] = client.heard.slice(from);
      expect(first!.text).toMatch(/^It has been a while.*I am not a person and not a therapist/);
      expect(await statements()).toMatchObject([{ because: 'away', shown: first!.text.split('\n\n')[0] }]);
    });

    test('counts from the client’s last message, not from what was sent to them since', async () => {
      await client.talk();
      await client.act('therapist', { do: 'open' });
      cairn.later(days(5));
      const goal = (await client.plan()).versions.at(-1)!.items.find(({ kind }) => kind === 'goal')!;
      await client.act('therapist', { do: 'change', item: goal.id, to: { text: 'Something smaller' }, reason: 'To start small.', seen: 1, send: true });
      cairn.later(days(4));
      const from = client.heard.length;
      await client.press('accept');
      expect(client.heard[from]!.text).toMatch(/^It has been a while/);
    });

    test('is said and kept whenever it is asked, and is not said twice in a row without reason', async () => {
      await client.write('is this a bot?');
      await client.write('My sister');
      expect(await statements()).toMatchObject([{ because: 'asked', shown: expect.stringContaining('I am software that Willow Practice uses, not a person.') }]);
    });

    test('in a moment of danger is part of its first words, and those are kept', async () => {
      cairn.later(days(9));
      const from = client.heard.length;
      await client.write('I want to die');
      const [first] = client.heard.slice(from);
      expect(first!.text).toMatch(/^Thank you for telling me\..*I am software/s);
      expect(await statements()).toMatchObject([{ because: 'away', shown: first!.text }]);
    });

    test('is stored sealed', async () => {
      await client.write('are you a person?');
      const { rows } = await cairn.app.store.pool.query('SELECT shown FROM disclosure_statement');
      expect(rows[0].shown).not.toContain('software');
    });
  });
});
