import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from '../../src/actions/deliver.ts';
import { handleMessage } from '../../src/actions/handle-message.ts';
import { sweep } from '../../src/actions/sweep.ts';
import { changePlan } from '../../src/actions/change-plan.ts';
import { CairnError } from '../../src/errors.ts';
import { accountsOf } from '../../src/store/accounts.ts';
import { createConversation } from '../../src/store/conversations.ts';
import type { Store } from '../../src/store/open-store.ts';
import { enqueueOutbound } from '../../src/store/outbound.ts';
import { findReviewLink } from '../../src/store/review-links.ts';
import { days, linesOf, minutes, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { bodiesOf } from '../support/opened.ts';
import { eachDatabase } from '../support/database.ts';

const seconds = (count: number): number => count * 1000;
const refused = (details: object = {}) => new CairnError('delivery-failed', 'The platform did not take it.', { details });
const hello = { kind: 'text', text: 'hello' } as const;

eachDatabase('delivery', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  beforeAll(async () => void (store = await open()));
  beforeEach(async () => {
    test = await openTestApp(store);
    client = test.newClient();
    await client.write('hello');
    test.web.sent.length = 0;
    test.web.tried.length = 0;
  });

  const queue = async (...texts: string[]) => {
    const { account } = await client.ids();
    await enqueueOutbound(store.prisma, { accountId: account, bodies: texts.map((text) => ({ text })) }, test.now());
    await deliver(test.app, account);
  };
  const texts = (messages: { body: { text: string } }[]) => messages.map(({ body }) => body.text);
  /** How many tries a sweep makes now. */
  const sweeping = async () => {
    const before = test.web.tried.length;
    await sweep(test.app);
    return test.web.tried.length - before;
  };

  it('keeps the order of an account, and sends each once, however many work on it', async () => {
    const { account } = await client.ids();
    const bodies = Array.from({ length: 30 }, (_, n) => ({ text: `line ${n}` }));
    await enqueueOutbound(store.prisma, { accountId: account, bodies }, test.now());
    await Promise.all(Array.from({ length: 5 }, () => deliver(test.app, account)));
    await deliver(test.app, account);
    expect(texts(test.web.sent)).toEqual(bodies.map(({ text }) => text));
  });

  it('waits longer after each failure, an hour at most, and lets nothing overtake', async () => {
    test.web.failing = () => refused();
    await queue('first', 'second');
    const waits: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      let waited = 0;
      // To the second before the wait is over nothing is tried; then it is tried once, and nothing behind it.
      const wait = Math.min(5 * 2 ** attempt, 3600);
      test.later(seconds(wait - 1));
      waited += await sweeping();
      test.later(seconds(1));
      expect([waited, await sweeping()]).toEqual([0, 1]);
      waits.push(wait);
    }
    expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(waits.at(-1)).toBe(3600);
    expect(new Set(texts(test.web.tried))).toEqual(new Set(['first']));
    test.web.failing = () => null;
    test.later(seconds(3600));
    await queue('third');
    expect(texts(test.web.sent)).toEqual(['first', 'second', 'third']);
  });

  it('waits as long as the platform asks for', async () => {
    test.web.failing = () => refused({ retryAfterSeconds: 90 });
    await queue('first', 'second');
    test.web.failing = () => null;
    test.later(seconds(89));
    expect(await sweeping()).toBe(0);
    test.later(seconds(1));
    await sweep(test.app);
    expect(texts(test.web.sent)).toEqual(['first', 'second']);
  });

  it('gives up on what will never be taken, and goes on with the next', async () => {
    test.web.failing = ({ body }) => (body.text === 'first' ? refused({ refused: true }) : null);
    await queue('first', 'second');
    expect(texts(test.web.sent)).toEqual(['second']);
    const { account } = await client.ids();
    const rows = await store.prisma.outboundMessage.findMany({ where: { accountId: account }, orderBy: { seq: 'asc' } });
    expect(rows.slice(-2).map(({ sentAt, failedAt }) => [sentAt !== null, failedAt !== null])).toEqual([[false, true], [true, false]]);
    test.later(days(2));
    expect(await sweeping()).toBe(0);
  });

  it('gives up on all that waits for somebody who has left, and tries nothing more until they write', async () => {
    test.web.failing = () => refused({ gone: true });
    await queue('first', 'second');
    expect(texts(test.web.tried)).toEqual(['first']);
    test.web.failing = () => null;
    await queue('third');
    test.later(days(2));
    expect([await sweeping(), test.web.sent]).toEqual([0, []]);
    await client.send({ kind: 'choice', step: 'consent', ids: ['agree'] });
    expect(client.step).toBe('age');
    await queue('fourth');
    expect(texts(test.web.sent).at(-1)).toBe('fourth');
  });

  it('gives a link to the plan wherever there is no cookie to go by', async () => {
    const person = test.newClient(undefined, 'slack');
    test.app.homePractice = test.practice.slug;
    await person.holdIntake();
    await person.write('my plan');
    const { link } = person.heard.at(-1)!;
    const [, token] = /^https:\/\/cairn\.example\.org\/plan\/([\w-]{43})$/.exec(link!.url)!;
    expect(await findReviewLink(store.prisma, token!, test.now())).toMatchObject({ purpose: 'plan', clientId: (await person.ids()).client });
    expect(JSON.stringify(await person.history())).not.toContain(token);
  });

  it('does not hold up others, and takes what a client writes meanwhile', async () => {
    test.web.failing = ({ address }) => (address === client.address ? refused() : null);
    await queue('first');
    const other = test.newClient();
    await other.write('hello');
    expect(other.step).toBe('consent');
    await client.send({ kind: 'choice', step: 'consent', ids: ['agree'] });
    expect(client.heard).toEqual([]);
    test.web.failing = () => null;
    test.later(minutes(1));
    await sweep(test.app);
    expect(client.heard[0]!.text).toBe('first');
    expect(client.step).toBe('age');
  });

  it('only announces where people read what is stored: that is out with its save, and waits for nothing', async () => {
    const announced: string[] = [];
    test.web.announce = async (address) => void announced.push(address);
    await client.send({ kind: 'choice', step: 'consent', ids: ['agree'] });
    expect([announced, test.web.tried]).toEqual([[client.address], []]);
    expect((await client.history()).filter((entry) => entry.direction === 'out' && entry.sentAt === null)).toEqual([]);
    test.later(days(1));
    expect(await sweeping()).toBe(0);
  });

  it('names no message in the log, only its number', async () => {
    test.web.failing = () => new Error('could not send "my sister must not know"');
    await queue('my sister must not know');
    const entry = test.logged.at(-1)!;
    expect(entry.facts).toMatchObject({ seq: expect.any(Number), accountId: (await client.ids()).account, channel: 'web' });
    expect(JSON.stringify(test.logged)).not.toContain('sister');
  });

  describe('after a crash between the save and the sending', () => {
    /** A process that dies the moment its database has answered. */
    const dying = () => ({ ...test.app, inBackground: () => {} });

    it('the sweep sends it, once the time of the dead process is over, and once only', async () => {
      const late = test.newClient();
      await handleMessage(dying(), { sender: late.sender, address: late.address, messageId: randomUUID(), content: hello });
      test.later(seconds(59));
      await sweep(test.app);
      expect(late.heard).toEqual([]);
      test.later(seconds(2));
      await Promise.all([sweep(test.app), sweep(test.app)]);
      expect(late.step).toBe('consent');
      const heard = late.heard.length;
      test.later(days(1));
      await sweep(test.app);
      expect(late.heard).toHaveLength(heard);
    });

    it('the client is asked about suggestions all the same', async () => {
      const { plan, therapistId } = await test.newClient().holdIntake().then(() => client.holdIntake());
      const strategy = linesOf(plan, 'strategy')[0]!;
      const removing = { do: 'remove', item: strategy.id, reason: 'One is enough.', seen: 1, send: true } as const;
      await changePlan(dying(), plan.id, { party: 'therapist', person: therapistId }, removing);
      await test.settle();
      expect(client.step).toBeUndefined();
      await sweep(test.app);
      await test.settle();
      expect(client.step).toBe('decision');
      const heard = client.heard.length;
      await sweep(test.app);
      await test.settle();
      expect(client.heard).toHaveLength(heard);
    });

    it('also when nobody was there to look for days: a start looks at everything', async () => {
      const { plan, therapistId } = await client.holdIntake();
      const asking = { do: 'ask', question: 'What do your evenings look like?', seen: 1, send: true } as const;
      await changePlan(dying(), plan.id, { party: 'therapist', person: therapistId }, asking);
      test.later(days(5));
      await sweep(test.app, { all: true });
      await test.settle();
      expect(client.step).toBe('reply');
    });
  });

  it('one plan that cannot be helped does not keep the sweep from the others', async () => {
    const broken = test.newClient();
    for (const each of [broken, client]) {
      const { plan, therapistId } = await each.holdIntake();
      await changePlan({ ...test.app, inBackground: () => {} }, plan.id, { party: 'therapist', person: therapistId }, { do: 'ask', question: 'How are the mornings?', seen: 1, send: true });
    }
    const { client: clientId } = await broken.ids();
    const { hash } = test.app.shelf.current('plan-review').flow;
    await createConversation(store.prisma, randomUUID(), {
      practiceId: test.practice.id, clientId, flow: 'plan-review', flowHash: hash, language: 'en', openedAt: test.now(),
      snapshot: { value: 'no-such-step', context: { answers: {}, inputs: { proposals: [], questions: [], approvals: [] } } },
    }, await store.vault.ofClient(store.prisma, clientId));
    await sweep(test.app);
    await test.settle();
    expect(client.step).toBe('reply');
    expect(test.logged.map(({ facts }) => facts)).toContainEqual(expect.objectContaining({ plan: (await broken.plan()).id }));
  });

  describe('of a mail to a therapist', () => {
    it('puts it into words when it is sent: after an outage its link is fresh, and opens', async () => {
      test.mail.failing = () => refused();
      const { plan } = await client.holdIntake();
      expect(test.mail.sent).toEqual([]);
      test.later(days(20));
      test.mail.failing = () => null;
      await sweep(test.app);
      const [, token] = /\/review\/([\w-]+)/.exec(test.mail.sent[0]!.body.text)!;
      expect(await findReviewLink(store.prisma, token!, test.now())).toMatchObject({ purpose: 'review', planId: plan.id, therapistId: test.therapist.id });
    });

    it('stores no token anywhere: what waits is the notice\'s name', async () => {
      test.mail.failing = () => refused();
      await client.holdIntake();
      const [account] = await accountsOf(store.prisma, { therapistId: test.therapist.id });
      expect(await bodiesOf(store, account!.id, true)).toEqual([{ notice: 'plan-drafted', planId: (await client.plan()).id }]);
      const tokens = test.mail.tried.flatMap(({ body }) => [...body.text.matchAll(/\/(?:review|desk)\/([\w-]+)/g)].map(([, token]) => token!));
      expect(tokens).toHaveLength(2);
      const links = JSON.stringify(await store.prisma.reviewLink.findMany());
      expect(tokens.filter((token) => links.includes(token))).toEqual([]);
    });
  });
});
