import { servedBy } from '../../../core/plan/apply.ts';
import type { PlanItem, Proposal } from '../../../core/plan/plan.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { html, type Html } from '../html.ts';
import { nameOf, say, type PlanContext } from './context.ts';
import { button, planForm, reasonField } from './forms.ts';
import { endOf, itemFacts } from './item.ts';
import { read, written } from './reading.ts';

/** One suggested change, in its place on the page: what it would replace, why, what was said, and the reader's answer. */
export function proposalCard(context: PlanContext, proposal: Proposal): Html {
  const mine = proposal.by === context.view.viewer;
  return html`<div role="group" class="proposal ${proposal.state}" id="proposal-${proposal.id}" tabindex="-1"
  aria-label="${proposalTitle(context, proposal)}">
  ${proposalHead(context, proposal, shownState(context, proposal))}
  ${changeBody(context, proposal)}
  ${because(context, proposal)}
  ${remarks(context, proposal)}
  ${mine ? ownForms(context, proposal) : answerForms(context, proposal)}
</div>`;
}

const proposalTitle = (context: PlanContext, { by, change }: Proposal): string =>
  context.words.t(`agree.${change.do}-${by === context.view.viewer ? 'mine' : 'theirs'}`, { name: nameOf(context, by) });

/** "Mara suggests a change", and how it stands. */
const proposalHead = (context: PlanContext, proposal: Proposal, state: string): Html =>
  html`<p class="eyebrow">${proposalTitle(context, proposal)}<span class="badge">${context.words.t(`agree.state-${state}`)}</span></p>`;

/** Whose turn it is, for an open one: words from the other side hand it back. */
function shownState({ view }: PlanContext, { state, remarks, by }: Proposal): string {
  if (state !== 'open') return state;
  return (remarks.at(-1)?.by ?? by) === view.viewer ? 'waiting' : 'for-you';
}

const because = (context: PlanContext, { by, reason }: Proposal): Html | null =>
  reason ? html`<p class="because"><b>${context.words.t('agree.because')}</b> <span dir="auto">${written(context, by, reason)}</span></p>` : null;

const shortRemarks = (context: PlanContext, { remarks }: Proposal): Html[] =>
  remarks.map(({ by, text }) => html`<p class="remark"><b>${nameOf(context, by)}:</b> <span dir="auto">${written(context, by, text)}</span></p>`);

/** A suggestion or question in a list, with what was said about it and the way to it while it waits. `body`: with what it would change. */
export const proposalBrief = (context: PlanContext, proposal: Proposal, body = true): Html => html`
${proposalHead(context, proposal, shownState(context, proposal))}
${body ? changeBody(context, proposal) : ''}
${because(context, proposal)}
${shortRemarks(context, proposal)}
${isPending(proposal) ? html`<p><a href="#proposal-${proposal.id}">${context.words.t('agree.go-there')}</a></p>` : ''}`;

const remarks = (context: PlanContext, { remarks }: Proposal): Html | null =>
  remarks.length === 0 ? null : html`<ul class="remarks">${remarks.map(({ by, text, at }) => html`<li>
  <p class="eyebrow">${nameOf(context, by)}, <time datetime="${at}">${context.dates.day(at)}</time></p>
  <p dir="auto">${written(context, by, text)}</p>
</li>`)}</ul>`;

function changeBody(context: PlanContext, { by, change }: Proposal): Html {
  const { words } = context;
  switch (change.do) {
    case 'ask': return html`<p class="asked" dir="auto">${written(context, by, change.question)}</p>`;
    case 'add': return html`<p class="new" dir="auto">${read(context, change.item.id, change.item.text)}</p>${itemFacts(context, change.item)}`;
    case 'remove': return html`<p><span class="tag">${words.t('agree.take-out')}</span> <del dir="auto">${read(context, change.before.id, change.before.text)}</del></p>${goesWith(context, change.before)}`;
    case 'change': {
      const { before, after } = change;
      return html`${versus(context, before, after)}${otherFields(context, before, after)}${before.ended === after.ended ? '' : endOf(context, after)}`;
    }
  }
}

/** A goal takes along what serves it, so whoever decides about it is told. */
function goesWith(context: PlanContext, { id: goal }: PlanItem): Html | null {
  const served = servedBy(context.view.current.items, goal);
  return served.length === 0 ? null : html`<p class="tag">${context.words.t('agree.goes-with')}</p>
<ul class="dots">${served.map(({ id, text }) => html`<li dir="auto">${read(context, id, text)}</li>`)}</ul>`;
}

/** The words as they read now, next to the words as they would read. */
const versus = (context: PlanContext, before: PlanItem, after: PlanItem): Html | null =>
  before.text === after.text ? null : html`<dl class="versus">
  <div><dt>${context.words.t('agree.now')}</dt><dd dir="auto">${read(context, before.id, before.text)}</dd></div>
  <div class="after"><dt>${context.words.t('agree.instead')}</dt><dd dir="auto">${read(context, after.id, after.text)}</dd></div>
</dl>`;

/** Ratings and dates that a change touches. */
function otherFields({ words, dates }: PlanContext, before: PlanItem, after: PlanItem): Html[] {
  const none = words.t('agree.none');
  const shown = (item: PlanItem) =>
    ({ baseline: item.baseline ?? none, target: item.target ?? none, on: item.on ? dates.date(item.on) : none });
  const [was, becomes] = [shown(before), shown(after)];
  return (['baseline', 'target', 'on'] as const).filter((field) => was[field] !== becomes[field]).map((field) =>
    html`<p><span class="tag">${words.t(`agree.label-${field}`)}:</span>
  ${words.t('agree.instead-of', { before: was[field], after: becomes[field] })}</p>`);
}

/** Take it back; once it is sent, also say more about it. */
function ownForms(context: PlanContext, { id, state, change }: Proposal): Html {
  const { words } = context;
  const [withdraw, reply] = [planForm(context, `withdraw:${id}`), planForm(context, `reply:${id}`)];
  const drafted = state === 'drafted';
  return html`<div class="acts">
  ${withdraw.form({ do: 'withdraw', proposal: id }, button(words.t(drafted ? 'agree.undo' : 'agree.take-back'), 'quiet'))}
  ${drafted ? '' : reply.folded(words.t(change.do === 'ask' ? 'agree.add-words' : 'agree.reply'), { do: 'reply', proposal: id }, html`
    ${reply.text({ name: 'text', label: words.t('agree.your-words'), required: true })}${button(words.t('agree.send-words'))}`)}
</div>`;
}

/** The four answers, side by side and alike; a question is answered in words. */
function answerForms(context: PlanContext, { id, change }: Proposal): Html {
  const answer = planForm(context, `answer:${id}`);
  const hidden = { do: 'answer', proposal: id };
  const press = (name: string): Html => html`<button class="button" name="answer" value="${name}">${say(context, `answer-${name}`)}</button>`;
  if (change.do === 'ask') {
    return answer.form(hidden, html`
${answer.text({ name: 'text', label: say(context, 'your-answer') })}
<div class="answers-row two">${['reply', 'discuss'].map(press)}</div>`);
  }
  return html`${answer.form(hidden, html`
${answer.text({ name: 'text', label: say(context, 'answer-words'), hint: say(context, 'answer-words-hint') })}
<div class="answers-row">${['accept', 'decline', 'why', 'discuss'].map(press)}</div>`)}
${change.do === 'add' ? counterForm(context, change.item) : ''}`;
}

/** Other words for a line that the other side suggests adding. */
function counterForm(context: PlanContext, { id, text }: PlanItem): Html {
  const counter = planForm(context, `change:${id}`);
  return html`<div class="acts">
  ${counter.folded(say(context, 'counter'), { do: 'change', item: id, seen: context.view.current.number }, html`
    ${counter.text({ name: 'text', label: say(context, 'new-words'), value: text, required: true })}
    ${counter.text(reasonField(context))}${button(say(context, 'propose'))}`)}
</div>`;
}
