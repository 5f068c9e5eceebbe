import { EventEmitter, on } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request to Discord, and what was answered. */
export interface Call {
  method: string;
  /** Below `/api/v10`, without its query. */
  path: string;
  query: URLSearchParams;
  body: unknown;
  status: number;
}

export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What stands in for an answer; null lets the request through. */
export type Answering = (call: Omit<Call, 'status'>, request: IncomingMessage) => Reply | null | Promise<Reply | null>;

/**
 * A server in front of the twin: it answers what the twin does not know, fails as a test wants, and tells of every request.
 */
export class Front {
  readonly calls: Call[] = [];
  private readonly heard = new EventEmitter();
  private readonly server: Server;
  private readonly target: () => string;
  private readonly answering: Answering;

  constructor(target: () => string, answering: Answering) {
    this.target = target;
    this.answering = answering;
    this.server = createServer((request, response) => void this.handle(request, response).catch(() => response.destroy()));
    this.heard.setMaxListeners(0);
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The next request like this, once it is answered. */
  async next(wanted: (call: Call) => boolean): Promise<Call> {
    for await (const [call] of on(this.heard, 'call') as AsyncIterable<[Call]>) if (wanted(call)) return call;
    throw new Error('the front was stopped');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://front');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    const call = { method: request.method!, path: decodeURIComponent(url.pathname.replace('/api/v10', '')), query: url.searchParams, body: raw ? JSON.parse(raw) as unknown : undefined };
    const reply = await this.answering(call, request) ?? await this.through(request, raw);
    response.writeHead(reply.status, { ...(reply.body !== undefined && { 'content-type': 'application/json' }), ...reply.headers });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
    const answered = { ...call, status: reply.status };
    this.calls.push(answered);
    this.heard.emit('call', answered);
  }

  private async through(request: IncomingMessage, raw: string): Promise<Reply> {
    const answer = await fetch(`${this.target()}${request.url!.replace('/api', '')}`, { method: request.method, headers: { 'content-type': 'application/json' }, ...(raw && { body: raw }) });
    const text = await answer.text();
    return { status: answer.status, ...(text && { body: JSON.parse(text) as unknown }) };
  }
}
