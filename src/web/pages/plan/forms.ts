import { html, type Html } from '../html.ts';
import type { PlanContext } from './context.ts';

const idOf = (form: string, name: string): string => `${form}-${name}`.replace(/[^\w-]/g, '-');

export const isKept = ({ kept }: PlanContext, form: string): boolean => kept?.form === form;

/** What stands in a field: what was typed before the form was refused, else the text it starts with. */
const valueOf = ({ kept }: PlanContext, form: string, name: string, fallback: string): string =>
  kept?.form === form ? (kept.fields[name] ?? fallback) : fallback;

/** A form that posts to the page it stands on. `form` names it on this page, so that a refusal can be shown in it. */
export function planForm(context: PlanContext, form: string, hidden: Record<string, string | number | undefined>, body: Html | Html[]): Html {
  return html`<form method="post" action="${context.action}" data-form="${form}"${isKept(context, form) ? html` id="kept" tabindex="-1"` : ''}><input type="hidden" name="form" value="${form}">
${Object.entries(hidden).map(([name, value]) => (value === undefined ? '' : html`<input type="hidden" name="${name}" value="${value}">`))}
${isKept(context, form) ? html`<p class="notice" role="alert">${context.kept!.problem}</p>` : ''}${body}</form>`;
}

export interface Field {
  name: string;
  label: string;
  hint?: string;
  value?: string;
  required?: boolean;
}

export function area(context: PlanContext, form: string, { name, label, hint, value = '', required = false }: Field, rows = 2): Html {
  const id = idOf(form, name);
  return html`<div class="field"><label for="${id}">${label}</label>${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''}
<textarea id="${id}" name="${name}" rows="${rows}" dir="auto"${required ? html` required` : ''}${hint ? html` aria-describedby="${id}-hint"` : ''}>
${valueOf(context, form, name, value)}</textarea></div>`;
}

export function rating(context: PlanContext, form: string, { name, label, value = '' }: Field): Html {
  const id = idOf(form, name);
  return html`<div class="field short"><label for="${id}">${label}</label><input id="${id}" name="${name}" type="number" min="0" max="10" step="1" inputmode="numeric" value="${valueOf(context, form, name, value)}"></div>`;
}

export function day(context: PlanContext, form: string, { name, label, value = '', required = false }: Field): Html {
  const id = idOf(form, name);
  return html`<div class="field short"><label for="${id}">${label}</label><input id="${id}" name="${name}" type="date" value="${valueOf(context, form, name, value)}"${required ? html` required` : ''}></div>`;
}

export function select(context: PlanContext, form: string, { name, label, value = '' }: Field, options: { value: string; label: string }[]): Html {
  const id = idOf(form, name);
  const chosen = valueOf(context, form, name, value);
  return html`<div class="field"><label for="${id}">${label}</label><select id="${id}" name="${name}">
${options.map((option) => html`<option value="${option.value}"${option.value === chosen ? html` selected` : ''}>${option.label}</option>`)}</select></div>`;
}

/** A form behind a word: opened in place, by keyboard or thumb, without script. Stays open when it was refused. */
export const fold = (context: PlanContext, forms: string[], summary: string, body: Html | Html[], look = ''): Html =>
  html`<details class="fold ${look}"${forms.some((form) => isKept(context, form)) ? html` open` : ''}><summary>${summary}</summary><div class="fold-in">${body}</div></details>`;
