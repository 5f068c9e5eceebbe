import { z } from 'zod';

/** The shape of `flows/library`: three folders, each with one structure file and one wording file per language. */

export type AreaId = string;
export type OrientationId = string;
/** What a strategy asks of the client, such as `writing`. */
export type InvolvesTag = string;

const idShape = /^[a-z][a-z0-9-]*$/;
export const isId = (value: unknown): value is string => typeof value === 'string' && idShape.test(value);

const id = z.string({ error: 'An id is missing here, or is not a word.' })
  .regex(idShape, { error: 'An id has small letters, digits and hyphens only.' });
const ids = z.array(id, { error: 'A list of ids belongs here.' }).min(1, { error: 'The list is empty.' });
const idsOrAll = z.union([z.literal('all'), ids], { error: 'Either `all` or a list of ids belongs here.' });
const someIds = ids.optional().transform((list) => list ?? []);

export const areasDocument = z.strictObject({ areas: ids });

export const strategyEntry = z.strictObject({
  id,
  orientations: idsOrAll,
  /** Areas it is made for; `all` when it suits any. */
  areas: idsOrAll,
  /** Those among them for which it is a first choice. */
  best: someIds,
  involves: someIds,
  /** Areas in which it comes before everything else: safety and steadiness before change. */
  first: someIds,
  /** Areas in which it comes after everything else. */
  later: someIds,
  /** Areas that rule it out, also when another of the client's areas would suit it. */
  unless: someIds,
});

export const strategiesDocument = z.strictObject({
  orientations: ids,
  involves: ids,
  strategies: z.array(strategyEntry).min(1),
});

export const measureEntry = z.strictObject({ id, about: id, areas: idsOrAll, unless: someIds });

export const measuresDocument = z.strictObject({ about: ids, measures: z.array(measureEntry).min(1) });

const text = z.string({ error: 'Words are missing here.' }).trim().min(1, { error: 'Words are missing here.' })
  .refine((words) => !/[{}]/.test(words), { error: 'There is a { or } in a text that takes no placeholder.' });

/** 75 signs is the most that a button or an option holds on every channel. */
const label = text.max(75, { error: 'A label has at most 75 characters, so that it fits a button.' });

const connection = z.string({ error: 'Words are missing here.' }).trim()
  .refine((words) => words.replace('{goal}', '').search(/[{}]/) === -1 && words.includes('{goal}'), {
    error: '{goal} must stand here once, and no other placeholder.',
  })
  .refine((words) => !words.includes('{goal}') || /[“„«”]\s?\{goal\}\s?[”“»]/u.test(words), {
    error: '{goal} stands without quotation marks, so a client’s words would read as ours.',
  });

export const areaWording = z.strictObject({ name: label, is: text });
export const orientationWording = z.strictObject({ name: label, short: label });
export const involvesWording = z.strictObject({ try: label, avoid: label });
export const strategyWording = z.strictObject({ name: label, what: text, why: text, connects: connection });
export const aboutWording = z.strictObject({ name: label });
export const measureWording = z.strictObject({ name: label, sign: text, notice: text });

export const areasWording = z.strictObject({ areas: z.record(id, areaWording) });
export const strategiesWording = z.strictObject({
  orientations: z.record(id, orientationWording),
  involves: z.record(id, involvesWording),
  strategies: z.record(id, strategyWording),
});
export const measuresWording = z.strictObject({
  about: z.record(id, aboutWording),
  measures: z.record(id, measureWording),
});

/** The three structure files as one: their top-level keys differ. */
export type LibraryDocument =
  z.infer<typeof areasDocument> & z.infer<typeof strategiesDocument> & z.infer<typeof measuresDocument>;

/** One language's three wording files as one. */
export type LibraryWording =
  z.infer<typeof areasWording> & z.infer<typeof strategiesWording> & z.infer<typeof measuresWording>;

export type Area = { id: AreaId } & z.infer<typeof areaWording>;
export type Orientation = { id: OrientationId } & z.infer<typeof orientationWording>;
export type Involves = { id: InvolvesTag } & z.infer<typeof involvesWording>;
export type About = { id: string } & z.infer<typeof aboutWording>;
export type Strategy = z.infer<typeof strategyEntry> & z.infer<typeof strategyWording>;
export type Measure = z.infer<typeof measureEntry> & z.infer<typeof measureWording>;
