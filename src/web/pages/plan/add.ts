import type { Suggestion } from '../../../actions/plan-view.ts';
import { html, type Html } from '../html.ts';
import { goalText, itemsOf, say, type PlanContext } from './context.ts';
import { area, fold, isKept, planForm, select } from './forms.ts';

/** A new line, in the writer's own words. */
export function addLine(context: PlanContext): Html {
  const { view, words } = context;
  const goals = itemsOf(view, 'goal').map(({ id, text }) => ({ value: id, label: text }));
  return html`<div class="acts">${fold(context, ['add'], say(context, 'add'), planForm(context, 'add', { do: 'add', seen: view.current.number }, html`
<div class="fields">${select(context, 'add', { name: 'kind', label: words.t('agree.kind-label'), value: 'goal' }, (['goal', 'strategy', 'measure', 'area'] as const).map((kind) => ({ value: kind, label: words.t(`agree.kind-${kind}`) })))}
${goals.length ? select(context, 'add', { name: 'goal', label: words.t('agree.goal-label') }, [{ value: '', label: words.t('agree.whole') }, ...goals]) : ''}</div>
${area(context, 'add', { name: 'text', label: say(context, 'add-text'), required: true })}
${area(context, 'add', { name: 'reason', label: say(context, 'why-label'), hint: say(context, 'why-hint'), required: view.viewer === 'therapist' })}
<button class="button strong">${say(context, 'propose')}</button>`))}
${fold(context, ['ask:'], say(context, 'ask-plan'), planForm(context, 'ask:', { do: 'ask', seen: view.current.number }, html`
${area(context, 'ask:', { name: 'question', label: say(context, 'question-label'), required: true })}<button class="button strong">${say(context, 'propose-question')}</button>`))}</div>`;
}

/** How many suggestions stand open; the rest are one tap away. */
const SHOWN_AT_ONCE = 4;

/** What the library offers beside the plan, the therapist's own orientations first, each with its reason ready to send. */
export function suggestions(context: PlanContext): Html | null {
  const { view } = context;
  if (view.suggestions.length === 0) return null;
  const card = (suggestion: Suggestion): Html => suggestionCard(context, suggestion);
  const rest = view.suggestions.slice(SHOWN_AT_ONCE);
  return html`<section class="part suggestions" aria-labelledby="suggestions"><h2 id="suggestions">${say(context, 'suggestions')}</h2><p class="hint">${say(context, 'suggestions-hint')}</p>
<ul class="cards">${view.suggestions.slice(0, SHOWN_AT_ONCE).map(card)}</ul>
${rest.length ? html`<details class="more"${rest.some((one) => isKept(context, formOf(one))) ? html` open` : ''}><summary>${say(context, 'suggestions-more', { count: rest.length })}</summary><ul class="cards">${rest.map(card)}</ul></details>` : ''}</section>`;
}

const formOf = ({ entry, goal }: Suggestion): string => `suggest:${entry}:${goal ?? ''}`;

function suggestionCard(context: PlanContext, suggestion: Suggestion): Html {
  const { view, words } = context;
  const { entry, kind, text, goal, because } = suggestion;
  const form = formOf(suggestion);
  const serves = goalText(view, goal);
  const reasons = (['what', 'why', 'connects'] as const).filter((name) => suggestion[name]);
  return html`<li class="card"><p class="eyebrow">${words.t(`agree.kind-${kind}`)}</p><h3>${text}</h3>
${serves ? html`<p class="for">${words.t('agree.for-goal')} <bdi>${serves}</bdi></p>` : ''}
${reasons.length ? html`<dl class="reasons">${reasons.map((name) => html`<div><dt>${words.t(`agree.${name}`)}</dt><dd>${suggestion[name]}</dd></div>`)}</dl>` : ''}
${planForm(context, form, { do: 'suggest', entry, goal, seen: view.current.number }, html`
${area(context, form, { name: 'reason', label: say(context, 'why-label'), value: because, required: true })}<button class="button" aria-label="${say(context, 'suggest-this-named', { text })}">${say(context, 'suggest-this')}</button>`)}</li>`;
}
