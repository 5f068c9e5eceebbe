import type { ConnectCode } from '../../actions/desk-chats.ts';
import type { DeskSettings } from '../../actions/desk-settings.ts';
import { datesInWords } from '../../core/dates-in-words.ts';
import type { Words } from '../words.ts';
import { anyOf, belowDesk, copyField, deed } from './desk-parts.ts';
import { html, type Html } from './html.ts';

/** What was just done, as an address says it; anything else in it is left out. */
const news = ['disconnected'] as const;
export type SettingsNews = (typeof news)[number];
export const readSettingsNews = (text: unknown): SettingsNews | undefined => news.find((each) => each === text);

const pathOf = (base: string): string => `${base}/settings`;

/** What a therapist sets for themselves. `base`: the desk's own address; this page lies below it. */
export function deskSettingsPage(words: Words, settings: DeskSettings, { base, did }: { base: string; did: SettingsNews | undefined }): Html {
  return belowDesk(words, settings.practice, { base, title: words.t('desk-settings.title') }, html`
${did ? html`<p class="flash" role="status">${words.t(`desk-settings.${did}`)}</p>` : ''}
${chats(words, settings, pathOf(base))}`);
}

function chats(words: Words, { chats, platforms, timeZone }: DeskSettings, action: string): Html {
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

/** A code that connects a chat, and what to do with it; shown this once. */
export function connectPage(words: Words, { practice }: DeskSettings, { code, minutes, platforms }: ConnectCode, base: string): Html {
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
