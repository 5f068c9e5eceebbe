import { CairnError } from '../../errors.ts';
import { vocabularyFor } from './compile.ts';
import { phraseDocumentSchema, type PhraseDocument } from './document.ts';
import { parsePattern, PatternMistake } from './pattern.ts';

/** One author's mistake: where in the file, what is wrong, what to do. */
export interface PhraseMistake {
  /** As `phrases.12.any.3`. */
  path: string;
  message: string;
  remedy: string;
}

interface Reading {
  document?: PhraseDocument;
  mistakes: PhraseMistake[];
}
/** A start checks a file, reads it and compiles it: what one has read the next need not read again. */
const readings = new WeakMap<object, Reading>();

/** Every mistake in a phrase file, in file order; an empty list means `compileScreen` will take it. */
export const checkPhrases = (input: unknown): PhraseMistake[] => readingOf(input).mistakes;

/** The file must not be changed afterwards. @throws CairnError `flow-invalid` with every `PhraseMistake` in its details. */
export function readPhrases(input: unknown): PhraseDocument {
  const { document, mistakes } = readingOf(input);
  const first = mistakes[0];
  if (document && !first) return document;
  throw new CairnError('flow-invalid', `The safety phrases have ${mistakes.length} mistake(s); the first, at ${first!.path}: ${first!.message}`, {
    remedy: first!.remedy, details: mistakes,
  });
}

function readingOf(input: unknown): Reading {
  const known = typeof input === 'object' && input !== null ? readings.get(input) : undefined;
  if (known) return known;
  const reading = read(input);
  if (typeof input === 'object' && input !== null) readings.set(input, reading);
  return reading;
}

function read(input: unknown): Reading {
  const parsed = phraseDocumentSchema.safeParse(input);
  if (!parsed.success) {
    return { mistakes: parsed.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.message,
      remedy: 'Compare with the explanation at the head of phrases.en.yaml and correct this entry.',
    })) };
  }
  return { document: parsed.data, mistakes: [...patternMistakes(parsed.data), ...idMistakes(parsed.data), ...kindMistakes(parsed.data)] };
}

function patternMistakes(document: PhraseDocument): PhraseMistake[] {
  const vocabulary = vocabularyFor(document);
  const mistakes: PhraseMistake[] = [];
  const check = (path: string, sources: readonly string[] = []): void => sources.forEach((source, at) => {
    try {
      parsePattern(source, vocabulary);
    } catch (error) {
      if (!(error instanceof PatternMistake)) throw error;
      mistakes.push({ path: `${path}.${at}`, message: error.message, remedy: error.remedy });
    }
  });
  for (const kind of ['past', 'longAgo', 'recovered', 'recent', 'now'] as const) check(`time.${kind}`, document.time[kind]);
  check('negation.after', document.negation.after);
  check('idioms', document.idioms);
  for (const list of ['groups', 'cues'] as const) for (const [name, sources] of Object.entries(document[list])) check(`${list}.${name}`, sources);
  document.phrases.forEach((entry, at) => {
    for (const list of ['any', 'unless', 'unlessNearby', 'with'] as const) check(`phrases.${at}.${list}`, entry[list]);
    entry.together?.forEach((sources, part) => check(`phrases.${at}.together.${part}`, sources));
  });
  return mistakes;
}

const kindMistakes = ({ kinds, quietKinds }: PhraseDocument): PhraseMistake[] => quietKinds.flatMap((kind, at) => (Object.hasOwn(kinds, kind) ? []
  : [{ path: `quietKinds.${at}`, message: `there is no kind "${kind}"`, remedy: 'Name one of the kinds listed under kinds:.' }]));

function idMistakes(document: PhraseDocument): PhraseMistake[] {
  const first = new Map<string, number>();
  return document.phrases.flatMap((entry, at) => {
    const earlier = first.get(entry.id);
    if (earlier === undefined) {
      first.set(entry.id, at);
      return [];
    }
    return [{ path: `phrases.${at}.id`, message: `"${entry.id}" is already the id of phrases.${earlier}`, remedy: 'Give this phrase an id of its own.' }];
  });
}
