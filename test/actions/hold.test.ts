import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actOnAlert } from '../../src/actions/clear-alert.ts';
import { offerReview } from '../../src/actions/offer-review.ts';
import { sweep } from '../../src/actions/sweep.ts';
import { withdrawConsent } from '../../src/actions/withdraw-consent.ts';
import type { PlanAct } from '../../src/core/plan/act.ts';
import { plansOfClient } from '../../src/store/plans.ts';
import type { Store } from '../../src/store/open-store.ts';
import { deskToken, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('while a safety alert is open', (open) => {
  let store: Store;
  let cairn: TestApp;
  beforeAll(async () => {
    store = await open();
  });
  // Nothing of one test is due in the next.
  afterEach(async () => void (await store.prisma.due.deleteMany()));
  beforeEach(async () => {
    cairn = await openTestApp(store);
  });

  const clear = async (client: TestClient): Promise<void> => {
    const { app } = cairn;
    const alert = await app.store.prisma.safetyAlert.findFirstOrThrow({ where: { clientId: (await client.ids()).client, clearedAt: null } });
    expect(await actOnAlert(app, await deskToken(cairn), alert.id, { do: 'clear', note: 'We have talked.' })).toEqual({ ok: true });
    await cairn.settle();
  };
  const plans = async (client: TestClient) => plansOfClient(cairn.app.store.prisma, (await client.ids()).client);
  const subjects = (): string[] => cairn.mail.sent.map(({ body }) => body.subject!);
  /** The last thing said, without the buttons. */
  const said = (client: TestClient): string => client.heard.at(-1)!.text;
  const talkItOver = async (client: TestClient): Promise<void> => {
    await client.press('not-now');
    await client.press('go-on');
  };
  const yes = async (client: TestClient): Promise<PlanAct> => {
    const { versions } = await client.plan();
    return { do: 'approve', version: versions.at(-1)!.number, hash: versions.at(-1)!.hash };
  };

  describe('nothing is drafted', () => {
    test('the intake ends kindly, and the draft is made by itself when the alert is cleared', async () => {
      const client = cairn.newClient();
      await client.write('hello');
      await client.talk({ hardest: 'I want to die' }, 'ask-directly');
      await talkItOver(client);
      await client.talk();
      expect(said(client)).toContain('Robin Hale would like to know first how you are. The draft of your plan waits for that');
      expect(await plans(client)).toEqual([]);
      expect(subjects()).toEqual(["Please look soon: a client's safety"]);
      expect(cairn.counted).not.toContain('plan-drafted');
      await client.write('and now?');
      expect(said(client)).toContain('Robin Hale will look at how you are first');
      await client.write('my plan');
      expect(said(client)).toContain('There is no plan yet');

      await clear(client);
      expect(await plans(client)).toMatchObject([{ status: 'draft', version: 1 }]);
      expect(subjects().at(-1)).toBe('A draft plan is ready for your review');
      expect(said(client)).toContain('Your words are in a first draft of your plan now');
      expect(cairn.counted).toContain('plan-drafted');
      await client.write('thank you');
      expect(said(client)).toContain('Your draft is with Robin Hale.');
    });

    test('the draft is the same as it would have been', async () => {
      const moves = { goals: ['Get rid of my anxiety completely\nSleep through the night', { press: ['done'] }], rating: '3' };
      const calm = cairn.newClient();
      const before = await calm.holdIntake(moves);
      const held = cairn.newClient();
      await held.write('hello');
      await held.talk({ ...moves, 'private-note': 'I want to die' }, 'ask-directly');
      await talkItOver(held);
      await held.talk(moves);
      await clear(held);
      const after = await held.storedPlan();
      const lines = (stored: typeof before) => stored.plan.versions[0]!.items.map(({ kind, text, goal }) => ({ kind, text, goal }));
      expect(lines(after)).toEqual(lines(before));
      expect(after.conversationId).not.toBeNull();
    });

    test('not when it is cleared after consent was taken back', async () => {
      const client = cairn.newClient();
      await client.write('hello');
      await client.talk({ hardest: 'I want to die' }, 'ask-directly');
      await talkItOver(client);
      await client.talk();
      await withdrawConsent(cairn.app, (await client.ids()).client);
      await clear(client);
      expect(await plans(client)).toEqual([]);
    });

    test('an alert that was cleared in the middle of the intake holds nothing', async () => {
      const client = cairn.newClient();
      await client.write('hello');
      await client.talk({ hardest: 'I want to die' }, 'ask-directly');
      await talkItOver(client);
      await clear(client);
      await client.talk();
      expect(said(client)).toContain('I have put your words into a first draft');
      expect(await plans(client)).toHaveLength(1);
    });
  });

  describe('nothing is approved', () => {
    let client: TestClient;
    beforeEach(async () => {
      client = cairn.newClient();
      await client.holdIntake();
      await client.act('therapist', { do: 'open' });
    });

    test('by the therapist, on the page', async () => {
      await client.write('I want to die');
      expect(await client.tries('therapist', await yes(client))).toEqual({ ok: false, refusal: { code: 'held-for-safety' } });
      expect((await client.plan()).approvals).toEqual([]);
      await clear(client);
      expect((await client.act('therapist', await yes(client))).approvals).toHaveLength(1);
    });

    test('by the client, on the page', async () => {
      await client.act('therapist', await yes(client));
      await client.write('I want to die');
      expect(await client.tries('client', await yes(client))).toEqual({ ok: false, refusal: { code: 'held-for-safety' } });
      await clear(client);
      expect((await client.act('client', await yes(client))).approvals).toHaveLength(2);
    });

    test('by the client, in the chat: the yes that was asked for is met kindly, and asked for again afterwards', async () => {
      await client.act('therapist', await yes(client));
      expect(client.step).toBe('approve');
      await client.write('I want to die');
      await talkItOver(client);
      expect(client.step).toBe('approve');
      await client.press('approve');
      expect(client.heard.map(({ text }) => text).slice(-2).join('\n')).toContain('I have not taken your yes over yet. That is no fault of yours or of the plan');
      expect((await client.plan()).approvals).toHaveLength(1);
      // Neither a sweep nor anything else asks for it meanwhile.
      const before = client.heard.length;
      await sweep(cairn.app, { all: true });
      await cairn.settle();
      expect(client.heard.length).toBe(before);

      await clear(client);
      expect(client.step).toBe('approve');
      await client.press('approve');
      expect(await client.storedPlan()).toMatchObject({ status: 'agreed' });
    });

    test('and the client is not asked for a yes that could not be taken', async () => {
      await client.write('I want to die');
      await talkItOver(client);
      const stored = await client.storedPlan();
      // An approval from a moment before the alert was opened.
      await cairn.app.store.prisma.approval.create({ data: { planId: stored.plan.id, party: 'therapist', person: stored.therapistId, version: 1, hash: stored.plan.versions[0]!.hash, at: new Date(cairn.now().getTime() - 3_600_000) } });
      await offerReview(cairn.app, stored.clientId, stored.plan.id);
      await cairn.settle();
      expect(client.step).not.toBe('approve');
      await clear(client);
      expect(client.step).toBe('approve');
    });

    test('everything else goes on: suggestions, answers, questions', async () => {
      const goal = (await client.plan()).versions.at(-1)!.items.find(({ kind }) => kind === 'goal')!;
      await client.write('I want to die');
      await talkItOver(client);
      await client.act('client', { do: 'ask', question: 'When do we meet?', seen: 1, send: true });
      await client.act('therapist', { do: 'change', item: goal.id, to: { text: 'Something smaller first' }, reason: 'To start small.', seen: 1, send: true });
      expect(client.step).toBe('decision');
      await client.press('accept');
      expect((await client.plan()).versions.at(-1)!.items.find(({ id }) => id === goal.id)!.text).toBe('Something smaller first');
    });
  });

  test('somebody else’s alert holds nothing', async () => {
    const [troubled, calm] = [cairn.newClient(), cairn.newClient()];
    await troubled.write('I want to die');
    await calm.holdIntake();
    expect(await plans(calm)).toHaveLength(1);
    await calm.act('therapist', { do: 'open' });
    expect((await calm.act('therapist', await yes(calm))).approvals).toHaveLength(1);
  });
});
