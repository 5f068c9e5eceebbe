import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { consentsOf } from '../../src/store/consents.ts';
import { answersOf } from '../../src/store/conversations.ts';
import type { Store } from '../../src/store/open-store.ts';
import { handleMessage } from '../../src/actions/handle-message.ts';
import { isCairnError } from '../../src/errors.ts';
import { minutes, openTestApp, type TestApp } from '../support/app.ts';
import { everythingOf } from '../support/opened.ts';
import { eachDatabase } from '../support/database.ts';

const text = (words: string) => ({ kind: 'text', text: words }) as const;

/** What came in, as it is stored. */
const written = async (client: ReturnType<TestApp['newClient']>): Promise<string[]> =>
  (await client.history()).flatMap((entry) => (entry.direction === 'in' && entry.content.kind === 'text' ? [entry.content.text] : []));

eachDatabase('a message', (open) => {
  let store: Store;
  let test: TestApp;
  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
  });

  const conversationsOf = async (client: ReturnType<TestApp['newClient']>) =>
    store.prisma.conversation.findMany({ where: { clientId: (await client.ids()).client }, orderBy: { openedAt: 'asc' } });
  const peopleAt = async (sender: { workspace: string; userId: string }) =>
    store.prisma.account.findMany({ where: { workspace: sender.workspace, userId: sender.userId }, include: { client: true } });

  describe('the first one', () => {
    it('makes an account, a client of the practice\'s therapist and a conversation, and greets', async () => {
      const client = test.newClient();
      await client.write('hello');
      const [account] = await peopleAt(client.sender);
      expect(account).toMatchObject({ channel: 'web', address: client.address, practiceId: test.practice.id });
      expect(account!.client).toMatchObject({ practiceId: test.practice.id, therapistId: test.therapist.id, language: 'en', name: null });
      expect(await conversationsOf(client)).toMatchObject([{ flow: 'intake', state: 'open', version: 1 }]);
      expect(client.step).toBe('consent');
      expect(client.heard[0]!.text).toContain(test.practice.name);
      expect((await client.history()).map(({ direction }) => direction)).toEqual(['in', 'out', 'out']);
    });

    it('is both taken when two come at once: one client, one conversation, both messages kept', async () => {
      const client = test.newClient();
      await Promise.all([client.only(text('hello')), client.only(text('hello again'))]);
      await test.settle();
      expect(await peopleAt(client.sender)).toHaveLength(1);
      expect(await store.prisma.client.count({ where: { accounts: { some: { userId: client.address } } } })).toBe(1);
      expect(await conversationsOf(client)).toMatchObject([{ version: 2 }]);
      expect((await written(client)).toSorted()).toEqual(['hello', 'hello again']);
      expect(client.step).toBe('consent');
    });

    it('of a sender whose practice nobody knows is refused with a code, and nothing is kept', async () => {
      const before = await store.prisma.client.count();
      const sender = { channel: 'web', workspace: 'no-such-practice', userId: randomUUID() } as const;
      const refusal = await handleMessage(test.app, { sender, address: sender.userId, messageId: '1', content: text('hello') }).catch((error: unknown) => error);
      expect(isCairnError(refusal, 'not-found')).toBe(true);
      expect([await peopleAt(sender), await store.prisma.client.count()]).toEqual([[], before]);
    });

    it('of 64 people at once makes 64 clients, each with their own conversation', async () => {
      const clients = Array.from({ length: 64 }, () => test.newClient());
      await Promise.all(clients.map((client) => client.only(text('hello'))));
      await test.settle();
      const where = { userId: { in: clients.map(({ address }) => address) } };
      const accounts = await store.prisma.account.findMany({ where, include: { client: { include: { conversations: true } } } });
      expect(new Set(accounts.map(({ clientId }) => clientId)).size).toBe(64);
      expect(accounts.every((account) => account.client!.conversations.length === 1)).toBe(true);
      expect(clients.every(({ step }) => step === 'consent')).toBe(true);
    });
  });

  describe('in a conversation', () => {
    it('is taken once when it comes twice, however it comes', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.talk({}, 'summary');
      const at = (await conversationsOf(client))[0]!.version;
      const heard = client.heard.length;
      const twice = async () => client.send(text('my answers'), 'the-same');
      await twice();
      const once = client.heard.length;
      await twice();
      await Promise.all(Array.from({ length: 5 }, () => client.only(text('help'), 'five-at-once')));
      await test.settle();
      expect(once).toBeGreaterThan(heard);
      expect((await conversationsOf(client))[0]!.version).toBe(at + 2);
      expect((await written(client)).filter((words) => words === 'my answers' || words === 'help')).toEqual(['my answers', 'help']);
    });

    it('loses nothing when several come at once: each is taken, one after the other', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.talk({}, 'goals');
      const goals = ['Sleep through most nights', 'Say no without a knot in my stomach'];
      await Promise.all(goals.map((goal) => client.only(text(goal))));
      await test.settle();
      expect((await written(client)).slice(-2).toSorted()).toEqual(goals.toSorted());
      await client.press('done');
      expect(client.question!.choices.map(({ label }) => label)).toEqual(expect.arrayContaining(goals));
      const more = Array.from({ length: 10 }, (_, n) => `a thought, number ${n}`);
      await Promise.all(more.map((words) => client.only(text(words))));
      await test.settle();
      expect((await written(client)).slice(-10).toSorted()).toEqual(more.toSorted());
      const conversation = (await conversationsOf(client))[0]!;
      expect(conversation.version).toBe((await client.history()).filter(({ direction }) => direction === 'in').length);
    });

    it('goes to where the person writes from now', async () => {
      const client = test.newClient();
      await client.write('hello');
      const moved = `${client.address}-elsewhere`;
      await handleMessage(test.app, { sender: client.sender, address: moved, messageId: randomUUID(), content: text('help') });
      await test.settle();
      expect(test.web.sent.filter(({ address }) => address === moved).length).toBeGreaterThan(0);
      expect(await peopleAt(client.sender)).toMatchObject([{ address: moved }]);
    });

    it('that no text bot can read is answered, and the question stays open', async () => {
      const client = test.newClient();
      await client.write('hello');
      const { step } = client;
      await client.send({ kind: 'unsupported', what: 'voice' });
      expect(client.step).toBe(step);
      expect(client.heard.at(-1)!.text).toContain(test.app.flows.common.en!.says['only-text']);
    });

    it('is delivered in the order of the conversation', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.talk({}, 'hope');
      const stored = (await client.history()).flatMap((entry) => (entry.direction === 'out' ? [entry.seq] : []));
      expect(test.web.sent.filter(({ address }) => address === client.address).map(({ seq }) => seq)).toEqual(stored);
    });
  });

  describe('what an intake leads to', () => {
    it('is one draft plan, with the therapist\'s notice in the same save, and a mail with links but no words of the client', async () => {
      const client = test.newClient();
      const { plan, status, therapistId, conversationId } = await client.holdIntake({ name: 'Sam', goals: ['Sleep through most nights', { press: ['done'] }] });
      const { client: clientId } = await client.ids();
      expect(await store.prisma.treatmentPlan.count({ where: { clientId } })).toBe(1);
      expect({ status, therapistId }).toEqual({ status: 'draft', therapistId: test.therapist.id });
      expect(plan.versions.map(({ number, by }) => [number, by])).toEqual([[1, 'draft']]);
      expect(plan.versions[0]!.items.map(({ text: line }) => line)).toContain('Sleep through most nights');
      expect((await conversationsOf(client))[0]).toMatchObject({ id: conversationId, state: 'finished' });
      const mail = test.mail.sent.at(-1)!;
      expect(mail.body.subject).toBe(test.app.flows.notices.en!.therapist['plan-drafted'].subject);
      expect(mail.body.text).toMatch(/https:\/\/cairn\.example\.org\/review\/[\w-]{43}\b/);
      expect(JSON.stringify(mail)).not.toMatch(/Sam|Sleep through/);
      // Written in the transaction of the turn: nobody ever sees the plan without the notice, or the other way round.
      const xmin = await store.prisma.$queryRaw<{ xmin: string }[]>`
        SELECT DISTINCT x FROM (
          SELECT xmin::text AS x FROM plan_version WHERE plan_id = ${plan.id}::uuid
          UNION ALL SELECT i.xmin::text FROM inbound_message i WHERE i.conversation_id = ${conversationId}::uuid
            AND seq = (SELECT max(seq) FROM inbound_message WHERE conversation_id = ${conversationId}::uuid)
        ) AS written`;
      expect(xmin).toHaveLength(1);
    });

    it('stays one plan when the last answer is pressed five times at once', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.talk({}, 'summary');
      const send = client.pressing('send');
      await Promise.all(Array.from({ length: 5 }, () => client.only(send)));
      await test.settle();
      expect(await store.prisma.treatmentPlan.count({ where: { clientId: (await client.ids()).client } })).toBe(1);
      expect(test.counted.filter((event) => event === 'plan-drafted').length).toBe(await store.prisma.treatmentPlan.count());
    });

    it('is nothing at all for somebody who does not agree', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.press('not-now');
      const { client: clientId } = await client.ids();
      expect(await store.prisma.consent.findMany({ where: { clientId } })).toMatchObject([{ given: false }]);
      expect(await store.prisma.treatmentPlan.count({ where: { clientId } })).toBe(0);
    });
  });

  describe('what is kept of the consent', () => {
    it('is what was shown, word for word, and what was said to it', async () => {
      const client = test.newClient();
      await client.write('hello');
      const shown = client.heard.map((body) => body.text);
      test.later(minutes(2));
      await client.press('agree');
      const [consent] = await consentsOf(store.prisma, (await client.ids()).client);
      expect(consent).toMatchObject({ given: true, shown: shown.join('\n\n') });
    });

    it('is what stood on the screen, also when the practice has been renamed since', async () => {
      const client = test.newClient();
      await client.write('hello');
      const shown = client.heard.map((body) => body.text).join('\n\n');
      await store.prisma.practice.update({ where: { id: test.practice.id }, data: { name: 'Quite Another Name' } });
      await client.press('agree');
      await store.prisma.practice.update({ where: { id: test.practice.id }, data: { name: test.practice.name } });
      const [consent] = await consentsOf(store.prisma, (await client.ids()).client);
      expect(consent!.shown).toBe(shown);
    });

    it('has what was explained on the way to the yes, and is kept anew after starting over', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.press('more');
      const shown = client.heard.map((body) => body.text).join('\n\n');
      await client.press('agree');
      await client.write('start over');
      await client.press('yes');
      await client.press('not-now');
      const consents = await consentsOf(store.prisma, (await client.ids()).client);
      expect(consents.map(({ given }) => given)).toEqual([true, false]);
      expect(consents[0]!.shown).toBe(shown);
      expect(consents[1]!.shown).toContain(shown.split('\n\n')[0]);
    });
  });

  describe('of somebody under age', () => {
    it('keeps nothing beyond the fact, whatever was written before', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.press('agree');
      await client.write('my teacher Zorba told me to write here');
      await client.press('yes');
      await client.talk({ name: 'Zorba', hope: 'Zorba wants to sleep', country: 'France' }, 'hardest');
      await client.write('back');
      await client.write('back');
      await client.write('back');
      await client.write('back');
      expect(client.step).toBe('age');
      await client.press('no');
      const { client: clientId, account } = await client.ids();
      const [conversation] = await conversationsOf(client);
      expect(conversation!.state).toBe('finished');
      const everything = await everythingOf(store, { client: clientId, account });
      expect(everything.length).toBeGreaterThan(10);
      expect(everything.filter((row) => /Zorba|"FR"|France/.test(row))).toEqual([]);
      expect(await answersOf(store.prisma, conversation!.id)).toMatchObject([{ key: 'age', value: false }]);
      expect(await store.prisma.consent.count({ where: { clientId } })).toBe(0);
      expect(client.heard.at(-1)!.text).toContain(String(18));
      const said = (await client.history()).flatMap((entry) => (entry.direction === 'out' ? [entry.body] : []));
      expect(said).toEqual([client.heard.at(-1)]);
    });

    it('takes a repeated message of before no second time, and lets a wrong button be put right', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.send(client.pressing('agree'), 'agreed');
      await client.press('no');
      const heard = client.heard.length;
      await client.send(text('I agree'), 'agreed');
      expect(client.heard).toHaveLength(heard);
      await client.write('start over');
      await client.press('yes');
      expect(client.step).toBe('consent');
    });
  });

  describe('"my plan"', () => {
    it('says that there is none yet, and leads to it once there is one', async () => {
      const client = test.newClient();
      await client.write('hello');
      await client.write('my plan');
      expect(client.heard.at(-1)).toMatchObject({ text: test.app.flows.common.en!.says['no-plan'] });
      expect(client.heard.at(-1)!.link).toBeUndefined();
      await client.write('hello');
      await client.talk();
      await client.write('my plan');
      expect(client.heard.at(-1)!.link).toMatchObject({ url: `/p/${test.practice.slug}/my-plan` });
    });
  });

  describe('"a person"', () => {
    it('tells the therapist, once for each time it is asked', async () => {
      const client = test.newClient();
      await client.write('hello');
      const mails = () => test.mail.sent.filter(({ body }) => body.subject === test.app.flows.notices.en!.therapist['asked-for-a-person'].subject).length;
      const before = mails();
      await Promise.all([client.only(text('a person'), 'asked'), client.only(text('a person'), 'asked'), client.only(text('help'))]);
      await test.settle();
      expect(mails()).toBe(before + 1);
      expect(client.heard.some((body) => body.text.includes('call 0555 014 220'))).toBe(true);
      await client.write('talk to a person');
      expect(mails()).toBe(before + 2);
    });
  });
});
