import { fill } from '../core/flow/wording.ts';
import { dateInWords } from '../core/dates-in-words.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import { CairnError } from '../errors.ts';
import { findAccount } from '../store/accounts.ts';
import type { Notice } from '../store/outbound.ts';
import { plansOfClient } from '../store/plans.ts';
import { createReviewLink } from '../store/review-links.ts';
import { alertValues } from './alert-values.ts';
import { CODE_MINUTES, mintSignInCode } from '../store/sign-in-codes.ts';
import type { App } from './app.ts';
import type { NoticeBody } from './notify.ts';

const DAY_MS = 86_400_000;
/** An approval link lives a fortnight; another mail brings another link. */
const REVIEW_LINK_DAYS = 14;
const DESK_LINK_DAYS = 30;
const PLAN_LINK_DAYS = 14;

/**
 * Puts a therapist's queued notice into words. Links are made here, at the moment of sending, so that no token ever waits
 * in a table: a message that is sent again after a crash simply brings a fresh link.
 */
export async function wordNotice(app: App, accountId: string, queued: Notice): Promise<MessageBody> {
  const { notice, planId, codeId, colleagueId, waiting = 0, channel = '', alertId, on } = queued as unknown as NoticeBody;
  const { practice, therapist } = await app.store.prisma.account.findUniqueOrThrow({ where: { id: accountId }, include: { practice: true, therapist: true } });
  if (!therapist) return wordForPractice(app, practice, notice, alertId);
  const words = app.flows.notices[therapist.language]!;
  const whose = { practiceId: practice.id, therapistId: therapist.id };
  const values = {
    practice: practice.name,
    therapist: therapist.name,
    link: planId ? await linkTo(app, { purpose: 'review', ...whose, planId }, REVIEW_LINK_DAYS) : '',
    // A code comes without a link beside it: whoever reads the one must already hold the other.
    desk: codeId ? '' : await linkTo(app, { purpose: 'desk', ...whose }, DESK_LINK_DAYS),
    code: codeId ? await codeOf(app, codeId) : '',
    minutes: CODE_MINUTES,
    waiting, channel,
    on: on ? dateInWords(on, words.language) : '',
    colleague: colleagueId ? ((await app.store.prisma.therapist.findUnique({ where: { id: colleagueId } }))?.name ?? '') : '',
    ...(alertId && await alertValues(app, alertId)),
  };
  const { subject, text } = words.therapist[notice];
  return { subject: fill(subject, words.language, values), text: fill(text, words.language, values) };
}

/** The practice itself gets no link: what was written is for a therapist's eyes alone. */
async function wordForPractice(app: App, practice: { name: string; slug: string; language: string }, notice: NoticeBody['notice'], alertId: string | undefined): Promise<MessageBody> {
  if (!alertId) throw new CairnError('not-found', 'A notice waits on an account that is nobody\'s.');
  const { language, therapist } = app.flows.notices[practice.language]!;
  const { subject, text } = therapist[notice];
  const values = { practice: practice.name, slug: practice.slug, ...await alertValues(app, alertId) };
  return { subject: fill(subject, language, values), text: fill(text, language, values) };
}

async function codeOf(app: App, codeId: string): Promise<string> {
  const code = await mintSignInCode(app.store.prisma, codeId, app.now());
  if (!code) throw new CairnError('delivery-failed', 'A code was asked for with a link that is gone.', { details: { refused: true } });
  return code;
}

/** A fresh link, as an address to click. The token in it is known to nobody but its reader. */
export async function linkTo(app: App, link: { purpose: 'review' | 'desk' | 'plan'; practiceId: string; therapistId?: string; clientId?: string; planId?: string }, days: number): Promise<string> {
  const now = app.now();
  const { token } = await createReviewLink(app.store.prisma, { ...link, expiresAt: new Date(now.getTime() + days * DAY_MS) }, now);
  return `${app.publicUrl}/${link.purpose}/${token}`;
}

/**
 * A page of the client's on the web, for the chat that the account is: its address there becomes a link of their own. Their data
 * has one without a plan, too; anything else is null while they have none.
 */
export async function linkForClient(app: App, accountId: string, address: string): Promise<string | null> {
  const { prisma } = app.store;
  const account = await findAccount(prisma, accountId);
  if (!account?.clientId) return null;
  const [plan] = await plansOfClient(prisma, account.clientId);
  const aboutData = address.endsWith(MY_DATA_PAGE);
  if (!plan && !aboutData) return null;
  const link = await linkTo(app, { purpose: 'plan', practiceId: account.practiceId, clientId: account.clientId, ...(plan && { planId: plan.id }) }, PLAN_LINK_DAYS);
  return aboutData ? link + MY_DATA_PAGE : link;
}

/** What the address of a client's page about their own data ends with. */
export const MY_DATA_PAGE = '/my-data';
