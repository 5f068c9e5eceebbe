import type { PracticeFace } from '../../actions/plan-view.ts';
import type { InvitePage } from '../parts.ts';
import type { Words } from '../words.ts';
import { html, type Html } from './html.ts';
import { plainPage } from './plain.ts';

/** What a therapist's invite opens. Looking at it changes nothing; the button begins. */
export const invitePage = (words: Words, { practice, therapist }: InvitePage, action: string): Html => {
  const names = { therapist: therapist.name, practice: practice.name };
  return plainPage(words, practice, words.t('invite.title', names), html`
<p class="lead">${words.t('invite.lead', names)}</p>
<p>${words.t('invite.next', names)}</p>
<form method="post" action="${action}">
  <button class="button strong big">${words.t('invite.begin')}</button>
</form>
<p class="hint">${words.t('invite.once')}</p>`);
};

/** For an invite that never was, is too old, was used or was taken back. */
export const inviteGonePage = (words: Words): Html => plainPage(words, null, words.t('invite.gone-title'), html`<p>${words.t('invite.gone')}</p>`);

/** Nobody is turned away without a way to a person. A code is an invite's, or from another chat: the page says what sending it does. */
export const invitedOnlyPage = (words: Words, practice: PracticeFace, action: string, wrong = false): Html => plainPage(words, practice, words.t('invited-only.title'), html`
<p class="lead">${words.t('invited-only.text', { practice: practice.name })}</p>
<form method="post" action="${action}">
  ${wrong ? html`<p role="alert">${words.t('invited-only.wrong')}</p>` : ''}
  <label for="code">${words.t('invited-only.code')}</label>
  <input id="code" name="code" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" dir="ltr">
  <p class="hint">${words.t('invited-only.what')}</p>
  <button class="button strong">${words.t('invited-only.send')}</button>
</form>
<p>${words.t('invited-only.next')} <span dir="auto">${practice.contact}</span></p>
<p>${words.t('full-today.urgent')}</p>`);
