import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import type { OpenedInvite } from '../../actions/invite-link.ts';
import { html, type Html } from './html.ts';
import { plainPage } from './plain.ts';

/** What a therapist's invite opens. Looking at it changes nothing; neither choice is made beforehand, so that nothing but a person begins. */
export const invitePage = (words: PageWords, { practice, therapist }: OpenedInvite, action: string, missing = false): Html => {
  const names = { therapist: therapist.name, practice: practice.name };
  const choice = (value: string): Html => html`<label class="choice"><input type="radio" name="who" value="${value}" required><span>${words.t(`invite.${value}`)}</span></label>`;
  return plainPage(words, practice, words.t('invite.title', names), html`
<p class="lead">${words.t('invite.lead', names)}</p>
<p>${words.t('invite.next', names)}</p>
<form method="post" action="${action}">
  ${missing ? html`<p role="alert">${words.t('invite.choose')}</p>` : ''}
  <fieldset class="choices">
    <legend>${words.t('invite.who')}</legend>
    ${choice('me')}
    ${choice('somebody-else')}
  </fieldset>
  <button class="button strong big">${words.t('invite.begin')}</button>
</form>
<p class="hint">${words.t('invite.once')}</p>`);
};

/** It came to somebody it was not meant for. */
export const inviteNotMinePage = (words: PageWords, practice: PracticeFace): Html =>
  plainPage(words, practice, words.t('invite.not-mine-title'), html`<p class="lead">${words.t('invite.not-mine')}</p>`);

/** For an invite that never was, is too old, was used or was taken back. */
export const inviteGonePage = (words: PageWords): Html => plainPage(words, null, words.t('invite.gone-title'), html`<p>${words.t('invite.gone')}</p>`);

/** Nobody is turned away without a way to a person. A code is an invite's, or from another chat: the page says what sending it does. */
export const invitedOnlyPage = (words: PageWords, practice: PracticeFace, action: string, wrong = false): Html => plainPage(words, practice, words.t('invited-only.title'), html`
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
