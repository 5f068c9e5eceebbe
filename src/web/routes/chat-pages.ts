import { randomUUID } from 'node:crypto';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { isCairnError } from '../../errors.ts';
import { answerWithForm, sendNotFound, sendPage, wantsJson } from '../answering.ts';
import { formBody, jsonBody } from '../bodies.ts';
import { readFormInput, readJsonInput } from '../chat-input.ts';
import { forgetPerson, keepPerson, readPerson } from '../cookies.ts';
import { BODY_LIMIT, PAGE_OF_ENTRIES } from '../limits.ts';
import { callerOf } from '../network.ts';
import { answersPiece, chatPath, entryPiece, progressPiece } from '../pages/chat-pieces.ts';
import { chatPage, type ChatPage } from '../pages/chat.ts';
import { invitedOnlyPage } from '../pages/invite.ts';
import { fullTodayPage } from '../pages/plain.ts';
import type { ChatEntry, ChatPerson, PracticeAtHome, WebParts } from '../parts.ts';
import { framesFrom, sameSiteOnly } from '../security.ts';
import type { Streams } from '../streams.ts';
import { followEntries, readEntries, readSeq, UNKNOWN_PERSON, type ChatLimits, type KnownPerson } from './conversation.ts';

const slugOf = (request: Request): string => String(request.params.slug);
/** Anything else is for the next route of this path. */
const jsonOnly: RequestHandler = (request, _response, next) => next(request.is('application/json') ? undefined : 'route');
const homeOf = (request: Request): string => chatPath({ slug: slugOf(request) });

/** The chat's pages. The cookie is the person; a page and its script speak to the same addresses. */
export function chatPages(parts: WebParts, streams: Streams, limits: ChatLimits): Router {
  const { chat } = parts;
  const router = Router();
  const sites = parts.allowedOrigins ?? [];
  const inFrames = sites.length > 0;
  const nothingHere = (request: Request, response: Response) => sendNotFound(parts, request, response);

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
    limits.begin(callerOf(request));
    const { token } = await chat.begin(slug);
    keepPerson(request, response, slug, token, inFrames);
    return { token, person: null };
  }

  /** Their conversation, from its end or from the place that the address names. */
  async function showChat(request: Request, response: Response, { token, person }: KnownPerson): Promise<void> {
    const before = readSeq(request.query.before);
    const entries = await chat.history(token, { before, limit: PAGE_OF_ENTRIES });
    if (!entries) return nothingHere(request, response);
    keepPerson(request, response, person.practice.slug, token, inFrames);
    await send(response, {
      practice: person.practice, person, entries, past: before !== undefined, earlier: entries.length === PAGE_OF_ENTRIES ? entries[0]!.seq : null,
    }, person.language);
  }

  /** What a practice says to somebody whom this browser does not know. */
  async function showBeginning(request: Request, response: Response, { face, language, invitedOnly }: PracticeAtHome): Promise<void> {
    const words = parts.words(language);
    if (invitedOnly) return sendPage(response, 200, invitedOnlyPage(words, face, `${chatPath(face)}/code`));
    if (!(await chat.canBegin(face.slug))) return sendPage(response, 200, fullTodayPage(words, face));
    await send(response, { practice: face, person: null, entries: [], past: false, earlier: null, cookiesOff: request.query.begun !== undefined }, language);
  }

  async function send(response: Response, page: Omit<ChatPage, 'words' | 'commandWords' | 'newId'>, language: string): Promise<void> {
    const words = parts.words(language);
    await sendPage(response, 200, chatPage({ ...page, words, commandWords: (command) => chat.commandWords(words.language, command), newId: randomUUID }));
  }

  router.get('/', framesFrom(sites), async (request: Request, response: Response) => {
    const practice = await parts.practice();
    const known = practice && await personAt(request, practice.face.slug);
    if (known) return showChat(request, response, known);
    return practice ? showBeginning(request, response, practice) : nothingHere(request, response);
  });

  router.get('/p/:slug', framesFrom(sites), async (request: Request, response: Response) => {
    const known = await personAt(request, slugOf(request));
    if (known) return showChat(request, response, known);
    const practice = await parts.practice(slugOf(request));
    return practice ? showBeginning(request, response, practice) : nothingHere(request, response);
  });

  router.post('/p/:slug/begin', formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    // A second press of the same button finds the conversation that the first one began.
    const begun = await personOrNew(request, response).catch(fullToday(request, response));
    if (begun === 'full') return;
    if (!begun) return nothingHere(request, response);
    if (!wantsJson(request)) return response.redirect(303, `${homeOf(request)}${begun.person ? '' : '?begun'}#latest`);
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
    const path = homeOf(request);
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
  const pieces = ({ practice, language }: ChatPerson) => {
    const words = parts.words(language);
    return (entry: ChatEntry) => {
      const { seq, from, messageId, body } = entry;
      return {
        seq, from, messageId,
        html: String(entryPiece(words, entry)),
        answers: body.question ? String(answersPiece(words, practice, body.question, randomUUID()) ?? '') : null,
        progress: body.progress ? String(progressPiece(words, body.progress)) : null,
      };
    };
  };

  router.get('/p/:slug/messages', async (request, response) => {
    const known = await personAt(request, slugOf(request));
    if (!known) return void response.status(401).json(UNKNOWN_PERSON);
    const read = await readEntries(parts, request, known);
    if (!read) return void response.status(401).json(UNKNOWN_PERSON);
    response.json({ entries: read.entries.map(pieces(known.person)), more: read.more });
  });

  router.get('/p/:slug/events', async (request, response) => {
    const known = await personAt(request, slugOf(request));
    if (!known) return void response.status(401).json(UNKNOWN_PERSON);
    await followEntries(parts, streams, limits, request, response, known, pieces(known.person));
  });

  return router;
}
