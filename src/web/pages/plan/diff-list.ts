import type { DiffLine, DiffWord } from '../../../core/plan/diff.ts';
import { html, type Html } from '../html.ts';
import type { PlanContext } from './context.ts';

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
