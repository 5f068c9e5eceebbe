import { Router, type Request } from 'express';
import { CairnError } from '../../errors.ts';
import { jsonBody } from '../bodies.ts';
import { readJsonInput } from '../chat-input.ts';
import { BODY_LIMIT } from '../limits.ts';
import { callerOf } from '../network.ts';
import type { WebParts } from '../parts.ts';
import { namedOriginsOnly } from '../security.ts';
import type { Streams } from '../streams.ts';
import { followEntries, readEntries, UNKNOWN_PERSON, type ChatLimits, type KnownPerson } from './conversation.ts';

/** The chat for another site's page or program: `docs/chat-protocol.md`. The bearer token is the person; no cookie counts here. */
export function chatApi(parts: WebParts, streams: Streams, limits: ChatLimits): Router {
  const { chat } = parts;
  const router = Router();
  router.use('/api/chat', namedOriginsOnly(parts.allowedOrigins ?? []));

  async function personOf(request: Request): Promise<KnownPerson | null> {
    const token = /^Bearer ([\w.~+/=-]{1,512})$/i.exec(request.get('authorization') ?? '')?.[1];
    const person = token ? await chat.identify(token) : null;
    return token && person ? { token, person } : null;
  }

  router.post('/api/chat', jsonBody(BODY_LIMIT), async (request, response) => {
    const { practice: wanted } = (request.body ?? {}) as { practice?: unknown };
    if (Array.isArray(request.body) || (wanted !== undefined && typeof wanted !== 'string')) throw new CairnError('invalid-input', 'A practice is named by its slug.');
    const practice = await parts.practice(wanted);
    if (!practice) throw new CairnError('not-found', 'There is no such practice.');
    limits.begin(callerOf(request));
    const { token } = await chat.begin(practice.face.slug);
    response.status(201).json({ token, practice: practice.face, language: practice.language });
  });

  router.post('/api/chat/messages', jsonBody(BODY_LIMIT), async (request, response) => {
    const known = await personOf(request);
    if (!known) return void response.status(401).json(UNKNOWN_PERSON);
    const input = readJsonInput(request.body);
    limits.receive(known.person.accountKey);
    await chat.receive(known.token, input);
    // Their message was that everything of theirs be deleted, and it was.
    const deleted = !(await chat.identify(known.token));
    response.status(202).json({ stored: input.messageId, ...(deleted && { deleted }) });
  });

  router.get('/api/chat/messages', async (request, response) => {
    const known = await personOf(request);
    if (!known) return void response.status(401).json(UNKNOWN_PERSON);
    const read = await readEntries(parts, request, known);
    if (!read) return void response.status(401).json(UNKNOWN_PERSON);
    response.json(read);
  });

  router.get('/api/chat/events', async (request, response) => {
    const known = await personOf(request);
    if (!known) return void response.status(401).json(UNKNOWN_PERSON);
    await followEntries(parts, streams, limits, request, response, known, (entry) => entry);
  });

  return router;
}
