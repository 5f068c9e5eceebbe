import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { changePlan } from '../../src/actions/change-plan.ts';
import type { PlanAct } from '../../src/core/plan/act.ts';
import type { Party } from '../../src/core/plan/plan.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { statusOf } from '../../src/core/plan/status.ts';
import { createConversation } from '../../src/store/conversations.ts';
import type { Store } from '../../src/store/open-store.ts';
import { fill } from '../../src/core/flow/wording.ts';
import { linesOf, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

const nobody = { therapist: [], client: [] };

eachDatabase('an act on a plan', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    client = test.newClient();
    await client.holdIntake({ goals: ['Sleep through most nights', { press: ['done'] }] });
  });

  /** Who hears what when one side does something. A question in the chat is named by its step. */
  async function told(party: Party, what: PlanAct): Promise<{ therapist: string[]; client: string[] }> {
    const heard = client.heard.length;
    const news = await client.newsOf(() => client.act(party, what));
    const asked = client.heard.slice(heard).flatMap(({ question }) => (question ? [question.step.split('@')[0]!] : []));
    // Those that hold other things, such as the client's own words, are read in tests of their own.
    const notices = Object.entries(test.app.flows.notices.en!.client).filter(([, text]) => !/\{(?!practice|therapist|reason)/.test(text));
    const named = news.client.flatMap((text) => notices.find(([, notice]) => fill(notice, 'en', {
      practice: test.practice.name, therapist: test.therapist.name, reason: what.do === 'decline' ? what.reason : '',
    }) === text)?.[0] ?? []);
    return { therapist: news.therapist, client: [...named, ...asked] };
  }
  const goal = async () => linesOf(await client.plan(), 'goal')[0]!;
  const seen = async () => currentVersion(await client.plan()).number;
  const newest = async () => (await client.plan()).proposals.at(-1)!.id;
  const approval = async (): Promise<PlanAct> => {
    const { number, hash } = currentVersion(await client.plan());
    return { do: 'approve', version: number, hash };
  };
  const status = async () => (await client.storedPlan()).status;

  describe('while the therapist works on the draft', () => {
    it('tells nobody: not that they looked, nor what they have not sent', async () => {
      const line = (await goal()).id;
      const drafts: PlanAct[] = [
        { do: 'open' },
        { do: 'change', item: line, to: { text: 'Sleep a little longer' }, reason: 'Small steps hold.', seen: 1, send: false },
        { do: 'add', item: { kind: 'measure', text: 'I wake up before the alarm', sources: [{ from: 'person', party: 'therapist' }] }, reason: 'You said so.', seen: 1, send: false },
        { do: 'ask', item: line, question: 'What do your evenings look like?', seen: 1, send: false },
      ];
      for (const draft of drafts) expect(await told('therapist', draft)).toEqual(nobody);
      expect(await told('therapist', { do: 'withdraw', proposal: await newest() })).toEqual(nobody);
      expect(await status()).toBe('in-review');
    });

    it('asks the client once it is sent, and writes the therapist no mail about it', async () => {
      expect(await told('therapist', { do: 'send' })).toEqual({ therapist: [], client: ['decision'] });
      expect(await status()).toBe('with-client');
    });

    it('takes a question out of the chat with the suggestion that is taken back', async () => {
      const first = (await client.plan()).proposals.find(({ state }) => state === 'open')!;
      expect(await told('therapist', { do: 'withdraw', proposal: first.id })).toEqual({ therapist: [], client: ['decision'] });
      expect(client.heard.at(-1)!.text).toContain('I wake up before the alarm');
    });
  });

  describe('by the client on their page', () => {
    it('lets the therapist know that something is suggested or asked', async () => {
      const line = (await goal()).id;
      for (const what of [
        { do: 'change', item: line, to: { target: 9 }, reason: '', seen: 1, send: true },
        { do: 'remove', item: linesOf(await client.plan(), 'strategy')[0]!.id, reason: 'Not now.', seen: 1, send: true },
        { do: 'add', item: { kind: 'strategy', text: 'Swim once a week', goal: line, sources: [{ from: 'person', party: 'client' }] }, reason: '', seen: 1, send: true },
        { do: 'ask', question: 'How long does this take?', seen: 1, send: true },
      ] satisfies PlanAct[]) expect(await told('client', what)).toEqual({ therapist: ['client-proposed'], client: [] });
    });

    it('lets the therapist know when the word is with them, once', async () => {
      const test2 = test.newClient();
      await test2.holdIntake();
      const { plan } = await test2.storedPlan();
      const removals = linesOf(plan, 'strategy').slice(0, 2).map(({ id }): PlanAct => ({ do: 'remove', item: id, reason: 'One is enough.', seen: 1, send: false }));
      for (const removal of removals) await test2.act('therapist', removal);
      await test2.act('therapist', { do: 'send' });
      const [one, two] = (await test2.plan()).proposals.map(({ id }) => id);
      expect((await test2.newsOf(() => test2.act('client', { do: 'decide', proposal: one!, decision: 'accept' }))).therapist).toEqual([]);
      expect((await test2.newsOf(() => test2.act('client', { do: 'decide', proposal: two!, decision: 'decline' }))).therapist).toEqual(['client-answered']);
    });

    it('is answered: "why?" hands the word back to the therapist', async () => {
      const open = (await client.plan()).proposals.find(({ by, state }) => by === 'therapist' && state === 'open')!;
      await client.act('client', { do: 'reply', proposal: open.id, text: 'Why this one?' });
      expect((await client.plan()).proposals.find(({ id }) => id === open.id)!.remarks.at(-1)).toMatchObject({ by: 'client', text: 'Why this one?' });
      expect(await told('therapist', { do: 'reply', proposal: open.id, text: 'You spoke of mornings.' })).toEqual({ therapist: [], client: ['decision'] });
    });
  });

  describe('that is refused', () => {
    it('changes nothing, tells nobody, and says why', async () => {
      const before = await client.plan();
      for (const [party, what, code] of [
        ['client', { do: 'open' }, 'not-yours'],
        ['client', { do: 'decline', reason: 'No.' }, 'not-yours'],
        ['therapist', { do: 'send' }, 'nothing-to-send'],
        ['therapist', { do: 'decide', proposal: 'p999', decision: 'accept' }, 'not-found'],
        ['client', await approval(), 'open-proposals'],
        ['therapist', { do: 'change', item: (await goal()).id, to: { text: 'x' }, reason: ' ', seen: 1, send: true }, 'empty'],
      ] as const satisfies [Party, PlanAct, string][]) {
        const outcome = { refusal: {} };
        const news = await client.newsOf(async () => Object.assign(outcome, await client.tries(party, what)));
        expect([outcome.refusal, news]).toEqual([expect.objectContaining({ code }), nobody]);
      }
      expect(await client.plan()).toEqual(before);
    });

    it('is told apart from a plan that is not there', async () => {
      expect(await changePlan(test.app, '00000000-0000-4000-8000-000000000000', { party: 'therapist', person: test.therapist.id }, { do: 'open' })).toBeNull();
    });
  });

  it('that was taken is taken, whatever goes wrong afterwards', async () => {
    const other = test.newClient();
    await other.holdIntake();
    const { hash } = test.app.shelf.current('plan-review').flow;
    const { client: clientId } = await other.ids();
    await createConversation(store.prisma, randomUUID(), {
      practiceId: test.practice.id, clientId, flow: 'plan-review', flowHash: hash, language: 'en', openedAt: test.now(),
      snapshot: { value: 'no-such-step', context: { answers: {}, inputs: { proposals: [], questions: [], approvals: [] } } },
    }, await store.vault.ofClient(store.prisma, clientId));
    const plan = await other.act('therapist', { do: 'ask', question: 'How are the mornings?', seen: 1, send: true });
    expect((await other.plan()).proposals).toEqual(plan.proposals);
    expect(test.logged.pop()).toMatchObject({ facts: { work: 'offer-review' } });
  });

  describe('that settles things', () => {
    it('is the therapist\'s no to the whole: the client hears the reason, and what was open asks nothing any more', async () => {
      expect(await told('therapist', { do: 'decline', reason: 'I would like to talk first.' })).toEqual({ therapist: [], client: ['plan-declined'] });
      expect([await status(), client.question]).toEqual(['declined', undefined]);
      const before = await client.plan();
      await client.write('yes');
      expect(await client.plan()).toEqual(before);
    });

    it('is reopening: the client hears it, and is asked what is still open', async () => {
      expect(await told('therapist', { do: 'reopen' })).toEqual({ therapist: [], client: ['plan-reopened', 'decision'] });
    });

    it('is a yes of both to the same version: both hear it, once, and the number of agreed plans rises by one', async () => {
      await client.press('accept');
      for (const { id, change } of (await client.plan()).proposals.filter(({ state }) => state === 'open')) {
        const remark = change.do === 'ask' ? { remark: 'About half a year.' } : {};
        await client.act('therapist', { do: 'decide', proposal: id, decision: 'accept', ...remark });
      }
      const approving = await approval();
      expect((await told('client', approving)).therapist).toEqual([]);
      expect(await told('therapist', approving)).toEqual({ therapist: ['plan-agreed'], client: ['plan-agreed'] });
      expect(await told('therapist', approving)).toEqual(nobody);
      expect(await status()).toBe('agreed');
      expect(test.counted.filter((event) => event === 'plan-agreed')).toHaveLength(1);
    });

    it('is not the end: an agreed plan is changed again, the yes of before counts no more, and both say yes anew', async () => {
      const line = (await goal()).id;
      expect(await told('therapist', { do: 'change', item: line, to: { text: 'Sleep as you like it' }, reason: 'You have come far.', seen: await seen(), send: true })).toEqual({ therapist: [], client: ['decision'] });
      expect(await status()).toBe('with-client');
      await client.press('accept');
      expect(await status()).not.toBe('agreed');
      expect(client.step).toBe('approve');
      const approving = await approval();
      expect((await client.newsOf(() => client.press('approve'))).therapist).toContain('client-answered');
      expect(await told('therapist', approving)).toMatchObject({ therapist: ['plan-agreed'], client: ['plan-agreed'] });
      const plan = await client.plan();
      expect([await status(), statusOf(plan)]).toEqual(['agreed', 'agreed']);
      expect(plan.versions.map(({ number }) => number)).toEqual(plan.versions.map((_, at) => at + 1));
    });
  });
});
