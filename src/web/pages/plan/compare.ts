import { diffVersions } from '../../../core/plan/diff.ts';
import { html, type Html } from '../html.ts';
import type { PlanContext } from './context.ts';
import { diffList } from './diff-list.ts';

/** Two versions of a plan, by their numbers, the earlier one first. */
export interface Compared {
  from: number;
  to: number;
}

/** The versions that an address names; anything else in it is left out. In whichever order they are named, the earlier one comes first. */
export function readCompared({ from, to }: { from?: unknown; to?: unknown }): Compared | undefined {
  const [one, other] = [from, to].map((text) => (typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : NaN)) as [number, number];
  return one > 0 && other > 0 ? { from: Math.min(one, other), to: Math.max(one, other) } : undefined;
}

/** What changed between any two versions. With two there is nothing to choose: the history says it. */
export function compare(context: PlanContext): Html | null {
  const { words, view, dates, action, compared } = context;
  const { versions } = view.plan;
  const [from, to] = [compared?.from, compared?.to].map((number) => versions.find((version) => version.number === number));
  if (versions.length < 3) return null;
  const choose = (name: 'from' | 'to', chosen: number): Html => html`<div class="field">
  <label for="compare-${name}">${words.t(`agree.compare-${name}`)}</label>
  <select id="compare-${name}" name="${name}">${versions.map(({ number, at }) =>
    html`<option value="${number}"${number === chosen ? html` selected` : ''}>${words.t('agree.version-line', { number, day: dates.day(at) })}</option>`)}</select>
</div>`;
  const changes = from && to ? diffVersions(from.items, to.items) : null;
  return html`<details class="compare"${changes ? html` open` : ''} id="compare">
<summary>${words.t('agree.compare')}</summary>
<div class="fold-in">
<form method="get" action="${action}#compare" class="no-print">
  <div class="fields">${choose('from', from?.number ?? versions[0]!.number)}${choose('to', to?.number ?? versions.at(-1)!.number)}</div>
  <button class="button">${words.t('agree.compare-now')}</button>
</form>
${changes ? html`<p><b>${words.t('agree.compared', { from: from!.number, to: to!.number })}</b></p>
${changes.length ? diffList(context, changes) : html`<p class="hint">${words.t('agree.no-difference')}</p>`}` : ''}
</div>
</details>`;
}
