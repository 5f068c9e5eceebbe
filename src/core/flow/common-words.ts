import { z } from 'zod';

/** What every flow shares: `flows/common/<language>.yaml`. */

/** Those about a plan that is there. Without one, the same words are an answer like any other. */
export const livingCommands = [
  'check-in', 'check-ins', 'stop-check-ins', 'reminders', 'stop-reminders',
  'changed', 'reached', 'fits', 'unclear', 'simpler', 'approach', 'review-date', 'how-am-i',
] as const;
export type LivingCommand = (typeof livingCommands)[number];

export const commandNames = [
  'back', 'skip', 'why', 'help', 'pause', 'resume', 'stop', 'start-over', 'my-answers', 'change', 'keep', 'person', 'about-you', 'my-plan', 'another-chat',
  'withdraw', 'export-my-data', 'delete-my-data',
  ...livingCommands,
] as const;
export type CommandName = (typeof commandNames)[number];

export const sayingNames = [
  'only-text', 'empty', 'greeting', 'welcome-back', 'recap', 'recap-nothing-yet',
  'retry-first', 'retry-second', 'retry-third', 'offer-skip', 'offer-person', 'no-worries', 'example',
  'misfit-not-a-choice', 'misfit-too-many', 'misfit-not-a-number', 'misfit-not-whole', 'misfit-out-of-range', 'misfit-too-long',
  'misfit-not-yes-or-no', 'misfit-nothing-picked',
  'skipped', 'cannot-skip', 'at-the-start', 'you-said', 'you-skipped', 'kept', 'nothing-to-keep',
  'dropped', 'changed', 'paused', 'paused-already', 'resumed', 'stopped', 'stopped-already',
  'confirm-start-over', 'started-over', 'not-started-over', 'no-start-over',
  'use-as-answer', 'not-used', 'old-button', 'help', 'commands', 'person', 'about-you', 'about-me-again', 'no-why',
  'my-answers', 'no-answers', 'my-answers-pick', 'go-on-label', 'no-such-answer', 'out-of-plan', 'skipped-mark', 'not-in-this-part',
  'my-plan', 'no-plan', 'list-more', 'list-too-many', 'list-rank', 'list-as-is', 'list-take-first', 'list-done', 'yes', 'no', 'skip-label', 'try-again-label',
  'confirm-withdraw', 'withdrawn', 'not-withdrawn',
  'my-data', 'my-data-label', 'confirm-delete', 'deleted', 'not-deleted', 'delete-held',
  'edit-kept', 'message-gone', 'message-gone-answer', 'offer-take-out', 'mention', 'no-check-in',
] as const;
export type SayingName = (typeof sayingNames)[number];

const phrases = z.array(z.string().min(1)).min(1);

export const commonWordsSchema = z.strictObject({
  language: z.string(),
  commands: z.record(z.enum(commandNames), z.strictObject({
    label: z.string().min(1),
    words: phrases.describe('Counts only when it is the whole message. {n} stands for a number.'),
  })),
  phrases: z.strictObject({
    yes: phrases, no: phrases, 'dont-know': phrases, greeting: phrases, done: phrases,
    numbers: phrases.describe('The words for 0, 1, 2 … 10, in order.'),
    about: phrases.describe('Words that people put around a rating: "about", "maybe a".'),
    and: phrases.describe('Words that join two choices in one line.'),
  }),
  says: z.record(z.enum(sayingNames), z.string().min(1)),
}).meta({ id: 'CommonWords' });

export type CommonWords = z.infer<typeof commonWordsSchema>;
