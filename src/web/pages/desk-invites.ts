import type { DeskInvites, MadeInvite } from '../../actions/desk-invites.ts';
import { datesInWords } from '../../core/dates-in-words.ts';
import type { PageWords } from '../../core/page-words.ts';
import { anyOf, belowDesk, copyField, deed } from './desk-parts.ts';
import { html, type Html } from './html.ts';

export interface DeskInvitesState {
  /** The desk's own address; this page lies below it. */
  base: string;
  /** Invites were just ended: what is said of it. */
  ended?: boolean;
}

const pathOf = (base: string): string => `${base}/invite`;

/** How a client is asked in, and what is open. Looking makes nothing. */
export function deskInvitesPage(words: PageWords, { practice, open, lastUntil, timeZone }: DeskInvites, { base, ended }: DeskInvitesState): Html {
  const action = pathOf(base);
  return belowDesk(words, practice, { base, title: words.t('desk-invite.title') }, html`
${ended ? html`<p class="flash" role="status">${words.t('desk-invite.ended')}</p>` : ''}
<p class="lead">${words.t('desk-invite.lead')}</p>
<p>${words.t('desk-invite.no-name')}</p>
${deed(action, 'make', words.t('desk-invite.make'), 'strong big')}
${lastUntil ? html`<section aria-labelledby="open-invites">
  <h2 id="open-invites">${words.t('desk-invite.open', { count: open })}</h2>
  <p>${words.t('desk-invite.open-until', { count: open, day: datesInWords(words.language, timeZone).day(lastUntil) })}</p>
  ${deed(action, 'end', words.t('desk-invite.end'), 'quiet')}
</section>` : ''}`);
}

/** An invite just made, shown this once. */
export function madeInvitePage(words: PageWords, { practice, timeZone, link, code, until, platforms }: MadeInvite, base: string): Html {
  return belowDesk(words, practice, { base, title: words.t('desk-invite.made-title'), scripts: ['copy.js'] }, html`
<p class="lead">${words.t('desk-invite.made')}</p>
${copyField(words, { id: 'link', label: words.t('desk-invite.link'), value: link })}
${copyField(words, { id: 'code', label: words.t('desk-invite.code'), value: code })}
<p>${words.t('desk-invite.code-where', { platforms: anyOf(words, platforms) })}</p>
<p>${words.t('desk-invite.holds', { day: datesInWords(words.language, timeZone).day(until) })}</p>
<p class="hint">${words.t('desk-invite.once')}</p>
<p><a class="button quiet" href="${pathOf(base)}">${words.t('desk-invite.back')}</a></p>`);
}
