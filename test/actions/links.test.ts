import { beforeAll, describe, expect, it } from 'vitest';
import { addTherapist, assignClient, deskLink, revokeTherapistLinks } from '../../src/actions/admin.ts';
import { beginOnWeb } from '../../src/actions/begin-on-web.ts';
import { openHandover } from '../../src/actions/hand-over.ts';
import { openDesk } from '../../src/actions/open-desk.ts';
import { actOnPlan, noteOnPlan, openPlan } from '../../src/actions/open-plan.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { isCairnError } from '../../src/errors.ts';
import { auditOfClient } from '../../src/store/audit.ts';
import type { StoredPlan } from '../../src/store/plans.ts';
import type { Store } from '../../src/store/open-store.ts';
import { days, linesOf, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

const EMAIL = 'robin.hale@willow.example';
const tokenOf = (link: string): string => link.split('/').at(-1)!;

eachDatabase('links', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  let stored: StoredPlan;
  let colleague: { id: string; email: string };
  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    client = test.newClient();
    stored = await client.holdIntake({ goals: ['Sleep through most nights', { press: ['done'] }], 'private-note': 'Only for Robin: my sister does not know yet.' });
    colleague = await addTherapist(test.app, { practiceId: test.practice.id, name: 'Ana', email: 'ana@willow.example', language: 'en', takesNew: false, orientations: ['act'] });
  });

  const review = async (planId = stored.plan.id, therapistId = test.therapist.id) =>
    tokenOf(await linkTo(test.app, { purpose: 'review', practiceId: test.practice.id, therapistId, planId }, 14));
  const desk = async (email = EMAIL) => tokenOf(await deskLink(test.app, test.practice.slug, email));
  const forClient = async () =>
    tokenOf(await linkTo(test.app, { purpose: 'plan', practiceId: test.practice.id, clientId: stored.clientId, planId: stored.plan.id }, 14));
  const planId = () => stored.plan.id;

  /** All that a token is good for, as somebody would try who has found one. */
  const tried = async (token: string) => [
    await openPlan(test.app, { token }, 'therapist'),
    await openPlan(test.app, { token }, 'client'),
    await openPlan(test.app, { token, planId: planId() }, 'therapist'),
    await openDesk(test.app, token),
    await noteOnPlan(test.app, { token }, 'a note'),
    await actOnPlan(test.app, { token, planId: planId() }, { do: 'ask', question: 'May I?', seen: 1, send: true }),
  ];
  const nothing = [null, null, null, null, null, null];

  describe('that open nothing', () => {
    it('all answer alike: unknown, made up, expired, revoked', async () => {
      const before = await client.plan();
      expect(await tried('no-such-token')).toEqual(nothing);
      expect(await tried('')).toEqual(nothing);
      expect(await tried(`${test.practice.slug}.made-up`)).toEqual(nothing);
      const tokens = [await review(), await desk(), await forClient()];
      await revokeTherapistLinks(test.app, test.practice.slug, EMAIL);
      expect(await tried(tokens[0]!)).toEqual(nothing);
      expect(await tried(tokens[1]!)).toEqual(nothing);
      test.later(days(15));
      expect(await tried(tokens[2]!)).toEqual(nothing);
      expect(await client.plan()).toEqual(before);
    });

    it('are there until their last day', async () => {
      const [fortnight, month] = [await review(), await desk()];
      test.later(days(13.9));
      expect(await openPlan(test.app, { token: fortnight }, 'therapist')).not.toBeNull();
      test.later(days(0.2));
      expect(await openPlan(test.app, { token: fortnight }, 'therapist')).toBeNull();
      expect(await openDesk(test.app, month)).not.toBeNull();
      test.later(days(16));
      expect(await openDesk(test.app, month)).toBeNull();
    });

    it('are kept as hashes: no table holds a token that was handed out', async () => {
      const tokens = [await review(), await desk(), await forClient(), (await beginOnWeb(test.app, test.practice.slug)).token];
      await test.settle();
      const tables = await store.prisma.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
      const rows = (await Promise.all(tables.map(({ name }) => store.prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`)))).flat();
      expect(rows.length).toBeGreaterThan(50);
      expect(tokens.filter((token) => rows.some(({ row }) => row.includes(token)))).toEqual([]);
    });
  });

  describe('of a therapist', () => {
    it('lead to the one plan they are for, and act as the therapist only', async () => {
      const token = await review();
      expect((await openPlan(test.app, { token }, 'therapist'))!.view.plan.id).toBe(planId());
      expect(await openPlan(test.app, { token }, 'client')).toBeNull();
      expect(await openDesk(test.app, token)).toBeNull();
      const { number, hash } = currentVersion(await client.plan());
      expect(await actOnPlan(test.app, { token }, { do: 'approve', version: number, hash })).toEqual({ ok: true });
      await test.settle();
      expect((await client.plan()).approvals).toMatchObject([{ party: 'therapist', person: test.therapist.id }]);
    });

    it('put a reading on record where the plan was shown, and nowhere else', async () => {
      const { plan, clientId } = await test.newClient().holdIntake();
      const token = await review(plan.id);
      const readings = async () => (await auditOfClient(store.prisma, test.practice.id, clientId)).filter(({ action }) => action === 'plan.read').length;
      expect((await openHandover(test.app, { token }))!.colleagues.map(({ name }) => name)).toEqual(['Ana']);
      expect(await readings()).toBe(0);
      await openPlan(test.app, { token }, 'therapist');
      expect(await readings()).toBe(1);
    });

    it('open, as a desk, the plans of their own clients and no others', async () => {
      const [own, others] = [await desk(), await desk(colleague.email)];
      expect((await openDesk(test.app, own))!.rows.map((row) => row.planId)).toContain(planId());
      expect((await openDesk(test.app, others))!.rows).toEqual([]);
      expect(await openPlan(test.app, { token: others, planId: planId() }, 'therapist')).toBeNull();
      expect(await actOnPlan(test.app, { token: others, planId: planId() }, { do: 'decline', reason: 'Mine now.' })).toBeNull();
      expect(await noteOnPlan(test.app, { token: others, planId: planId() }, 'A note.')).toBeNull();
      expect(await openPlan(test.app, { token: own }, 'therapist')).toBeNull();
    });

    it('never lead from one practice to another', async () => {
      const elsewhere = await openTestApp(store);
      const theirs = tokenOf(await deskLink(elsewhere.app, elsewhere.practice.slug, EMAIL));
      expect((await openDesk(elsewhere.app, theirs))!.rows).toEqual([]);
      expect(await openPlan(elsewhere.app, { token: theirs, planId: planId() }, 'therapist')).toBeNull();
      expect(isCairnError(await assignClient(elsewhere.app, stored.clientId, elsewhere.practice.slug, EMAIL).catch((error: unknown) => error), 'not-found')).toBe(true);
      expect((await client.storedPlan()).therapistId).toBe(test.therapist.id);
    });

    it('end when the client goes to a colleague, who opens the plan with their own', async () => {
      const other = test.newClient();
      const theirs = await other.holdIntake();
      const [before, ownDesk] = [await review(theirs.plan.id), await desk()];
      await assignClient(test.app, theirs.clientId, test.practice.slug, colleague.email);
      expect(await openPlan(test.app, { token: before }, 'therapist')).toBeNull();
      expect(await openPlan(test.app, { token: ownDesk, planId: theirs.plan.id }, 'therapist')).toBeNull();
      // A mail that was still waiting for the therapist of before brings a link that opens nothing.
      expect(await openPlan(test.app, { token: await review(theirs.plan.id) }, 'therapist')).toBeNull();
      const now = await openPlan(test.app, { token: await review(theirs.plan.id, colleague.id) }, 'therapist');
      expect(now!.view.therapist).toEqual({ id: colleague.id, name: 'Ana' });
      expect((await openDesk(test.app, await desk(colleague.email)))!.rows.map((row) => row.planId)).toEqual([theirs.plan.id]);
      // Ended is ended, also when the client comes back.
      await assignClient(test.app, theirs.clientId, test.practice.slug, EMAIL);
      expect(await openPlan(test.app, { token: before }, 'therapist')).toBeNull();
      expect(await openPlan(test.app, { token: await review(theirs.plan.id) }, 'therapist')).not.toBeNull();
    });
  });

  describe('of a client', () => {
    it('open their plan as the client, and nothing of the therapist\'s', async () => {
      for (const token of [await forClient(), await chatToken()]) {
        expect(await openPlan(test.app, { token }, 'therapist')).toBeNull();
        expect(await noteOnPlan(test.app, { token }, 'a note')).toBeNull();
        expect(await openDesk(test.app, token)).toBeNull();
        expect(await actOnPlan(test.app, { token }, { do: 'decline', reason: 'No.' })).toMatchObject({ ok: false, refusal: { code: 'not-yours' } });
        expect((await openPlan(test.app, { token }, 'client'))!.view.viewer).toBe('client');
      }
    });

    /** A person of the web chat who has a plan. */
    async function chatToken(): Promise<string> {
      const { token } = await beginOnWeb(test.app, test.practice.slug);
      await test.settle();
      await test.newClient(test.web.sent.at(-1)!.address).talk();
      return token;
    }

    it('show nothing that the therapist has not sent: no draft, no note, no check of the goals, no suggestion', async () => {
      const token = await review();
      await noteOnPlan(test.app, { token }, 'NOTE: leave room for grief.');
      const { number } = currentVersion(await client.plan());
      const line = linesOf(await client.plan(), 'goal')[0]!.id;
      for (const what of [
        { do: 'change', item: line, to: { text: 'DRAFT: sleep a little longer' }, reason: 'DRAFT reason', seen: number, send: false },
        { do: 'ask', question: 'DRAFT: what of the evenings?', seen: number, send: false },
      ] as const) expect(await actOnPlan(test.app, { token }, what)).toEqual({ ok: true });
      const forTherapist = (await openPlan(test.app, { token }, 'therapist'))!.view;
      expect(forTherapist.notes.map(({ text }) => text)).toEqual(['NOTE: leave room for grief.']);
      expect(Object.keys(forTherapist.points)).toEqual([line]);
      expect(forTherapist.suggestions.length).toBeGreaterThan(0);
      const { view } = (await openPlan(test.app, { token: await forClient() }, 'client'))!;
      expect(JSON.stringify(view)).not.toMatch(/NOTE|DRAFT/);
      expect({ points: view.points, suggestions: view.suggestions, notes: view.notes, proposals: view.plan.proposals }).toEqual({ points: {}, suggestions: [], notes: [], proposals: [] });
      expect(client.heard.filter(({ text }) => /NOTE|DRAFT/.test(text))).toEqual([]);
    });

    it('show the client\'s own words, and to the therapist beside the line they led to', async () => {
      const { words, current } = (await openPlan(test.app, { token: await review() }, 'therapist'))!.view;
      expect(words.find(({ step }) => step === 'private-note')).toMatchObject({ text: 'Only for Robin: my sister does not know yet.', outOfPlan: true });
      expect(words.find(({ step }) => step === 'why-it-matters')!.goal).toBe(current.items.find(({ kind }) => kind === 'goal')!.id);
      expect(JSON.stringify(current.items)).not.toContain('does not know yet');
    });

    it('do not show one therapist\'s notes to another', async () => {
      await assignClient(test.app, stored.clientId, test.practice.slug, colleague.email);
      const { view } = (await openPlan(test.app, { token: await review(planId(), colleague.id) }, 'therapist'))!;
      expect(view.notes).toEqual([]);
    });
  });
});
