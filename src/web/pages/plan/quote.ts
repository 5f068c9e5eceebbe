import { ratherNotWords, wordsBeside, type ClientWord } from '../../../core/plan/client-words.ts';
import type { PlanItem } from '../../../core/plan/plan.ts';
import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';

/** The client's words, in a look of their own on every page: never mixed up with what was suggested. */
export const clientWord = ({ question, text }: Pick<ClientWord, 'question' | 'text'>): Html => html`<figure class="quote">
  ${question ? html`<figcaption>${question}</figcaption>` : ''}
  <blockquote dir="auto">${text}</blockquote>
</figure>`;

/** What led to a line, beside it. */
export function quotesBeside(context: PlanContext, item: PlanItem): Html | null {
  const quotes = wordsBeside(context.view.words, item);
  return quotes.length === 0 ? null : html`<div class="line-words">
  <p class="eyebrow">${say(context, 'words-of')}</p>
  ${quotes.map(clientWord)}
</div>`;
}

export function ratherNot(context: PlanContext): Html | null {
  const words = ratherNotWords(context.view.words);
  return words.length === 0 ? null : html`<section class="part" aria-labelledby="rather-not">
  <h2 id="rather-not">${say(context, 'rather-not')}</h2>
  ${words.map(clientWord)}
</section>`;
}
