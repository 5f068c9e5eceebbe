import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { screen } from '../../../src/core/safety/screen.ts';
import { fixture, screenOf, type ScreeningFixture } from './safety.ts';

const neverLearnedFrom = (language: string): string[] => ['jury', 'judge', 'unseen', 'held'].map((set) => `${set}.${language}`);

/** How much is found, and how much is flagged needlessly, on texts written for this; see the two kinds of file below. */
describe.each([
  // The phrases were improved on these, and the table was learned from them.
  { file: 'screening.en', language: 'en', all: 0.97, severe: 0.98, distressed: 0.05, everyday: 0.03, traps: 0.05 },
  { file: 'screening.es', language: 'es', all: 0.97, severe: 0.98, distressed: 0.06, everyday: 0.03, traps: 0.05 },
  { file: 'tuning.en', language: 'en', all: 0.92, severe: 0.95, distressed: 0.1, everyday: 0.03, traps: 0.05 },
  { file: 'tuning.es', language: 'es', all: 0.92, severe: 0.95, distressed: 0.1, everyday: 0.03, traps: 0.05 },
  // The other halves of the same texts, hard and veiled ones, laid aside before the phrases were improved.
  { file: 'held.en', language: 'en', all: 0.8, severe: 0.8, distressed: 0.2, everyday: 0.05, traps: 0.15 },
  { file: 'held.es', language: 'es', all: 0.92, severe: 0.95, distressed: 0.15, everyday: 0.05, traps: 0.15 },
  // Very veiled ones and near misses, written for the cues of the table and never learned from. Nobody hears all of these.
  { file: 'check.en', language: 'en', all: 0.5, severe: 0.5, distressed: 0.25, everyday: 0.05, traps: 0.2 },
  { file: 'check.es', language: 'es', all: 0.55, severe: 0.55, distressed: 0.35, everyday: 0.1, traps: 0.25 },
  // Written last and never looked at while improving: do not tune on them, or they measure nothing.
  { file: 'unseen.en', language: 'en', all: 0.86, severe: 0.85, distressed: 0.15, everyday: 0.05, traps: 0.15 },
  { file: 'unseen.es', language: 'es', all: 0.88, severe: 0.9, distressed: 0.15, everyday: 0.05, traps: 0.15 },
  // Written as clients write, by people who wrote nothing that the table learned from; the jury's after the judge's.
  { file: 'judge.en', language: 'en', all: 0.9, severe: 0.95, distressed: 0.15, everyday: 0.03, traps: 0.3 },
  { file: 'judge.es', language: 'es', all: 0.88, severe: 0.92, distressed: 0.15, everyday: 0.05, traps: 0.15 },
  { file: 'jury.en', language: 'en', all: 0.95, severe: 0.97, distressed: 0.15, everyday: 0.03, traps: 0 },
  { file: 'jury.es', language: 'es', all: 0.9, severe: 0.95, distressed: 0.15, everyday: 0.03, traps: 0 },
  // Everything that was never learned from, the hard half of it too: what the screening aims at.
  { file: 'all four in English', files: neverLearnedFrom('en'), language: 'en', all: 0.9, severe: 0.95, distressed: 0.15, everyday: 0.03, traps: 0.2 },
  { file: 'all four in Spanish', files: neverLearnedFrom('es'), language: 'es', all: 0.9, severe: 0.95, distressed: 0.15, everyday: 0.03, traps: 0.2 },
])('on $file', ({ file, files = [file], language, all, severe, distressed, everyday, traps }) => {
  const compiled = screenOf(language);
  const texts = files.flatMap(fixture);
  const share = (among: (text: ScreeningFixture) => boolean): number => {
    const chosen = texts.filter(among);
    expect(chosen.length).toBeGreaterThan(5);
    return chosen.filter(({ text }) => screen(text, compiled).level !== 'none').length / chosen.length;
  };

  test('texts in danger are found', () => {
    expect(share(({ risk }) => risk)).toBeGreaterThanOrEqual(all);
    expect(share(({ severe: isSevere }) => isSevere === true)).toBeGreaterThanOrEqual(severe);
  });

  test.each([['distressed', distressed], ['everyday', everyday], ['traps', traps], ['hopes', 0.1]] as const)('%s texts are seldom flagged', (kind, most) => {
    if (texts.some((text) => !text.risk && text.kind === kind)) expect(share((text) => !text.risk && text.kind === kind)).toBeLessThanOrEqual(most);
  });
});

/** Texts under one of these keys, wherever it stands. */
function textsUnder(keys: readonly string[], part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => (keys.includes(key) ? [value].flat().filter((text) => typeof text === 'string') : textsUnder(keys, value)));
}

test.each(['en', 'es'])('nothing that Cairn offers as an answer reads as danger (%s)', (language) => {
  const read = (file: string): unknown => parse(readFileSync(new URL(`../../../flows/${file}/${language}.yaml`, import.meta.url), 'utf8'));
  const offered = [
    ...textsUnder(['offers'], read('library/goal-wording')).filter((text) => !text.includes('{')),
    ...['library/measures', 'library/strategies'].flatMap((file) => textsUnder(['name', 'sign'], read(file))),
    ...['intake', 'plan-review', 'check-in', 'revisit', 'review', 'rhythm'].flatMap((file) => textsUnder(['label', 'also'], read(file))),
  ];
  expect(offered.length).toBeGreaterThan(150);
  const compiled = screenOf(language);
  // "I am done" can mean more than the questions: it is asked about, even there.
  expect(offered.filter((text) => screen(text, compiled).level !== 'none' && text !== 'i am done')).toEqual([]);
});

test('every signal points at words of its text, in reading order, and says why', () => {
  const compiled = screenOf('en');
  for (const { text } of fixture('screening.en')) {
    const { level, categories, signals } = screen(text, compiled);
    expect(signals.length > 0).toBe(level !== 'none');
    expect(new Set(signals.map((signal) => signal.category))).toEqual(new Set(categories));
    for (const { start, end, why } of signals) {
      expect(text.slice(start, end).trim()).not.toBe('');
      expect(why).not.toBe('');
    }
    expect(signals.map(({ start }) => start)).toEqual(signals.map(({ start }) => start).toSorted((one, other) => one - other));
  }
});

test('a text of 4,000 characters is read in a moment, and the same way every time', () => {
  const compiled = screenOf('en');
  const long = fixture('screening.en').filter(({ risk }) => !risk).map(({ text }) => text).join(' ').slice(0, 4_000);
  const first = screen(long, compiled);
  const begun = performance.now();
  for (let time = 0; time < 20; time++) expect(screen(long, compiled)).toEqual(first);
  // Measured: under 1 ms each. The limit is loose so that a busy machine does not fail the test.
  expect((performance.now() - begun) / 20).toBeLessThan(25);
});

test('texts written to slow the screen down do not', () => {
  const compiled = screenOf('en');
  for (const nasty of ['i want to ', 'really ', 'not ', 'a ', '*', 'k!', '?!', 'die. ', 'kill myself ', '🔪']) {
    const text = nasty.repeat(4_000 / nasty.length);
    const begun = performance.now();
    screen(text, compiled);
    expect(performance.now() - begun).toBeLessThan(1_000);
  }
});
