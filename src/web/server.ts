import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { answerErrors, browserWords, routeOf, sendPage, wantsJson } from './answering.ts';
import { createLimiter } from './limiter.ts';
import { notFoundPage } from './pages/plain.ts';
import type { Listener, WebParts } from './parts.ts';
import { chatApi } from './routes/chat-api.ts';
import { chatPages } from './routes/chat-pages.ts';
import { deskPages } from './routes/desk-pages.ts';
import { doorPages } from './routes/door.ts';
import { plainPages } from './routes/plain-pages.ts';
import { planPages } from './routes/plan-pages.ts';
import { securityHeaders } from './security.ts';
import { createStreams } from './streams.ts';

export interface WebServer {
  http: Server;
  /** Resolves with the address once it takes requests. */
  listen(port: number, host: string): Promise<AddressInfo>;
  /** Takes no new connections, ends the streams, and waits for the answers under way, at most that long. */
  drain(milliseconds: number): Promise<void>;
}

export function createServer(parts: WebParts): WebServer {
  const streams = createStreams();
  let draining = false;

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.trustProxy ?? false);
  app.set('etag', false);
  app.use(measure(parts));
  // Other channels verify signatures over the raw body and answer with headers of their own: nothing stands before them.
  for (const listener of parts.listeners ?? []) app.use(mount(listener));
  app.use(securityHeaders());

  const limits = { begin: createLimiter(parts.limits?.beginsPerMinute ?? 60), receive: createLimiter(parts.limits?.messagesPerMinute ?? 120) };
  app.use(plainPages(parts, () => draining));
  app.use(chatApi(parts, streams, limits));
  app.use(chatPages(parts, streams, limits));
  app.use(doorPages(parts));
  app.use(planPages(parts));
  app.use(deskPages(parts));
  app.use(async (request, response) => {
    if (wantsJson(request)) return void response.status(404).json({ error: { code: 'not-found' } });
    await sendPage(response, 404, notFoundPage(browserWords(parts, request)));
  });
  app.use(answerErrors(parts));

  const http = createHttpServer({ connectionsCheckingInterval: 5_000 }, app);
  // Somebody who dribbles a request byte by byte is cut off; answers, streams among them, may take their time.
  http.headersTimeout = 15_000;
  http.requestTimeout = 30_000;
  http.keepAliveTimeout = 65_000;

  return {
    http,
    listen: (port, host) => new Promise((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, host, () => {
        http.off('error', reject);
        resolve(http.address() as AddressInfo);
      });
    }),
    async drain(milliseconds) {
      if (!http.listening) return;
      draining = true;
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      streams.closeAll();
      // A connection that falls idle after its last answer would be kept open for the next request.
      const sweep = setInterval(() => http.closeIdleConnections(), 50);
      const timer = setTimeout(() => http.closeAllConnections(), milliseconds);
      await closed;
      clearInterval(sweep);
      clearTimeout(timer);
    },
  };
}

/** Express would cut the path off; these listeners look at the whole address. */
const mount = ({ path, handler }: Listener): RequestHandler => async (request, response, next) => {
  if (request.path === path || request.path.startsWith(`${path}/`)) await handler(request, response);
  else next();
};

const measure = (parts: WebParts): RequestHandler => (request, response, next) => {
  const from = performance.now();
  response.once('close', () => {
    parts.onRequest?.({ method: request.method, route: routeOf(request), status: response.statusCode, milliseconds: performance.now() - from });
  });
  next();
};
