import type { Proposal, PlanItem } from '../../../core/plan/plan.ts';
import { html, type Html } from '../html.ts';
import { nameOf, say, type PlanContext } from './context.ts';
import { area, fold, planForm } from './forms.ts';
import { itemFacts } from './item.ts';

/** One suggested change, in its place on the page: what it would replace, why, what was said, and the reader's answer. */
export function proposalCard(context: PlanContext, proposal: Proposal): Html {
  const mine = proposal.by === context.view.viewer;
  const { id, state, change, reason } = proposal;
  return html`<div role="group" class="proposal ${mine ? 'mine' : 'theirs'} ${state}" id="proposal-${id}" tabindex="-1" aria-label="${title(context, proposal)}">
<p class="eyebrow">${title(context, proposal)}<span class="badge">${context.words.t(`agree.state-${shownState(context, proposal)}`)}</span></p>
${changeBody(context, change)}
${reason ? html`<p class="because"><b>${context.words.t('agree.because')}</b> <span dir="auto">${reason}</span></p>` : ''}
${remarks(context, proposal)}
${mine ? ownForms(context, proposal) : answerForms(context, proposal)}</div>`;
}

/** Whose turn it is, for an open one: words from the other side hand it back. */
const shownState = ({ view }: PlanContext, { state, remarks, by }: Proposal): string => {
  if (state !== 'open') return state;
  const last = remarks.at(-1)?.by ?? by;
  return last === view.viewer ? 'waiting' : 'for-you';
};

const title = (context: PlanContext, { by, change }: Proposal): string =>
  context.words.t(`agree.${change.do}-${by === context.view.viewer ? 'mine' : 'theirs'}`, { name: nameOf(context, by) });

export function changeBody(context: PlanContext, change: Proposal['change']): Html {
  const { words } = context;
  switch (change.do) {
    case 'ask':
      return html`<p class="asked" dir="auto">${change.question}</p>`;
    case 'add':
      return html`<p class="new" dir="auto">${change.item.text}</p>${itemFacts(context, change.item)}`;
    case 'remove':
      return html`<p class="old"><span class="tag">${words.t('agree.take-out')}</span> <del dir="auto">${change.before.text}</del></p>`;
    case 'change':
      return html`${change.before.text === change.after.text ? '' : html`<dl class="versus">
<div><dt>${words.t('agree.now')}</dt><dd dir="auto">${change.before.text}</dd></div><div class="after"><dt>${words.t('agree.instead')}</dt><dd dir="auto">${change.after.text}</dd></div></dl>`}
${otherFields(context, change.before, change.after).map(({ label, before, after }) => html`<p class="instead"><span class="tag">${label}:</span> ${words.t('agree.instead-of', { before, after })}</p>`)}`;
  }
}

/** Ratings and dates that a change touches. */
function otherFields({ words, dates }: PlanContext, before: PlanItem, after: PlanItem) {
  const none = words.t('agree.none');
  const shown = (item: PlanItem) => ({ baseline: item.baseline ?? none, target: item.target ?? none, on: item.on ? dates.date(item.on) : none });
  const [was, becomes] = [shown(before), shown(after)];
  return (['baseline', 'target', 'on'] as const)
    .filter((field) => was[field] !== becomes[field])
    .map((field) => ({ label: words.t(`agree.label-${field}`), before: was[field], after: becomes[field] }));
}

const remarks = (context: PlanContext, { remarks }: Proposal): Html | null =>
  remarks.length === 0 ? null : html`<ul class="remarks">${remarks.map(({ by, text, at }) => html`<li><p class="eyebrow">${nameOf(context, by)}, <time datetime="${at}">${context.dates.day(at)}</time></p><p dir="auto">${text}</p></li>`)}</ul>`;

function ownForms(context: PlanContext, { id, state, change }: Proposal): Html {
  const [withdraw, reply] = [`withdraw:${id}`, `reply:${id}`];
  return html`<div class="acts">${planForm(context, withdraw, { do: 'withdraw', proposal: id }, html`<button class="button quiet">${context.words.t(state === 'drafted' ? 'agree.undo' : 'agree.take-back')}</button>`)}
${state === 'drafted' ? '' : fold(context, [reply], context.words.t(change.do === 'ask' ? 'agree.add-words' : 'agree.reply'), planForm(context, reply, { do: 'reply', proposal: id }, html`
${area(context, reply, { name: 'text', label: context.words.t('agree.your-words'), required: true })}<button class="button strong">${context.words.t('agree.send-words')}</button>`))}</div>`;
}

/** The four answers, side by side and alike; a question is answered in words. */
function answerForms(context: PlanContext, { id, change }: Proposal): Html {
  const form = `answer:${id}`;
  const button = (answer: string): Html => html`<button class="button" name="answer" value="${answer}">${say(context, `answer-${answer}`)}</button>`;
  if (change.do === 'ask') {
    return planForm(context, form, { do: 'answer', proposal: id }, html`${area(context, form, { name: 'text', label: say(context, 'your-answer') })}
<div class="answers-row two">${button('reply')}${button('discuss')}</div>`);
  }
  return html`${planForm(context, form, { do: 'answer', proposal: id }, html`${area(context, form, { name: 'text', label: say(context, 'answer-words'), hint: say(context, 'answer-words-hint') })}
<div class="answers-row">${['accept', 'decline', 'why', 'discuss'].map(button)}</div>`)}${change.do === 'add' ? html`<div class="acts">${counterForm(context, change.item)}</div>` : ''}`;
}

/** Other words for a line that the other side suggests adding. */
function counterForm(context: PlanContext, item: PlanItem): Html {
  const form = `change:${item.id}`;
  return fold(context, [form], say(context, 'counter'), planForm(context, form, { do: 'change', item: item.id, seen: context.view.current.number }, html`
${area(context, form, { name: 'text', label: say(context, 'new-words'), value: item.text, required: true })}
${area(context, form, { name: 'reason', label: say(context, 'why-label'), hint: say(context, 'why-hint'), required: context.view.viewer === 'therapist' })}
<button class="button strong">${say(context, 'propose')}</button>`));
}
