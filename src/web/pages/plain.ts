import type { PracticeFace } from '../../actions/plan-view.ts';
import type { HelpNow, Mail } from '../parts.ts';
import type { Words } from '../words.ts';
import { datesIn, html, linked, safeHref, type Html } from './html.ts';
import { bar, layout, urgentHelp } from './layout.ts';

/** Pages with one thing to say: nothing here, a link that no longer opens, a fault, people to call, the demo's mail. */

const plain = (words: Words, practice: PracticeFace | null, title: string, body: Html): Html =>
  layout({ words, practice, title, kind: 'plain' }, html`${bar(practice, urgentHelp(words, practice))}<main id="main" class="sheet narrow"><h1>${title}</h1>${body}</main>`);

export const notFoundPage = (words: Words): Html => plain(words, null, words.t('not-found.title'), html`<p>${words.t('not-found.text')}</p>`);

/** The same page for a link that never was, is too old or was taken back: it gives nothing away. */
export const linkGonePage = (words: Words): Html => plain(words, null, words.t('link-gone.title'), html`<p>${words.t('link-gone.text')}</p><p>${words.t('link-gone.next')}</p>`);

export const errorPage = (words: Words, kind: 'fault' | 'bad-request' | 'too-large' | 'not-same-site'): Html =>
  plain(words, null, words.t(`error.${kind}-title`), html`<p>${words.t(`error.${kind}`)}</p>`);

/** A form that could not be taken just now: the words are on the page, and one press sends the same form again. */
export function tryAgainPage(words: Words, action: string, fields: [name: string, value: string][]): Html {
  const written = fields.filter(([name, value]) => value && ['text', 'reason', 'question'].includes(name));
  return plain(words, null, words.t('try-again.title'), html`<p>${words.t('try-again.text')}</p>
${written.map(([, value]) => html`<blockquote dir="auto">${value}</blockquote>`)}
<form method="post" action="${action}">${fields.map(([name, value]) => html`<textarea hidden name="${name}">
${value}</textarea>`)}<button class="button strong big">${words.t('try-again.again')}</button></form>`);
}

/** People to call. Works with nothing but itself: no script, no conversation. */
export function helpNowPage(words: Words, help: HelpNow, practice: PracticeFace | null): Html {
  return plain(words, practice, words.t('help.title'), html`<p class="lead">${words.t('help.lead')}</p>
${help.emergency ? html`<p class="emergency">${words.t('help.emergency')} <a class="button strong big" href="tel:${help.emergency}">${words.t('help.call', { number: help.emergency })}</a></p>` : html`<p class="emergency">${words.t('help.emergency-anywhere')}</p>`}
<ul class="help-lines">${help.lines.map(({ name, about, ways }) => html`<li><h2>${name}</h2>${about ? html`<p>${about}</p>` : ''}<p class="ways">${ways.map(({ label, href }) => {
    const safe = safeHref(href);
    return safe ? html`<a class="button" href="${safe}" rel="noopener noreferrer">${label}</a>` : html`<b>${label}</b>`;
  })}</p></li>`)}</ul>
<form method="get" action="/help-now" class="search">${practice ? html`<input type="hidden" name="practice" value="${practice.slug}">` : ''}<label for="country">${words.t('help.country')}</label>
<div class="write"><select id="country" name="country">${help.country ? '' : html`<option value="" selected>${words.t('help.choose')}</option>`}${help.countries.map(({ code, name }) => html`<option value="${code}"${code === help.country ? html` selected` : ''}>${name}</option>`)}</select>
<button class="button">${words.t('help.show')}</button></div></form>
${practice ? html`<p class="contact">${words.t('help.practice', { practice: practice.name })} <span dir="auto">${practice.contact}</span></p><p><a class="button quiet" href="/p/${encodeURIComponent(practice.slug)}">${words.t('help.back')}</a></p>` : ''}
<p class="hint">${words.t('help.not-emergency')}</p>`);
}

/** What the demo would have mailed. */
export function mailboxPage(words: Words, mails: Mail[], timeZone: string): Html {
  const dates = datesIn(words.language, timeZone);
  return layout({ words, practice: null, title: words.t('mailbox.title'), kind: 'plain' }, html`${bar(null)}<main id="main" class="sheet narrow"><h1>${words.t('mailbox.title')}</h1><p class="hint">${words.t('mailbox.hint')}</p>
${mails.length === 0 ? html`<p class="empty">${words.t('mailbox.empty')}</p>` : html`<ol class="mails">${mails.map(({ to, subject, at, text }) => html`<li class="card"><p class="eyebrow">${words.t('mailbox.to', { to })} · <time datetime="${at}">${dates.moment(at)}</time></p><h2 dir="auto">${subject}</h2><p class="mail" dir="auto">${linked(text)}</p></li>`)}</ol>`}</main>`);
}

/** Links get forwarded: a code proves that this one was meant for the reader. */
export function codePage(words: Words, practice: PracticeFace, { action, sentTo, asked, wrong }: { action: string; sentTo: string; asked: boolean; wrong: boolean }): Html {
  return plain(words, practice, words.t('code.title'), html`<p class="lead">${words.t('code.lead', { to: sentTo })}</p>
${asked ? html`<form method="post" action="${action}" class="search">${wrong ? html`<p class="notice" role="alert">${words.t('code.wrong')}</p>` : html`<p role="status">${words.t('code.sent', { to: sentTo })}</p>`}
<label for="code">${words.t('code.label')}</label><div class="write"><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required${wrong ? html` aria-invalid="true"` : ''}><button class="button strong">${words.t('code.open')}</button></div></form>` : ''}
<form method="post" action="${action}"><input type="hidden" name="send" value="yes"><button class="button ${asked ? 'quiet' : 'strong big'}">${words.t(asked ? 'code.again' : 'code.send')}</button></form>`);
}
