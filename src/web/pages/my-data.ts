import type { LogLine } from '../../actions/my-data-page.ts';
import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import { datesInWords } from '../../core/dates-in-words.ts';
import type { MyDataPage } from '../parts.ts';
import { html, type Html } from './html.ts';
import { backToChat } from './layout.ts';
import { plainPage } from './plain.ts';
import { button } from './plan/forms.ts';

export interface MyDataState {
  /** The page's own address; what can be done there stands below it. */
  action: string;
  fromChat: boolean;
}

/** What is kept about a client and why, and the four things they may do with it. */
export function myDataPage(words: PageWords, page: MyDataPage, { action, fromChat }: MyDataState): Html {
  const { practice, therapist } = page;
  const values = { practice: practice.name, therapist: therapist ?? practice.name };
  const t = (key: string): string => words.t(`my-data.${key}`, values);
  return plainPage(words, practice, t('title'), html`
<p class="lead">${t('lead')}</p>
${aboutWhom(words, page)}
<ul class="plain-list">${['kept-chat', 'kept-answers', 'kept-plan', 'kept-consent', 'kept-safety', 'kept-record'].map((key) => html`<li>${t(key)}</li>`)}</ul>
<p>${t('who-reads')}</p>
<section aria-labelledby="take">
  <h2 id="take">${t('take-title')}</h2>
  <p>${t('take')}</p>
  <form method="post" action="${action}/download">${button(t('take-now'))}</form>
</section>
<section aria-labelledby="log-title">
  <h2 id="log-title">${t('log-title')}</h2>
  <p>${t('log')}</p>
  ${log(words, page)}
</section>
<section aria-labelledby="delete">
  <h2 id="delete">${t('delete-title')}</h2>
  <p>${t('delete-lead')}</p>
  <p><a class="button quiet" href="${action}/delete">${t('delete-next')}</a></p>
</section>
<p class="contact">${t('contact')} <span dir="auto">${practice.contact}</span></p>
${fromChat ? backToChat(words, practice) : ''}`);
}

/** A device may be shared: it is said whose data this is before anybody reads or deletes it. */
const aboutWhom = (words: PageWords, { name }: MyDataPage): Html | '' => (name ? html`<p dir="auto">${words.t('my-data.about', { name })}</p>` : '');

function log(words: PageWords, { log: lines, language, timeZone }: MyDataPage): Html {
  if (lines.length === 0) return html`<p>${words.t('my-data.log-none')}</p>`;
  const dates = datesInWords(language, timeZone);
  return html`<ul class="access-log" tabindex="0" aria-labelledby="log-title">${lines.map(({ at, who, action }) => html`
  <li><time datetime="${at}">${dates.moment(at)}</time><span><b dir="auto">${nameOf(words, who)}</b> ${words.t(`my-data.did-${deedOf(action)}`)}</span></li>`)}</ul>`;
}

const nameOf = (words: PageWords, who: LogLine['who']): string => (who.actor === 'therapist' ? who.name : words.t(`my-data.who-${who.actor}`));

/** What is on record, as one of the things that there are words for. */
const deeds = [
  'plan.read', 'plan.open', 'plan.approve', 'plan.agreed', 'plan.drafted', 'consent.given', 'consent.refused', 'consent.withdrawn', 'client.handed-over',
  'link.code-sent', 'link.signed-in', 'person.signed-out-everywhere', 'data.exported',
  'alert.opened', 'alert.raised', 'alert.told', 'alert.acknowledged', 'alert.cleared',
];

const deedOf = (action: string): string => {
  if (deeds.includes(action)) return action.replace('.', '-');
  return action.startsWith('plan.') ? 'plan-changed' : 'other';
};

/** Says what goes, what stays and that there is no way back, before it does. */
export function deletePage(words: PageWords, page: MyDataPage, { action }: MyDataState): Html {
  const { practice, therapist, keptYears, held } = page;
  const values = { practice: practice.name, therapist: therapist ?? practice.name, years: keptYears };
  const t = (key: string): string => words.t(`my-data.${key}`, values);
  const back = html`<p><a class="button strong" href="${action}">${t('delete-no')}</a></p>`;
  if (held) return plainPage(words, practice, t('delete-page-title'), html`
<p class="lead">${t('delete-held')}</p>
${aboutWhom(words, page)}
<p class="contact">${t('contact')} <span dir="auto">${practice.contact}</span></p>
${back}`);
  return plainPage(words, practice, t('delete-page-title'), html`
<p class="lead">${t('delete-goes')}</p>
${aboutWhom(words, page)}
<p>${t(keptYears > 0 ? 'delete-stays' : 'delete-nothing-stays')}</p>
<p>${t('delete-trail')}</p>
<p>${t('delete-told')}</p>
<p><b>${t('delete-final')}</b> <a href="${action}">${t('delete-first-take')}</a></p>
${back}
<form method="post" action="${action}/delete"><input type="hidden" name="delete" value="everything">${button(t('delete-now'), 'quiet')}</form>`);
}

/** Nothing in it says who was here. */
export const deletedPage = (words: PageWords, practice: PracticeFace): Html => plainPage(words, practice, words.t('my-data.deleted-title'), html`
<p class="lead">${words.t('my-data.deleted')}</p>
<p>${words.t('my-data.deleted-next')}</p>
<p class="contact">${words.t('my-data.contact')} <span dir="auto">${practice.contact}</span></p>`);
