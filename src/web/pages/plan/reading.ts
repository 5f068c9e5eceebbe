import { languageName } from '../../../core/language-name.ts';
import type { Party, PlanItem } from '../../../core/plan/plan.ts';
import type { Foreign, Piece } from '../../../core/plan/reading.ts';
import type { Words } from '../../words.ts';
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
export const languageNote = (words: Words, language: string | undefined): string => (language ? words.t('copy.in-language', { language: languageName(language, words.language) }) : '');

type Texts = Pick<PlanItem, 'text' | 'what' | 'why' | 'connects'>;

/**
 * Below a line: that its words are of another language; or, where the reader has the library's words of their own language before
 * them, that the plan says it otherwise, and how. What is agreed to are the words that stand in the plan.
 */
export function standsIn({ words }: PlanContext, foreign: Foreign | undefined, { text, what, why, connects }: Texts): Html | null {
  const found = [text, what, why, connects].flatMap((one) => (one && foreign?.[one] ? [{ text: one, ...foreign[one] }] : []));
  const read = found.filter(({ reading }) => reading);
  const [first] = found;
  if (!first) return null;
  return read.length === 0 ? html`<p class="hint">${languageNote(words, first.language)}</p>` : html`<details class="more original">
  <summary>${words.t('agree.stands-in', { language: languageName(read[0]!.language, words.language) })}</summary>
  <div lang="${read[0]!.language}">${read.map((one) => html`<p dir="auto">${one.text}</p>`)}</div>
</details>`;
}
