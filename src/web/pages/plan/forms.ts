import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';

export interface Field {
  name: string;
  label: string;
  hint?: string;
  value?: string | number;
  required?: boolean;
}

type Hidden = Record<string, string | number | undefined>;

/**
 * One form of a plan page: it posts to the page it stands on, and is named so that a refusal can be shown in it, with
 * every word that was typed.
 */
export function planForm(context: PlanContext, name: string) {
  const kept = context.kept?.form === name ? context.kept : undefined;
  const idOf = (field: string): string => `${name}-${field}`.replace(/[^\w-]/g, '-');
  const valueOf = ({ name, value = '' }: Field): string => kept?.fields[name] ?? String(value);
  const attributes = ({ name, required }: Field): Html => html`id="${idOf(name)}" name="${name}"${required ? html` required` : ''}`;
  const labelled = (field: Field, look: string, input: Html): Html =>
    html`<div class="field ${look}"><label for="${idOf(field.name)}">${field.label}</label>${input}</div>`;

  const form = (hidden: Hidden, body: Html): Html => html`
<form method="post" action="${context.action}" data-form="${name}"${kept ? html` id="kept" tabindex="-1"` : ''}>
  <input type="hidden" name="form" value="${name}">
  ${Object.entries(hidden).map(([field, value]) => (value === undefined ? '' : html`<input type="hidden" name="${field}" value="${value}">`))}
  ${kept ? html`<p class="notice" role="alert">${kept.problem}</p>` : ''}
  ${body}
</form>`;

  return {
    name,
    isKept: kept !== undefined,
    form,
    /** The form behind a word, opened in place. */
    folded: (summary: string, hidden: Hidden, body: Html): Html => fold(summary, form(hidden, body), kept !== undefined),

    text: (field: Field): Html => labelled(field, '', html`
${field.hint ? html`<p class="hint" id="${idOf(field.name)}-hint">${field.hint}</p>` : ''}
<textarea ${attributes(field)} rows="2" dir="auto"${field.hint ? html` aria-describedby="${idOf(field.name)}-hint"` : ''}>
${valueOf(field)}</textarea>`),

    rating: (field: Field): Html => labelled(field, 'short', html`
<input ${attributes(field)} type="number" min="0" max="10" step="1" inputmode="numeric" value="${valueOf(field)}">`),

    day: (field: Field): Html => labelled(field, 'short', html`<input ${attributes(field)} type="date" value="${valueOf(field)}">`),

    select: (field: Field, options: { value: string; label: string }[]): Html => labelled(field, '', html`
<select ${attributes(field)}>${options.map(({ value, label }) =>
    html`<option value="${value}"${value === valueOf(field) ? html` selected` : ''}>${label}</option>`)}</select>`),
  };
}

/** Something behind a word: opened in place, by keyboard or thumb, without script. */
export const fold = (summary: string, body: Html, open: boolean): Html =>
  html`<details class="fold"${open ? html` open` : ''}><summary>${summary}</summary><div class="fold-in">${body}</div></details>`;

export const button = (label: string, look = 'strong'): Html => html`<button class="button ${look}">${label}</button>`;

/** The therapist gives a reason with every suggestion, because the client is shown one; the client may leave it out. */
export const reasonField = (context: PlanContext): Field =>
  ({ name: 'reason', label: say(context, 'why-label'), hint: say(context, 'why-hint'), required: context.view.viewer === 'therapist' });
