import type { PracticeFace } from '../../actions/plan-view.ts';
import type { Words } from '../words.ts';
import { html, type Html } from './html.ts';
import { bar, layout, urgentHelp } from './layout.ts';

/** Pages with one thing to say. */

export const plainPage = (words: Words, practice: PracticeFace | null, title: string, body: Html): Html =>
  layout({ words, practice, title, kind: 'plain' }, html`
${bar(practice, urgentHelp(words, practice))}
<main id="main" class="sheet narrow">
  <h1>${title}</h1>
  ${body}
</main>`);

export const notFoundPage = (words: Words): Html =>
  plainPage(words, null, words.t('not-found.title'), html`<p>${words.t('not-found.text')}</p>`);

/**
 * The same page for a link that never was, is too old or was taken back: it gives nothing away. `fields` are those of a
 * form that came too late: its writer gets the words back.
 */
export const linkGonePage = (words: Words, fields: Fields = []): Html => plainPage(words, null, words.t('link-gone.title'), html`
<p>${words.t('link-gone.text')}</p>
<p>${words.t('link-gone.next')}</p>
${written(fields)}`);

export const errorPage = (words: Words, kind: 'fault' | 'bad-request' | 'too-large' | 'not-same-site'): Html =>
  plainPage(words, null, words.t(`error.${kind}-title`), html`<p>${words.t(`error.${kind}`)}</p>`);

type Fields = [name: string, value: string][];

/** The fields that hold somebody's words. */
const written = (fields: Fields): Html[] =>
  fields.filter(([name, value]) => value && ['text', 'reason', 'question'].includes(name))
    .map(([, value]) => html`<blockquote dir="auto">${value}</blockquote>`);

/** A form that could not be taken just now: the words are on the page, and one press sends the same form again. */
export function tryAgainPage(words: Words, action: string, fields: Fields): Html {
  return plainPage(words, null, words.t('try-again.title'), html`
<p>${words.t('try-again.text')}</p>
${written(fields)}
<form method="post" action="${action}">
  ${fields.map(([name, value]) => html`<textarea hidden name="${name}">
${value}</textarea>`)}
  <button class="button strong big">${words.t('try-again.again')}</button>
</form>`);
}

/** Links get forwarded: a code proves that this one was meant for the reader. */
export function codePage(
  words: Words, practice: PracticeFace,
  { action, sentTo, asked, wrong }: { action: string; sentTo: string; asked: boolean; wrong: boolean },
): Html {
  return plainPage(words, practice, words.t('code.title'), html`
<p class="lead">${words.t('code.lead', { to: sentTo })}</p>
${asked ? html`<form method="post" action="${action}" class="search">
  ${wrong ? html`<p class="notice" role="alert">${words.t('code.wrong')}</p>`
    : html`<p role="status">${words.t('code.sent', { to: sentTo })}</p>`}
  <label for="code">${words.t('code.label')}</label>
  <div class="write">
    <input id="code" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12"
      ${wrong ? html`aria-invalid="true"` : ''}>
    <button class="button strong">${words.t('code.open')}</button>
  </div>
</form>` : ''}
<form method="post" action="${action}">
  <input type="hidden" name="send" value="yes">
  <button class="button ${asked ? 'quiet' : 'strong big'}">${words.t(asked ? 'code.again' : 'code.send')}</button>
</form>`);
}
