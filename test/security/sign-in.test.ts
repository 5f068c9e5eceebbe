import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTherapist, assignClient } from '../../src/actions/admin.ts';
import { beginOnWeb } from '../../src/actions/begin-on-web.ts';
import { handOver, openHandover } from '../../src/actions/hand-over.ts';
import { openDesk } from '../../src/actions/open-desk.ts';
import { enterCode, lookAtDoor, sendCode, sendNewLink, signOut, type Held, type LinkInAddress, type SignInRules } from '../../src/actions/sign-in.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import { auditOfClient } from '../../src/store/audit.ts';
import { findReviewLink, revokeReviewLinks } from '../../src/store/review-links.ts';
import type { Store } from '../../src/store/open-store.ts';
import type { StoredPlan } from '../../src/store/plans.ts';
import { days, minutes, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

const rules: SignInRules = { deviceMs: days(30), idleMs: minutes(12 * 60) };

/** A browser: the sessions it was given, and the chat it is in. */
const browser = (chat: string | null = null) => {
  const sessions = new Map<string, string>();
  const held: Held = { device: (as) => sessions.get(as) ?? null, chat: () => chat };
  return { held, sessions };
};

eachDatabase('signing in', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  let stored: StoredPlan;
  let colleague: { id: string; email: string };
  beforeAll(async () => {
    store = await open();
  });
  // A practice of its own for every test, so that no code counts for another's.
  beforeEach(async () => {
    test = await openTestApp(store);
    client = test.newClient();
    stored = await client.holdIntake({ name: 'Sam' });
    colleague = await addTherapist(test.app, { practiceId: test.practice.id, name: 'Ana', email: 'ana@willow.example', language: 'en', takesNew: false, orientations: ['act'] });
    await test.settle();
    test.mail.sent.length = 0;
  });

  const at = async (purpose: LinkInAddress['purpose'], more: object = {}): Promise<LinkInAddress> => {
    const whose = purpose === 'plan' ? { clientId: stored.clientId } : { therapistId: test.therapist.id };
    const about = purpose === 'desk' ? {} : { planId: stored.plan.id };
    const link = await linkTo(test.app, { purpose, practiceId: test.practice.id, ...whose, ...about, ...more }, 14);
    return { token: link.split('/').at(-1)!, purpose };
  };
  const look = async (link: LinkInAddress, { held } = browser()) => (await lookAtDoor(test.app, rules, link, held))?.open ?? null;
  const send = async (link: LinkInAddress) => {
    const sent = await sendCode(test.app, link);
    await test.settle();
    return sent;
  };
  const codeIn = (text: string | undefined): string => /\bis (\d{6})\b/.exec(text ?? '')?.[1] ?? expect.fail('There is no code in the message.');
  const code = (): string => codeIn(test.mail.sent.at(-1)?.body.text);
  const enter = async (link: LinkInAddress, given: string, into = browser()) => {
    const entered = await enterCode(test.app, rules, link, given, into.held);
    if (entered && typeof entered === 'object') into.sessions.set(entered.as, entered.token);
    return entered && typeof entered === 'object' ? 'in' : entered;
  };
  const signIn = async (link: LinkInAddress, into = browser()) => {
    await send(link);
    expect(await enter(link, code(), into)).toBe('in');
    return into;
  };
  const onRecord = async (action: string) => (await auditOfClient(store.prisma, test.practice.id, stored.clientId)).filter((entry) => entry.action === action);
  const wrongOf = (right: string): string => String((Number(right) + 1) % 1_000_000).padStart(6, '0');

  describe('a code', () => {
    it('goes to the therapist\'s mail, without a link beside it, and not into the subject', async () => {
      const link = await at('review');
      expect(await look(link)).toBe(false);
      expect(await send(link)).toBe('sent');
      const [mail] = test.mail.sent;
      expect(mail!.address).toBe('robin.hale@willow.example');
      expect(mail!.body.text).not.toMatch(/https?:/);
      expect(mail!.body.subject).not.toMatch(/\d/);
      expect(await enter(link, code())).toBe('in');
    });

    it('is nowhere in the database, and neither is the session it opens', async () => {
      const link = await at('review');
      const here = await signIn(link);
      const tables = await store.prisma.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
      const rows = (await Promise.all(tables.map(({ name }) => store.prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`)))).flat();
      const secrets = [`[^0-9]${code()}[^0-9]`, link.token, here.sessions.get('therapist')!].map((secret) => new RegExp(secret));
      expect(rows.length).toBeGreaterThan(50);
      expect(secrets.filter((secret) => rows.some(({ row }) => secret.test(row)))).toEqual([]);
    });

    it('is good for ten minutes and once', async () => {
      const link = await at('desk');
      await send(link);
      const first = code();
      test.later(minutes(10));
      expect(await enter(link, first)).toBe('spent');
      await send(link);
      test.later(minutes(9.9));
      expect(await enter(link, code())).toBe('in');
      expect(await enter(link, code())).toBe('spent');
    });

    it('counts only when it is the newest', async () => {
      const link = await at('desk');
      await send(link);
      const first = code();
      await send(link);
      if (first !== code()) expect(await enter(link, first)).toBe('wrong');
      expect(await enter(link, code())).toBe('in');
    });

    it('is for one link: not for another of the same therapist, nor for anybody else\'s', async () => {
      const [link, other] = [await at('review'), await at('desk')];
      const theirs = await at('desk', { therapistId: colleague.id });
      await send(link);
      expect([await enter(other, code()), await enter(theirs, code())]).toEqual(['spent', 'spent']);
      expect(await enter({ ...link, purpose: 'desk' }, code())).toBeNull();
      expect(await enter(link, code())).toBe('in');
    });

    it('is spent after five wrong ones, however many are tried at once', async () => {
      const link = await at('review');
      await send(link);
      const wrong = wrongOf(code());
      const outcomes = await Promise.all(Array.from({ length: 12 }, () => enter(link, wrong)));
      expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(5);
      expect(outcomes.filter((outcome) => outcome === 'spent')).toHaveLength(7);
      expect(await enter(link, code())).toBe('spent');
    });

    it('opens one session, however often it is sent at once', async () => {
      const link = await at('review');
      await send(link);
      const outcomes = await Promise.all(Array.from({ length: 4 }, () => enter(link, code())));
      expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(1);
    });

    it('is sent three times in a quarter of an hour and no more, also when all ask at once', async () => {
      const link = await at('review');
      const asked = await Promise.all(Array.from({ length: 8 }, () => sendCode(test.app, link)));
      await test.settle();
      expect(asked.filter((answer) => answer === 'sent')).toHaveLength(3);
      expect(test.mail.sent).toHaveLength(3);
      expect(await send(await at('desk')), 'another link has codes of its own').toBe('sent');
      test.later(minutes(15));
      expect(await send(link)).toBe('sent');
    });

    it('that is guessed at ends the link: thirty wrong ones in a row are all that anybody gets', async () => {
      const link = await at('review');
      for (let round = 0; round < 6; round += 1) {
        expect(await look(link)).toBe(false);
        await send(link);
        for (let guess = 0; guess < 5; guess += 1) expect(await enter(link, wrongOf(code()))).toBe('wrong');
        test.later(minutes(16));
      }
      expect([await look(link), await send(link), await enter(link, '000000')]).toEqual([null, null, null]);
    });

    it('that is right forgives those that were wrong before', async () => {
      const link = await at('review');
      await send(link);
      for (let guess = 0; guess < 4; guess += 1) await enter(link, wrongOf(code()));
      expect(await enter(link, code())).toBe('in');
      expect(await store.prisma.reviewLink.findMany({ where: { wrongCodes: { gt: 0 }, practiceId: test.practice.id } })).toEqual([]);
    });
  });

  describe('a session', () => {
    it('opens every link of its therapist on that browser, and nobody else\'s', async () => {
      const here = await signIn(await at('review'));
      expect(await look(await at('desk'), here)).toBe(true);
      expect(await look(await at('review'), here)).toBe(true);
      expect(await look(await at('desk', { therapistId: colleague.id }), here)).toBe(false);
      expect(await look(await at('plan'), here)).toBe(false);
      expect(await look(await at('review'))).toBe(false);
      const elsewhere = await openTestApp(store);
      const theirs = await linkTo(elsewhere.app, { purpose: 'desk', practiceId: elsewhere.practice.id, therapistId: elsewhere.therapist.id }, 14);
      expect(await look({ token: theirs.split('/').at(-1)!, purpose: 'desk' }, here)).toBe(false);
    });

    it('opens nothing by itself: a link that ended stays shut', async () => {
      const link = await at('review');
      const here = await signIn(link);
      await revokeReviewLinks(store.prisma, { therapistId: test.therapist.id }, test.now());
      expect(await look(link, here)).toBeNull();
    });

    it('of a therapist ends when it was left unused, and when its days are over', async () => {
      const link = await at('desk');
      const here = await signIn(link);
      test.later(minutes(11 * 60));
      expect(await look(link, here)).toBe(true);
      test.later(minutes(11 * 60));
      expect(await look(link, here), 'a look keeps it awake').toBe(true);
      test.later(minutes(13 * 60));
      expect(await look(link, here)).toBe(false);
      const again = await signIn(link);
      for (let looks = 0; looks < 61; looks += 1) {
        test.later(days(0.49));
        expect(await look(await at('desk'), again)).toBe(true);
      }
      test.later(days(0.2));
      expect(await look(await at('desk'), again), 'however busy it was').toBe(false);
    });

    it('of a client does not end in between', async () => {
      const link = await at('plan');
      const here = browser();
      await send(link);
      expect(await enter(link, codeIn(client.heard.at(-1)!.text), here)).toBe('in');
      test.later(days(13));
      expect(await look(link, here)).toBe(true);
      test.later(days(18));
      expect(await look(await at('plan'), here)).toBe(false);
    });

    it('is a new one with every sign-in, and the one before ends', async () => {
      const link = await at('desk');
      const here = await signIn(link);
      const before = here.sessions.get('therapist')!;
      await signIn(link, here);
      const planted = browser();
      planted.sessions.set('therapist', before);
      expect(before).not.toBe(here.sessions.get('therapist'));
      expect([await look(link, planted), await look(link, here)]).toEqual([false, true]);
    });

    it('ends here, or everywhere', async () => {
      const link = await at('desk');
      const [phone, laptop, other] = [await signIn(link), await signIn(link), await signIn(await at('desk', { therapistId: colleague.id }))];
      await signOut(test.app, rules, 'therapist', phone.held, { everywhere: false });
      expect([await look(link, phone), await look(link, laptop)]).toEqual([false, true]);
      test.later(minutes(20));
      await signIn(link, phone);
      await signOut(test.app, rules, 'therapist', laptop.held, { everywhere: true });
      expect([await look(link, phone), await look(link, laptop)]).toEqual([false, false]);
      expect(await look(await at('desk', { therapistId: colleague.id }), other)).toBe(true);
    });

    it('cannot be ended by somebody who has none', async () => {
      const here = await signIn(await at('desk'));
      const stranger = browser();
      stranger.sessions.set('therapist', 'x'.repeat(43));
      await signOut(test.app, rules, 'therapist', stranger.held, { everywhere: true });
      expect(await look(await at('desk'), here)).toBe(true);
    });

    it('that is unknown, ended or too old looks like none', async () => {
      const here = browser();
      for (const token of ['', 'x', '\u0000', 'x'.repeat(4_000)]) {
        here.sessions.set('therapist', token);
        expect(await look(await at('desk'), here)).toBe(false);
      }
    });
  });

  describe('a client', () => {
    const inChat = async () => {
      const { token } = await beginOnWeb(test.app, test.practice.slug);
      await test.settle();
      const person = test.newClient(test.web.sent.at(-1)!.address);
      await person.talk();
      return { token, person, stored: await person.storedPlan() };
    };

    it('in their chat needs no code for a link to their plan; somebody else in a chat does', async () => {
      const [one, other] = [await inChat(), await inChat()];
      const link = await at('plan', { clientId: one.stored.clientId, planId: one.stored.plan.id });
      expect(await look(link, browser(one.token))).toBe(true);
      expect(await look(link, browser(other.token))).toBe(false);
      expect(await look(link, browser('made-up.token'))).toBe(false);
    });

    it('can read in the record when a code was sent and entered, and when they signed out everywhere', async () => {
      const link = await at('plan');
      const here = browser();
      await send(link);
      await enter(link, codeIn(client.heard.at(-1)!.text), here);
      await signOut(test.app, rules, 'client', here.held, { everywhere: true });
      const trail = await auditOfClient(store.prisma, test.practice.id, stored.clientId);
      const { id } = (await findReviewLink(store.prisma, link.token, test.now()))!;
      expect(trail.slice(0, 3).map(({ action, by, subject }) => [action, by.actor, subject])).toEqual([
        ['person.signed-out-everywhere', 'client', {}], ['link.signed-in', 'client', { link: id }], ['link.code-sent', 'cairn', { link: id }],
      ]);
    });

    it('gets the code in the chat that the plan belongs to', async () => {
      const link = await at('plan');
      expect(await send(link)).toBe('sent');
      expect(test.mail.sent).toEqual([]);
      const here = browser();
      expect(await enter(link, codeIn(client.heard.at(-1)!.text), here)).toBe('in');
      expect(await look(await at('plan'), here)).toBe(true);
      expect((await client.history()).at(-1)!.direction).toBe('out');
    });

    it('signs out every other device from the chat', async () => {
      const one = await inChat();
      const link = await at('plan', { clientId: one.stored.clientId, planId: one.stored.plan.id });
      const tablet = browser();
      await send(link);
      await enter(link, codeIn(one.person.heard.at(-1)!.text), tablet);
      expect(await look(link, tablet)).toBe(true);
      await signOut(test.app, rules, 'client', browser(one.token).held, { everywhere: true, practice: test.practice.slug });
      expect([await look(link, tablet), await look(link, browser(one.token))]).toEqual([false, true]);
    });
  });

  describe('a new link', () => {
    const ask = async (token: string) => {
      await sendNewLink(test.app, token);
      await test.settle();
    };

    it('comes to the person\'s own route in place of one that has ended, once in a quarter of an hour', async () => {
      const link = await at('review');
      test.later(days(15));
      expect(await look(link)).toBeNull();
      for (let press = 0; press < 3; press += 1) await ask(link.token);
      expect(test.mail.sent).toHaveLength(1);
      const url = /\/desk\/([\w-]{43})/.exec(test.mail.sent[0]!.body.text)![1]!;
      expect(await look({ token: url, purpose: 'desk' })).toBe(false);
      expect((await openDesk(test.app, url))!.rows.map(({ planId }) => planId)).toEqual([stored.plan.id]);
      expect(await look(link)).toBeNull();
      test.later(minutes(16));
      await ask(link.token);
      expect(test.mail.sent).toHaveLength(2);
    });

    it('comes to a client in their chat', async () => {
      const link = await at('plan');
      test.later(days(15));
      await ask(link.token);
      expect(client.heard.at(-1)!.link!.url).toBe(`/p/${test.practice.slug}/my-plan`);
      expect(test.mail.sent).toEqual([]);
    });

    it('comes to nobody when there never was a link', async () => {
      const before = await store.prisma.outboundMessage.count();
      for (const token of ['', 'made-up', 'x'.repeat(10_000), '\u0000']) await ask(token);
      expect(await store.prisma.outboundMessage.count()).toBe(before);
    });
  });

  describe('handing over', () => {
    it('gives the client and their plans to a colleague, tells both, and is on record', async () => {
      const link = await at('review');
      const key = { token: link.token };
      expect((await openHandover(test.app, key))!.colleagues).toEqual([{ id: colleague.id, name: 'Ana' }]);
      expect(await handOver(test.app, key, colleague.id)).toEqual({ to: 'Ana' });
      await test.settle();
      expect(await look(link), 'every link to the plan has ended').toBeNull();
      expect((await client.storedPlan()).therapistId).toBe(colleague.id);
      expect(client.heard.at(-1)!.text).toMatch(/Robin Hale has asked Ana/);
      expect(test.mail.sent.map(({ address }) => address)).toEqual([colleague.email]);
      expect(test.mail.sent[0]!.body.text).toMatch(/Robin Hale has asked you/);
      expect(await onRecord('client.handed-over')).toMatchObject([{ by: { actor: 'therapist', id: test.therapist.id }, subject: { to: colleague.id } }]);
      const desk = await at('desk', { therapistId: colleague.id });
      expect((await openDesk(test.app, desk.token))!.rows.map(({ planId }) => planId)).toEqual([stored.plan.id]);
    });

    it('is refused to a stranger, to another practice, to oneself, to the client, and the second time', async () => {
      const elsewhere = await openTestApp(store);
      const { token } = await at('review');
      for (const to of [elsewhere.therapist.id, test.therapist.id, stored.clientId, '', 'x']) expect(await handOver(test.app, { token }, to)).toBeNull();
      expect(await handOver(test.app, { token: (await at('plan')).token }, colleague.id)).toBeNull();
      expect(await handOver(test.app, { token: 'nope' }, colleague.id)).toBeNull();
      await assignClient(test.app, stored.clientId, test.practice.slug, colleague.email);
      expect(await handOver(test.app, { token }, colleague.id)).toBeNull();
      expect(await onRecord('client.handed-over')).toEqual([]);
    });
  });

  describe('people nobody sent', () => {
    const begin = (who = test) => beginOnWeb(who.app, test.practice.slug).then(() => 'begun', (error: { code: string }) => error.code);

    it('are as many a day as the practice says, whichever process they come to', async () => {
      // The client of this test has one of the places.
      await store.prisma.practice.update({ where: { id: test.practice.id }, data: { selfReferralsPerDay: 6 } });
      const outcomes = await Promise.all(Array.from({ length: 12 }, () => begin()));
      await test.settle();
      expect(outcomes.filter((outcome) => outcome === 'begun')).toHaveLength(5);
      expect(outcomes.filter((outcome) => outcome === 'full-today')).toHaveLength(7);
      expect(await store.prisma.client.count({ where: { practiceId: test.practice.id } })).toBe(6);
      test.later(days(1));
      expect(await begin()).toBe('begun');
    });

    it('are none where the practice wants none', async () => {
      await store.prisma.practice.update({ where: { id: test.practice.id }, data: { selfReferralsPerDay: 0 } });
      expect(await begin()).toBe('full-today');
    });
  });

  it('a link is looked up by the hash of its token, with nothing else to compare', async () => {
    const queries: string[] = [];
    const link = await at('review');
    const spied = store.prisma.$extends({ query: { $allModels: { $allOperations: ({ model, operation, args, query }) => (queries.push(`${model}.${operation} ${JSON.stringify(args)}`), query(args)) } } });
    for (const token of [link.token, 'x'.repeat(43)]) await findReviewLink(spied as never, token, test.now());
    const [valid, invalid] = queries.map((query) => query.replaceAll(/[0-9a-f]{64}|\d{4}-[^"]+Z/g, '…'));
    expect(queries).toHaveLength(2);
    expect(valid).toBe(invalid);
    expect(queries.join()).not.toContain(link.token);
  });
});
