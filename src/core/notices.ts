import { z } from 'zod';

/** What Cairn tells people outside a conversation: `flows/notices/<language>.yaml`. No notice ever holds a client's words. */

export const therapistNotices = ['plan-drafted', 'client-answered', 'client-proposed', 'plan-agreed', 'asked-for-a-person', 'risk-disclosed'] as const;
export const clientNotices = ['therapist-answered', 'plan-agreed', 'plan-declined', 'plan-reopened', 'changed-meanwhile', 'already-settled', 'plan-link'] as const;
export type TherapistNotice = (typeof therapistNotices)[number];
export type ClientNotice = (typeof clientNotices)[number];

const text = z.string().min(1);

export const noticesSchema = z.strictObject({
  language: text,
  /** Mails to a therapist, by what happened. */
  therapist: z.record(z.enum(therapistNotices), z.strictObject({ subject: text, text })),
  client: z.record(z.enum(clientNotices), text),
  /** Headings of a plan in a chat, and how its lines are written. */
  plan: z.strictObject({
    area: text, goal: text, strategy: text, measure: text, review: text,
    'goal-line': text, 'review-line': text,
  }),
}).meta({ id: 'Notices' });

export type Notices = z.infer<typeof noticesSchema>;

/** Placeholders a notice may use. */
export const noticeValues = ['practice', 'therapist', 'client', 'link', 'desk', 'reason', 'decision', 'line', 'answer', 'hasAnswer', 'goal', 'rating', 'target', 'hasRatings', 'on'] as const;
