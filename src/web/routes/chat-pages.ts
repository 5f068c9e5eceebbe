import { randomUUID } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { browserWords, faultOf, sayWhenToRetry, sendPage, wantsJson } from '../answering.ts';
import { fieldsOf, formBody, jsonBody } from '../bodies.ts';
import { readFormInput, readJsonInput } from '../chat-input.ts';
import { keepPerson, readPerson } from '../cookies.ts';
import { BODY_LIMIT, PAGE_OF_ENTRIES } from '../limits.ts';
import { answersPiece, entryPiece, progressPiece } from '../pages/chat-pieces.ts';
import { chatPage } from '../pages/chat.ts';
import { notFoundPage, tryAgainPage } from '../pages/plain.ts';
import type { ChatEntry, ChatPerson, PracticeAtHome, WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';
import type { Streams } from '../streams.ts';
import { readSeq } from './seq.ts';

export interface ChatLimits {
  begin(key: string): void;
  receive(key: string): void;
}

const slugOf = (request: Request): string => String(request.params.slug);
const home = (slug: string): string => `/p/${encodeURIComponent(slug)}`;

/** The chat's pages. The cookie is the person; a page and its script speak to the same addresses. */
export function chatPages(parts: WebParts, streams: Streams, limits: ChatLimits): Router {
  const { chat } = parts;
  const router = Router();
  router.use('/p', sameSiteOnly);

  /** Whose cookie this is, at this practice. */
  async function personAt(request: Request, slug: string): Promise<{ token: string; person: ChatPerson } | null> {
    const token = readPerson(request, slug);
    const person = token ? await chat.identify(token) : null;
    return token && person?.practice.slug === slug ? { token, person } : null;
  }

  async function show(request: Request, response: Response, practice: PracticeAtHome | null): Promise<void> {
    if (!practice) return sendPage(response, 404, notFoundPage(browserWords(parts, request)));
    const known = await personAt(request, practice.face.slug);
    const before = readSeq(request.query.before);
    const entries = known ? await chat.history(known.token, { before, limit: PAGE_OF_ENTRIES }) : [];
    if (known) keepPerson(request, response, practice.face.slug, known.token);
    const words = parts.words(known?.person.language ?? practice.language);
    await sendPage(response, 200, chatPage({
      words, practice: practice.face, person: known?.person ?? null, entries,
      earlier: entries.length === PAGE_OF_ENTRIES ? entries[0]!.seq : null,
      past: known !== null && before !== undefined,
      commandWords: (command) => chat.commandWords(words.language, command),
      cookiesOff: !known && request.query.begun !== undefined,
      newId: randomUUID,
    }));
  }

  router.get('/', async (request, response) => show(request, response, await parts.practice()));
  router.get('/p/:slug', async (request, response) => show(request, response, await parts.practice(slugOf(request))));

  router.post('/p/:slug/begin', formBody(BODY_LIMIT), async (request, response) => {
    const slug = slugOf(request);
    if (!(await parts.practice(slug))) return sendPage(response, 404, notFoundPage(browserWords(parts, request)));
    // A second press of the same button finds the conversation that the first one began.
    let known = await personAt(request, slug);
    if (!known) {
      limits.begin(request.ip ?? '');
      const { token } = await chat.begin(slug);
      keepPerson(request, response, slug, token);
      if (!wantsJson(request)) return response.redirect(303, `${home(slug)}?begun#latest`);
      const person = await chat.identify(token);
      known = person && { token, person };
    }
    if (!wantsJson(request)) return response.redirect(303, `${home(slug)}#latest`);
    response.status(201).json({ person: known?.person.accountKey ?? '' });
  });

  router.post('/p/:slug/messages', jsonBody(BODY_LIMIT), formBody(BODY_LIMIT), async (request, response) => {
    const slug = slugOf(request);
    if (request.is('application/json')) {
      const known = await personAt(request, slug);
      if (!known) return void response.status(401).json({ error: { code: 'unknown-person' } });
      const input = readJsonInput(request.body);
      limits.receive(known.person.accountKey);
      await chat.receive(known.token, input);
      return void response.status(202).json({ stored: input.messageId });
    }
    const input = readFormInput(request.body);
    try {
      const known = await personAt(request, slug);
      let token = known?.token;
      if (known) limits.receive(known.person.accountKey);
      if (!token) {
        if (!(await parts.practice(slug))) return await sendPage(response, 404, notFoundPage(browserWords(parts, request)));
        limits.begin(request.ip ?? '');
        token = (await chat.begin(slug)).token;
        keepPerson(request, response, slug, token);
      }
      if (input) await chat.receive(token, input);
    } catch (error) {
      // Words are on their way: whatever went wrong, they are given back on a page that can send them again.
      const fault = faultOf(error);
      if (fault.status >= 500) parts.onError?.(error, '/p/:slug/messages');
      sayWhenToRetry(response, fault);
      return sendPage(response, fault.status, tryAgainPage(browserWords(parts, request), `${home(slug)}/messages`, fieldsOf(request.body)));
    }
    response.redirect(303, `${home(slug)}#latest`);
  });

  /** What the script puts into the page: the same pieces that a reload would show. */
  const pieces = (practice: PracticeAtHome, { language }: ChatPerson) => {
    const words = parts.words(language);
    return (entry: ChatEntry) => ({
      seq: entry.seq, from: entry.from, messageId: entry.messageId,
      html: String(entryPiece(words, entry)),
      answers: entry.body.question ? String(answersPiece(words, practice.face, entry.body.question, randomUUID()) ?? '') : null,
      progress: entry.body.progress ? String(progressPiece(words, entry.body.progress)) : null,
    });
  };

  router.get('/p/:slug/messages', async (request, response) => {
    const [known, practice] = await Promise.all([personAt(request, slugOf(request)), parts.practice(slugOf(request))]);
    if (!known || !practice) return void response.status(401).json({ error: { code: 'unknown-person' } });
    const [before, after] = [readSeq(request.query.before), readSeq(request.query.after)];
    const entries = await chat.history(known.token, { before, after, limit: PAGE_OF_ENTRIES });
    response.json({ entries: entries.map(pieces(practice, known.person)), more: entries.length === PAGE_OF_ENTRIES });
  });

  router.get('/p/:slug/events', async (request, response) => {
    const [known, practice] = await Promise.all([personAt(request, slugOf(request)), parts.practice(slugOf(request))]);
    if (!known || !practice) return void response.status(401).json({ error: { code: 'unknown-person' } });
    await streams.follow(request, response, {
      after: readSeq(request.get('last-event-id')) ?? readSeq(request.query.after) ?? 0,
      read: async (after) => ((await chat.identify(known.token)) ? chat.history(known.token, { after, limit: PAGE_OF_ENTRIES }) : null),
      subscribe: (onSignal) => chat.subscribe(known.token, onSignal),
      piece: pieces(practice, known.person),
      onError: (error) => parts.onError?.(error, '/p/:slug/events'),
    });
  });

  return router;
}
