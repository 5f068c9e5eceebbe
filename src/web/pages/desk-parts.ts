import type { ChannelName } from '../../channels/channel.ts';
import { localeOf } from '../../core/dates-in-words.ts';
import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import type { AssetName } from '../assets.ts';
import { html, type Html } from './html.ts';
import { bar, layout } from './layout.ts';

/** A page below the desk, about one thing, with the way back. `base`: the desk's own address. */
export function belowDesk(words: PageWords, practice: PracticeFace, { base, title, scripts = [] }: { base: string; title: string; scripts?: AssetName[] }, body: Html): Html {
  return layout({ words, practice, title, kind: 'desk', scripts }, html`
${bar(practice, html`<a class="plain-link" href="${base}">${words.t('desk.back')}</a>`)}
<main id="main" class="sheet narrow">
  <h1>${title}</h1>
  ${body}
</main>`);
}

/** Something to pass on: it can be selected by hand, and copied with one press where there is script. */
export const copyField = (words: PageWords, { id, label, value }: { id: string; label: string; value: string }): Html => html`<div class="field">
  <label for="${id}">${label}</label>
  <div class="write">
    <input id="${id}" class="to-copy" readonly value="${value}" dir="ltr" spellcheck="false">
    <button type="button" class="button" data-copies="${id}" data-said="${words.t('desk.copied')}" aria-label="${words.t('desk.copy-what', { what: label })}" hidden>${words.t('desk.copy')}</button>
  </div>
  <p class="hint" id="${id}-said" role="status"></p>
</div>`;

/** A form with one button, posted to the page it stands on. */
export const deed = (action: string, what: string, label: string, look = 'strong'): Html => html`<form method="post" action="${action}">
  <input type="hidden" name="do" value="${what}">
  <button class="button ${look}">${label}</button>
</form>`;

/** "Slack, Teams or Discord". */
export const anyOf = (words: PageWords, platforms: ChannelName[]): string =>
  new Intl.ListFormat(localeOf(words.language), { type: 'disjunction' }).format(platforms.map((channel) => words.t('desk.channel', { channel })));
