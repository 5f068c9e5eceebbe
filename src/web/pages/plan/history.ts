import type { DiffLine } from '../../../core/plan/diff.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { html, type Html } from '../html.ts';
import { nameOf, type PlanContext } from './context.ts';
import { changeBody } from './proposal.ts';

/** Every version with what changed in it, newest first, and every suggestion with its answer. */
export function history(context: PlanContext, open = false): Html {
  const { words, dates, view } = context;
  const decided = view.plan.proposals.filter((proposal) => !isPending(proposal) && proposal.sentAt);
  return html`<section class="history" aria-labelledby="history"><h2 id="history">${words.t('agree.history')}</h2>
<ol class="versions" reversed>${view.history.map(({ version, diff }, at) => html`<li><details${open && at === 0 ? html` open` : ''}><summary>${words.t('agree.version-line', { number: version.number, day: dates.day(version.at) })} <span class="hint">${words.t(version.by === 'draft' ? 'agree.by-draft' : version.by === view.viewer ? 'agree.by-you' : 'agree.by-other', { name: version.by === 'draft' ? '' : nameOf(context, version.by) })}</span></summary>
<div class="fold-in">${version.reason ? html`<p dir="auto">${version.reason}</p>` : ''}${diff.length ? diffList(context, diff) : html`<p class="hint">${words.t(version.number === 1 ? 'agree.first-version' : 'agree.no-difference')}</p>`}</div></details></li>`)}</ol>
${decided.length ? html`<details class="decided"><summary>${words.t('agree.decided', { count: decided.length })}</summary><ul>${decided.toReversed().map((proposal) =>
    html`<li><p class="eyebrow">${words.t(`agree.${proposal.change.do}-${proposal.by === view.viewer ? 'mine' : 'theirs'}`, { name: nameOf(context, proposal.by) })}<span class="badge">${words.t(`agree.state-${proposal.state}`)}</span></p>
${changeBody(context, proposal.change)}${proposal.reason ? html`<p class="because"><b>${words.t('agree.because')}</b> <span dir="auto">${proposal.reason}</span></p>` : ''}
${proposal.remarks.map(({ by, text }) => html`<p class="remark"><b>${nameOf(context, by)}:</b> <span dir="auto">${text}</span></p>`)}</li>`)}</ul></details>` : ''}</section>`;
}

export function diffList(context: PlanContext, lines: DiffLine[]): Html {
  const { words } = context;
  return html`<ul class="diff">${lines.map((line) => html`<li class="${line.change}"><span class="tag">${words.t(`agree.diff-${line.change}`)}</span>
<span class="kind">${words.t(`agree.kind-${line.kind}`)}${line.field && line.field !== 'text' ? `, ${words.t(`agree.field-${line.field}`)}` : ''}</span>
<span dir="auto">${diffBody(context, line)}</span></li>`)}</ul>`;
}

function diffBody({ words, dates, view }: PlanContext, { change, field, item, before, after, words: marked }: DiffLine): Html | Html[] {
  if (marked) return marked.map(({ text, change }) => (change === 'added' ? html`<ins>${text}</ins>` : change === 'removed' ? html`<del>${text}</del>` : html`${text}`));
  const textOf = (id: string | undefined): string | undefined => view.history.flatMap(({ version }) => version.items).find((one) => one.id === id)?.text;
  const shown = (value: string | undefined): string =>
    value === undefined ? words.t('agree.none') : field === 'on' ? dates.date(value) : field === 'goal' ? (textOf(value) ?? words.t('agree.none')) : value;
  switch (change) {
    case 'added': return html`${shown(after)}`;
    case 'removed': return html`<del>${shown(before)}</del>`;
    case 'moved': return html`${textOf(item)}: ${words.t('agree.moved', { before: before ?? '', after: after ?? '' })}`;
    case 'changed': return html`<del>${shown(before)}</del> → <ins>${shown(after)}</ins>`;
  }
}
