import { z } from 'zod';

/** What Cairn tells people outside a conversation: `flows/notices/<language>.yaml`. No notice ever holds a client's words. */

export const therapistNotices = ['plan-drafted', 'client-answered', 'client-proposed', 'plan-agreed', 'asked-for-a-person', 'risk-disclosed', 'safety-backup', 'safety-practice', 'consent-withdrawn', 'client-erased', 'sign-in-code', 'new-link', 'plan-handed-over', 'where-things-stand', 'chat-connected', 'remind-plan', 'remind-review-soon', 'remind-review', 'brought-to-session', 'client-reviewed'] as const;
export const clientNotices = ['therapist-answered', 'plan-agreed', 'plan-declined', 'plan-reopened', 'changed-meanwhile', 'already-settled', 'held-for-safety', 'under-age-danger', 'draft-ready', 'plan-link', 'sign-in-code', 'new-link', 'plan-handed-over',
  'remind-plan', 'remind-intake', 'remind-review-soon', 'remind-review', 'reminders-on', 'reminders-off', 'check-ins-stopped',
  'review-date', 'no-review-date', 'after-progress', 'plan-is-closed', 'plan-revisited', 'plan-closed',
] as const;
/** What is said in a chat beside a conversation: to somebody new, about codes, on a platform's home page. */
export const chatNotices = [
  'not-ready', 'invited-only', 'invited-only-danger', 'full-today', 'mentioned-by-stranger',
  'code-invalid', 'code-later', 'code-same-chat', 'code-own-answers', 'code-not-needed', 'code-used', 'invite-taken',
  'join-code', 'join-confirm', 'join-declined', 'joined', 'joined-already', 'joined-elsewhere', 'undo-label', 'undone', 'nothing-to-undo',
  'therapist-connected', 'home-begin', 'home-at', 'home-over', 'home-draft', 'home-in-review', 'home-with-client', 'home-agreed', 'home-declined', 'home-closed', 'home-therapist', 'therapist-reminders-off', 'therapist-reminders-on',
] as const;
export type TherapistNotice = (typeof therapistNotices)[number];
export type ClientNotice = (typeof clientNotices)[number];
export type ChatNotice = (typeof chatNotices)[number];

const text = z.string().min(1);

export const noticesSchema = z.strictObject({
  language: text,
  /** Mails to a therapist, by what happened. */
  therapist: z.record(z.enum(therapistNotices), z.strictObject({ subject: text, text })),
  client: z.record(z.enum(clientNotices), text),
  chat: z.record(z.enum(chatNotices), text),
  /** Headings of a plan in a chat, and how its lines are written. */
  plan: z.strictObject({
    area: text, goal: text, strategy: text, measure: text, review: text,
    'goal-line': text, 'goal-ended': text, 'review-line': text,
  }),
}).meta({ id: 'Notices' });

export type Notices = z.infer<typeof noticesSchema>;

/** Placeholders a notice may use. */
export const noticeValues = [
  'why', 'hasReason', 'summary', 'ended', 'hasLine', 'practice', 'therapist', 'client', 'link', 'desk', 'reason', 'decision',
  'line', 'answer', 'hasAnswer', 'goal', 'rating', 'target', 'hasRatings', 'on', 'code', 'minutes', 'colleague', 'contact',
  'help', 'lines', 'emergency', 'channel', 'waiting', 'at', 'of', 'level', 'next', 'wait', 'reference', 'slug',
  'hasColleague', 'hours',
] as const;
