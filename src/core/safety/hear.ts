import type { HelplineDocument, Helplines } from './helplines.ts';
import { helplinesFor } from './helplines.ts';
import type { CompiledScreen } from './compile.ts';
import type { Category } from './document.ts';
import { highestOf, screenInAll, type Level } from './screen.ts';

const WINDOW = 4_000;
/** More than the longest phrase with its surroundings. */
const OVERLAP = 400;

/** What the safety flow is told about the words that led to it. Never the words. */
export interface Heard {
  level: Exclude<Level, 'none'>;
  /** Whose danger it is about: the client's own, their home, others, or somebody they worry about. */
  kind: 'self' | 'home' | 'others' | 'friend';
  categories: Category[];
}

/** Reads one text in every language there is; null when nothing in it gives reason to ask. */
export function hear(text: string, screens: readonly CompiledScreen[]): Heard | null {
  const screening = highestOf(windows(text).map((part) => screenInAll(part, screens)));
  if (screening.level === 'none') return null;
  return { level: screening.level, kind: kindOf(screening.categories), categories: screening.categories };
}

/**
 * A very long text is read in parts that overlap, so that the time it takes grows no faster than it does. Parts begin and end
 * between words: half of "dietitian" is another word.
 */
function windows(text: string): string[] {
  if (text.length <= WINDOW) return [text];
  const parts: string[] = [];
  for (let from = 0; from === 0 || from < text.length - OVERLAP; from += WINDOW - OVERLAP) {
    parts.push(text.slice(betweenWords(text, from), betweenWords(text, from + WINDOW)));
  }
  return parts;
}

/** The last space before `at`, or `at` where there is none near. */
function betweenWords(text: string, at: number): number {
  if (at === 0 || at >= text.length) return at;
  const space = text.lastIndexOf(' ', at);
  return at - space < OVERLAP / 4 ? space : at;
}

/** A danger to the client's own life comes before every other; danger at home before danger to others. */
function kindOf(categories: Category[]): Heard['kind'] {
  const about = (...some: Category[]) => some.some((category) => categories.includes(category));
  if (about('passive-ideation', 'active-ideation', 'self-harm', 'voices', 'hopelessness')) return 'self';
  if (about('abuse')) return 'home';
  if (about('harm-to-others')) return 'others';
  // A plan or means with nothing said of others is the client's own.
  if (about('plan', 'means')) return 'self';
  return 'friend';
}

export interface LineTexts {
  /** One line under the other. */
  lines: string;
  /** What to do in danger, without a full stop. */
  emergency: string;
  linesKnown: 'yes' | 'no';
}

/** The lines of a country as the chat shows them. Every message has them at hand, so each is put together once. */
export function lineTexts(document: HelplineDocument, country: string | null, language: string): LineTexts {
  const known = textsOf.get(document) ?? new Map<string, LineTexts>();
  textsOf.set(document, known);
  const key = `${country ?? ''} ${language}`;
  const texts = known.get(key) ?? putTogether(helplinesFor(document, country ?? undefined, language));
  known.set(key, texts);
  return texts;
}

const textsOf = new WeakMap<HelplineDocument, Map<string, LineTexts>>();

function putTogether({ lines, emergency }: Helplines): LineTexts {
  const shown = lines.map(({ name, how, hours }) => `• ${name}: ${how}${hours ? ` (${hours})` : ''}`);
  return { lines: shown.length > 0 ? shown.join('\n') : `• ${emergency}`, emergency: emergency.replace(/\.$/, ''), linesKnown: shown.length > 0 ? 'yes' : 'no' };
}
