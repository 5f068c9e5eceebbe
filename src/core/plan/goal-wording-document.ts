import { z } from 'zod';

/** The authored form of `flows/library/goal-wording/<language>.yaml`; the head of the file explains it to clinicians. */

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens');
const words = z.string().trim().min(1, 'write some words');
const list = z.array(words).min(1, 'write at least one');

export const GOAL_KINDS = ['absolute', 'avoidant', 'vague', 'other-directed'] as const;

const rule = z.strictObject({
  id,
  kind: z.enum(GOAL_KINDS),
  any: list,
  unless: list.optional(),
  offers: z.array(words).min(1, 'write one or two').max(2, 'two at most: a choice of three is a test'),
  because: words,
  examples: list,
});

const smartWords = <K extends string>(...keys: K[]) =>
  z.strictObject({ name: words, ...(Object.fromEntries(keys.map((key) => [key, words])) as Record<K, typeof words>) });

export const goalWordingSchema = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/, 'use a two-letter language code'),
  'lead-ins': list,
  'leave-alone': list,
  'says-nothing': list,
  groups: z.record(id, list),
  insertions: z.record(id.regex(/^[a-z]+$/, 'use lower-case letters'), z.union([z.array(z.union([words, z.record(words, list)])), z.record(words, list)])),
  rules: z.array(rule).min(1),
  'stays-silent': list,
  smart: z.strictObject({
    S: smartWords('meets', 'lacks'),
    M: smartWords('meets-signs', 'meets-ratings', 'meets-count', 'lacks'),
    A: smartWords('meets', 'lacks-absolute', 'lacks-other', 'lacks-reached', 'lacks-far'),
    R: smartWords('meets', 'lacks'),
    T: smartWords('meets', 'lacks'),
  }),
  draft: z.strictObject({
    area: z.strictObject({ picked: words }),
    goal: z.strictObject({ chosen: words, hoped: words, first: words, 'first-because': words }),
    strategy: z.strictObject({
      helped: z.strictObject({ text: words, what: words, why: words, connects: words, because: words }),
      own: z.strictObject({ what: words, why: words, connects: words }),
    }),
    because: z.strictObject({ areas: words, any: words, first: words, try: words, orientations: words, 'beyond-symptoms': words }),
    review: z.strictObject({ text: words, chosen: words, usual: words }),
  }),
});

export type GoalWordingDocument = z.infer<typeof goalWordingSchema>;
export type GoalKind = (typeof GOAL_KINDS)[number];
