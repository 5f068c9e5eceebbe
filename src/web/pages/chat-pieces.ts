import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import type { Choice, MessageBody, Question } from '../../core/conversation/message.ts';
import type { ChatEntry } from '../parts.ts';
import { html, safeHref, type Html } from './html.ts';

/** The pieces of a conversation: a page is put together from them, and the script puts the same ones into an open page. */

export const chatPath = ({ slug }: Pick<PracticeFace, 'slug'>): string => `/p/${encodeURIComponent(slug)}`;

/** One message in the log. */
export function entryPiece(words: PageWords, { seq, from, at, messageId, body }: ChatEntry): Html {
  const count = body.question?.choices.length ?? 0;
  return html`<li class="entry ${from}" data-seq="${seq}"${messageId ? html` data-message="${messageId}"` : ''}>
  <span class="unseen">${words.t(from === 'cairn' ? 'chat.from-cairn' : 'chat.from-you')}</span>
  <div class="said" dir="auto">${body.text}</div>
  ${link(body)}
  ${count > 0 ? html`<span class="unseen">${words.t('chat.choices-below', { count })}</span>` : ''}
  <time datetime="${at}">${at.slice(0, 16).replace('T', ' ')}</time>
</li>`;
}

function link({ link }: MessageBody): Html | null {
  const href = link && safeHref(link.url);
  return href ? html`<p><a class="button quiet" href="${href}" rel="noopener noreferrer">${link.label}</a></p>` : null;
}

/** The question that waits for an answer: asked since the client last wrote. */
export function openQuestion(entries: ChatEntry[]): Question | null {
  const since = entries.slice(entries.findLastIndex(({ from }) => from === 'client') + 1);
  return since.findLast(({ body }) => body.question)?.body.question ?? null;
}

/** Buttons, boxes or a scale for a question; nothing for one that wants words only. `id` names the form. */
export function answersPiece(words: PageWords, practice: PracticeFace, question: Question | null, id: string): Html | null {
  if (!question || (question.choices.length === 0 && !question.scale)) return null;
  const { kind, most, step, ownWords } = question;
  return html`<form method="post" action="${chatPath(practice)}/messages" data-kind="${kind}"${most ? html` data-most="${most}"` : ''}>
  <input type="hidden" name="form" value="${id}">
  <input type="hidden" name="step" value="${step}">
  ${kind === 'many' ? boxes(words, question) : question.scale ? scale(question, question.scale) : buttons(question.choices)}
  ${ownWords ? html`<p class="hint">${words.t('chat.own-words')}</p>` : ''}
</form>`;
}

const labelOf = ({ label, hint }: Choice): Html =>
  html`<span dir="auto">${label}</span>${hint ? html`<small dir="auto">${hint}</small>` : ''}`;

const buttons = (choices: Choice[]): Html => html`<div class="choices">
  ${choices.map((choice) => html`<button class="choice" name="id" value="${choice.id}">${labelOf(choice)}</button>`)}
</div>`;

function boxes(words: PageWords, { choices, most }: Question): Html {
  return html`<fieldset class="choices">
  <legend>${most && most < choices.length ? words.t('chat.up-to', { most }) : words.t('chat.any-number')}</legend>
  ${choices.map((choice) => html`<label class="choice">
    <input type="checkbox" name="id" value="${choice.id}"><span>${labelOf(choice)}</span>
  </label>`)}
</fieldset>
<button class="button strong" name="done" value="yes">${words.t('chat.done')}</button>`;
}

/** A row of numbers between its two ends. Choices that are no number ("I would rather not say") stand below. */
function scale({ choices }: Question, { from, to, low, high }: NonNullable<Question['scale']>): Html {
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
  const others = choices.filter(({ id }) => !numbers.includes(id));
  return html`<div class="scale">
  <p class="ends"><span>${from}: <bdi>${low}</bdi></span><span>${to}: <bdi>${high}</bdi></span></p>
  <div class="numbers">
    ${numbers.map((number) => html`<button class="choice" name="id" value="${number}">${number}</button>`)}
  </div>
</div>
${others.length ? buttons(others) : ''}`;
}

/** "About 3 of 9", as a bar and in words. */
export function progressPiece(words: PageWords, progress: MessageBody['progress']): Html | null {
  if (!progress) return null;
  const said = words.t('chat.progress', { at: progress.at, of: progress.of });
  return html`<progress max="${progress.of}" value="${progress.at}" aria-label="${said}"></progress><span aria-hidden="true">${said}</span>`;
}
