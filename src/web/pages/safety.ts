import type { SafetyAlert } from '../../actions/plan-view.ts';
import type { DatesInWords } from '../../core/dates-in-words.ts';
import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import type { HelpNow } from '../parts.ts';
import { chatPath } from './chat-pieces.ts';
import { emergency, helpLine } from './help.ts';
import { html, type Html } from './html.ts';
import { urgentHelp } from './layout.ts';
import { plainPage } from './plain.ts';
import { fold } from './plan/forms.ts';

/** What a safety block is drawn from. `base`: the page it stands on; its forms go below it. */
export interface SafetyContext {
  words: PageWords;
  dates: DatesInWords;
  base: string;
  /** On a desk there are several clients, so each alert says whose it is. */
  named: boolean;
}

/** On top of a therapist's page: danger that was heard, what was done about it, and the two deliberate things to do. */
export function safetyBlock(context: SafetyContext, alerts: SafetyAlert[]): Html | null {
  const { words } = context;
  const open = alerts.filter(({ cleared }) => !cleared);
  const earlier = alerts.filter(({ cleared }) => cleared);
  if (alerts.length === 0) return null;
  return html`<section class="${open.length ? 'alerts' : 'part'}" id="alerts" tabindex="-1" aria-labelledby="alerts-title">
  <h2 id="alerts-title">${words.t('safety.title')}</h2>
  ${open.map((alert) => html`<article class="alert">${facts(context, alert)}${acts(context, alert)}</article>`)}
  ${earlier.length ? fold(words.t('safety.earlier', { count: earlier.length }), html`${earlier.map((alert) => html`<article class="alert">${facts(context, alert)}</article>`)}`, false) : ''}
</section>`;
}

const nameOf = ({ words }: SafetyContext, { client }: SafetyAlert): string => client.name ?? words.t('agree.client-unnamed');

function facts(context: SafetyContext, alert: SafetyAlert): Html {
  const { words, dates, named } = context;
  const { level, openedAt, said, answers, told, acknowledged, cleared } = alert;
  return html`<h3>${named ? html`<span dir="auto">${nameOf(context, alert)}</span>: ` : ''}${words.t('safety.level', { level })}</h3>
  <p class="hint"><time datetime="${openedAt}">${dates.moment(openedAt)}</time></p>
  ${said.map(({ at, text }) => (text ? html`<blockquote dir="auto">${text}<footer class="hint"><time datetime="${at}">${dates.moment(at)}</time></footer></blockquote>`
    : html`<p>${words.t('safety.not-kept')}</p>`))}
  ${answers.length ? html`<h4>${words.t('safety.answers')}</h4><dl>${answers.map(({ question, text }) => html`<dt>${question}</dt><dd dir="auto">${text}</dd>`)}</dl>` : ''}
  <ul class="done">
    <li>${words.t('safety.shown')}</li>
    ${told.map(({ whom, name, route, at }) => html`<li>${words.t('safety.told', { whom, name, route, when: dates.moment(at) })}</li>`)}
    ${told.length === 0 ? html`<li>${words.t('safety.nobody-told')}</li>` : ''}
    ${acknowledged ? html`<li>${words.t('safety.seen-by', { name: acknowledged.by, when: dates.moment(acknowledged.at) })}</li>` : cleared ? '' : html`<li>${words.t('safety.not-seen')}</li>`}
    ${cleared ? html`<li dir="auto">${words.t('safety.cleared-by', { name: cleared.by, when: dates.moment(cleared.at), note: cleared.note })}</li>` : ''}
  </ul>`;
}

function acts(context: SafetyContext, alert: SafetyAlert): Html {
  const { words, base } = context;
  const action = `${base}/safety/${alert.id}`;
  return html`<div class="no-print">
  ${alert.acknowledged ? '' : html`<form method="post" action="${action}">
    <input type="hidden" name="do" value="acknowledge">
    <p>${words.t('safety.see-next')}</p><button class="button strong">${words.t('safety.see')}</button>
  </form>`}
  ${fold(words.t('safety.clear'), html`<form method="post" action="${action}">${clearFields(context, alert.id, nameOf(context, alert))}</form>`, false)}
</div>`;
}

const clearFields = ({ words }: Pick<SafetyContext, 'words'>, id: string, client: string, note = ''): Html => html`
<input type="hidden" name="do" value="clear">
<p>${words.t('safety.clear-next', { client })}</p>
<div class="field"><label for="note-${id}">${words.t('safety.clear-note')}</label>
  <textarea id="note-${id}" name="note" rows="2" dir="auto" required>
${note}</textarea></div>
<button class="button">${words.t('safety.clear-now')}</button>`;

/** A note that could not be taken: why, and the words, to send again. */
export const clearAgainPage = (words: PageWords, { action, problem, note }: { action: string; problem: string; note: string }): Html =>
  plainPage(words, null, words.t('safety.clear'), html`
<p class="notice" role="alert">${words.t(`safety.problem-${problem}`)}</p>
<form method="post" action="${action}">${clearFields({ words }, 'again', words.t('agree.client-unnamed'), note)}</form>`);

/** On top of the client's page while an alert of theirs is open: who to call, and that the chat has asked them about it. */
export function helpBlock(words: PageWords, practice: PracticeFace, help: HelpNow, { therapist, fromChat }: { therapist: string; fromChat: boolean }): Html {
  return html`<section class="alerts help" id="help" tabindex="-1" aria-labelledby="help-title">
  <h2 id="help-title">${words.t('plan.help-title')}</h2>
  <p>${words.t('plan.help-lead')}</p>
  ${emergency(words, help.emergency)}
  ${help.lines.length ? html`<ul class="help-lines">${help.lines.map(helpLine)}</ul>` : html`<p>${urgentHelp(words, practice, fromChat)}</p>`}
  <p>${words.t('plan.help-chat', { therapist })}</p>
  ${fromChat ? html`<p><a class="button strong" href="${chatPath(practice)}#latest">${words.t('plan.help-to-chat')}</a></p>` : ''}
</section>`;
}
