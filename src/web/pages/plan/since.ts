import type { GoalSince, SinceAgreed } from '../../../core/progress/since.ts';
import { html, type Html } from '../html.ts';
import { goalText, say, type PlanContext } from './context.ts';
import { diffList } from './diff-list.ts';
import { proposalBrief } from './proposal.ts';
import { ownWord } from './quote.ts';
import { read, readPlainly, written } from './reading.ts';

/** For the minute before a session: what came after both last said yes. Nothing while nothing was agreed, and once the plan is closed. */
export function sinceSection(context: PlanContext, told: SinceAgreed | undefined): Html | null {
  if (!told?.since || context.view.status === 'closed') return null;
  const { words, dates } = context;
  const { since, goals, signs, checkIns, changes } = told;
  const brought = checkIns.filter(({ words: said }) => said !== '');
  const proposals = [...told.open, ...told.questions, ...told.decided];
  const look = lookedBack(context);
  return html`<section class="part since" aria-labelledby="since">
<h2 id="since">${words.t('progress.since', { version: since.version, day: dates.day(since.at) })}</h2>
${told.quiet && !look ? html`<p>${words.t('progress.since-nothing')}</p>` : ''}
${counts(context, told)}
${look}
${goals.length > 0 ? html`<div><h3>${words.t('progress.title')}</h3><ul class="dots">${goals.map((goal) => rated(context, goal))}</ul></div>` : ''}
${brought.length > 0 ? html`<div><h3>${say(context, 'since-brings')}</h3><div class="quotes">${brought.map(({ at, words: text }) => ownWord(context, text, dates.day(at)))}</div></div>` : ''}
${signs.length > 0 ? html`<div><h3>${say(context, 'moved-signs')}</h3><ul class="dots">${signs.map(({ text, own }) => html`<li dir="auto">${own ? written(context, 'client', text) : text}</li>`)}</ul></div>` : ''}
${proposals.length > 0 ? html`<div><h3>${words.t('progress.since-proposals')}</h3><ul class="answered">${proposals.map((proposal) => html`<li>${proposalBrief(context, proposal, proposal.state !== 'accepted')}</li>`)}</ul></div>` : ''}
${changes.length > 0 ? html`<div><h3>${words.t('progress.since-changes')}</h3>${diffList(context, changes)}</div>` : ''}
</section>`;
}

function counts({ words }: PlanContext, { checkIns, open, questions }: SinceAgreed): Html | null {
  const found = [
    ...(checkIns.length > 0 ? [words.t('progress.since-check-ins', { count: checkIns.length })] : []),
    ...(open.length > 0 ? [words.t('progress.since-open', { count: open.length })] : []),
    ...(questions.length > 0 ? [words.t('progress.since-questions', { count: questions.length })] : []),
  ];
  return found.length > 0 ? html`<p class="hint">${found.join(' · ')}</p>` : null;
}

function rated(context: PlanContext, { goal: id, text, ratings, change }: GoalSince): Html {
  const { words } = context;
  const goal = readPlainly(context, id, text);
  const now = ratings.at(-1)!.value;
  const moved = change && change.direction !== 'same';
  return html`<li dir="auto">${moved ? words.t('progress.chat-line', { goal, first: change.from.value, now }) : words.t('progress.since-now', { goal, now })}${change?.clear
    ? html` <b class="tag">${words.t('progress.since-clear')}</b>` : ''}</li>`;
}

/** What the client said in the look at the plan that has come to no outcome yet. */
function lookedBack(context: PlanContext): Html | null {
  const { words, view, review } = context;
  const open = review?.open;
  if (!open?.said) return null;
  const { goals, lookBack } = open.words;
  const said = goals.flatMap(({ item, ended, words: text }) => {
    const goal = goalText(view, item);
    return goal === undefined ? [] : [{ goal: read(context, item, goal), ended: ended && words.t(`progress.ended-${ended}`), text }];
  });
  return html`<div><h3>${say(context, 'since-look')}</h3>
<p>${words.t('desk.review-said', { said: open.said })}</p>
${said.length > 0 ? html`<ul class="endings">${said.map(({ goal, ended, text }) => html`<li><p dir="auto">${goal}${ended ? html`: <b>${ended}</b>` : ''}</p>${text ? ownWord(context, text) : ''}</li>`)}</ul>` : ''}
${lookBack ? ownWord(context, lookBack, say(context, 'look-back')) : ''}</div>`;
}
