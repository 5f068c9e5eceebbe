import { datesInWords } from '../../core/dates-in-words.ts';
import type { PageWords } from '../../core/page-words.ts';
import type { Mail } from '../parts.ts';
import { html, linked, type Html } from './html.ts';
import { bar, layout } from './layout.ts';

/** What the demo would have mailed. */
export function mailboxPage(words: PageWords, mails: Mail[], timeZone: string): Html {
  const dates = datesInWords(words.language, timeZone);
  const title = words.t('mailbox.title');
  return layout({ words, practice: null, title, kind: 'plain' }, html`
${bar(null)}
<main id="main" class="sheet narrow">
  <h1>${title}</h1>
  <p class="hint">${words.t('mailbox.hint')}</p>
  ${mails.length === 0 ? html`<p class="empty">${words.t('mailbox.empty')}</p>` : html`<ol class="mails">
    ${mails.map(({ to, subject, at, text }) => html`<li class="card">
      <p class="eyebrow">${words.t('mailbox.to', { to })} <time datetime="${at}">${Date.parse(at) ? dates.moment(at) : ''}</time></p>
      <h2 dir="auto">${subject}</h2>
      <p class="mail" dir="auto">${linked(text)}</p>
    </li>`)}
  </ol>`}
</main>`);
}
