import type { Request, Response } from 'express';
import { PAGE_OF_ENTRIES } from '../limits.ts';
import type { ChatEntry, ChatPerson, WebParts } from '../parts.ts';
import type { Streams } from '../streams.ts';

/** Somebody whose token was checked in this request. */
export interface KnownPerson {
  token: string;
  person: ChatPerson;
}

export const UNKNOWN_PERSON = { error: { code: 'unknown-person' } };

/** Guards against floods; each throws `rate-limited`. */
export interface ChatLimits {
  begin(key: string): void;
  receive(key: string): void;
  /** What it returns says that one who listened has gone. */
  follow(key: string): () => void;
}

/** A place in a conversation, from an address or a header; anything that is none counts as not given. */
export const readSeq = (text: unknown): number | undefined =>
  typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** One read of a conversation, at the place that the address names; null once its person is gone. */
export async function readEntries({ chat }: WebParts, { query }: Request, { token }: KnownPerson): Promise<{ entries: ChatEntry[]; more: boolean } | null> {
  const entries = await chat.history(token, { before: readSeq(query.before), after: readSeq(query.after), limit: PAGE_OF_ENTRIES });
  return entries && { entries, more: entries.length === PAGE_OF_ENTRIES };
}

/** Follows a conversation from the place that the reader has. `piece` is what goes over the wire for an entry. */
export function followEntries(
  parts: WebParts, streams: Streams, limits: ChatLimits, request: Request, response: Response, { token, person }: KnownPerson, piece: (entry: ChatEntry) => unknown,
): Promise<void> {
  const { chat } = parts;
  response.once('close', limits.follow(person.accountKey));
  return streams.follow(request, response, {
    after: readSeq(request.get('last-event-id')) ?? readSeq(request.query.after) ?? 0,
    read: (after) => chat.history(token, { after, limit: PAGE_OF_ENTRIES }),
    subscribe: (onSignal) => chat.subscribe(token, onSignal),
    piece,
    onError: (error) => parts.onError?.(error, 'events'),
  });
}
