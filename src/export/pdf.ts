import { accentOnPaper } from '../core/colour.ts';
import type { PageWords } from '../core/page-words.ts';
import { Paper } from './pdf/paper.ts';
import { planContent, versionOf, type ContentSection } from './plan-content.ts';
import type { ContentLine, Fact } from './plan-lines.ts';
import type { Copy } from './copy.ts';

const QUIET = '#595959';

export interface PlanPdfOptions {
  /** Number of the version; the current one if none is named. */
  version?: number;
  paper?: 'A4' | 'LETTER';
}

/**
 * The whole plan as a tagged PDF with its fonts inside: every section, the client's words beside the lines they led to, who
 * said yes to which words, and what a plan is and is not. The same copy gives the same bytes. Throws `not-found` for a
 * version that the plan does not have.
 */
export async function planPdf(copy: Copy, words: PageWords, { version, paper: size = 'A4' }: PlanPdfOptions = {}): Promise<Uint8Array> {
  const content = planContent(copy, words, version);
  const { number } = versionOf(copy, version);
  const paper = new Paper({
    language: words.language, title: content.title, author: copy.practice.name, at: copy.at, accent: accentOnPaper(copy.practice.accent), size,
  });
  paper.heading(1, content.title);
  list(paper, content.facts);
  paper.space(6);
  paper.paragraph(content.standing, { bold: true });
  for (const section of content.sections) writeSection(paper, words, section, copy);
  paper.within('Sect', () => {
    paper.heading(2, words.t('copy.approvals'));
    paper.paragraph(words.t('copy.approvals-hint'), { colour: QUIET, size: 9.5 });
    const width = paper.width();
    paper.table([{ width: width * 0.24, size: 10 }, { width: width * 0.14, size: 10 }, { width: width * 0.24, size: 10 }, { width: width * 0.38, size: 8.5 }], [
      ['who', 'role', 'when', 'mark'].map((name) => words.t(`copy.${name}`)),
      ...content.approvals.map(({ name, role, when, hash }) => [shortened(name), role, when, hash || words.t('copy.no-mark')]),
    ]);
  });
  paper.newPage();
  paper.within('Sect', () => {
    paper.heading(2, content.notice.heading);
    for (const text of content.notice.paragraphs) paper.paragraph(text, { after: 8 });
  });
  if (paper.undrawn) paper.paragraph(words.t('copy.not-drawn'), { colour: QUIET, size: 9.5 });
  return paper.finish((page, pages) => `${content.title} · ${words.t('copy.version')} ${number} · ${words.t('copy.page', { page, pages })}`);
}

const writeSection = (paper: Paper, words: PageWords, { heading, quotes, lines }: ContentSection, copy: Copy): void =>
  paper.within('Sect', () => {
    paper.heading(2, heading);
    for (const quote of quotes) writeQuote(paper, quote);
    if (lines.length > 0) paper.within('L', () => lines.forEach((line) => writeLine(paper, words, line, copy)));
  });

const writeLine = (paper: Paper, words: PageWords, { text, language, facts, source, quotes }: ContentLine, copy: Copy): void =>
  paper.within('LI', () => paper.within('LBody', () => {
    paper.paragraph(text, { size: 11.5, bold: true, after: 2, keep: 30, language });
    list(paper, facts);
    paper.paragraph(source, { size: 9, colour: QUIET });
    if (quotes.length > 0) paper.paragraph(words.t('copy.words-of', { client: copy.client.name ?? words.t('copy.client-unnamed') }), { size: 9, bold: true, indent: 14, after: 1, keep: 20 });
    for (const quote of quotes) writeQuote(paper, quote);
    paper.space(8);
  }));

/** The client's own words: set in, with a bar, and tagged as a quotation. */
const writeQuote = (paper: Paper, { label, text, language }: Fact): void =>
  paper.within('BlockQuote', () => {
    if (label) paper.paragraph(label, { size: 9, colour: QUIET, indent: 14, after: 0, bar: true, keep: 16 });
    paper.paragraph(text, { indent: 14, bar: true, after: 5, language });
  });

function list(paper: Paper, facts: Fact[]): void {
  if (facts.length > 0) paper.within('L', () => facts.forEach(({ label, text, language }) => paper.pair(label, text, language)));
}

/** A cell is no place for a name of many lines; the whole of it stands at the top. */
const shortened = (name: string): string => ([...name].length > 80 ? `${[...name].slice(0, 79).join('')}…` : name);
