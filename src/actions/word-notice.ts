import { fill, type Values } from '../core/flow/wording.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import type { Notice } from '../store/outbound.ts';
import { createReviewLink } from '../store/review-links.ts';
import type { App } from './app.ts';
import type { NoticeBody } from './notify.ts';

const DAY_MS = 86_400_000;
/** An approval link lives a fortnight; another mail brings another link. */
const REVIEW_LINK_DAYS = 14;
const DESK_LINK_DAYS = 30;

/**
 * Puts a queued notice into words. Links are made here, at the moment of sending, so that no token ever waits in a table:
 * a message that is sent again after a crash simply brings a fresh link.
 */
export async function wordNotice(app: App, accountId: string, queued: Notice): Promise<MessageBody> {
  const notice = queued as unknown as NoticeBody;
  const account = await app.store.prisma.account.findUniqueOrThrow({
    where: { id: accountId },
    include: { practice: true, therapist: true, client: { include: { therapist: true } } },
  });
  const plan = notice.planId ? await app.store.prisma.treatmentPlan.findUnique({ where: { id: notice.planId }, include: { therapist: true } }) : null;
  const therapist = account.therapist ?? plan?.therapist ?? account.client?.therapist ?? null;
  const values: Values = { practice: account.practice.name, therapist: therapist?.name ?? account.practice.name, reason: plan?.declinedReason ?? '' };

  if (notice.notice === 'client') {
    const words = app.flows.notices[account.client?.language ?? account.practice.language]!;
    return { text: fill(words.client[notice.what], words.language, values) };
  }
  const words = app.flows.notices[therapist!.language]!;
  const { subject, text } = words.therapist[notice.what];
  const link = plan ? await linkTo(app, { purpose: 'review', practiceId: account.practiceId, therapistId: therapist!.id, planId: plan.id }, REVIEW_LINK_DAYS) : '';
  const desk = await linkTo(app, { purpose: 'desk', practiceId: account.practiceId, therapistId: therapist!.id }, DESK_LINK_DAYS);
  return {
    subject: fill(subject, words.language, values),
    text: fill(text, words.language, { ...values, link, desk }),
  };
}

/** A fresh link, as an address to click. The token in it is known to nobody but its reader. */
export async function linkTo(app: App, link: { purpose: 'review' | 'desk' | 'plan'; practiceId: string; therapistId?: string; clientId?: string; planId?: string }, days: number): Promise<string> {
  const now = app.now();
  const { token } = await createReviewLink(app.store.prisma, { ...link, expiresAt: new Date(now.getTime() + days * DAY_MS) }, now);
  return `${app.publicUrl}/${link.purpose}/${token}`;
}
