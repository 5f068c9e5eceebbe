import type { HandoverPage } from '../parts.ts';
import type { PageWords } from '../../core/page-words.ts';
import { html, type Html } from './html.ts';
import { plainPage } from './plain.ts';

/** Says what happens before it does. */
export function handoverPage(words: PageWords, { practice, client, colleagues }: HandoverPage, action: string): Html {
  const name = client.name ?? words.t('agree.client-unnamed');
  const back = html`<p><a class="plain-link" href="${action.replace(/\/hand-over$/, '')}">${words.t('hand-over.back')}</a></p>`;
  return plainPage(words, practice, words.t('hand-over.title'), colleagues.length === 0 ? html`<p>${words.t('hand-over.nobody')}</p>${back}` : html`
<p class="lead">${words.t('hand-over.lead', { client: name })}</p>
<p>${words.t('hand-over.next', { client: name })}</p>
<form method="post" action="${action}" class="search">
  <label for="to">${words.t('hand-over.to')}</label>
  <div class="write">
    <select id="to" name="to" required>
      <option value="" selected>${words.t('help.choose')}</option>
      ${colleagues.map((colleague) => html`<option value="${colleague.id}">${colleague.name}</option>`)}
    </select>
    <button class="button strong">${words.t('hand-over.give')}</button>
  </div>
</form>
${back}`);
}

export const handedOverPage = (words: PageWords): Html =>
  plainPage(words, null, words.t('hand-over.done-title'), html`<p>${words.t('hand-over.done')}</p>`);
