import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePlan } from '../../src/actions/change-plan.ts';
import { offerReview } from '../../src/actions/offer-review.ts';
import { sweep } from '../../src/actions/sweep.ts';
import type { PlanAct } from '../../src/core/plan/act.ts';
import type { Proposal } from '../../src/core/plan/plan.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import type { Store } from '../../src/store/open-store.ts';
import { linesOf, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('the client\'s review in the chat', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
  });
  beforeEach(async () => {
    client = test.newClient();
    await client.holdIntake({ goals: ['Sleep through most nights', { press: ['done'] }] });
  });

  const goal = async () => linesOf(await client.plan(), 'goal')[0]!;
  const seen = async () => currentVersion(await client.plan()).number;
  const add = async (text: string, reason = `A reason for “${text}”.`): Promise<PlanAct> =>
    ({ do: 'add', item: { kind: 'strategy', text, sources: [{ from: 'person', party: 'therapist' }] }, reason, seen: await seen(), send: false });
  /** The therapist sends these together. Gives their ids. */
  async function sent(...acts: PlanAct[]): Promise<string[]> {
    for (const act of acts) await client.act('therapist', act);
    const plan = await client.act('therapist', { do: 'send' });
    return plan.proposals.slice(-acts.length).map(({ id }) => id);
  }
  const proposal = async (id: string): Promise<Proposal> => (await client.plan()).proposals.find((each) => each.id === id)!;
  const last = () => client.heard.at(-1)!.text;
  const stillOpen = async () => (await client.plan()).proposals.filter(({ state }) => state === 'open' || state === 'to-discuss').map(({ id }) => id);
  /** The store as a slow process has it: much happens before it looks for the open review, the first time. */
  function afterWaiting(meanwhile: () => Promise<unknown>): Store['prisma'] {
    let waited = false;
    const findFirst = async (...wanted: Parameters<typeof store.prisma.conversation.findFirst>) => {
      if (!waited) {
        waited = true;
        await meanwhile();
      }
      return store.prisma.conversation.findFirst(...wanted);
    };
    const conversation = new Proxy(store.prisma.conversation, { get: (target, name) => (name === 'findFirst' ? findFirst : Reflect.get(target, name)) });
    return new Proxy(store.prisma, { get: (target, name) => (name === 'conversation' ? conversation : Reflect.get(target, name)) });
  }
  const look = async () => {
    await offerReview(test.app, (await client.ids()).client, (await client.plan()).id);
    await sweep(test.app);
    await test.settle();
  };

  describe('asks about one thing at a time', () => {
    it('in the words of the therapist, with the reason, and takes each answer to the plan', async () => {
      const [walk, swim, bell] = await sent(await add('Walk before supper'), await add('Swim on Sundays'), await add('Ring the bell twice'));
      expect(client.step).toBe('decision');
      expect(last()).toContain('Walk before supper');
      expect(last()).toContain('A reason for “Walk before supper”.');
      expect(last()).not.toContain('Swim');
      await client.press('accept');
      expect(last()).toContain('Swim on Sundays');
      await client.press('decline');
      await client.write('yes');
      expect(await Promise.all([walk, swim, bell].map(async (id) => (await proposal(id!)).state))).toEqual(['accepted', 'declined', 'accepted']);
      expect(linesOf(await client.plan(), 'strategy').map(({ text }) => text)).toEqual(expect.arrayContaining(['Walk before supper', 'Ring the bell twice']));
      expect((await client.plan()).versions.map(({ number }) => number)).toEqual([1, 2, 3]);
    });

    it('shows a rewording beside the line as it is', async () => {
      await sent({ do: 'change', item: (await goal()).id, to: { text: 'Sleep a little longer' }, reason: 'Small steps hold.', seen: 1, send: false });
      expect(last()).toContain('Sleep through most nights');
      expect(last()).toContain('Sleep a little longer');
    });

    it('tells the therapist when the suggestions are through, not after each, and again of the answer to the whole', async () => {
      await sent(await add('Walk before supper'), await add('Swim on Sundays'));
      expect((await client.newsOf(() => client.press('accept'))).therapist).toEqual([]);
      expect((await client.newsOf(() => client.press('decline'))).therapist).toEqual(['client-answered']);
      expect(client.step).toBe('approve');
      expect((await client.newsOf(() => client.press('approve'))).therapist).toEqual(['client-answered']);
      expect((await client.newsOf(look)).therapist).toEqual([]);
    });
  });

  describe('leaves open what is skipped', () => {
    it('and does not ask it again, until the therapist says something new about it', async () => {
      const [walk] = await sent(await add('Walk before supper'));
      await client.write('skip');
      expect(client.question).toBeUndefined();
      expect((await proposal(walk!)).state).toBe('open');
      const heard = client.heard.length;
      await look();
      expect(client.heard).toHaveLength(heard);
      await client.act('therapist', { do: 'reply', proposal: walk!, text: 'Round the block is enough.' });
      expect(client.step).toBe('decision');
      expect(last()).toContain('Round the block is enough.');
      await client.press('accept');
      expect((await proposal(walk!)).state).toBe('accepted');
    });
  });

  describe('talks about it', () => {
    it('with the client\'s words, the therapist\'s answer, and the question again', async () => {
      const [walk] = await sent(await add('Walk before supper'));
      await client.press('discuss');
      expect(client.step).toBe('say-about-it');
      expect((await client.newsOf(() => client.write('It is dark by then.'))).therapist).toEqual(['client-answered']);
      expect(await proposal(walk!)).toMatchObject({ state: 'to-discuss', remarks: [{ by: 'client', text: 'It is dark by then.' }] });
      expect(await client.newsOf(() => client.act('therapist', { do: 'reply', proposal: walk!, text: 'At noon, then?' }))).toMatchObject({ therapist: [] });
      expect(client.step).toBe('decision');
      expect(last()).toContain('At noon, then?');
      await client.press('decline');
      expect((await proposal(walk!)).state).toBe('declined');
      expect(await stillOpen()).toEqual([]);
    });

    it('and takes the answer to a question as the client wrote it', async () => {
      const [evening] = await sent({ do: 'ask', item: (await goal()).id, question: 'What do your evenings look like?', seen: 1, send: false });
      expect(client.step).toBe('reply');
      expect(last()).toContain('What do your evenings look like?');
      expect((await client.newsOf(() => client.write('I scroll, until one or so.\nThen I worry.'))).therapist).toEqual(['client-answered']);
      expect(await proposal(evening!)).toMatchObject({ state: 'answered', remarks: [{ by: 'client', text: 'I scroll, until one or so.\nThen I worry.' }] });
    });
  });

  describe('asks for the yes to the whole', () => {
    it('once nothing is open, to the version that is shown, and gives it to that one only', async () => {
      await sent(await add('Walk before supper'));
      await client.press('accept');
      expect(client.step).toBe('approve');
      expect(last()).toContain('Walk before supper');
      expect(last()).toContain('Sleep through most nights');
      const shown = client.pressing('approve');
      const [bell] = await sent(await add('Ring the bell twice'));
      await client.act('client', { do: 'decide', proposal: bell!, decision: 'accept' });
      expect(await seen()).toBe(3);
      // The button of the version before is still on the screen.
      await client.send(shown);
      expect((await client.plan()).approvals).toEqual([]);
      expect(client.step).toBe('approve');
      expect(last()).toContain('Ring the bell twice');
      await client.press('approve');
      const { number, hash } = currentVersion(await client.plan());
      expect((await client.plan()).approvals).toMatchObject([{ party: 'client', person: (await client.ids()).client, version: number, hash }]);
    });

    it('also when the therapist said yes first, and again after a "not yet"', async () => {
      const { number, hash } = currentVersion(await client.plan());
      await client.act('therapist', { do: 'approve', version: number, hash });
      expect(client.step).toBe('approve');
      await client.press('not-yet');
      expect((await client.storedPlan()).status).toBe('with-client');
      const heard = client.heard.length;
      await look();
      expect(client.heard).toHaveLength(heard);
      await sent(await add('Walk before supper'));
      await client.press('accept');
      expect(client.step).toBe('approve');
    });
  });

  describe('is brought up to date while it is open', () => {
    it('with what is taken back and what is new; answers given stay given', async () => {
      const [walk, swim] = await sent(await add('Walk before supper'), await add('Swim on Sundays'));
      await client.press('accept');
      expect(last()).toContain('Swim on Sundays');
      await client.act('therapist', { do: 'withdraw', proposal: swim! });
      const [bell] = await sent(await add('Ring the bell twice'));
      expect(client.step).toBe('decision');
      expect(last()).toContain('Ring the bell twice');
      await client.press('decline');
      expect(await Promise.all([walk, swim, bell].map(async (id) => (await proposal(id!)).state))).toEqual(['accepted', 'withdrawn', 'declined']);
      const asked = client.heard.filter(({ text, question }) => question?.step.startsWith('decision') && text.includes('Walk before supper'));
      expect(asked).toHaveLength(1);
    });

    it('with what the client decides on the page meanwhile', async () => {
      const [walk, swim] = await sent(await add('Walk before supper'), await add('Swim on Sundays'));
      await client.act('client', { do: 'decide', proposal: walk!, decision: 'accept' });
      expect(last()).toContain('Swim on Sundays');
      await client.press('accept');
      expect(await Promise.all([walk, swim].map(async (id) => (await proposal(id!)).state))).toEqual(['accepted', 'accepted']);
    });

    it('and keeps words that were half said: a question in between does not interrupt them', async () => {
      const [walk] = await sent(await add('Walk before supper'));
      await client.press('discuss');
      await sent(await add('Swim on Sundays'));
      expect(client.step).toBe('say-about-it');
      await client.write('It is dark by then.');
      expect((await proposal(walk!)).remarks).toMatchObject([{ text: 'It is dark by then.' }]);
      expect(last()).toContain('Swim on Sundays');
    });

    it('also while the client takes a break, without disturbing it', async () => {
      const [walk] = await sent(await add('Walk before supper'));
      await client.write('pause');
      const heard = client.heard.length;
      await client.act('therapist', { do: 'withdraw', proposal: walk! });
      await sent(await add('Swim on Sundays'));
      expect(client.heard).toHaveLength(heard);
      await client.write('continue');
      expect(last()).toContain('Swim on Sundays');
    });

    it('and is never taken back to an older plan by a process that was slow', async () => {
      const [walk] = await sent(await add('Walk before supper'));
      const { client: clientId } = await client.ids();
      const { id } = await client.plan();
      const slowly = afterWaiting(async () => {
        await client.act('therapist', { do: 'withdraw', proposal: walk! });
        await sent(await add('Ring the bell twice'));
      });
      await offerReview({ ...test.app, store: { ...store, prisma: slowly } }, clientId, id);
      await test.settle();
      expect(client.step).toBe('decision');
      expect(last()).toContain('Ring the bell twice');
    });

    it('and says nothing twice, however often and from how many places it is asked to', async () => {
      const plan = await client.plan();
      const { client: clientId } = await client.ids();
      await client.act('therapist', await add('Walk before supper'));
      // The act that sends is stored, but nobody has come round to asking the client yet.
      await Promise.all([client.act('therapist', { do: 'send' }), ...Array.from({ length: 5 }, () => offerReview(test.app, clientId, plan.id))]);
      await Promise.all(Array.from({ length: 5 }, () => offerReview(test.app, clientId, plan.id)));
      await look();
      expect(client.heard.filter(({ question }) => question?.step.startsWith('decision'))).toHaveLength(1);
      expect(await store.prisma.conversation.count({ where: { clientId, flow: 'plan-review' } })).toBe(1);
    });
  });

  it('tells a client whose answer came too late, takes nothing over, and goes on with what holds now', async () => {
    const [walk] = await sent(await add('Walk before supper'));
    const yes = client.pressing('accept');
    // The suggestion is taken back, and the chat has not heard of it yet.
    const slow = { ...test.app, inBackground: () => {} };
    const stored = await client.storedPlan();
    await changePlan(slow, stored.plan.id, client.actor('therapist', stored), { do: 'withdraw', proposal: walk! });
    const before = await client.plan();
    await client.send(yes);
    expect(await client.plan()).toEqual(before);
    const said = client.heard.slice(-3).map(({ text }) => text).join('\n');
    expect(said).toContain(test.app.flows.notices.en!.client['already-settled'].slice(0, 30));
    expect(said).not.toContain('It is in the plan now');
  });
});
