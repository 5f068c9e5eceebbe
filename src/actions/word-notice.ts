import { fill } from '../core/flow/wording.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import { CairnError } from '../errors.ts';
import type { Notice } from '../store/outbound.ts';
import { createReviewLink } from '../store/review-links.ts';
import type { App } from './app.ts';
import type { NoticeBody } from './notify.ts';

const DAY_MS = 86_400_000;
/** An approval link lives a fortnight; another mail brings another link. */
const REVIEW_LINK_DAYS = 14;
const DESK_LINK_DAYS = 30;

/**
 * Puts a therapist's queued notice into words. Links are made here, at the moment of sending, so that no token ever waits
 * in a table: a message that is sent again after a crash simply brings a fresh link.
 */
export async function wordNotice(app: App, accountId: string, queued: Notice): Promise<MessageBody> {
  const { notice, planId } = queued as unknown as NoticeBody;
  const { practice, therapist } = await app.store.prisma.account.findUniqueOrThrow({ where: { id: accountId }, include: { practice: true, therapist: true } });
  if (!therapist) throw new CairnError('not-found', 'A notice waits on an account that is no therapist\'s.');
  const words = app.flows.notices[therapist.language]!;
  const whose = { practiceId: practice.id, therapistId: therapist.id };
  const values = {
    practice: practice.name,
    therapist: therapist.name,
    link: planId ? await linkTo(app, { purpose: 'review', ...whose, planId }, REVIEW_LINK_DAYS) : '',
    desk: await linkTo(app, { purpose: 'desk', ...whose }, DESK_LINK_DAYS),
  };
  const { subject, text } = words.therapist[notice];
  return { subject: fill(subject, words.language, values), text: fill(text, words.language, values) };
}

/** A fresh link, as an address to click. The token in it is known to nobody but its reader. */
export async function linkTo(app: App, link: { purpose: 'review' | 'desk' | 'plan'; practiceId: string; therapistId?: string; clientId?: string; planId?: string }, days: number): Promise<string> {
  const now = app.now();
  const { token } = await createReviewLink(app.store.prisma, { ...link, expiresAt: new Date(now.getTime() + days * DAY_MS) }, now);
  return `${app.publicUrl}/${link.purpose}/${token}`;
}
