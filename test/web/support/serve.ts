import { onTestFinished } from 'vitest';
import { createServer, type WebServer } from '../../../src/web/server.ts';
import type { WebParts } from '../../../src/web/parts.ts';
import { memoryParts } from './parts.ts';

export interface Served {
  base: string;
  server: WebServer;
  close(): Promise<void>;
}

/** The real server on a free port of this machine. */
export async function serve(parts: WebParts): Promise<Served> {
  const server = createServer(parts);
  const { port } = await server.listen(0, '127.0.0.1');
  return { base: `http://127.0.0.1:${port}`, server, close: () => server.drain(1_000) };
}

/** The real server over parts in memory, until the test is done. */
export async function serveWorld(more: Partial<WebParts> = {}, ...talk: Parameters<typeof memoryParts>) {
  const world = await memoryParts(...talk);
  const served = await serve({ ...world.parts, ...more });
  onTestFinished(served.close);
  return { ...world, ...served };
}

/** Sends a plain form, as a browser without script would; follows nothing. */
export const postForm = (url: string, fields: [string, string][] | Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields), headers: { 'sec-fetch-site': 'same-origin', ...headers } });

export interface StreamEvent {
  id?: string;
  event?: string;
  data: string;
}

/** Reads events until it has so many, then hangs up. */
export async function readEvents(url: string, many: number, headers: Record<string, string> = {}): Promise<StreamEvent[]> {
  const stop = new AbortController();
  const response = await fetch(url, { headers, signal: stop.signal });
  const events: StreamEvent[] = [];
  let rest = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop()!;
    for (const part of parts) {
      const fields = Object.fromEntries(part.split('\n').filter((line) => !line.startsWith(':')).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      if (fields.data !== undefined) events.push(fields as unknown as StreamEvent);
    }
    if (events.length >= many) break;
  }
  stop.abort();
  return events;
}
