import type { CompiledPhrase } from './compile.ts';
import { togetherReach } from './document.ts';
import { matchesOf, type Match } from './find.ts';
import type { Token } from './tokens.ts';
import type { Hits } from './walk.ts';

/** A phrase and the words that bear it out. */
export interface PhraseFound {
  phrase: CompiledPhrase;
  match: Match;
  /** For `together`: the words themselves, without what stands between them. */
  parts: readonly Match[];
}

/** Every find of a phrase in a text; for `together`, one of each list close by, one find for each sentence at most. */
export function findsOf(phrase: CompiledPhrase, hits: Hits, tokens: readonly Token[]): PhraseFound[] {
  if (phrase.together.length === 0) return matchesOf(phrase.any, hits, tokens).map((match) => ({ phrase, match, parts: [match] }));
  const lists: Match[][] = [];
  for (const ways of phrase.together) {
    const matches = matchesOf(ways, hits, tokens);
    if (matches.length === 0) return [];
    lists.push(matches);
  }
  const sentenceOf = (match: Match): number => tokens[match.first]!.sentence;
  return [...new Set(lists[0]!.map(sentenceOf))].flatMap((sentence) => {
    const parts = lists.map((matches) => matches.filter((match) => sentenceOf(match) === sentence));
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
  first: Math.min(...matches.map((match) => match.first)),
  last: Math.max(...matches.map((match) => match.last)),
});
