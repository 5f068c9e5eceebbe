import { z } from 'zod';
import { CairnError } from '../../errors.ts';
import { CueFault, parseCue } from './cue.ts';
import type { Cue } from './cue.ts';
import { indexCues } from './cue-index.ts';
import type { CueIndex } from './cue-index.ts';
import { learnedAreasDocument } from './learned.ts';
import type { LearnedAreas } from './learned.ts';
import { fold } from './words.ts';

const cues = z.array(z.string().trim().min(1)).default([]);
const weight = z.number().positive().max(20);

/** One language's table as clinicians write it: `flows/library/areas/cues.<language>.yaml`. */
export const areaCueDocument = z.strictObject({
  language: z.string().min(2),
  usual: cues,
  delicate: cues,
  weights: z.strictObject({ names: weight, people: weight, strong: weight, some: weight, hint: weight }),
  negation: z.strictObject({ words: cues, between: cues, joining: cues, fine: cues, areas: cues }),
  idioms: cues,
  groups: z.record(z.string(), z.array(z.string().trim().min(1)).min(1)).default({}),
  areas: z.record(
    z.string().regex(/^[a-z][a-z-]*$/),
    z.strictObject({ names: cues, people: cues, strong: cues, some: cues, hint: cues }),
  ),
});

export type AreaCueDocument = z.infer<typeof areaCueDocument>;

export interface AreaCue {
  readonly area: string;
  readonly weight: number;
  /** False for hints: they tip a balance, but are no reason one would name to a client. */
  readonly shown: boolean;
  readonly cue: Cue;
}

export interface AreaCueTable {
  readonly language: string;
  /** Offered, in this order, where a client's words point to too few areas. */
  readonly usual: readonly string[];
  /** Never offered unless the client's own words speak of it. */
  readonly delicate: ReadonlySet<string>;
  readonly areas: readonly string[];
  readonly cues: CueIndex<AreaCue>;
  readonly idioms: CueIndex<{ readonly cue: Cue }>;
  readonly negation: {
    readonly words: ReadonlySet<string>;
    readonly between: ReadonlySet<string>;
    readonly joining: ReadonlySet<string>;
    /** What follows a cue when all is well there ("my sleep is fine"). */
    readonly fine: readonly Cue[];
    /** Areas where "no" denies the trouble; in the others the lack is the trouble ("no friends"). */
    readonly areas: ReadonlySet<string>;
  };
  readonly learned: LearnedAreas;
}

const invalid = (mistakes: readonly string[]): CairnError =>
  new CairnError('flow-invalid', `The table of area cues has mistakes: ${mistakes.join('; ')}`, {
    remedy: 'Correct these lines in flows/library/areas; the first lines of the file tell how a cue is written.',
    details: mistakes,
  });

/** @throws CairnError `flow-invalid` */
const check = <T>(schema: z.ZodType<T>, document: unknown): T => {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
};

/**
 * Makes a language's parsed table, and what was learned for it if anything, ready for reading texts; do it once,
 * when the program starts.
 * @throws CairnError `flow-invalid`, with every mistake and its place in `details`.
 */
export const compileAreaTable = (document: unknown, learned?: unknown): AreaCueTable => {
  const { language, usual, delicate, weights, negation, idioms, groups, areas } = check(areaCueDocument, document);
  const known = learned === undefined ? { language, weights: {} } : check(learnedAreasDocument, learned);
  const members = new Map(Object.entries(groups));
  const mistakes: string[] = [];

  const read = (written: string, place: string): { cue: Cue }[] => {
    try {
      return [{ cue: parseCue(written, members) }];
    } catch (fault) {
      if (!(fault instanceof CueFault)) throw fault;
      mistakes.push(`${place}: "${written}": ${fault.message}`);
      return [];
    }
  };
  const areaCues = Object.entries(areas).flatMap(([area, lists]) =>
    (['names', 'people', 'strong', 'some', 'hint'] as const).flatMap((list) =>
      lists[list]
        .flatMap((written) => read(written, `areas.${area}.${list}`))
        .map(({ cue }): AreaCue => ({ area, weight: weights[list], shown: list !== 'hint', cue })),
    ),
  );
  const idiomCues = idioms.flatMap((written) => read(written, 'idioms'));
  const fine = negation.fine.flatMap((written) => read(written, 'negation.fine').map(({ cue }) => cue));
  for (const [place, named] of [['usual', usual], ['delicate', delicate], ['negation.areas', negation.areas]] as const) {
    for (const area of named) if (!Object.hasOwn(areas, area)) mistakes.push(`${place}: "${area}" is not an area of this table`);
  }
  if (known.language !== language) mistakes.push(`language: cues are "${language}", learned words "${known.language}"`);
  if (mistakes.length > 0) throw invalid(mistakes);

  const forms = (list: readonly string[]): Set<string> => new Set(list.map(fold));
  return {
    language,
    usual,
    delicate: new Set(delicate),
    areas: Object.keys(areas),
    cues: indexCues(areaCues),
    idioms: indexCues(idiomCues),
    negation: {
      words: forms(negation.words),
      between: forms(negation.between),
      joining: forms(negation.joining),
      fine,
      areas: new Set(negation.areas),
    },
    learned: new Map(Object.entries(known.weights).map(([feature, byArea]) => [feature, Object.entries(byArea)])),
  };
};
