import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import { html, type Html } from './html.ts';
import { bar, layout, urgentHelp } from './layout.ts';

/** Pages with one thing to say. */

export const plainPage = (words: PageWords, practice: PracticeFace | null, title: string, body: Html): Html =>
  layout({ words, practice, title, kind: 'plain' }, html`
${bar(practice, urgentHelp(words, practice))}
<main id="main" class="sheet narrow">
  <h1>${title}</h1>
  ${body}
</main>`);

export const notFoundPage = (words: PageWords): Html =>
  plainPage(words, null, words.t('not-found.title'), html`<p>${words.t('not-found.text')}</p>`);

/**
 * The same page for a link that never was, is too old or was taken back: it gives nothing away, and in place of any that has
 * the looks of a link a new one can be asked for. `fields` are those of a form that came too late: its writer gets the words back.
 */
export const linkGonePage = (words: PageWords, token: string, fields: Fields = []): Html => plainPage(words, null, words.t('link-gone.title'), html`
<p>${words.t('link-gone.text')}</p>
${/^[\w-]{43}$/.test(token) ? html`<form method="post" action="/new-link">
  <input type="hidden" name="link" value="${token}">
  <button class="button strong">${words.t('link-gone.send')}</button>
</form>
<p class="hint">${words.t('link-gone.how')}</p>` : html`<p>${words.t('link-gone.next')}</p>`}
${written(fields)}`);

/** Nobody is turned away without a way to a person. */
export const fullTodayPage = (words: PageWords, practice: PracticeFace): Html => plainPage(words, practice, words.t('full-today.title'), html`
<p class="lead">${words.t('full-today.text')}</p>
<p>${words.t('full-today.next')} <span dir="auto">${practice.contact}</span></p>
<p>${words.t('full-today.urgent')}</p>`);

export const errorPage = (words: PageWords, kind: 'fault' | 'bad-request' | 'too-large' | 'not-same-site' | 'too-many'): Html =>
  plainPage(words, null, words.t(`error.${kind}-title`), html`<p>${words.t(`error.${kind}`)}</p>`);

export type Fields = [name: string, value: string][];

/** The fields that hold somebody's words. */
export const written = (fields: Fields): Html[] =>
  fields.filter(([name, value]) => value && ['text', 'reason', 'question', 'note'].includes(name))
    .map(([, value]) => html`<blockquote dir="auto">${value}</blockquote>`);

/** A form that could not be taken just now: the words are on the page, and one press sends the same form again. */
export function tryAgainPage(words: PageWords, action: string, fields: Fields): Html {
  return plainPage(words, null, words.t('try-again.title'), html`
<p>${words.t('try-again.text')}</p>
${written(fields)}
<form method="post" action="${action}">
  ${fields.map(([name, value]) => html`<textarea hidden name="${name}">
${value}</textarea>`)}
  <button class="button strong big">${words.t('try-again.again')}</button>
</form>`);
}
