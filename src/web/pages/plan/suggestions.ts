import type { ReadSuggestion } from '../../../actions/plan-view.ts';
import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';
import { planForm } from './forms.ts';
import { forGoal, reasons } from './item.ts';
import { original, readIn, textOf } from './reading.ts';

/** How many suggestions stand open; the rest are one tap away. */
const SHOWN_AT_ONCE = 4;

const formOf = (context: PlanContext, { entry, goal }: ReadSuggestion) => planForm(context, `suggest:${entry}:${goal ?? ''}`);

/** What the library offers beside the plan, the therapist's own orientations first, each with its reason ready to send. */
export function suggestions(context: PlanContext): Html | null {
  const all = context.view.suggestions;
  if (all.length === 0) return null;
  const [first, rest] = [all.slice(0, SHOWN_AT_ONCE), all.slice(SHOWN_AT_ONCE)];
  const cards = (some: ReadSuggestion[]): Html => html`<ul class="cards">${some.map((one) => card(context, one))}</ul>`;
  const open = rest.some((one) => formOf(context, one).isKept);
  return html`<section class="part suggestions no-print" aria-labelledby="suggestions">
<h2 id="suggestions">${say(context, 'suggestions')}</h2>
<p class="hint">${say(context, 'suggestions-hint')}</p>
${cards(first)}
${rest.length ? html`<details class="more"${open ? html` open` : ''}>
  <summary>${say(context, 'suggestions-more', { count: rest.length })}</summary>${cards(rest)}
</details>` : ''}
</section>`;
}

function card(context: PlanContext, suggestion: ReadSuggestion): Html {
  const { entry, kind, text, goal, because, foreign } = suggestion;
  const form = formOf(context, suggestion);
  return html`<li class="card">
  <p class="eyebrow">${context.words.t(`agree.kind-${kind}`)}</p>
  <h3>${readIn(foreign, text)}</h3>
  ${forGoal(context, goal)}
  ${reasons(context, suggestion, foreign)}
  ${original(context, foreign, suggestion, (language) => say(context, 'reads-in', { language }))}
  ${form.form({ do: 'suggest', entry, goal, seen: context.view.current.number }, html`
    ${form.text({ name: 'reason', label: say(context, 'why-label'), value: because, required: true, ...(foreign[because]?.reading && { hint: textOf(foreign, because) }) })}
    <button class="button" aria-label="${say(context, 'suggest-this-named', { text: textOf(foreign, text) })}">${say(context, 'suggest-this')}</button>`)}
</li>`;
}
