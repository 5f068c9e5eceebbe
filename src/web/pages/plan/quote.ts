import { ratherNotWords, wordsBeside, type ToldWord } from '../../../core/plan/client-words.ts';
import type { PlanItem } from '../../../core/plan/plan.ts';
import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';
import { inLanguage, languageNote, pieces } from './reading.ts';

/** The client's words, in a look of their own on every page: never mixed up with what was suggested, and never translated. */
export function clientWord({ words }: PlanContext, { question, text, language, reading }: ToldWord): Html {
  const caption = [question, languageNote(words, language)].filter(Boolean).join(' · ');
  return html`<figure class="quote">
  ${caption ? html`<figcaption>${caption}</figcaption>` : ''}
  <blockquote dir="auto">${inLanguage(text, language)}</blockquote>
  ${reading ? html`<p class="hint" dir="auto">${pieces(reading)}</p>` : ''}
</figure>`;
}

/** Their words outside the intake, which are in the language that they speak. */
export const ownWord = (context: PlanContext, text: string, question = ''): Html =>
  clientWord(context, { question, text, ...(context.view.clientLanguage && { language: context.view.clientLanguage }) });

/** What led to a line, beside it. */
export function quotesBeside(context: PlanContext, item: PlanItem): Html | null {
  const quotes = wordsBeside(context.view.words, item, context.view.foreign[item.id]);
  return quotes.length === 0 ? null : html`<div class="line-words">
  <p class="eyebrow">${say(context, 'words-of')}</p>
  ${quotes.map((one) => clientWord(context, one))}
</div>`;
}

export function ratherNot(context: PlanContext): Html | null {
  const words = ratherNotWords(context.view.words);
  return words.length === 0 ? null : html`<section class="part" aria-labelledby="rather-not">
  <h2 id="rather-not">${say(context, 'rather-not')}</h2>
  ${words.map((one) => clientWord(context, one))}
</section>`;
}
