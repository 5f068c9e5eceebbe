import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import type { CommandName } from '../../core/flow/common-words.ts';
import { MESSAGE_LIMIT } from '../limits.ts';
import type { ChatEntry, ChatPerson } from '../parts.ts';
import { answersPiece, chatPath, entryPiece, openQuestion, progressPiece } from './chat-pieces.ts';
import { html, type Html } from './html.ts';
import { bar, layout, urgentHelp } from './layout.ts';

export interface ChatPage {
  words: PageWords;
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

/** What a client may want at any moment, in the order of the menu. */
const menuCommands = ['back', 'skip', 'why', 'my-answers', 'help', 'pause', 'person', 'stop'] as const satisfies CommandName[];

/** What the script says by itself. */
const scriptKeys = [
  'sending', 'waiting', 'refused', 'put-back', 'offline', 'back-online', 'left', 'over', 'too-many', 'gone', 'cookies', 'slow-down',
];

export function chatPage(page: ChatPage): Html {
  const { words, practice, person, entries, past, earlier } = page;
  const title = words.t('chat.title', { practice: practice.name });
  const frame = past
    ? { words, practice, title, kind: 'chat' as const }
    : { words, practice, title, kind: 'chat' as const, scripts: ['chat.js' as const], skipTo: { id: 'message', label: words.t('chat.skip') } };
  const scriptWords = Object.fromEntries(scriptKeys.map((key) => [key, words.t(`chat.${key}`, { count: '#', most: '#' })]));
  return layout(frame, html`
${bar(practice, [urgentHelp(words, practice, true), past ? html`` : menu(page)])}
<main id="main" data-base="${chatPath(practice)}" data-person="${person?.accountKey ?? ''}"
  data-last="${entries.at(-1)?.seq ?? 0}" data-words="${JSON.stringify(scriptWords)}">
  <h1 class="unseen">${title}</h1>
  <div id="progress" class="progress">${progressPiece(words, entries.findLast(({ body }) => body.progress)?.body.progress)}</div>
  ${earlier === null ? '' : earlierLink(page, earlier)}
  ${earlier === null && !past ? welcome(page) : ''}
  <div id="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="${words.t('chat.log')}">
    <ol class="entries">${entries.map((entry) => entryPiece(words, entry))}</ol>
  </div>
  ${past ? newestLink(page) : writing(page)}
</main>`);
}

const earlierLink = ({ words, practice }: ChatPage, before: number): Html => html`<p class="earlier">
  <a class="button quiet" id="earlier" data-before="${before}" href="${chatPath(practice)}?before=${before}">${words.t('chat.earlier')}</a>
</p>`;

const newestLink = ({ words, practice }: ChatPage): Html =>
  html`<p class="earlier"><a class="button strong" href="${chatPath(practice)}#latest">${words.t('chat.newest')}</a></p>`;

function welcome({ words, practice, person, cookiesOff }: ChatPage): Html {
  return html`<div id="welcome" class="welcome">
  <p class="lead">${words.t('chat.welcome')}</p>
  ${cookiesOff ? html`<p class="notice" role="alert">${words.t('chat.cookies')}</p>` : ''}
  ${person ? '' : html`<form method="post" action="${chatPath(practice)}/begin">
    <button class="button strong">${words.t('chat.begin')}</button>
  </form>`}
</div>`;
}

/** The open question's choices, the box, and what the script draws a message from that is still on its way. */
function writing(page: ChatPage): Html {
  const { words, practice, entries, newId } = page;
  return html`
<section id="answers" class="answers" tabindex="-1" aria-label="${words.t('chat.answers')}">
  ${answersPiece(words, practice, openQuestion(entries), newId())}
</section>
<div id="latest" class="dock">
  <p id="connection" class="connection" role="status"></p>
  ${composer(page)}
</div>
<template id="pending"><li class="entry client">
  <span class="unseen">${words.t('chat.from-you')}</span>
  <div class="said" dir="auto"></div>
  <p class="state" aria-hidden="true"></p>
</li></template>`;
}

function composer({ words, practice, newId }: ChatPage): Html {
  return html`<form id="composer" class="composer" method="post" action="${chatPath(practice)}/messages">
  <input type="hidden" name="form" value="${newId()}">
  <p id="counter" class="counter" role="status"></p>
  <div class="write">
    <label class="unseen" for="message">${words.t('chat.your-message')}</label>
    <textarea id="message" name="text" rows="1" dir="auto" autocomplete="off" data-limit="${MESSAGE_LIMIT}"
      placeholder="${words.t('chat.placeholder')}" aria-describedby="counter"></textarea>
    <button class="button strong send">${words.t('chat.send')}</button>
  </div>
</form>`;
}

/** The menu sends the same plain words that may be written. */
function menu({ words, practice, person, commandWords, newId }: ChatPage): Html {
  return html`<details id="menu" class="menu"${person ? '' : html` hidden`}>
  <summary>${words.t('chat.menu')}</summary>
  <form method="post" action="${chatPath(practice)}/messages">
    <input type="hidden" name="form" value="${newId()}">
    ${menuCommands.map((name) => html`<button name="text" value="${commandWords(name)}">${words.t(`chat.menu-${name}`)}</button>`)}
    <a href="${chatPath(practice)}/my-data">${words.t('chat.menu-my-data')}</a>
  </form>
</details>`;
}
