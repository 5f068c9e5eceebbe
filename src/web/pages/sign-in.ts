import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import type { Party } from '../../core/plan/plan.ts';
import type { DoorState } from '../parts.ts';
import { html, type Html } from './html.ts';
import { plainPage, written, type Fields } from './plain.ts';

/** What just happened at the door: an address says it, and anything else in it is left out. */
const codeNews = ['sent', 'too-many', 'wrong', 'spent'] as const;
type CodeNews = (typeof codeNews)[number];
export const readCodeNews = (text: unknown): CodeNews | undefined => codeNews.find((news) => news === text);

type SentTo = Extract<DoorState, { open: false }>['sentTo'];

export interface CodePageState {
  action: string;
  sentTo: SentTo;
  news: CodeNews | undefined;
  /** In the demo: where the code can be read. */
  mailbox?: string;
  /** Of a form that was sent after the session had ended: its writer gets the words back. */
  fields?: Fields;
}

/** Links get forwarded: a code proves that this one was meant for the reader. */
export function codePage(words: PageWords, practice: PracticeFace, { action, sentTo, news, mailbox, fields = [] }: CodePageState): Html {
  const title = words.t('code.title');
  if (!sentTo) return plainPage(words, practice, title, html`<p class="lead">${words.t('code.no-way', { contact: practice.contact })}</p>`);
  const to = words.t('code.to', { channel: sentTo.channel, address: veiled(sentTo), practice: practice.name });
  const waiting = news === 'sent' || news === 'wrong' || news === 'too-many';
  return plainPage(words, practice, title, html`
${news === 'sent' ? html`<p class="lead" role="status">${words.t('code.sent', { to })}</p>` : html`<p class="lead">${words.t('code.lead', { to })}</p>`}
${news && news !== 'sent' ? html`<p class="notice" role="alert">${words.t(`code.${news}`)}</p>` : ''}
${waiting ? html`<form method="post" action="${action}" class="search">
  <label for="code">${words.t('code.label')}</label>
  <div class="write">
    <input id="code" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12" autofocus
      ${news === 'wrong' ? html`aria-invalid="true"` : ''}>
    <button class="button strong">${words.t('code.open')}</button>
  </div>
</form>` : ''}
${mailbox && sentTo.channel === 'mail' && waiting ? demoMailbox(words, mailbox) : ''}
<form method="post" action="${action}">
  <input type="hidden" name="send" value="yes">
  <button class="button ${waiting ? 'quiet' : 'strong big'}">${words.t(waiting ? 'code.again' : 'code.send')}</button>
</form>
<p class="hint">${words.t('code.kept')}</p>
${wordsBack(words, fields)}`);
}

function wordsBack(words: PageWords, fields: Fields): Html | null {
  const kept = written(fields);
  return kept.length ? html`<p>${words.t('code.not-stored')}</p>${kept}` : null;
}

/** Enough of an address to know it again. Those of a chat say nothing to anybody. */
function veiled(sentTo: NonNullable<SentTo>): string {
  const [, first, domain] = /^(.).*(@[^@]+)$/u.exec(sentTo.address) ?? [];
  return sentTo.channel === 'mail' && first ? `${first}•••${domain}` : '';
}

const demoMailbox = (words: PageWords, mailbox: string): Html =>
  html`<p>${words.t('code.demo')} <a href="${mailbox}" target="_blank" rel="noopener">${words.t('mailbox.title')}</a></p>`;

export const signedOutPage = (words: PageWords, everywhere: boolean): Html =>
  plainPage(words, null, words.t('signed-out.title'), html`<p>${words.t(everywhere ? 'signed-out.everywhere' : 'signed-out.here')}</p>`);

export const newLinkPage = (words: PageWords, mailbox: string | undefined): Html =>
  plainPage(words, null, words.t('new-link.title'), html`<p>${words.t('new-link.text')}</p>
${mailbox ? demoMailbox(words, mailbox) : ''}`);

/** At the foot of a desk or a client's plan. In the web chat there is nothing to sign out of here, only elsewhere. */
export function signOutForms(words: PageWords, as: Party, chat?: PracticeFace): Html {
  const form = (everywhere: boolean, label: string): Html => html`<form method="post" action="/sign-out">
  <input type="hidden" name="as" value="${as}">
  ${chat ? html`<input type="hidden" name="practice" value="${chat.slug}">` : ''}
  ${everywhere ? html`<input type="hidden" name="everywhere" value="yes">` : ''}
  <button class="button quiet">${label}</button>
</form>`;
  return html`<section class="leave no-print" aria-label="${words.t('leave.title')}">
${chat ? '' : form(false, words.t('leave.here'))}
${form(true, words.t(chat ? 'leave.elsewhere' : 'leave.everywhere'))}
</section>`;
}
