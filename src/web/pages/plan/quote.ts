import type { ClientWord } from '../../../actions/plan-view.ts';
import type { PlanItem } from '../../../core/plan/plan.ts';
import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';

/** The step in which the intake asks what the client would rather not do. */
const RATHER_NOT = 'rather-not';

/** The client's words, in a look of their own on every page: never mixed up with what was suggested. */
const quotation = (text: string, label?: string): Html => html`<figure class="quote">
  ${label ? html`<figcaption>${label}</figcaption>` : ''}
  <blockquote dir="auto">${text}</blockquote>
</figure>`;

export const clientWord = ({ question, text }: ClientWord): Html => quotation(text, question);

/** What the client said that is about no single line, in the order of the conversation. */
export const generalWords = ({ view }: PlanContext): ClientWord[] =>
  view.words.filter(({ goal, step, outOfPlan }) => !goal && !outOfPlan && step !== RATHER_NOT);

/** The words that led to a line: those it quotes, and what was said about it. */
export function wordsBeside(context: PlanContext, item: PlanItem): Html | null {
  // A line that is the client's words letter for letter needs no echo beside it.
  const quoted = item.sources.flatMap((source) => (source.from === 'client' && source.quote !== item.text ? [source] : []));
  const belongs = ({ answer, goal }: ClientWord): boolean => goal === item.id || quoted.some((source) => source.answer === answer);
  const told = context.view.words.filter((word) => !word.outOfPlan && word.text !== item.text && belongs(word));
  const rest = quoted.filter(({ answer }) => !told.some((word) => word.answer === answer));
  return told.length + rest.length === 0 ? null : html`<div class="line-words">
  <p class="eyebrow">${say(context, 'words-of')}</p>
  ${told.map(clientWord)}
  ${rest.map(({ quote }) => quotation(quote))}
</div>`;
}

export function ratherNot(context: PlanContext): Html | null {
  const words = context.view.words.filter(({ step, outOfPlan }) => step === RATHER_NOT && !outOfPlan);
  return words.length === 0 ? null : html`<section class="part" aria-labelledby="rather-not">
  <h2 id="rather-not">${say(context, 'rather-not')}</h2>
  ${words.map(clientWord)}
</section>`;
}
