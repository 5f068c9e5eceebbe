import type { PracticeFace } from '../../actions/plan-view.ts';
import type { Question } from '../../core/conversation/message.ts';
import type { CommandName } from '../../core/flow/common-words.ts';
import { MESSAGE_LIMIT } from '../limits.ts';
import type { ChatEntry, ChatPerson } from '../parts.ts';
import type { Words } from '../words.ts';
import { html, safeHref, type Html } from './html.ts';
import { bar, layout, urgentHelp } from './layout.ts';

export interface ChatPage {
  words: Words;
  practice: PracticeFace;
  /** `null`: nobody has begun here with this browser. */
  person: ChatPerson | null;
  entries: ChatEntry[];
  /** Seq to ask for what came before, when there may be more. */
  earlier: number | null;
  /** Only older messages are shown, on the way back through a long conversation without script. */
  past: boolean;
  commandWords(command: CommandName): string;
  /** Somebody pressed Begin and came back without our cookie. */
  cookiesOff?: boolean;
  /** A new id for a form, so that sending it twice counts once. */
  newId(): string;
}

export const chatPath = (practice: PracticeFace): string => `/p/${encodeURIComponent(practice.slug)}`;

/** One message, as it stands in the log. The script puts in the same piece that a reload would show. */
export function entryPiece(words: Words, { seq, from, at, messageId, body }: ChatEntry): Html {
  const href = body.link && safeHref(body.link.url);
  const count = body.question?.choices.length ?? 0;
  return html`<li class="entry ${from}" data-seq="${seq}"${messageId ? html` data-message="${messageId}"` : ''}>
<span class="unseen">${words.t(from === 'cairn' ? 'chat.from-cairn' : 'chat.from-you')}</span>
<div class="said" dir="auto">${body.text}</div>
${href ? html`<p><a class="button quiet" href="${href}" rel="noopener noreferrer">${body.link!.label}</a></p>` : ''}
${count > 0 ? html`<span class="unseen">${words.t('chat.choices-below', { count })}</span>` : ''}
<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')}</time></li>`;
}

/** The question that waits for an answer: asked since the client last wrote. */
export function openQuestion(entries: ChatEntry[]): Question | null {
  const since = entries.slice(entries.findLastIndex(({ from }) => from === 'client') + 1);
  return since.findLast(({ body }) => body.question)?.body.question ?? null;
}

/** Buttons, boxes or a scale for a question; nothing for one that wants words only. */
export function answersPiece(words: Words, practice: PracticeFace, question: Question | null, id: string): Html | null {
  if (!question || (question.choices.length === 0 && !question.scale)) return null;
  const own = question.ownWords ? html`<p class="hint">${words.t('chat.own-words')}</p>` : '';
  return html`<form method="post" action="${chatPath(practice)}/messages" data-kind="${question.kind}"${question.most ? html` data-most="${question.most}"` : ''}>
<input type="hidden" name="form" value="${id}"><input type="hidden" name="step" value="${question.step}">
${question.kind === 'many' ? boxes(words, question) : question.scale ? scaleButtons(question) : choiceButtons(question)}${own}</form>`;
}

const label = ({ label, hint }: Question['choices'][number]): Html => html`<span dir="auto">${label}</span>${hint ? html`<small dir="auto">${hint}</small>` : ''}`;

const choiceButtons = ({ choices }: Question): Html =>
  html`<div class="choices">${choices.map((choice) => html`<button class="choice" name="id" value="${choice.id}">${label(choice)}</button>`)}</div>`;

function boxes(words: Words, { choices, most }: Question): Html {
  return html`<fieldset class="choices"><legend>${most && most < choices.length ? words.t('chat.up-to', { most }) : words.t('chat.any-number')}</legend>
${choices.map((choice) => html`<label class="choice"><input type="checkbox" name="id" value="${choice.id}"><span>${label(choice)}</span></label>`)}</fieldset>
<button class="button strong" name="done" value="yes">${words.t('chat.done')}</button>`;
}

function scaleButtons({ scale, choices }: Question): Html {
  const { from, to, low, high } = scale!;
  const steps = Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
  const rest = choices.filter(({ id }) => !steps.includes(id));
  return html`<div class="scale"><p class="ends"><span>${from}: <bdi>${low}</bdi></span><span>${to}: <bdi>${high}</bdi></span></p>
<div class="numbers">${steps.map((step) => html`<button class="choice" name="id" value="${step}">${step}</button>`)}</div></div>
${rest.length ? choiceButtons({ choices: rest } as Question) : ''}`;
}

export function progressPiece(words: Words, progress: { at: number; of: number } | undefined): Html | null {
  if (!progress) return null;
  const said = words.t('chat.progress', { at: progress.at, of: progress.of });
  return html`<progress max="${progress.of}" value="${progress.at}" aria-label="${said}"></progress><span aria-hidden="true">${said}</span>`;
}

/** What the script needs to say by itself. */
const scriptWords = (words: Words): string =>
  JSON.stringify(Object.fromEntries(['sending', 'waiting', 'refused', 'put-back', 'offline', 'back-online', 'left', 'over', 'too-many', 'gone', 'cookies', 'slow-down']
    .map((key) => [key, words.t(`chat.${key}`, { count: '#', most: '#' })])));

export function chatPage(page: ChatPage): Html {
  const { words, practice, person, entries, past } = page;
  const base = chatPath(practice);
  const title = words.t('chat.title', { practice: practice.name });
  const question = past ? null : openQuestion(entries);
  const progress = entries.findLast(({ body }) => body.progress)?.body.progress;
  const head = bar(practice, [urgentHelp(words, practice), ...(past ? [] : [menu(page)])]);
  return layout({ words, practice, title, kind: 'chat', scripts: past ? [] : ['chat.js'], skipTo: past ? undefined : { id: 'message', label: words.t('chat.skip') } }, html`${head}
<main id="main" data-base="${base}" data-person="${person?.accountKey ?? ''}" data-last="${entries.at(-1)?.seq ?? 0}" data-words="${scriptWords(words)}">
<h1 class="unseen">${title}</h1>
<div id="progress" class="progress">${progressPiece(words, progress)}</div>
${page.earlier === null && !past ? welcome(page) : ''}
${page.earlier === null ? '' : html`<p class="earlier"><a class="button quiet" id="earlier" data-before="${page.earlier}" href="${base}?before=${page.earlier}">${words.t('chat.earlier')}</a></p>`}
<div id="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="${words.t('chat.log')}"><ol class="entries">${entries.map((entry) => entryPiece(words, entry))}</ol></div>
${past ? html`<p class="earlier"><a class="button strong" href="${base}#latest">${words.t('chat.newest')}</a></p>` : html`
<section id="answers" class="answers" tabindex="-1" aria-label="${words.t('chat.answers')}">${answersPiece(words, practice, question, page.newId())}</section>
<div id="latest" class="dock"><p id="connection" class="connection" role="status"></p>${composer(page)}</div>
<template id="pending"><li class="entry client"><span class="unseen">${words.t('chat.from-you')}</span><div class="said" dir="auto"></div><p class="state" aria-hidden="true"></p></li></template>`}
</main>`);
}

function welcome({ words, practice, person, cookiesOff }: ChatPage): Html {
  return html`<div id="welcome" class="welcome"><p class="lead">${words.t('chat.welcome')}</p>
${cookiesOff ? html`<p class="notice" role="alert">${words.t('chat.cookies')}</p>` : ''}
${person ? '' : html`<form method="post" action="${chatPath(practice)}/begin"><button class="button strong">${words.t('chat.begin')}</button></form>`}</div>`;
}

/** What a client may want at any moment, in the order of the menu. */
const menuCommands = ['back', 'skip', 'why', 'my-answers', 'help', 'pause', 'person', 'stop'] as const satisfies CommandName[];

function menu({ words, practice, person, commandWords, newId }: ChatPage): Html {
  return html`<details id="menu" class="menu"${person ? '' : html` hidden`}><summary>${words.t('chat.menu')}</summary>
<form method="post" action="${chatPath(practice)}/messages"><input type="hidden" name="form" value="${newId()}">
${menuCommands.map((name) => html`<button name="text" value="${commandWords(name)}">${words.t(`chat.menu-${name}`)}</button>`)}</form></details>`;
}

function composer({ words, practice, newId }: ChatPage): Html {
  return html`<form id="composer" class="composer" method="post" action="${chatPath(practice)}/messages">
<input type="hidden" name="form" value="${newId()}">
<p id="counter" class="counter" role="status"></p>
<div class="write"><label class="unseen" for="message">${words.t('chat.your-message')}</label>
<textarea id="message" name="text" rows="1" dir="auto" autocomplete="off" aria-describedby="counter" data-limit="${MESSAGE_LIMIT}" placeholder="${words.t('chat.placeholder')}"></textarea>
<button class="button strong send">${words.t('chat.send')}</button></div></form>`;
}
