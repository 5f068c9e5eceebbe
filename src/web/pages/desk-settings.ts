import type { ConnectCode } from '../../actions/desk-chats.ts';
import type { DeskSettings } from '../../actions/desk-settings.ts';
import { placeName } from '../../core/living/time-zones.ts';
import { datesInWords } from '../../core/dates-in-words.ts';
import type { PageWords } from '../../core/page-words.ts';
import { anyOf, belowDesk, copyField, deed } from './desk-parts.ts';
import { html, type Html } from './html.ts';

/** What was just done, as an address says it; anything else in it is left out. */
const news = ['disconnected', 'saved'] as const;
export type SettingsNews = (typeof news)[number];
export const readSettingsNews = (text: unknown): SettingsNews | undefined => news.find((each) => each === text);

const pathOf = (base: string): string => `${base}/settings`;

/** What a therapist sets for themselves. `base`: the desk's own address; this page lies below it. */
export function deskSettingsPage(words: PageWords, settings: DeskSettings, { base, did }: { base: string; did: SettingsNews | undefined }): Html {
  return belowDesk(words, settings.practice, { base, title: words.t('desk-settings.title') }, html`
${did ? html`<p class="flash" role="status">${words.t(`desk-settings.${did}`)}</p>` : ''}
${chats(words, settings, pathOf(base))}
${wishes(words, settings, pathOf(base))}`);
}

function chats(words: PageWords, { chats, platforms, timeZone }: DeskSettings, action: string): Html {
  const dates = datesInWords(words.language, timeZone);
  return html`<section aria-labelledby="chats">
  <h2 id="chats">${words.t('desk-settings.chats')}</h2>
  <p>${words.t('desk-settings.chats-lead')}</p>
  ${chats.length ? html`<ul class="plain-list">${chats.map(({ channel, since }) =>
    html`<li>${words.t('desk-settings.chat-since', { channel: words.t('desk.channel', { channel }), day: dates.day(since) })}</li>`)}</ul>`
    : html`<p>${words.t(platforms.length ? 'desk-settings.no-chats' : 'desk-settings.no-platform')}</p>`}
  ${platforms.length ? deed(action, 'connect', words.t(chats.length ? 'desk-settings.connect-another' : 'desk-settings.connect'), chats.length ? 'quiet' : 'strong') : ''}
  ${chats.length ? html`${deed(action, 'disconnect', words.t('desk-settings.disconnect'), 'quiet')}
  <p class="hint">${words.t('desk-settings.disconnect-next')}</p>` : ''}
</section>`;
}

/** One form, saved with one press. What is not to be chosen from is not there. */
function wishes(words: PageWords, settings: DeskSettings, action: string): Html {
  const { reminders, notices, noticeWays, routes, languages, language, zone, otherwise, zones } = settings;
  const t = (key: string, values = {}): string => words.t(`desk-settings.${key}`, values);
  const nameOf = (code: string): string => new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;
  const set = routes.map((channel) => words.t('desk.channel', { channel })).join(', ');
  return html`<section aria-labelledby="wishes">
  <h2 id="wishes">${t('wishes')}</h2>
  <form method="post" action="${action}" class="settings">
    <input type="hidden" name="do" value="save">
    ${choice('reminders', t('reminders'), [option('on', t('reminders-on'), reminders), option('off', t('reminders-off'), !reminders)], t('reminders-hint'))}
    ${choice('notices', t('notices'), [
      ...noticeWays.map((way) => option(way, t(`notices-${way}`), way === notices)), ...(notices === null ? [option('', t('notices-set', { routes: set }), true)] : []),
    ], t('notices-hint'))}
    ${languages.length > 1 ? choice('language', t('language'), languages.map((code) => option(code, nameOf(code), code === language, code)), t('language-hint')) : ''}
    ${choice('zone', t('zone'), [
      option('', t('zone-otherwise', { place: placeName(otherwise) }), zone === null),
      html`<optgroup label="${t('zone-likely')}">${zones.likely.map((each) => option(each, placeName(each), each === zone))}</optgroup>`,
      html`<optgroup label="${t('zone-all')}">${zones.all.filter((each) => !zones.likely.includes(each)).map((each) => option(each, each.replaceAll('_', ' '), false))}</optgroup>`,
    ], t('zone-hint'))}
    <button class="button strong">${t('save')}</button>
  </form>
</section>`;
}

const option = (value: string, label: string, selected: boolean, language?: string): Html =>
  html`<option value="${value}"${language ? html` lang="${language}"` : ''}${selected ? html` selected` : ''}>${label}</option>`;

const choice = (name: string, label: string, options: Html[], hint: string): Html => html`<div class="field">
  <label for="${name}">${label}</label>
  <select id="${name}" name="${name}" aria-describedby="${name}-hint">${options}</select>
  <p class="hint" id="${name}-hint">${hint}</p>
</div>`;

/** A code that connects a chat, and what to do with it; shown this once. */
export function connectPage(words: PageWords, { practice, code, minutes, platforms }: ConnectCode, base: string): Html {
  return belowDesk(words, practice, { base, title: words.t('desk-settings.code-title'), scripts: ['copy.js'] }, html`
<p class="lead">${words.t('desk-settings.code-lead')}</p>
<ol class="steps">
  <li>${words.t('desk-settings.code-open', { platforms: anyOf(words, platforms) })}</li>
  <li>${words.t('desk-settings.code-send')}</li>
  <li>${words.t('desk-settings.code-answer')}</li>
</ol>
${copyField(words, { id: 'code', label: words.t('desk-settings.code'), value: code })}
<p class="hint">${words.t('desk-settings.code-holds', { minutes })}</p>
<p><a class="button quiet" href="${pathOf(base)}">${words.t('desk-settings.back')}</a></p>`);
}
