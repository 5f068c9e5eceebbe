import type { CompiledScreen } from './compile.ts';
import { togetherReach } from './document.ts';
import type { Token } from './tokens.ts';
import type { Match } from './walk.ts';

/** A phrase entry (by its place in the document) and the words that bear it out. */
export interface PhraseFound {
  phrase: number;
  match: Match;
  /** For `together`: the words themselves, without what stands between them. */
  parts: readonly Match[];
}

/** The entries written with `any`. */
export function phrasesFound(matches: readonly Match[], { labels }: CompiledScreen): PhraseFound[] {
  return matches.flatMap((match) => {
    const label = labels[match.label]!;
    return label.kind === 'phrase' ? [{ phrase: label.phrase, match, parts: [match] }] : [];
  });
}

/** The entries written with `together` that have one of each list close by: one find for each sentence at most. */
export function phrasesTogether(matches: readonly Match[], tokens: readonly Token[], { labels, phrases }: CompiledScreen): PhraseFound[] {
  const bySentence = new Map<string, { phrase: number; parts: Match[][] }>();
  for (const match of matches) {
    const label = labels[match.label]!;
    if (label.kind !== 'part') continue;
    const key = `${label.phrase} ${tokens[match.first]!.sentence}`;
    const known = bySentence.get(key) ?? { phrase: label.phrase, parts: phrases[label.phrase]!.together!.map(() => []) };
    known.parts[label.part]!.push(match);
    bySentence.set(key, known);
  }
  return [...bySentence.values()].flatMap(({ phrase, parts }) => {
    const chosen = parts.every((part) => part.length > 0) ? closest(parts) : undefined;
    return chosen ? [{ phrase, match: spanOf(chosen), parts: chosen }] : [];
  });
}

/** One of each part, no word used twice, within reach; the first such choice in reading order. */
function closest(parts: readonly (readonly Match[])[], chosen: readonly Match[] = []): readonly Match[] | undefined {
  if (parts.length === 0) return chosen;
  for (const match of parts[0]!) {
    if (chosen.some((other) => other.first <= match.last && match.first <= other.last)) continue;
    const span = spanOf([...chosen, match]);
    if (span.last - span.first >= togetherReach) continue;
    const rest = closest(parts.slice(1), [...chosen, match]);
    if (rest) return rest;
  }
  return undefined;
}

const spanOf = (matches: readonly Match[]): Match => ({
  label: matches[0]!.label,
  first: Math.min(...matches.map((match) => match.first)),
  last: Math.max(...matches.map((match) => match.last)),
});
