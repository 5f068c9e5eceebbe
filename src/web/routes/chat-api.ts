import { Router, type Request } from 'express';
import { CairnError } from '../../errors.ts';
import { jsonBody } from '../bodies.ts';
import { readJsonInput } from '../chat-input.ts';
import { BODY_LIMIT, PAGE_OF_ENTRIES } from '../limits.ts';
import type { ChatPerson, WebParts } from '../parts.ts';
import { namedOriginsOnly } from '../security.ts';
import type { Streams } from '../streams.ts';
import type { ChatLimits } from './chat-pages.ts';
import { readSeq } from './seq.ts';

/** The chat for another site's page or program: `docs/chat-protocol.md`. The bearer token is the person; no cookie counts here. */
export function chatApi(parts: WebParts, streams: Streams, limits: ChatLimits): Router {
  const { chat } = parts;
  const router = Router();
  router.use('/api/chat', namedOriginsOnly(parts.allowedOrigins ?? []));

  async function personOf(request: Request): Promise<{ token: string; person: ChatPerson } | null> {
    const token = /^Bearer ([\w.~+/=-]{1,512})$/i.exec(request.get('authorization') ?? '')?.[1];
    const person = token ? await chat.identify(token) : null;
    return token && person ? { token, person } : null;
  }
  const unknown = { error: { code: 'unknown-person' } };

  router.post('/api/chat', jsonBody(BODY_LIMIT), async (request, response) => {
    const wanted: unknown = (request.body as { practice?: unknown } | undefined)?.practice;
    if (wanted !== undefined && typeof wanted !== 'string') throw new CairnError('invalid-input', 'A practice is named by its slug.');
    const practice = await parts.practice(wanted);
    if (!practice) throw new CairnError('not-found', 'There is no such practice.');
    limits.begin(request.ip ?? '');
    const { token } = await chat.begin(practice.face.slug);
    response.status(201).json({ token, practice: practice.face, language: practice.language });
  });

  router.post('/api/chat/messages', jsonBody(BODY_LIMIT), async (request, response) => {
    const known = await personOf(request);
    if (!known) return void response.status(401).json(unknown);
    const input = readJsonInput(request.body);
    limits.receive(known.person.accountKey);
    await chat.receive(known.token, input);
    response.status(202).json({ stored: input.messageId });
  });

  router.get('/api/chat/messages', async (request, response) => {
    const known = await personOf(request);
    if (!known) return void response.status(401).json(unknown);
    const entries = await chat.history(known.token, { before: readSeq(request.query.before), after: readSeq(request.query.after), limit: PAGE_OF_ENTRIES });
    response.json({ entries, more: entries.length === PAGE_OF_ENTRIES });
  });

  router.get('/api/chat/events', async (request, response) => {
    const known = await personOf(request);
    if (!known) return void response.status(401).json(unknown);
    await streams.follow(request, response, {
      after: readSeq(request.get('last-event-id')) ?? readSeq(request.query.after) ?? 0,
      read: async (after) => ((await chat.identify(known.token)) ? chat.history(known.token, { after, limit: PAGE_OF_ENTRIES }) : null),
      subscribe: (onSignal) => chat.subscribe(known.token, onSignal),
      piece: (entry) => entry,
      onError: (error) => parts.onError?.(error, '/api/chat/events'),
    });
  });

  return router;
}
