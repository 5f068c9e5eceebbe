import type { ChannelName } from '../channels/channel.ts';
import type { Party } from '../core/plan/plan.ts';
import { audit } from '../store/audit.ts';
import { lockConversations } from '../store/conversations.ts';
import { createSession, endSession, endSessionsOf, findSession, type DeviceSession, type SignedInPerson } from '../store/sessions.ts';
import { askForSignInCode, CODE_MINUTES, mintSignInCode, trySignInCode } from '../store/sign-in-codes.ts';
import { askForNewLink, findEndedLink, findReviewLink, markOpened, type LinkPurpose, type ReviewLink } from '../store/review-links.ts';
import type { App } from './app.ts';
import { accountOfToken } from './chat-on-web.ts';
import { deliver, deliverSoon } from './deliver.ts';
import { clientAccount, notifyClient, notifyTherapist, therapistAccount } from './notify.ts';
import { faceOf, type PracticeFace } from '../core/practice-face.ts';

/**
 * Links get forwarded, so a link alone opens nothing: a code that goes to the person by their own route proves that it was
 * meant for them, and their browser is remembered for a while. There are no passwords.
 */

export interface SignInRules {
  /** How long a browser is remembered. */
  deviceMs: number;
  /** How long a therapist's may be left unused. */
  idleMs: number;
}

/** The link in an address, and the kind of page it stands in. */
export interface LinkInAddress {
  token: string;
  purpose: LinkPurpose;
}

/** What a browser holds: the token of its session as a therapist or as a client, and of its web chat at a practice. */
export interface Held {
  device(as: Party): string | null;
  chat(practice: string): string | null;
}

export type DoorState =
  | { open: true }
  | { open: false; practice: PracticeFace; language: string; sentTo: { channel: ChannelName; address: string } | null };

/** Where a link leads to, and whether this browser may go there without a code. Null: it leads nowhere. */
export async function lookAtDoor(app: App, rules: SignInRules, at: LinkInAddress, held: Held): Promise<DoorState | null> {
  const { prisma } = app.store;
  const link = await linkIn(app, at);
  if (!link) return null;
  const person = personOf(link);
  if (await isSignedIn(app, rules, person, held)) return { open: true };
  const practice = await prisma.practice.findUniqueOrThrow({ where: { id: link.practiceId } });
  if ('clientId' in person) {
    const chat = held.chat(practice.slug);
    if (chat && (await accountOfToken(app, chat))?.clientId === person.clientId) return { open: true };
  }
  const account = 'clientId' in person ? await clientAccount(prisma, person.clientId) : await therapistAccount(prisma, person.therapistId);
  const { language } = 'clientId' in person
    ? await prisma.client.findUniqueOrThrow({ where: { id: person.clientId }, select: { language: true } })
    : await prisma.therapist.findUniqueOrThrow({ where: { id: person.therapistId }, select: { language: true } });
  const sentTo = account ? { channel: account.sender.channel, address: account.address } : null;
  return { open: false, practice: faceOf(practice), language, sentTo };
}

/** Sends a code to whom the link is for, by their own route. */
export async function sendCode(app: App, at: LinkInAddress): Promise<'sent' | 'too-many' | null> {
  const link = await linkIn(app, at);
  if (!link) return null;
  const now = app.now();
  const person = personOf(link);
  const accounts = await app.store.prisma.$transaction(async (tx) => {
    if ('clientId' in person) await lockConversations(tx, person.clientId);
    const codeId = await askForSignInCode(tx, link, now);
    if (!codeId) return null;
    await audit(tx, { ...about(link), by: { actor: 'cairn' }, action: 'link.code-sent', subject: { link: link.id } }, now);
    if ('therapistId' in person) return notifyTherapist(tx, person.therapistId, 'sign-in-code', undefined, now, { codeId });
    // In a web chat the stored row is the message, so a client's is worded here.
    const code = await mintSignInCode(tx, codeId, now);
    return notifyClient(app, tx, person.clientId, 'sign-in-code', { code: code!, minutes: CODE_MINUTES }, now);
  });
  deliverSoon(app, accounts ?? []);
  return accounts ? 'sent' : 'too-many';
}

/**
 * Takes a code. A right one gives this browser a new session, in place of the one it held, and counts as having opened the
 * link. 'spent': the code was too old, or was tried too often; only a new one helps.
 */
export async function enterCode(app: App, rules: SignInRules, at: LinkInAddress, code: string, held: Held): Promise<{ token: string; as: Party } | 'wrong' | 'spent' | null> {
  const { prisma } = app.store;
  const link = await linkIn(app, at);
  if (!link) return null;
  const now = app.now();
  const outcome = await trySignInCode(prisma, link.id, code, now);
  if (outcome !== 'right') return outcome;
  const person = personOf(link);
  const as: Party = 'therapistId' in person ? 'therapist' : 'client';
  const before = held.device(as);
  const token = await prisma.$transaction(async (tx) => {
    if (before) await endSession(tx, before, now);
    await markOpened(tx, link.id, now);
    await audit(tx, { ...about(link), by: byPerson(person), action: 'link.signed-in', subject: { link: link.id } }, now);
    return createSession(tx, link.practiceId, person, new Date(now.getTime() + rules.deviceMs), now);
  });
  return { token, as };
}

/** Ends this browser's session; `everywhere`: every session of the person whose it is. A client in the web chat may do the latter as well. */
export async function signOut(app: App, rules: SignInRules, as: Party, held: Held, { everywhere, practice }: { everywhere: boolean; practice?: string }): Promise<void> {
  const { prisma } = app.store;
  const now = app.now();
  const token = held.device(as);
  if (everywhere) {
    const found = await personAt(app, rules, as, held, practice);
    if (found) {
      const { person, practiceId } = found;
      await prisma.$transaction(async (tx) => {
        await endSessionsOf(tx, person, now);
        await audit(tx, { practiceId, by: byPerson(person), action: 'person.signed-out-everywhere', ...('clientId' in person && person) }, now);
      });
    }
  }
  if (token) await endSession(prisma, token, now);
}

/**
 * Sends a new link to whom an old one was for, by their own route; whoever asks is told nothing. Older links stay as they
 * are: each message brings its own, none opens anything without a code, and all end by themselves.
 */
export async function sendNewLink(app: App, token: string): Promise<void> {
  const { prisma } = app.store;
  const now = app.now();
  const link = await findEndedLink(prisma, token);
  if (!link || !(await askForNewLink(prisma, link.id, now))) return;
  const { clientId, therapistId } = link;
  const accounts = await prisma.$transaction(async (tx) => {
    if (!clientId) return notifyTherapist(tx, therapistId!, 'new-link', undefined, now);
    await lockConversations(tx, clientId);
    const { slug } = await tx.practice.findUniqueOrThrow({ where: { id: link.practiceId }, select: { slug: true } });
    // Outside the web chat it becomes a link of its own when it is sent.
    return notifyClient(app, tx, clientId, 'new-link', {}, now, `/p/${slug}/my-plan`);
  });
  for (const account of accounts) await deliver(app, account);
}

/** The link of an address, if it opens that kind of page. */
async function linkIn(app: App, { token, purpose }: LinkInAddress): Promise<ReviewLink | null> {
  const link = await findReviewLink(app.store.prisma, token, app.now());
  return link?.purpose === purpose ? link : null;
}

/** Whom a link is for: a plan link for its client, any other for its therapist. */
const personOf = ({ clientId, therapistId }: ReviewLink): SignedInPerson => (clientId ? { clientId } : { therapistId: therapistId! });

/** What an entry about a link says of it; who the client is, where it is theirs. */
const about = ({ practiceId, clientId }: ReviewLink) => ({ practiceId, ...(clientId && { clientId }) });

const byPerson = (person: SignedInPerson) =>
  ('clientId' in person ? { actor: 'client', id: person.clientId } as const : { actor: 'therapist', id: person.therapistId } as const);

async function isSignedIn(app: App, rules: SignInRules, person: SignedInPerson, held: Held): Promise<boolean> {
  const session = await sessionOf(app, rules, 'therapistId' in person ? 'therapist' : 'client', held);
  return 'therapistId' in person ? session?.therapistId === person.therapistId : session?.clientId === person.clientId;
}

async function sessionOf(app: App, { idleMs }: SignInRules, as: Party, held: Held): Promise<DeviceSession | null> {
  const token = held.device(as);
  return token ? findSession(app.store.prisma, token, idleMs, app.now()) : null;
}

/** Who is at this browser: by its session, or, as a client, by the web chat it is in. */
async function personAt(app: App, rules: SignInRules, as: Party, held: Held, practice: string | undefined): Promise<{ person: SignedInPerson; practiceId: string } | null> {
  const session = await sessionOf(app, rules, as, held);
  if (as === 'therapist') return session?.therapistId ? { person: { therapistId: session.therapistId }, practiceId: session.practiceId } : null;
  const chat = practice && !session ? held.chat(practice) : null;
  const account = chat ? await accountOfToken(app, chat) : null;
  const { clientId, practiceId } = session ?? account ?? {};
  return clientId && practiceId ? { person: { clientId }, practiceId } : null;
}
