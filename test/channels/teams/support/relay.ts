import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands between the playground and the bot, both ways: what the playground sends to the bot is held until somebody delivers it
 * (once, twice, late), and what the bot sends can be made to fail as Teams would.
 */
export interface Relay {
  /** Where the playground finds the bot, and the bot the playground. */
  botUrl: string;
  serviceUrl: string;
  connectTo(connector: string): void;
  /** The next activity that the playground sends. */
  nextActivity(): Promise<object>;
  /** How many messages and changes of messages the playground took. */
  readonly accepted: number;
  /** Resolves when the bot has tried that many changes of messages since the relay was opened. */
  changesTried(count: number): Promise<void>;
  readonly changes: number;
  /** What the bot's requests are answered with instead; null lets them through. */
  fault: Fault | null;
  /** What the bot sent, whatever came of it. */
  readonly requests: { method: string; path: string; body: unknown }[];
  close(): Promise<void>;
}

export type Fault = 'down' | { status: number; code?: string; retryAfter?: string };

export async function openRelay(): Promise<Relay> {
  let connector = '';
  let accepted = 0;
  let changes = 0;
  let fault: Fault | null = null;
  const waiting: ((activity: object) => void)[] = [];
  const requests: Relay['requests'] = [];
  let tried = Promise.withResolvers<void>();

  async function fromPlayground(body: string, response: ServerResponse): Promise<void> {
    response.end();
    if (body !== '') waiting.shift()?.(JSON.parse(body) as object);
  }

  async function fromBot(request: IncomingMessage, path: string, body: string, response: ServerResponse): Promise<void> {
    requests.push({ method: request.method!, path, body: body === '' ? null : JSON.parse(body) });
    if (fault === 'down') request.socket.destroy();
    else if (fault) {
      response.writeHead(fault.status, { 'Content-Type': 'application/json', ...(fault.retryAfter && { 'Retry-After': fault.retryAfter }) });
      response.end(JSON.stringify(fault.code ? { error: { code: fault.code, message: 'no' } } : {}));
    } else {
      const answer = await fetch(`${connector}${path}`, { method: request.method!, headers: { 'Content-Type': 'application/json' }, ...(body !== '' && { body }) });
      if (answer.ok && path.includes('/activities')) accepted += 1;
      response.writeHead(answer.status, { 'Content-Type': 'application/json' });
      response.end(await answer.text());
    }
    if (request.method === 'PUT') {
      changes += 1;
      tried.resolve();
      tried = Promise.withResolvers();
    }
  }

  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const at = request.url ?? '';
    await (at.startsWith('/service') ? fromBot(request, at.slice('/service'.length), body, response) : fromPlayground(body, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    botUrl: `${url}/bot`, serviceUrl: `${url}/service`, requests,
    connectTo: (place) => void (connector = place),
    nextActivity: () => new Promise((resolve) => void waiting.push(resolve)),
    get accepted() { return accepted; },
    get changes() { return changes; },
    async changesTried(count) {
      while (changes < count) await tried.promise;
    },
    get fault() { return fault; },
    set fault(next) { fault = next; },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
