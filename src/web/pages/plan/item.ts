import type { PlanItem } from '../../../core/plan/plan.ts';
import { html, type Html } from '../html.ts';
import { goalText, say, type PlanContext } from './context.ts';

/** What belongs to a line besides its text: its goal, ratings, reasons, date. */
export function itemFacts(context: PlanContext, item: PlanItem): Html {
  const { words, view, dates } = context;
  const goal = goalText(view, item.goal);
  const reasons = (['what', 'why', 'connects'] as const).filter((name) => item[name]);
  return html`${goal ? html`<p class="for">${words.t('agree.for-goal')} <bdi>${goal}</bdi></p>` : ''}
${item.kind === 'goal' ? scale(context, item.baseline, item.target) : ''}
${item.on ? html`<p class="when"><time datetime="${item.on}">${dates.date(item.on)}</time></p>` : ''}
${reasons.length ? html`<dl class="reasons">${reasons.map((name) => html`<div><dt>${words.t(`agree.${name}`)}</dt><dd dir="auto">${item[name]}</dd></div>`)}</dl>` : ''}`;
}

/** A rating today and where would be good enough, drawn on a line from 0 to 10, and said in words. */
export function scale(context: PlanContext, now: number | undefined, enough: number | undefined): Html | null {
  if (now === undefined && enough === undefined) return null;
  const said = [now === undefined ? '' : say(context, 'rating-now', { now }), enough === undefined ? '' : say(context, 'rating-enough', { enough })].filter(Boolean).join(', ');
  const at = (value: number): number => 8 + value * 18.4;
  return html`<div class="rating"><svg viewBox="0 0 200 16" aria-hidden="true" focusable="false"><path class="track" d="M8 8H192"/>
${now !== undefined && enough !== undefined ? html`<path class="way" d="M${at(now)} 8H${at(enough)}"/>` : ''}
${enough === undefined ? '' : html`<circle class="enough" cx="${at(enough)}" cy="8" r="6"/>`}
${now === undefined ? '' : html`<circle class="now" cx="${at(now)}" cy="8" r="5"/>`}</svg><p>${said}</p></div>`;
}
