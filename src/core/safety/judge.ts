import type { CompiledScreen } from './compile.ts';
import { isDenied, isSpeakerNamed, meets, subjectOf, type Neighbourhood } from './context.ts';
import type { Category, PhraseEntry, Weight } from './document.ts';
import type { Match } from './find.ts';
import type { PhraseFound } from './together.ts';
import type { Token } from './tokens.ts';

/** Words that count, and for what. */
export interface Finding {
  entry: PhraseEntry;
  match: Match;
  category: Category;
  weight: Weight;
  why: string;
}

/** One find in its surroundings: what it counts for, or that it was denied, or that it means something else here. */
export function judge(
  { phrase, match, parts }: PhraseFound, tokens: readonly Token[], compiled: CompiledScreen, around: Neighbourhood,
): Finding | 'denied' | 'dropped' {
  const { entry } = phrase;
  if (around.idioms.some((idiom) => parts.some((part) => meets(idiom, part)))) return 'dropped';
  if (entry.unless && around.close('unless', phrase, match, 0)) return 'dropped';
  if (entry.unlessNearby && around.close('unlessNearby', phrase, match, 1)) return 'dropped';
  if (entry.with && !around.close('with', phrase, match, 1)) return 'dropped';
  if (entry.negation === 'cancels' && (parts.some((part) => isDenied(part, tokens, compiled)) || around.deniedAfter(match))) return 'denied';

  const finding: Finding = { entry, match, category: entry.category, weight: entry.level, why: entry.why };
  const recent = around.sameSentence('recent', match) || around.sameSentence('now', match);
  if (entry.who === 'named' && !isSpeakerNamed(match, tokens, compiled)) return 'dropped';
  if (entry.who === 'speaker') {
    const subject = subjectOf(match, tokens, compiled);
    if (subject === 'general') return 'dropped';
    if (subject === 'someone') return aboutSomeone(finding, recent, around, compiled);
  }
  if (entry.level === 'hint') return finding;
  if (!recent && around.sameSentence('longAgo', match)) {
    return entry.longAgo === 'cancels' || around.isOver(match) ? 'dropped' : { ...finding, weight: 'ask', why: `${entry.why} (${compiled.notes.longAgo})` };
  }
  if (entry.level === 'concern' && around.sameSentence('now', match)) return { ...finding, weight: 'imminent' };
  return finding;
}

/** Somebody else's past is a story to hear, not a danger; somebody else's present is asked about. */
function aboutSomeone(finding: Finding, recent: boolean, around: Neighbourhood, compiled: CompiledScreen): Finding | 'dropped' {
  if (finding.entry.level === 'hint') return 'dropped';
  if (!recent && (around.sameSentence('past', finding.match) || around.sameSentence('longAgo', finding.match))) return 'dropped';
  return { ...finding, category: 'third-person', weight: 'ask', why: `${finding.entry.why} (${compiled.notes.someoneElse})` };
}
