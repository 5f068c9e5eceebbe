import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import type { HelpLine, HelpNow } from '../parts.ts';
import { html, safeHref, type Html } from './html.ts';
import { backToChat } from './layout.ts';
import { plainPage } from './plain.ts';

/** People to call. Works with nothing but itself: no script, no conversation. */
export function helpNowPage(words: PageWords, help: HelpNow, practice: PracticeFace | null, fromChat: boolean): Html {
  return plainPage(words, practice, words.t('help.title'), html`
<p class="lead">${words.t('help.lead')}</p>
${emergency(words, help.emergency)}
${help.lines.length ? html`<ul class="help-lines">${help.lines.map(helpLine)}</ul>` : ''}
${countryForm(words, help, practice, fromChat)}
${practice ? html`
<p class="contact">${words.t('help.practice', { practice: practice.name })} <span dir="auto">${practice.contact}</span></p>` : ''}
${practice && fromChat ? backToChat(words, practice) : ''}
<p class="hint">${words.t('help.not-emergency')}</p>`);
}

/** The local emergency number; where no country is known, what to do all the same. */
export const emergency = (words: PageWords, number: string | undefined): Html =>
  number
    ? html`<p class="emergency">${words.t('help.emergency')}
  <a class="button strong big" href="tel:${number}">${words.t('help.call', { number })}</a></p>`
    : html`<p class="emergency">${words.t('help.emergency-anywhere')}</p>`;

/** One line to call, with the ways to reach it. */
export const helpLine = ({ name, about, ways }: HelpLine): Html => html`<li>
  <h2>${name}</h2>
  ${about ? html`<p>${about}</p>` : ''}
  <p class="ways">${ways.map(({ label, href }) => {
    const safe = safeHref(href);
    return safe ? html`<a class="button" href="${safe}" rel="noopener noreferrer">${label}</a>` : html`<b>${label}</b>`;
  })}</p>
</li>`;

function countryForm(words: PageWords, { country, countries }: HelpNow, practice: PracticeFace | null, fromChat: boolean): Html {
  return html`<form method="get" action="/help-now" class="search">
  ${practice ? html`<input type="hidden" name="practice" value="${practice.slug}">` : ''}
  ${fromChat ? html`<input type="hidden" name="from" value="chat">` : ''}
  <label for="country">${words.t('help.country')}</label>
  <div class="write">
    <select id="country" name="country">
      ${country ? '' : html`<option value="" selected>${words.t('help.choose')}</option>`}
      ${countries.map(({ code, name }) => html`<option value="${code}"${code === country ? html` selected` : ''}>${name}</option>`)}
    </select>
    <button class="button">${words.t('help.show')}</button>
  </div>
</form>`;
}
