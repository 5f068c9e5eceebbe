import { z } from 'zod';

/** What a signal is about. `self-harm` holds both recent self-harm and an attempt; `third-person` is worry about someone else, or a question "for a friend". */
export const categories = [
  'passive-ideation', 'active-ideation', 'plan', 'means', 'self-harm', 'voices',
  'harm-to-others', 'abuse', 'hopelessness', 'third-person',
] as const;
export type Category = (typeof categories)[number];

/** From lowest to highest. `hint` is not enough alone: two different hints make an `ask`. */
export const weights = ['hint', 'ask', 'concern', 'imminent'] as const;
export type Weight = (typeof weights)[number];

const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens');
const phrases = z.array(z.string().min(1)).min(1);

const phraseSchema = z.strictObject({
  id: identifier,
  category: z.enum(categories),
  level: z.enum(weights),
  /** What the therapist reads beside the marked words. */
  why: z.string().min(1).max(120),
  any: phrases.optional(),
  /** Instead of `any`: one of each list in one sentence, in any order, at most `togetherReach` words from first to last. */
  together: z.array(phrases).min(2).max(4).optional(),
  /** Cancels the phrase when found in the same sentence. */
  unless: phrases.optional(),
  /** Cancels it also from the sentence before or after: for phrases that mean something else more often than not. */
  unlessNearby: phrases.optional(),
  /** The phrase counts only when one of these is in the same sentence or one beside it. */
  with: phrases.optional(),
  /**
   * `speaker` (default): dropped or softened when the sentence is about someone else. `named`: the sentence must name
   * the speaker (I, me, my). `anyone`: whoever it is about.
   */
  who: z.enum(['speaker', 'named', 'anyone']).default('speaker'),
  /** `cancels` (default): "not", "never" before it drops it. `ignored`: the phrase holds its own negation. */
  negation: z.enum(['cancels', 'ignored']).default('cancels'),
  /** `softens` (default): "years ago" makes it an ask. `cancels`: it drops it. */
  longAgo: z.enum(['softens', 'cancels']).default('softens'),
}).refine((entry) => (entry.any === undefined) !== (entry.together === undefined), 'write either any: or together:, not both');

export const togetherReach = 16;

/** One language's `flows/safety/phrases.*.yaml`; the head of the English file explains it to clinicians. */
export const phraseDocumentSchema = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/, 'use a two-letter language code'),
  /** Said beside the words: about someone else, long ago, found by the learned table. */
  notes: z.strictObject({ someoneElse: z.string().min(1), longAgo: z.string().min(1), learned: z.string().min(1) }),
  spellings: z.record(z.string().min(1), z.string().min(1)),
  nearSpellings: z.array(z.string().min(6, 'shorter words meet too many other words')),
  fillers: z.array(z.string().min(1)),
  clauseStarts: z.array(z.string().min(1)),
  negation: z.strictObject({
    words: phrases, between: phrases, after: phrases,
    /** Negations that, before "I", are an answer to the question and deny nothing: "no i want to". */
    answers: z.array(z.string().min(1)),
    /** "I can't not think" says the opposite of "no pienso nunca". */
    twice: z.enum(['undoes', 'strengthens']),
  }),
  people: z.strictObject({
    speaker: phrases, someone: phrases, themselves: phrases, general: phrases,
    notSubjectAfter: phrases, determiners: phrases,
    whoever: phrases, describesSpeaker: phrases,
  }),
  /** `recovered` beside `longAgo` drops what was. */
  time: z.strictObject({ past: phrases, longAgo: phrases, recovered: phrases, recent: phrases, now: phrases }),
  idioms: phrases,
  groups: z.record(identifier, phrases),
  /** Kinds of words: the learned table takes the words of one kind for one another. A word is of the first kind that lists it. */
  kinds: z.record(identifier, z.array(z.string().min(1))),
  /** Kinds that say nothing alone, because all texts are full of them. */
  quietKinds: z.array(identifier),
  /** Words that all texts are full of: "would", "it". */
  commonWords: z.array(z.string().min(1)),
  /** Turns of phrase that prove nothing alone: what the learned table weighs beside words and their kinds. */
  cues: z.record(identifier, phrases),
  phrases: z.array(phraseSchema).min(1),
});

export type PhraseDocument = z.infer<typeof phraseDocumentSchema>;
export type PhraseEntry = PhraseDocument['phrases'][number];
