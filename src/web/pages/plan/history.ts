import type { PlanView } from '../../../actions/plan-view.ts';
import type { DiffLine, DiffWord } from '../../../core/plan/diff.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { html, type Html } from '../html.ts';
import { nameOf, type PlanContext } from './context.ts';
import { proposalBrief } from './proposal.ts';
import { written } from './reading.ts';

/** Every version with what changed in it, newest first, and every suggestion with its answer. */
export function history(context: PlanContext, open = false): Html {
  const { words, view } = context;
  const decided = view.plan.proposals.filter((proposal) => !isPending(proposal) && proposal.sentAt).toReversed();
  return html`<section class="history" aria-labelledby="history">
<h2 id="history">${words.t('agree.history')}</h2>
<ol class="versions" reversed>${view.history.map((entry, at) => html`<li>${version(context, entry, open && at === 0)}</li>`)}</ol>
${decided.length ? html`<details class="decided">
  <summary>${words.t('agree.decided', { count: decided.length })}</summary>
  <ul>${decided.map((proposal) => html`<li>${proposalBrief(context, proposal)}</li>`)}</ul>
</details>` : ''}
</section>`;
}

function version(context: PlanContext, { version, diff }: PlanView['history'][number], open: boolean): Html {
  const { words, dates, view } = context;
  const { number, at, by, reason } = version;
  const who = by === 'draft' ? words.t('agree.by-draft')
    : by === view.viewer ? words.t('agree.by-you')
    : words.t('agree.by-other', { name: nameOf(context, by) });
  return html`<details${open ? html` open` : ''}>
  <summary>${words.t('agree.version-line', { number, day: dates.day(at) })} <span class="hint">${who}</span></summary>
  <div class="fold-in">
    ${reason ? html`<p dir="auto">${by === 'draft' ? reason : written(context, by, reason)}</p>` : ''}
    ${diff.length ? diffList(context, diff) : html`<p class="hint">${words.t(number === 1 ? 'agree.first-version' : 'agree.no-difference')}</p>`}
  </div>
</details>`;
}

/** What changed, a line each, with the words that differ marked. */
export function diffList(context: PlanContext, lines: DiffLine[]): Html {
  const { words } = context;
  const what = ({ kind, field }: DiffLine): string =>
    [words.t(`agree.kind-${kind}`), ...(field && field !== 'text' ? [words.t(`agree.field-${field}`)] : [])].join(', ');
  return html`<ul class="diff">${lines.map((line) => html`<li>
  <span class="tag">${words.t(`agree.diff-${line.change}`)}</span>
  <span class="kind">${what(line)}:</span>
  <span dir="auto"${languageOf(context, line)}>${diffBody(context, line)}</span>
</li>`)}</ul>`;
}

/** What changed are the words of the plan itself, whatever the reader's language is. */
function languageOf({ view }: PlanContext, { item, before, after }: DiffLine): Html | '' {
  const language = [after, before].map((text) => (text ? view.foreign[item]?.[text]?.language : undefined)).find(Boolean);
  return language ? html` lang="${language}"` : '';
}

function diffBody({ words, dates, view }: PlanContext, { change, field, item, before, after, words: marked }: DiffLine): Html | Html[] {
  if (marked) return marked.map(markedWord);
  const none = words.t('agree.none');
  const textOf = (id: string): string => view.history.flatMap(({ version }) => version.items).find((one) => one.id === id)?.text ?? none;
  const shown = (value: string | undefined): string => {
    if (value === undefined) return none;
    switch (field) {
      case 'on': return dates.date(value);
      case 'goal': return textOf(value);
      case 'ended': return words.t(`progress.ended-${value}`);
      default: return value;
    }
  };
  switch (change) {
    case 'added': return html`${shown(after)}`;
    case 'removed': return html`<del>${shown(before)}</del>`;
    case 'moved': return html`${textOf(item)}: ${words.t('agree.moved', { before: before ?? '', after: after ?? '' })}`;
    case 'changed': return html`<del>${shown(before)}</del> → <ins>${shown(after)}</ins>`;
  }
}

function markedWord({ text, change }: DiffWord): Html {
  switch (change) {
    case 'added': return html`<ins>${text}</ins>`;
    case 'removed': return html`<del>${text}</del>`;
    default: return html`${text}`;
  }
}
