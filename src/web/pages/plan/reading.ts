import { languageName } from '../../../core/language-name.ts';
import type { PageWords } from '../../../core/page-words.ts';
import type { Party, PlanItem } from '../../../core/plan/plan.ts';
import type { Foreign, Piece } from '../../../core/plan/reading.ts';
import { html, type Html } from '../html.ts';
import type { PlanContext } from './context.ts';

/** A plan before a reader of another language: the client's words as they are, the library's in the reader's, and which is which. */

/** Words with their language, where it is not the page's. */
export const inLanguage = (text: string, language: string | undefined): Html | string =>
  language ? html`<span lang="${language}">${text}</span>` : text;

export const pieces = (reading: Piece[]): (Html | string)[] => reading.map(({ text, language }) => inLanguage(text, language));

const readingIn = (foreign: Foreign | undefined, text: string): Piece[] => {
  const found = foreign?.[text];
  return found?.reading ?? [{ text, ...(found && { language: found.language }) }];
};

/** Something that a line says, as the reader has it before them. `item`: the line's id. */
export const read = ({ view }: PlanContext, item: string, text: string): (Html | string)[] => pieces(readingIn(view.foreign[item], text));

/** The same for a suggestion of the library, which is no line yet. */
export const readIn = (foreign: Foreign, text: string): (Html | string)[] => pieces(readingIn(foreign, text));

/** The same where there is room for text alone. */
export const readPlainly = ({ view }: PlanContext, item: string, text: string): string => textOf(view.foreign[item], text);

export const textOf = (foreign: Foreign | undefined, text: string): string => readingIn(foreign, text).map((piece) => piece.text).join('');

/** What somebody wrote besides the lines. */
export const written = ({ view }: PlanContext, by: Party, text: string): Html | string => inLanguage(text, by === 'client' ? view.clientLanguage : undefined);

/** "in Spanish", small, where words stand in another language than the page. */
export const languageNote = (words: PageWords, language: string | undefined): string => (language ? words.t('copy.in-language', { language: languageName(language, words.language) }) : '');

type Texts = Pick<PlanItem, 'text' | 'what' | 'why' | 'connects'>;

/**
 * Below what the reader has before them in the library's words of their own language: the words as they are, behind a summary that
 * says in which language. What is agreed to are the words that stand in the plan.
 */
export function original({ words }: PlanContext, foreign: Foreign | undefined, { text, what, why, connects }: Texts, summary: (language: string) => string): Html | null {
  const read = [text, what, why, connects].flatMap((one) => (one && foreign?.[one]?.reading ? [{ text: one, ...foreign[one] }] : []));
  const language = read[0]?.language;
  return language === undefined ? null : html`<details class="more original">
  <summary>${summary(languageName(language, words.language))}</summary>
  <div lang="${language}">${read.map((one) => html`<p dir="auto">${one.text}</p>`)}</div>
</details>`;
}
