import { html, type Html } from '../html.ts';
import { itemsOf, say, type PlanContext } from './context.ts';
import { endOf } from './item.ts';
import { ownWord } from './quote.ts';
import { read } from './reading.ts';

/** What a closed plan leaves to keep: the therapist's last words, what the client wanted to remember, and where each goal stands. */
export function closing(context: PlanContext): Html | null {
  const { view, review } = context;
  const { closed } = view.plan;
  if (!closed) return null;
  const lookBack = review?.earlier[0]?.words.lookBack;
  return html`<section class="part closing" aria-labelledby="closing">
<h2 id="closing">${say(context, 'closing')}</h2>
${closed.words ? html`<p class="because"><b>${say(context, 'closing-words')}</b> <span dir="auto">${closed.words}</span></p>` : ''}
${lookBack ? ownWord(context, lookBack, say(context, 'look-back')) : ''}
<ul class="endings">${itemsOf(view, 'goal').map((goal) => html`<li><h3 dir="auto">${read(context, goal.id, goal.text)}</h3>${endOf(context, goal)}</li>`)}</ul>
</section>`;
}
