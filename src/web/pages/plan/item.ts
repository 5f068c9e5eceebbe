import type { PlanItem } from '../../../core/plan/plan.ts';
import type { Foreign } from '../../../core/plan/reading.ts';
import { html, type Html } from '../html.ts';
import { goalText, say, type PlanContext } from './context.ts';
import { ownWord } from './quote.ts';
import { original, read, readIn } from './reading.ts';

type Reasons = Pick<PlanItem, 'what' | 'why' | 'connects'>;

/** What belongs to a line besides its text: its goal, ratings, date, and what, why and how. */
export function itemFacts(context: PlanContext, item: PlanItem): Html {
  const { dates } = context;
  return html`
${forGoal(context, item.goal)}
${item.kind === 'goal' ? scale(context, item) : ''}
${endOf(context, item)}
${item.on ? html`<p><time datetime="${item.on}">${dates.date(item.on)}</time></p>` : ''}
${reasons(context, item, context.view.foreign[item.id])}
${original(context, context.view.foreign[item.id], item, (language) => context.words.t('agree.stands-in', { language }))}`;
}

export function forGoal(context: PlanContext, goal: string | undefined): Html | null {
  const text = goalText(context.view, goal);
  return text === undefined ? null : html`<p class="for">${context.words.t('agree.for-goal')} <bdi>${read(context, goal!, text)}</bdi></p>`;
}

/** What became of a goal that is not worked on any more, and the client's own words about that. */
export const endOf = (context: PlanContext, { ended, endedWords }: PlanItem): Html | null =>
  ended === undefined ? null : html`<p class="ended"><span class="tag">${context.words.t('progress.ended')}:</span> <b>${context.words.t(`progress.ended-${ended}`)}</b></p>
${endedWords ? ownWord(context, endedWords) : ''}`;

export function reasons({ words }: PlanContext, item: Reasons, foreign: Foreign = {}): Html | null {
  const given = (['what', 'why', 'connects'] as const).filter((name) => item[name]);
  return given.length === 0 ? null : html`<dl class="reasons">
  ${given.map((name) => html`<div><dt>${words.t(`agree.${name}`)}</dt><dd dir="auto">${readIn(foreign, item[name]!)}</dd></div>`)}
</dl>`;
}

/** A rating today and where would be good enough, drawn on a line from 0 to 10, and said in words. */
function scale(context: PlanContext, { baseline: now, target: enough }: PlanItem): Html | null {
  const said = [
    ...(now === undefined ? [] : [say(context, 'rating-now', { now })]),
    ...(enough === undefined ? [] : [say(context, 'rating-enough', { enough })]),
  ];
  if (said.length === 0) return null;
  const at = (value: number): number => 8 + value * 18.4;
  return html`<div class="rating">
  <svg viewBox="0 0 200 16" aria-hidden="true" focusable="false">
    <path class="track" d="M8 8H192"/>
    ${now !== undefined && enough !== undefined ? html`<path class="way" d="M${at(now)} 8H${at(enough)}"/>` : ''}
    ${enough === undefined ? '' : html`<circle class="enough" cx="${at(enough)}" cy="8" r="6"/>`}
    ${now === undefined ? '' : html`<circle class="now" cx="${at(now)}" cy="8" r="5"/>`}
  </svg>
  <p>${said.join(', ')}</p>
</div>`;
}
