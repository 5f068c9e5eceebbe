import type { SinceAgreed } from '../../../core/progress/since.ts';
import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';
import { diffList } from './history.ts';

/** For the minute before a session: what came after both last said yes. Nothing while nothing was agreed. */
export function sinceSection(context: PlanContext, told: SinceAgreed | undefined): Html | null {
  if (!told?.since) return null;
  const { words, dates } = context;
  const { since, goals, signs, checkIns, changes, open, questions } = told;
  const brought = checkIns.filter(({ words: said }) => said !== '');
  const counts = [
    ...(checkIns.length > 0 ? [words.t('progress.since-check-ins', { count: checkIns.length })] : []),
    ...(open.length > 0 ? [words.t('progress.since-open', { count: open.length })] : []),
    ...(questions.length > 0 ? [words.t('progress.since-questions', { count: questions.length })] : []),
  ];
  return html`<section class="part since" aria-labelledby="since">
<h2 id="since">${words.t('progress.since', { version: since.version, day: dates.day(since.at) })}</h2>
${told.quiet ? html`<p>${words.t('progress.since-nothing')}</p>` : ''}
${counts.length > 0 ? html`<p class="hint">${counts.join(' · ')}</p>` : ''}
${goals.length > 0 ? html`<ul>${goals.map(({ text, ratings, change }) => {
    const now = ratings.at(-1)!.value;
    return html`<li dir="auto">${change && change.direction !== 'same' ? words.t('progress.chat-line', { goal: text, first: change.from.value, now }) : words.t('progress.since-now', { goal: text, now })}${change?.clear
      ? html` <b class="tag">${words.t('progress.since-clear')}</b>` : ''}</li>`;
  })}</ul>` : ''}
${brought.length > 0 ? html`<div><h3>${say(context, 'since-brings')}</h3><div class="quotes">${brought.map(({ at, words: said }) => html`<figure class="quote">
  <figcaption><time datetime="${at}">${dates.day(at)}</time></figcaption><blockquote dir="auto">${said}</blockquote>
</figure>`)}</div></div>` : ''}
${signs.length > 0 ? html`<div><h3>${say(context, 'moved-signs')}</h3><ul class="dots">${signs.map(({ text }) => html`<li dir="auto">${text}</li>`)}</ul></div>` : ''}
${changes.length > 0 ? html`<div><h3>${words.t('progress.since-changes')}</h3>${diffList(context, changes)}</div>` : ''}
</section>`;
}
