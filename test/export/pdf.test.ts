import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { planPdf } from '../../src/export/pdf.ts';
import type { PlanItem } from '../../src/core/plan/plan.ts';
import { layLines, STAND_IN, tidyText } from '../../src/export/pdf/lines.ts';
import { agreedAfter, closedPlan, copyOf, items, planAfter } from './support/copy.ts';
import { flat, readPdf, type ReadPdf, type Tag } from './support/read-pdf.ts';
import { english, spanish } from './support/words.ts';

const bare = (text: string): string => text.replace(/\s+/gu, '');
const whole = ({ pages }: ReadPdf): string => pages.join('\n');

describe('an agreed plan', () => {
  const plan = agreedAfter();
  let read: ReadPdf;
  let tags: Tag[];
  beforeAll(async () => {
    read = await readPdf(await planPdf(copyOf(plan), english));
    tags = flat(read.tags);
  });

  test('says what it is: title, language, version, and that it is agreed', () => {
    expect(read.info).toMatchObject({ Title: 'Treatment plan', Author: 'Harbour Lane Practice', Language: 'en' });
    expect(whole(read)).toContain('Agreed by both sides on 4 September 2026.');
    expect(whole(read)).toContain('1, of 4 September 2026');
    expect(read.pages.map((page) => /Treatment plan · Version 1 · Page (\d) of (\d)/u.exec(page)?.slice(1))).toEqual(read.pages.map((_, at) => [String(at + 1), String(read.pages.length)]));
  });

  test('has every line with what belongs to it, in the order it is read', () => {
    const order = ['In the words of Noor', 'To feel rested.', 'Areas of focus', 'Goals', 'Sleep through most nights', '3 of 10', '7 of 10', 'I snap at the children when I am tired.',
      'Say no at work', 'Approaches', 'The hour before bed', 'Signs of progress', 'I get over a bad day faster', 'What they would rather not do', 'A diary.', 'Next look at the whole plan', '4 March 2027', 'Who said yes', 'What this plan is, and what it is not'];
    const text = whole(read);
    const places = order.map((words) => text.indexOf(words));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('is tagged: headings, lists with labels, a table with its head, and quotations that hold the client’s words and nothing else', () => {
    expect(tags.filter(({ role }) => role === 'H1').map(({ text }) => text)).toEqual(['Treatment plan']);
    expect(tags.filter(({ role }) => role === 'H2').map(({ text }) => text)).toEqual(expect.arrayContaining(['Goals', 'Approaches', 'Who said yes']));
    expect(tags.filter(({ role }) => role === 'TH').map(({ text }) => text.trim())).toEqual(['Who', 'Role', 'When', 'Content mark']);
    expect(tags.filter(({ role }) => role === 'TR')).toHaveLength(3);
    for (const { children } of tags.filter(({ role }) => role === 'LI')) expect(children.map(({ role }) => role)).toContain('LBody');
    const quotes = tags.filter(({ role }) => role === 'BlockQuote').map(({ children }) => children.at(-1)!.text);
    expect(quotes).toEqual(['To feel rested.To be less afraid of the phone.', 'I snap at the children when I am tired.', 'never feel bad again when I say no', 'A diary. I would only forget it.']);
  });

  test('all that is drawn on a page and is no foot of it has a tag', () => {
    const tagged = bare(read.tags.map(({ text }) => text).join(''));
    const drawn = bare(whole(read)).replaceAll(/Treatmentplan·Version1·Page\dof\d/gu, '');
    expect([...tagged].sort().join('')).toBe([...drawn].sort().join(''));
  });

  test('names who said yes, when, and to which content', () => {
    const rows = tags.filter(({ role }) => role === 'TR').slice(1).map(({ children }) => children.map(({ text }) => bare(text)));
    const { hash } = plan.versions[0]!;
    expect(rows).toEqual([
      ['Noor', 'Client', '4September2026at14:30CEST', hash],
      ['Dr.AmaiaRuiz', 'Therapist', '4September2026at13:30CEST', hash],
    ]);
  });

  test('never holds what was to stay out of the plan', () => {
    expect(whole(read)).not.toContain('sister');
  });

  test('is the same file for the same copy', async () => {
    const [one, other] = [await planPdf(copyOf(plan), english), await planPdf(copyOf(plan), english)];
    expect(Buffer.compare(one, other)).toBe(0);
  });
});

describe('a closed plan', () => {
  test('says that it has ended, what became of each goal, and to which version both said yes', async () => {
    const read = await readPdf(await planPdf(copyOf(closedPlan()), english));
    const text = whole(read);
    for (const words of ['The work on this plan came to its end on 20 November 2026.', 'It was good to work with you.', 'Reached', 'Set aside', 'I sleep, most nights.']) expect(text).toContain(words);
    expect(text).not.toContain('Next look at the whole plan');
    expect(text).not.toContain('Not yet');
    const rows = flat(read.tags).filter(({ role }) => role === 'TR').slice(1).map(({ children }) => children.map(({ text: cell }) => bare(cell)));
    expect(rows.map(([, , when]) => when)).toEqual(['4September2026at14:30CEST,toversion1', '4September2026at13:30CEST,toversion1']);
    expect(flat(read.tags).filter(({ role }) => role === 'BlockQuote').map(({ children }) => children.at(-1)!.text)).toContain('I sleep, most nights.');
  });
});

describe('a plan whose client writes another language than its reader', () => {
  const spoken = items.map((item): PlanItem => (item.id === 'i2' ? { ...item, text: 'Dormir casi todas las noches', sources: [{ from: 'person', party: 'client' }] }
    : item.id === 'i4' ? { ...item, text: 'Una última hora tranquila', what: 'Tres pasos tranquilos.', why: 'El cuerpo aprende.', connects: 'Da lugar a «Dormir casi todas las noches».' } : item));
  const copy = copyOf(agreedAfter([], spoken), {
    clientLanguage: 'es',
    words: [{ answer: 'hope#3', step: 'hope', question: 'What you hope to get out of therapy', text: 'Descansar.', language: 'es', outOfPlan: false }],
    foreign: {
      i2: { 'Dormir casi todas las noches': { language: 'es' } },
      i4: {
        'Una última hora tranquila': { language: 'es', reading: [{ text: 'A calm last hour' }] },
        'Tres pasos tranquilos.': { language: 'es', reading: [{ text: 'Three quiet steps.' }] },
        'El cuerpo aprende.': { language: 'es', reading: [{ text: 'The body learns.' }] },
        'Da lugar a «Dormir casi todas las noches».': { language: 'es', reading: [{ text: 'It makes room for “' }, { text: 'Dormir casi todas las noches', language: 'es' }, { text: '”.' }] },
      },
    },
  });

  test('has the library’s words in the reader’s language, and below them those of the plan; the client’s as they are; each in its language', async () => {
    const read = await readPdf(await planPdf(copy, english));
    const tags = flat(read.tags);
    const inSpanish = tags.filter(({ language }) => language === 'es').map(({ text }) => bare(text));
    expect(read.language).toBe('en');
    for (const words of ['Dormir casi todas las noches', 'Descansar.']) expect(inSpanish).toContain(bare(words));
    // A page may end in it, and the next one goes on with it in the same language.
    expect(inSpanish.join('')).toContain(bare('Una última hora tranquila Tres pasos tranquilos. El cuerpo aprende. Da lugar a «Dormir casi todas las noches».'));
    for (const words of ['A calm last hour', 'Three quiet steps.', 'The body learns.', 'It makes room for “Dormir casi todas las noches”.', 'In the plan, in Spanish', 'What you hope to get out of therapy · in Spanish']) expect(bare(whole(read))).toContain(bare(words));
    expect(inSpanish.join('')).not.toContain('Acalmlasthour');
  });
});

describe('a plan that is not agreed', () => {
  test('says so, and whose yes is missing; suggestions, sent or not, are not in it', async () => {
    const plan = planAfter([
      ['therapist', { do: 'open' }],
      ['therapist', { do: 'change', item: 'i2', to: { text: 'Nights like a stone' }, reason: 'Between us.', seen: 1, send: false }],
      ['client', { do: 'ask', question: 'Must it be every night?', seen: 1, send: true }],
    ]);
    const text = whole(await readPdf(await planPdf(copyOf(plan), english)));
    expect(text).toContain('A draft. It counts only when both sides have said yes to the same words.');
    expect(text.match(/Not yet/gu)).toHaveLength(2);
    for (const words of ['Nights like a stone', 'Between us', 'Must it be']) expect(text).not.toContain(words);
  });

  test('a version before it can be had, and says what is in its place; one that never was cannot', async () => {
    const agreed = agreedAfter();
    const plan = { ...agreed, versions: [...agreed.versions, { ...agreed.versions[0]!, number: 2, hash: 'f'.repeat(64), at: '2026-10-01T10:00:00.000Z' }] };
    expect(whole(await readPdf(await planPdf(copyOf(plan), english)))).toContain('Version 1, agreed on 4 September 2026, is in use');
    expect(whole(await readPdf(await planPdf(copyOf(plan), english, { version: 1 })))).toContain('Agreed by both sides on 4 September 2026.');
    await expect(planPdf(copyOf(plan), english, { version: 9 })).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('in Spanish, on other paper, for somebody who has not said their name', async () => {
  const read = await readPdf(await planPdf(copyOf(agreedAfter(), { client: { id: 'c', name: null } }), spanish, { paper: 'LETTER' }));
  expect(read.info).toMatchObject({ Language: 'es', Title: 'Plan de tratamiento' });
  expect(whole(read)).toContain('En palabras de la persona');
  expect(whole(read)).toContain('Acordado por ambas partes el 4 de septiembre de 2026.');
});

describe('words in any script', () => {
  const withGoal = async (text: string): Promise<ReadPdf> =>
    readPdf(await planPdf(copyOf(agreedAfter([], items.map((item) => (item.id === 'i2' ? { ...item, text } : item)))), english));

  test.each(['Zoë und die Łódka', 'Спать спокойно', 'Ελπίδα', 'Ngủ ngon mỗi đêm', '每天晚上睡得好，不再害怕。', 'ぐっすり眠る', '밤에 푹 자기', 'a 😀 day 🫠'])('%s is drawn and can be found again', async (text) => {
    expect(bare(whole(await withGoal(text)))).toContain(bare(text));
  });

  test.each(['أريد أن أنام (كل ليلة) 7 ساعات', 'לישון טוב, 7 לילות (כמעט)'])('%s runs from right to left and goes along in the order it is read', async (text) => {
    const read = await withGoal(text);
    expect(read.actual).toContain(text);
    const [first, last] = [text.split(' ')[0]!, text.split(' ').at(-1)!];
    const [line] = layLines(text, { size: 10, bold: false }, 400);
    expect(line).toMatchObject({ rtl: true });
    const seen = line!.pieces.map((piece) => piece.text).join('');
    expect(seen.indexOf(last.replace(/[()]/gu, ''))).toBeLessThan(seen.indexOf(first));
  });

  test('what no font has is marked, is explained, and goes along all the same', async () => {
    const read = await withGoal('Peace ꧁ᜀᜅ᜔꧂');
    expect(whole(read)).toContain(STAND_IN);
    expect(whole(read)).toContain('stands for a letter or picture that this file cannot draw');
    expect(read.actual).toContain('Peace ꧁ᜀᜅ᜔꧂');
  });

  test('very long words and very long texts stay on the paper and are all there', async () => {
    const words = `${'a'.repeat(700)} ${'word '.repeat(600)}end`;
    const read = await withGoal(words);
    const [page] = read.pages;
    expect(read.pages.length).toBeGreaterThan(4);
    expect(bare(whole(read).replaceAll(/Treatment plan · Version 1 · Page \d of \d/gu, ''))).toContain(bare(words));
    expect(page).toBeDefined();
  });
});

describe('a line', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.array(fc.constantFrom('sleep', 'نوم', 'שלום', '好', '😀', '(', ')', ' ', '\n', '7', '<b>', '\\', 'ñ'), { maxLength: 40 }).map((parts) => parts.join('')));

  test('says every character of any text, in order; only spaces at its end may go', () => {
    fc.assert(fc.property(text, fc.integer({ min: 30, max: 500 }), (given, width) => {
      const lines = layLines(given, { size: 10, bold: false }, width);
      expect(bare(lines.map(({ said }) => said).join(''))).toBe(bare(tidyText(given)));
      for (const { pieces, said, differs } of lines) if (!differs) expect(pieces.map((piece) => piece.text).join('')).toBe(said);
    }), { numRuns: 300 });
  });

  test('is no wider than the paper', () => {
    fc.assert(fc.property(text, (given) => {
      for (const line of layLines(given, { size: 10, bold: true }, 120)) expect(line.width).toBeLessThanOrEqual(120.01);
    }), { numRuns: 200 });
  });

  test('ends between words where it can, and between characters where words have no spaces', () => {
    const said = (given: string, width: number): string[] => layLines(given, { size: 10, bold: false }, width).map((line) => line.said);
    expect(said('one two three four', 50)).toEqual(['one two', 'three four']);
    expect(said('我想每天晚上都睡得很好', 60).length).toBeGreaterThan(1);
    expect(said('a\n\nb', 100)).toEqual(['a', '', 'b']);
  });
});

test('any text anywhere becomes a file that can be read, with the text in it', async () => {
  const text = fc.array(fc.constantFrom('calm', 'Über', 'мир', '夜', '<b>&', '(', '\\)', '%%EOF', ' ', 'endstream', '\n', '•'), { minLength: 1, maxLength: 30 }).map((parts) => parts.join('')).filter((given) => given.trim() !== '');
  await fc.assert(fc.asyncProperty(text, text, async (goal, word) => {
    const copy = copyOf(agreedAfter([], items.map((item) => (item.id === 'i3' ? { ...item, text: goal } : item))), { client: { id: 'c', name: word } });
    copy.words.push({ answer: 'hardest#4', step: 'hardest', question: goal, text: word, outOfPlan: false });
    const found = bare(whole(await readPdf(await planPdf(copy, english))));
    expect(found).toContain(bare(goal));
    expect(found).toContain(bare(word));
  }), { numRuns: 8 });
});
