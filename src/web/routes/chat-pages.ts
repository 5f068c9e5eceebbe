import { randomUUID } from 'node:crypto';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { isCairnError } from '../../errors.ts';
import { answerWithForm, browserWords, sendPage, wantsJson } from '../answering.ts';
import { formBody, jsonBody } from '../bodies.ts';
import { readFormInput, readJsonInput } from '../chat-input.ts';
import { forgetPerson, keepPerson, readPerson } from '../cookies.ts';
import { BODY_LIMIT, PAGE_OF_ENTRIES } from '../limits.ts';
import { answersPiece, entryPiece, progressPiece } from '../pages/chat-pieces.ts';
import { chatPage } from '../pages/chat.ts';
import { invitedOnlyPage } from '../pages/invite.ts';
import { fullTodayPage, notFoundPage } from '../pages/plain.ts';
import type { ChatEntry, ChatPerson, PracticeAtHome, WebParts } from '../parts.ts';
import { framesFrom, sameSiteOnly } from '../security.ts';
import type { Streams } from '../streams.ts';
import { followEntries, readEntries, readSeq, UNKNOWN_PERSON, type ChatLimits, type KnownPerson } from './conversation.ts';

const slugOf = (request: Request): string => String(request.params.slug);
/** Anything else is for the next route of this path. */
const jsonOnly: RequestHandler = (request, _response, next) => next(request.is('application/json') ? undefined : 'route');
const home = (slug: string): string => `/p/${encodeURIComponent(slug)}`;

/** The chat's pages. The cookie is the person; a page and its script speak to the same addresses. */
export function chatPages(parts: WebParts, streams: Streams, limits: ChatLimits): Router {
  const { chat } = parts;
  const router = Router();
  const sites = parts.allowedOrigins ?? [];
  const inFrames = sites.length > 0;
  const nothingHere = (request: Request, response: Response) => sendPage(response, 404, notFoundPage(browserWords(parts, request)));

  /** Whose cookie this is, at this practice. */
  async function personAt(request: Request, slug: string): Promise<KnownPerson | null> {
    const token = readPerson(request, slug);
    const person = token ? await chat.identify(token) : null;
    return token && person?.practice.slug === slug ? { token, person } : null;
  }

  /** The person of the cookie; else a new one, who is remembered. `null`: no such practice. */
  async function personOrNew(request: Request, response: Response): Promise<KnownPerson | { token: string; person: null } | null> {
    const slug = slugOf(request);
    const known = await personAt(request, slug);
    if (known) return known;
    if (!(await parts.practice(slug))) return null;
    limits.begin(request.ip ?? '');
    const { token } = await chat.begin(slug);
    keepPerson(request, response, slug, token, inFrames);
    return { token, person: null };
  }

  async function show(request: Request, response: Response, practice: PracticeAtHome | null): Promise<void> {
    if (!practice) return nothingHere(request, response);
    const { face } = practice;
    const known = await personAt(request, face.slug);
    const before = readSeq(request.query.before);
    const entries = known ? await chat.history(known.token, { before, limit: PAGE_OF_ENTRIES }) : [];
    if (known) keepPerson(request, response, face.slug, known.token, inFrames);
    const words = parts.words(known?.person.language ?? practice.language);
    if (!known && practice.invitedOnly) return sendPage(response, 200, invitedOnlyPage(words, face, `${home(face.slug)}/code`));
    if (!known && !(await chat.canBegin(face.slug))) return sendPage(response, 200, fullTodayPage(words, face));
    await sendPage(response, 200, chatPage({
      words, practice: face, person: known?.person ?? null, entries,
      earlier: entries.length === PAGE_OF_ENTRIES ? entries[0]!.seq : null,
      past: known !== null && before !== undefined,
      commandWords: (command) => chat.commandWords(words.language, command),
      cookiesOff: !known && request.query.begun !== undefined,
      newId: randomUUID,
    }));
  }

  router.get('/', framesFrom(sites), async (request: Request, response: Response) => show(request, response, await parts.practice()));
  router.get('/p/:slug', framesFrom(sites), async (request: Request, response: Response) => show(request, response, await parts.practice(slugOf(request))));

  router.post('/p/:slug/begin', formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    // A second press of the same button finds the conversation that the first one began.
    const begun = await personOrNew(request, response).catch(fullToday(request, response));
    if (begun === 'full') return;
    if (!begun) return nothingHere(request, response);
    if (!wantsJson(request)) return response.redirect(303, `${home(slugOf(request))}${begun.person ? '' : '?begun'}#latest`);
    const person = begun.person ?? (await chat.identify(begun.token));
    response.status(201).json({ person: person?.accountKey ?? '' });
  });

  router.post('/p/:slug/messages', jsonOnly, jsonBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    const known = await personAt(request, slugOf(request));
    if (!known) return void response.status(401).json(UNKNOWN_PERSON);
    const input = readJsonInput(request.body);
    limits.receive(known.person.accountKey);
    await chat.receive(known.token, input);
    const deleted = await hasLeft(request, response, known.token);
    response.status(202).json({ stored: input.messageId, ...(deleted && { deleted }) });
  });

  router.post('/p/:slug/messages', formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    const input = readFormInput(request.body);
    const path = home(slugOf(request));
    try {
      const writer = await personOrNew(request, response);
      if (!writer) return await nothingHere(request, response);
      if (writer.person) limits.receive(writer.person.accountKey);
      if (input) await chat.receive(writer.token, input);
      if (await hasLeft(request, response, writer.token)) return response.redirect(303, `${path}/my-data/deleted`);
    } catch (error) {
      return answerWithForm(parts, request, response, error, `${path}/messages`);
    }
    response.redirect(303, `${path}#latest`);
  });

  /** Their message was that everything of theirs be deleted, and it was: this browser forgets them too. */
  async function hasLeft(request: Request, response: Response, token: string): Promise<boolean> {
    if (await chat.identify(token)) return false;
    forgetPerson(request, response, slugOf(request), inFrames);
    return true;
  }

  /** The practice has met as many people as it can today: said on a page, or by code to a script. */
  const fullToday = (request: Request, response: Response) => async (error: unknown): Promise<'full'> => {
    const practice = isCairnError(error, 'full-today') && !wantsJson(request) ? await parts.practice(slugOf(request)) : null;
    if (!practice) throw error;
    await sendPage(response, 429, fullTodayPage(parts.words(practice.language), practice.face));
    return 'full';
  };

  /** What the script puts into the page: the same pieces that a reload would show. */
  const pieces = (practice: PracticeAtHome, { language }: ChatPerson) => {
    const words = parts.words(language);
    return (entry: ChatEntry) => {
      const { seq, from, messageId, body } = entry;
      return {
        seq, from, messageId,
        html: String(entryPiece(words, entry)),
        answers: body.question ? String(answersPiece(words, practice.face, body.question, randomUUID()) ?? '') : null,
        progress: body.progress ? String(progressPiece(words, body.progress)) : null,
      };
    };
  };

  router.get('/p/:slug/messages', async (request, response) => {
    const [known, practice] = await Promise.all([personAt(request, slugOf(request)), parts.practice(slugOf(request))]);
    if (!known || !practice) return void response.status(401).json(UNKNOWN_PERSON);
    const { entries, more } = await readEntries(parts, request, known);
    response.json({ entries: entries.map(pieces(practice, known.person)), more });
  });

  router.get('/p/:slug/events', async (request, response) => {
    const [known, practice] = await Promise.all([personAt(request, slugOf(request)), parts.practice(slugOf(request))]);
    if (!known || !practice) return void response.status(401).json(UNKNOWN_PERSON);
    await followEntries(parts, streams, limits, request, response, known, pieces(practice, known.person));
  });

  return router;
}
