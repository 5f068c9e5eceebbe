import { addPractice, addTherapist, deskLink } from '../../../src/actions/admin.ts';
import { accountOfToken } from '../../../src/actions/chat-on-web.ts';
import { inviteClient } from '../../../src/actions/invites.ts';
import { linkTo } from '../../../src/actions/word-notice.ts';
import { findReviewLink, revokeReviewLinks } from '../../../src/store/review-links.ts';
import { startCairn, type TestCairn } from '../../support/cairn.ts';
import { signInByMail } from '../../support/sign-in.ts';
import { WebClient } from '../../start/web-client.ts';

/** Words that nobody but these writers would use. They stand in what the client wrote, and in what the therapist did. */
export const CLIENT = 'Quillifex';
export const THERAPIST = 'Brambleworth';
export const theirWords = new RegExp(`${CLIENT}|${THERAPIST}`, 'i');

export type Purpose = 'review' | 'plan' | 'desk';

/** A running Cairn with one client and their plan, their therapist, a colleague, another practice, and a session of each. */
export interface World {
  cairn: TestCairn;
  client: WebClient;
  slug: string;
  planId: string;
  alertId: string;
  hash: string;
  /** Tokens of links that open something, and of some that do not any more. */
  links: Record<Purpose, { good: string; expired: string; revoked: string }>;
  /** Cookies. `device` is the client in another browser than the one of their chat. */
  cookies: { therapist: string; signedOut: string; colleague: string; stranger: string; chat: string; otherChat: string; device: string };
  colleagueId: string;
  /** Every row that holds the client's words, or decides something of their plan, and what is the therapist's own. */
  theirs(): Promise<string[]>;
  /** Every row there is, but for when a session was last seen. */
  everything(): Promise<string[]>;
}

export async function openWorld(env: Record<string, string> = {}): Promise<World> {
  // Behind a proxy, so that calls may come from many addresses.
  const cairn = await startCairn({ TRUST_PROXY: 'true', ...env });
  const { app, url, dataDir } = cairn;
  const { prisma } = app.store;
  const texts = ['hope', 'hardest', 'better', 'more-of', 'why-it-matters', 'signs', 'private-note'];
  const client = await WebClient.begin(url);
  await client.talk({ name: CLIENT, ...Object.fromEntries(texts.map((step) => [step, `${CLIENT}, about ${step}`])), goals: [`${CLIENT} sleeps`, { press: ['done'] }] });
  const other = await WebClient.begin(url);
  await other.talk({ name: 'Somebody else' });

  const { clientId } = (await accountOfToken(app, client.token))!;
  const plan = await prisma.treatmentPlan.findFirstOrThrow({ where: { clientId: clientId! }, include: { therapist: true, versions: true } });
  const practice = await prisma.practice.findUniqueOrThrow({ where: { id: plan.practiceId } });
  const { slug } = practice;
  const { therapist } = plan;
  const colleague = await addTherapist(app, { practiceId: practice.id, name: 'Ana', email: 'ana@willow.example', language: 'en', takesNew: false, orientations: ['act'] });
  const elsewhere = await addPractice(app, { slug: 'elsewhere', name: 'Elsewhere', contact: 'call 0555', country: 'IE' });
  const stranger = await addTherapist(app, { practiceId: elsewhere.id, name: 'Kim', email: 'kim@elsewhere.example', language: 'en', takesNew: true, orientations: ['cbt'] });

  const tokenOf = (link: string): string => link.split('/').at(-1)!;
  const make = async (purpose: Purpose, forDays: number): Promise<string> => tokenOf(await linkTo(app, {
    purpose, practiceId: practice.id, ...(purpose === 'plan' ? { clientId: plan.clientId } : { therapistId: therapist.id }), ...(purpose === 'desk' ? {} : { planId: plan.id }),
  }, forDays));
  const linksOf = async (purpose: Purpose) => {
    const revoked = await make(purpose, 14);
    await revokeReviewLinks(prisma, { id: (await findReviewLink(prisma, revoked, app.now()))!.id }, app.now());
    return { good: await make(purpose, 14), expired: await make(purpose, -1), revoked };
  };
  const links = { review: await linksOf('review'), plan: await linksOf('plan'), desk: await linksOf('desk') };

  const signIn = async (where: string, email: string): Promise<string> => signInByMail(await deskLink(app, where, email), dataDir);
  const signedOut = await signIn(slug, therapist.email);
  await fetch(`${url}/sign-out`, { method: 'POST', redirect: 'manual', headers: { cookie: signedOut, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ as: 'therapist' }) });
  const chatCookie = ({ token }: WebClient): string => `cairn-${slug}=${encodeURIComponent(token)}`;

  /** The client opens the link to their plan elsewhere, and reads the code in their chat. */
  async function signInDevice(): Promise<string> {
    const post = (fields: Record<string, string>) => fetch(`${url}/plan/${links.plan.good}/code`, { method: 'POST', redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(fields) });
    await post({ send: 'yes' });
    const code = /\bis (\d{6})\b/.exec((await client.history()).at(-1)!.body.text)![1]!;
    return (await post({ code })).headers.get('set-cookie')!.split(';')[0]!;
  }
  const cookies = {
    signedOut, therapist: await signIn(slug, therapist.email), colleague: await signIn(slug, colleague.email), stranger: await signIn('elsewhere', stranger.email),
    chat: chatCookie(client), otherChat: chatCookie(other), device: await signInDevice(),
  };
  const page = `${url}/desk/${links.desk.good}/plan/${plan.id}`;
  for (const fields of [
    { form: 'add', do: 'add', kind: 'measure', text: `${THERAPIST} before supper`, reason: `It helped ${THERAPIST}.`, seen: '1' },
    { form: 'note', do: 'note', text: `Think of ${THERAPIST}.` },
  ] as Record<string, string>[]) {
    const { status } = await fetch(page, { method: 'POST', redirect: 'manual', headers: { cookie: cookies.therapist, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(fields) });
    if (status !== 303) throw new Error(`The therapist could not write: ${status}`);
  }

  await client.write(`I want to kill myself tonight. ${CLIENT}`);
  const alert = await prisma.safetyAlert.findFirstOrThrow({ where: { clientId: plan.clientId } });

  await inviteClient(app, { practiceId: practice.id, therapistId: therapist.id });
  await prisma.account.create({ data: { practiceId: practice.id, therapistId: therapist.id, channel: 'slack', workspace: 'T1', userId: 'U1', address: 'D1', createdAt: app.now() } });

  const rowsOf = async (tables: string[]): Promise<string[]> => (await Promise.all(tables.map(async (name) => {
    const rows = await prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`);
    return rows.map(({ row }) => `${name} ${row}`).toSorted();
  }))).flat();
  return {
    cairn, client, slug, planId: plan.id, alertId: alert.id, hash: plan.versions.at(-1)!.hash, links, cookies, colleagueId: colleague.id,
    async theirs() {
      const rows = await rowsOf(['treatment_plan', 'plan_version', 'proposal', 'approval', 'therapist_note', 'consent', 'safety_alert', 'safety_event']);
      const own = await rowsOf(['invite', 'therapist', 'account']);
      return [...rows.filter((row) => [plan.id, plan.clientId, alert.id].some((id) => row.includes(id))), ...own.filter((row) => row.includes(therapist.id))];
    },
    async everything() {
      // What is on its way changes rows when it has arrived.
      for (let looks = 0; await prisma.outboundMessage.count({ where: { sentAt: null, failedAt: null } }) > 0; looks += 1) {
        if (looks > 400) throw new Error('Something does not go out.');
        await new Promise((resolve) => { setTimeout(resolve, 25); });
      }
      const tables = await prisma.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'device_session' ORDER BY 1`;
      return rowsOf(tables.map(({ name }) => name));
    },
  };
}
