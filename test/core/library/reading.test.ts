import { describe, expect, it } from 'vitest';
import { readingGrade, syllablesIn } from '../../support/reading-grade.ts';
import { folders, lists, type LibraryFolder } from '../../../src/core/library/files.ts';
import { shipped, shippedFiles } from './shipped.ts';

describe('the reading grade', () => {
  it('follows Flesch and Kincaid: 6 words in 1 sentence with 6 syllables', () => {
    expect(readingGrade('The cat sat on the mat.')).toBeCloseTo(0.39 * 6 + 11.8 * 1 - 15.59);
  });

  it('rises with longer sentences and longer words', () => {
    const plain = readingGrade('We talk about it. Then we try it out.');
    expect(readingGrade('We talk about it and then we try it out.')).toBeGreaterThan(plain);
    expect(readingGrade('Psychological interventions facilitate behavioural modification.')).toBeGreaterThan(12);
  });

  it.each([
    ['name', 1], ['called', 1], ['needed', 2], ['table', 2], ['trying', 2], ['quiet', 2], ['safety', 2], ['carefully', 3], ['therapist', 3],
    ['nation', 2], ['curious', 3], ['anxiety', 4], ['relationship', 4], ['sexuality', 5], ['one’s', 1],
  ])('hears %s as %i', (word, count) => {
    expect(syllablesIn(word)).toBe(count);
  });
});

/** Texts of one entry that are read as running text. Titles of orientations are the therapists' own and are left out. */
const sentenceFields = ['is', 'what', 'why', 'connects', 'sign', 'notice'];

function entriesOf(folder: LibraryFolder): { at: string; fields: Record<string, string> }[] {
  const content = shippedFiles.find((file) => file.folder === folder && file.language === 'en')!.content as
    Record<string, Record<string, Record<string, string>>>;
  return lists[folder].filter((list) => list !== 'orientations').flatMap((list) =>
    Object.entries(content[list]!).map(([id, fields]) => ({ at: `${list}.${id}`, fields })));
}

const asRead = (text: string): string => text.replace('{goal}', 'feel calmer at work');

describe.each(folders)('the English words of %s', (folder) => {
  const entries = entriesOf(folder);
  const graded = entries.flatMap(({ at, fields }) => Object.entries(fields)
    .filter(([field]) => sentenceFields.includes(field))
    .map(([field, text]) => ({ at: `${at}.${field}`, grade: readingGrade(asRead(text)) })));

  it('have no sentence above grade 10, and a mean of at most 8', () => {
    expect(graded.filter(({ grade }) => grade > 10)).toEqual([]);
    expect(graded.reduce((sum, { grade }) => sum + grade, 0) / graded.length).toBeLessThanOrEqual(8);
  });

  it('have no label above grade 10, read with the words beside it', () => {
    const together = entries.filter(({ fields }) => Object.keys(fields).length > 1)
      .map(({ at, fields }) => ({ at, grade: readingGrade(Object.values(fields).map((text) => `${asRead(text)}.`).join(' ')) }));
    expect(together.filter(({ grade }) => grade > 10)).toEqual([]);
  });

  it('promise nothing, and judge and test nobody', () => {
    const unwanted = new RegExp([
      'you(’ll| will| must| should)', 'will (feel|get|become|help)', 'cures?', 'guaranteed?', 'always works', 'wrong with you',
      'homework', 'normal', 'patients?', 'disorders?', 'symptoms?',
    ].map((words) => `\\b${words}\\b`).join('|'), 'i');
    const found = entries.flatMap(({ at, fields }) => Object.entries(fields)
      .filter(([, text]) => unwanted.test(text)).map(([field, text]) => `${at}.${field}: ${unwanted.exec(text)![0]}`));
    expect(found).toEqual([]);
  });
});

it('signs of progress fit a plan that two people read: nobody is addressed', () => {
  for (const { id, sign } of shipped().measures) expect(sign, id).not.toMatch(/\b(you|your|yourself|i|me|my|we|our)\b/i);
});
