import { once } from 'node:events';
import type { Request, Response } from 'express';
import type { ChatEntry } from './parts.ts';

/** Milliseconds between two signs of life on a quiet stream; proxies commonly close after thirty seconds or a minute. */
const BEAT = 20_000;

export interface StreamSource {
  /** Seq of the last entry that the reader has. */
  after: number;
  /** The entries after a seq, in order; `null` when the person is no longer known. */
  read(after: number): Promise<ChatEntry[] | null>;
  subscribe(onSignal: () => void): (() => void) | Promise<() => void>;
  /** What goes over the wire for an entry. */
  piece(entry: ChatEntry): unknown;
  onError(error: unknown): void;
}

/** Server-sent events. A signal only says "read again", so nothing is lost between two connections or two processes. */
export function createStreams() {
  const open = new Set<Response>();

  async function follow(request: Request, response: Response, source: StreamSource): Promise<void> {
    response.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
    if (request.method === 'HEAD') return void response.end();
    response.flushHeaders();
    open.add(response);

    const closed = new AbortController();
    let seen = source.after;
    let wanted = true;
    let wake = (): void => {};
    const signal = (): void => {
      wanted = true;
      wake();
    };
    // The beat reads too: a signal that got lost between processes costs seconds, not a message.
    const timer = setInterval(() => {
      response.write(': beat\n\n');
      signal();
    }, BEAT);
    response.once('close', () => {
      closed.abort();
      wake();
    });

    let unsubscribe: (() => void) | undefined;
    try {
      // Subscribed before the first read: what is stored in between is signalled.
      unsubscribe = await source.subscribe(signal);
      await write('retry: 2000\n\n');
      while (!closed.signal.aborted) {
        if (!wanted) await new Promise<void>((resolve) => (wake = resolve));
        if (closed.signal.aborted) break;
        wanted = false;
        const entries = await source.read(seen);
        if (entries === null) {
          await write('event: gone\ndata: {}\n\n');
          break;
        }
        for (const entry of entries) {
          await write(`id: ${entry.seq}\nevent: entry\ndata: ${JSON.stringify(source.piece(entry))}\n\n`);
          seen = entry.seq;
        }
        // There may be more than one read holds.
        if (entries.length > 0) wanted = true;
      }
    } catch (error) {
      if (!closed.signal.aborted) source.onError(error);
    } finally {
      clearInterval(timer);
      unsubscribe?.();
      open.delete(response);
      response.end();
    }

    async function write(text: string): Promise<void> {
      if (closed.signal.aborted || response.write(text)) return;
      // A reader that has stopped reading is waited for, not buffered for.
      await once(response, 'drain', { signal: closed.signal });
    }
  }

  return {
    follow,
    /** Readers come back by themselves, to another process or to the next one. */
    closeAll: () => open.forEach((response) => response.end()),
  };
}

export type Streams = ReturnType<typeof createStreams>;
