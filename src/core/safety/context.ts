import type { CompiledPhrase, CompiledScreen } from './compile.ts';
import { matchesOf, type Match, type Ways } from './find.ts';
import type { Token } from './tokens.ts';
import { beginsClause, type Hits } from './walk.ts';

/** Whose event the words are about. `general` is people at large ("veterans", "you"). */
export type Subject = 'speaker' | 'someone' | 'general';

/** True when a negation reaches the match: "I'm not …", "never thought of …", "no plans to …". */
export function isDenied(match: Match, tokens: readonly Token[], compiled: CompiledScreen): boolean {
  const { between } = compiled;
  let negations = 0;
  for (let at = match.first - 1; at >= 0 && tokens[at]!.sentence === tokens[match.first]!.sentence; at--) {
    if (tokens[at + 1]!.breakBefore) break;
    const word = tokens[at]!.word;
    // "no i want to": an answer and then a statement, not a denial of it.
    if (tokens[at]!.is.negation && !(at + 1 < match.first && isAnswerBeforeStatement(at, tokens, compiled))) negations++;
    else if (!between.has(word)) break;
  }
  return compiled.negationsUndo ? negations % 2 === 1 : negations > 0;
}

function isAnswerBeforeStatement(at: number, tokens: readonly Token[], compiled: CompiledScreen): boolean {
  return compiled.answers.has(tokens[at]!.word) && beginsClause(tokens, at) && compiled.people.speaker.has(tokens[at + 1]!.word);
}

/** The nearest person before the match who can be its subject; the speaker when nobody is named. */
export function subjectOf(match: Match, tokens: readonly Token[], compiled: CompiledScreen): Subject {
  const { people } = compiled;
  const inside = tokens.slice(match.first, match.last + 1);
  if (inside.some((token) => people.speaker.has(token.word))) return 'speaker';
  if (inside.some((token) => people.themselves.has(token.word))) return 'someone';
  let whoever = false;
  for (let at = match.first - 1; at >= 0 && tokens[at]!.sentence === tokens[match.first]!.sentence; at--) {
    const word = tokens[at]!.word;
    // "I know several who wanted to die" is not about the speaker, "someone who wanted to die" is about the someone.
    if (people.whoever.has(word)) whoever = true;
    else if (people.speaker.has(word)) return whoever ? 'general' : 'speaker';
    else if (people.someone.has(word) && !isObject(at, tokens, compiled)) return 'someone';
    else if (people.general.has(word) && !isObject(at, tokens, compiled)) return isSpeakerDescribed(at, tokens, compiled) ? 'speaker' : 'general';
  }
  return 'speaker';
}

/** True when the sentence says I, me or my. */
export function isSpeakerNamed(match: Match, tokens: readonly Token[], { people }: CompiledScreen): boolean {
  const { sentence } = tokens[match.first]!;
  return tokens.some((token) => token.sentence === sentence && people.speaker.has(token.word));
}

/** "as somebody who", "I'm someone who". */
function isSpeakerDescribed(at: number, tokens: readonly Token[], { people }: CompiledScreen): boolean {
  return at > 0 && people.describesSpeaker.has(tokens[at - 1]!.word);
}

/** "with my sister": somebody mentioned, but not the one who acts. */
function isObject(at: number, tokens: readonly Token[], compiled: CompiledScreen): boolean {
  const { notSubjectAfter, determiners } = compiled.people;
  const before = at > 0 && determiners.has(tokens[at - 1]!.word) ? at - 2 : at - 1;
  return before >= 0 && notSubjectAfter.has(tokens[before]!.word);
}

/** True when two matches share a word. */
export const meets = (one: Match, other: Match): boolean => one.first <= other.last && other.first <= one.last;

/** What stands around the matches of one text. */
export interface Neighbourhood {
  idioms: readonly Match[];
  /** Inside the match "no longer" is no long-ago: "I no longer want to live". */
  sameSentence(kind: 'past' | 'longAgo' | 'recent' | 'now', match: Match): boolean;
  /** One of the phrase's list at most `reach` sentences away; 0 is the same sentence. */
  close(kind: 'unless' | 'unlessNearby' | 'with', phrase: CompiledPhrase, match: Match, reach: 0 | 1): boolean;
  deniedAfter(match: Match): boolean;
  /** Said in the same sentence or one beside it: that it is over. */
  isOver(match: Match): boolean;
}

const none: Ways = [];

/** Looks only for what is asked about: most texts have nothing that anybody asks about. */
export function neighbourhood(hits: Hits, tokens: readonly Token[], { surroundings, idiomsBegin }: CompiledScreen): Neighbourhood {
  const sentenceOf = (match: Match): number => tokens[match.first]!.sentence;
  const found = new Map<Ways, readonly Match[]>();
  const all = (ways: Ways): readonly Match[] => {
    let matches = found.get(ways);
    if (!matches) found.set(ways, matches = matchesOf(ways, hits, tokens));
    return matches;
  };
  return {
    idioms: hits.found.flatMap((segment) => idiomsBegin[segment] ?? none).flatMap((way) => matchesOf([way], hits, tokens)),
    sameSentence: (kind, match) => all(surroundings[kind]).some((other) =>
      sentenceOf(other) === sentenceOf(match) && !(kind === 'longAgo' && meets(other, match))),
    close: (kind, phrase, match, reach) => {
      const { words, ways } = phrase[kind];
      const sentence = sentenceOf(match);
      for (let at = match.first; at >= 0 && sentence - tokens[at]!.sentence <= reach; at--) if (words.has(tokens[at]!.word)) return true;
      for (let at = match.first + 1; at < tokens.length && tokens[at]!.sentence - sentence <= reach; at++) if (words.has(tokens[at]!.word)) return true;
      return all(ways).some((other) => Math.abs(sentenceOf(other) - sentence) <= reach);
    },
    isOver: (match) => all(surroundings.recovered).some((other) => Math.abs(sentenceOf(other) - sentenceOf(match)) <= 1),
    deniedAfter: (match) => all(surroundings.denialAfter).some((other) => other.first === match.last + 1)
      && !tokens.slice(match.first, match.last + 1).some((token) => token.is.negation),
  };
}
