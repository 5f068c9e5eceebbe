// The chat page. What is written shows at once and is sent until it is stored; what arrives is put in as the server drew it.
// Without this script the page still works, by forms and reloads.

const main = document.getElementById('main');
const log = document.querySelector('#log .entries');
const answers = document.getElementById('answers');
const composer = document.getElementById('composer');
const box = document.getElementById('message');
const counter = document.getElementById('counter');
const connection = document.getElementById('connection');
const menu = document.getElementById('menu');
const { base } = main.dataset;
const words = JSON.parse(main.dataset.words);
const onTouch = matchMedia('(hover: none) and (pointer: coarse)').matches;

let person = main.dataset.person;
let last = Number(main.dataset.last);

// --- What this browser keeps until the server has it: the draft, and each message on its way, under the person's name.

const storeKey = (name) => `cairn:${base}:${person}:${name}`;
const attempt = (work) => {
  try {
    return work();
  } catch {
    return undefined; // No storage (private window, full disk): the page works, a closed tab just keeps nothing.
  }
};
const keep = (name, value) => attempt(() => localStorage.setItem(storeKey(name), JSON.stringify(value)));
const forget = (name) => attempt(() => localStorage.removeItem(storeKey(name)));
const recall = (name) => attempt(() => JSON.parse(localStorage.getItem(storeKey(name)) ?? 'null'));
const unsent = () => attempt(() => Object.keys(localStorage)
  .filter((key) => person && key.startsWith(storeKey('out:')))
  .map((key) => JSON.parse(localStorage.getItem(key)))
  .sort((one, other) => one.at - other.at)) ?? [];

/** Words of somebody who is no longer known here are nobody's business on this device. */
const forgetOthers = () => attempt(() => Object.keys(localStorage)
  .filter((key) => key.startsWith(`cairn:${base}:`) && !key.startsWith(storeKey('')))
  .forEach((key) => localStorage.removeItem(key)));

// --- Sending

const queue = [];
let sending = false;
let over = false;
let retryNow = () => {};

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

function send(content, label) {
  if (over) return;
  const message = { messageId: newId(), content, label, at: Date.now() };
  if (person) keep(`out:${message.messageId}`, message);
  showPending(message);
  queue.push(message);
  answers.replaceChildren();
  toBottom();
  void flush();
}

function showPending({ messageId, label }) {
  const entry = document.getElementById('pending').content.firstElementChild.cloneNode(true);
  entry.dataset.message = messageId;
  entry.querySelector('.said').textContent = label;
  entry.querySelector('.state').textContent = words.sending;
  log.append(entry);
}

const pendingEntry = (messageId) => log.querySelector(`[data-message="${CSS.escape(messageId)}"]`);
const setState = (messageId, text) => {
  const state = pendingEntry(messageId)?.querySelector('.state');
  if (state) state.textContent = text;
};

/** One at a time, in the order they were written: the next goes when the one before is stored. */
async function flush() {
  if (sending || over) return;
  sending = true;
  for (let tries = 0; queue.length > 0 && !over;) {
    const message = queue[0];
    const outcome = (await begin()) ? await post(message) : { retry: 0 };
    if (outcome.stored) {
      tries = 0;
      done(message.messageId);
      setState(message.messageId, '');
      delayedCatchUp();
    } else if (outcome.refused) {
      unqueue(message.messageId);
      giveBack(message);
    } else if (!over && queue.includes(message)) {
      for (const waiting of queue) setState(waiting.messageId, words.waiting);
      await pause(Math.max(outcome.retry * 1000, Math.min(30_000, 1000 * 2 ** tries++)));
    }
  }
  sending = false;
}

function unqueue(messageId) {
  const at = queue.findIndex((message) => message.messageId === messageId);
  if (at >= 0) queue.splice(at, 1);
}

/** The server has it: nothing more to send, nothing more to keep. */
function done(messageId) {
  unqueue(messageId);
  forget(`out:${messageId}`);
}

const pause = (milliseconds) => new Promise((resolve) => {
  const timer = setTimeout(resolve, milliseconds);
  retryNow = () => {
    clearTimeout(timer);
    resolve();
  };
});

async function post({ messageId, content }) {
  try {
    const response = await fetch(`${base}/messages`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, keepalive: true,
      body: JSON.stringify({ messageId, content }), signal: AbortSignal.timeout(20_000),
    });
    if (response.ok) {
      if ((await response.json()).deleted) leave();
      return { stored: true };
    }
    if (response.status === 401) gone();
    else if (response.status === 429) status(words['slow-down']);
    else if (response.status < 500) return { refused: true };
    return { retry: Number(response.headers.get('Retry-After')) || 0 };
  } catch {
    lost();
    return { retry: 0 };
  }
}

/** Not to be taken as it is: it stays kept until its words are back where they can be changed. */
function giveBack({ messageId, content, label }) {
  const state = pendingEntry(messageId)?.querySelector('.state');
  if (!state) return;
  state.removeAttribute('aria-hidden');
  state.textContent = words.refused;
  if (content.kind !== 'text') return forget(`out:${messageId}`);
  const back = document.createElement('button');
  back.className = 'button quiet';
  back.textContent = words['put-back'];
  back.addEventListener('click', () => {
    box.value = box.value ? `${box.value}\n${label}` : label;
    state.closest('.entry').remove();
    boxChanged();
    forget(`out:${messageId}`);
    box.focus();
  });
  state.append(' ', back);
}

// --- Receiving

function place({ seq, from, messageId, html, answers: offered, progress }) {
  if (seq <= last && log.querySelector(`[data-seq="${seq}"]`)) return null;
  last = Math.max(last, seq);
  const mine = messageId && pendingEntry(messageId);
  let entry = mine;
  if (mine) {
    // It came back, so it is stored, also when the answer to sending it got lost.
    done(messageId);
    mine.dataset.seq = seq;
    mine.querySelector('.state')?.remove();
  } else {
    entry = pieceOf(html);
    log.insertBefore(entry, log.querySelector('.entry:not([data-seq])'));
  }
  if (from === 'client') answers.replaceChildren();
  if (offered !== null) answers.innerHTML = offered;
  if (progress) document.getElementById('progress').innerHTML = progress;
  return from === 'cairn' ? entry : null;
}

/** The server drew it and has escaped every word in it. */
function pieceOf(html) {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

function receive(entries) {
  const near = innerHeight + scrollY > document.documentElement.scrollHeight - 240;
  const first = entries.map(place).find(Boolean);
  if (first && near) show(first);
}

/** To the end; or, when what came is longer than the screen, to where it begins. */
function show(first) {
  requestAnimationFrame(() => {
    const room = innerHeight - document.querySelector('.dock').offsetHeight - document.getElementById('progress').getBoundingClientRect().bottom;
    if (answers.getBoundingClientRect().bottom - first.getBoundingClientRect().top > room) first.scrollIntoView({ block: 'start' });
    else toBottom();
  });
}

const toBottom = () => scrollTo({ top: document.documentElement.scrollHeight });

let source;
let waits = 0;
const arrived = [];

function connect() {
  source?.close();
  source = new EventSource(`${base}/events?after=${last}`);
  source.addEventListener('open', regained);
  source.addEventListener('gone', gone);
  source.addEventListener('entry', ({ data }) => {
    // Messages that belong together come together: they are shown in one go.
    if (arrived.push(JSON.parse(data)) === 1) {
      setTimeout(() => receive(arrived.splice(0)), 30);
    }
  });
  source.addEventListener('error', () => {
    lost();
    // The browser comes back by itself unless the answer was no stream at all.
    if (source.readyState === EventSource.CLOSED) setTimeout(reconnect, Math.min(30_000, 1000 * 2 ** waits++));
    else void catchUp();
  });
}

async function reconnect() {
  if (over) return;
  if (await catchUp()) connect();
  else setTimeout(reconnect, Math.min(30_000, 1000 * 2 ** waits++));
}

/** Asks for what a stream should have brought: some networks hold streams back. True when the server answered. */
async function catchUp() {
  if (over) return false;
  try {
    const response = await fetch(`${base}/messages?after=${last}`, {
      headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(15_000),
    });
    if (response.status === 401) gone();
    if (!response.ok) return false;
    receive((await response.json()).entries);
    regained();
    return true;
  } catch {
    return false;
  }
}

let catchUpTimer;
function delayedCatchUp() {
  clearTimeout(catchUpTimer);
  const before = last;
  catchUpTimer = setTimeout(() => last === before && catchUp(), 3000);
}

// --- The connection, in words

let lostTimer;
const status = (text) => {
  if (connection.textContent !== text) connection.textContent = text;
};
function lost() {
  lostTimer ??= setTimeout(() => !over && status(words.offline), navigator.onLine ? 2500 : 0);
}
function regained() {
  waits = 0;
  clearTimeout(lostTimer);
  lostTimer = undefined;
  if (connection.textContent === words.offline) {
    status(words['back-online']);
    setTimeout(() => connection.textContent === words['back-online'] && status(''), 4000);
  } else if (connection.textContent === words['slow-down']) status('');
  retryNow();
}
function gone() {
  over = true;
  source?.close();
  status(main.dataset.person ? words.gone : words.cookies);
}

/** Everything of theirs was deleted, as they asked: nothing stays on this device either, and a page says that it is done. */
function leave() {
  over = true;
  source?.close();
  person = '';
  box.value = '';
  forgetOthers();
  location.replace(`${base}/my-data/deleted`);
}

addEventListener('online', () => {
  retryNow();
  void reconnect();
});
addEventListener('offline', lost);
addEventListener('pageshow', ({ persisted }) => persisted && person && reconnect());
document.addEventListener('visibilitychange', () => !document.hidden && person && catchUp());

// --- Beginning: nothing is begun for a page that was only fetched

let beginning;
/** True once there is a person to write as. */
function begin() {
  if (person) return true;
  beginning ??= fetch(`${base}/begin`, { method: 'POST', headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(20_000) })
    .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
    .then((begun) => {
      person = begun.person;
      forgetOthers();
      for (const message of queue) keep(`out:${message.messageId}`, message);
      document.querySelector('#welcome form')?.remove();
      menu.hidden = false;
      boxChanged();
      connect();
      return true;
    })
    .catch(() => {
      beginning = undefined;
      lost();
      return false;
    });
  return beginning;
}

async function beginUntilBegun(wait = 1000) {
  if (await begin()) return;
  setTimeout(() => beginUntilBegun(Math.min(30_000, wait * 2)), wait);
}

// --- Writing and choosing

const limit = Number(box.dataset.limit);
const lengthOf = (text) => [...text].length;
const growsByItself = CSS.supports('field-sizing', 'content');
let counterTimer;

function boxChanged() {
  if (person) box.value ? keep('draft', box.value) : forget('draft');
  if (!growsByItself) {
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }
  clearTimeout(counterTimer);
  counterTimer = setTimeout(showCounter, 300);
}

function showCounter() {
  const left = limit - lengthOf(box.value);
  counter.textContent = left > 400 ? '' : left >= 0 ? words.left.replace('#', left) : words.over.replace('#', -left);
  box.setAttribute('aria-invalid', String(left < 0));
  return left >= 0;
}

box.addEventListener('input', boxChanged);
box.addEventListener('keydown', (event) => {
  // On a touch keyboard Enter is a new line; while a word is being composed it belongs to the keyboard.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229 || onTouch) return;
  event.preventDefault();
  composer.requestSubmit();
});

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = box.value;
  if (!text.trim() || over) return box.focus();
  if (!showCounter()) return box.focus();
  box.value = '';
  boxChanged();
  send({ kind: 'text', text }, text);
  box.focus();
});

answers.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  const { submitter } = event;
  const many = form.dataset.kind === 'many';
  const chosen = many ? [...form.querySelectorAll('[name=id]:checked')] : [submitter];
  const labelOf = (choice) => ((many ? choice.closest('label') : choice).querySelector('[dir=auto]') ?? choice).textContent;
  const label = chosen.map(labelOf).join(', ') || submitter.textContent;
  send({ kind: 'choice', step: form.elements.step.value, ids: chosen.map(({ value }) => value) }, label);
  // The pressed button is gone: keep a keyboard's or a screen reader's place where the next choices will be.
  answers.focus({ preventScroll: true });
});

answers.addEventListener('change', ({ target: { form } }) => {
  const most = Number(form.dataset.most ?? 0);
  const tooMany = most > 0 && form.querySelectorAll('[name=id]:checked').length > most;
  form.querySelector('[name=done]').disabled = tooMany;
  status(tooMany ? words['too-many'].replace('#', most) : '');
});

menu.addEventListener('submit', (event) => {
  event.preventDefault();
  menu.open = false;
  send({ kind: 'text', text: event.submitter.value }, event.submitter.value);
  (onTouch ? answers : box).focus({ preventScroll: true });
});
document.addEventListener('click', ({ target }) => !menu.contains(target) && (menu.open = false));
menu.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape' || !menu.open) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

document.getElementById('earlier')?.addEventListener('click', async (event) => {
  event.preventDefault();
  const link = event.currentTarget;
  const first = log.firstElementChild;
  try {
    const response = await fetch(`${base}/messages?before=${link.dataset.before}`, { headers: { Accept: 'application/json' } });
    const { entries, more } = await response.json();
    const was = first.getBoundingClientRect().top;
    // Old messages are no news: the log stays quiet while they are put in.
    document.getElementById('log').setAttribute('aria-live', 'off');
    for (const { html } of entries) log.insertBefore(pieceOf(html), first);
    scrollBy({ top: first.getBoundingClientRect().top - was, behavior: 'instant' });
    setTimeout(() => document.getElementById('log').setAttribute('aria-live', 'polite'), 500);
    if (more) link.dataset.before = entries[0].seq;
    else link.parentElement.remove();
  } catch {
    location.href = link.href;
  }
});

// --- At the start

if (person) {
  box.value ||= recall('draft') ?? '';
  for (const message of unsent()) {
    if (pendingEntry(message.messageId)) {
      forget(`out:${message.messageId}`); // The server has it: only the answer was lost.
      continue;
    }
    showPending(message);
    queue.push(message);
  }
  connect();
  void flush();
} else {
  document.querySelector('#welcome form')?.setAttribute('hidden', '');
  void beginUntilBegun();
}
boxChanged();
if (log.childElementCount > 0) scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
