import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import { answerErrors, routeOf, sendNotFound, wantsJson } from './answering.ts';
import { createLimiter, createTally } from './limiter.ts';
import { HEADERS_LIMIT, LIMITS } from './limits.ts';
import { callerOf } from './network.ts';
import type { Listener, WebParts } from './parts.ts';
import { chatApi } from './routes/chat-api.ts';
import { chatPages } from './routes/chat-pages.ts';
import { copyPages } from './routes/copies.ts';
import { deskInvitePages } from './routes/desk-invites.ts';
import { deskPages } from './routes/desk-pages.ts';
import { deskSettingsPages } from './routes/desk-settings.ts';
import { doorPages } from './routes/door.ts';
import { handoverPages } from './routes/handover.ts';
import { invitePages } from './routes/invite-pages.ts';
import { myDataPages } from './routes/my-data.ts';
import { plainPages } from './routes/plain-pages.ts';
import { planPages } from './routes/plan-pages.ts';
import { routesOf, type Route } from './routes/routes-of.ts';
import { safetyPages } from './routes/safety.ts';
import { signInPages } from './routes/sign-in.ts';
import { securityHeaders } from './security.ts';
import { createStreams } from './streams.ts';

export interface WebServer {
  http: Server;
  /** Every route of ours. */
  routes: Route[];
  /** Resolves with the address once it takes requests. */
  listen(port: number, host: string): Promise<AddressInfo>;
  /** Says that it is not ready; then takes no new connections, ends the streams, and waits for the answers under way, at most that long. */
  drain(milliseconds: number): Promise<void>;
}

export function createServer(parts: WebParts): WebServer {
  const streams = createStreams();
  let draining = false;

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.trustProxy ?? 0);
  app.set('etag', false);
  app.use(measure(parts));
  // Other channels verify signatures over the raw body and answer with headers of their own: nothing stands before them.
  for (const listener of parts.listeners ?? []) app.use(mount(listener));
  app.use(securityHeaders());

  const most = { ...LIMITS, ...parts.limits };
  const [perMinute, perDay] = [createLimiter(most.messagesPerMinute), createLimiter(most.messagesPerDay, { milliseconds: 86_400_000 })];
  const limits = {
    begin: createLimiter(most.beginsPerMinute),
    receive: (key: string): void => {
      perMinute(key);
      perDay(key);
    },
    follow: createTally(most.streamsPerPerson),
    signIn: createLimiter(most.signInsPerMinute),
    exportData: createLimiter(most.exportsPerHour, { milliseconds: 3_600_000 }),
    copy: createLimiter(most.copiesPerMinute),
  };
  const take = createLimiter(most.requestsPerMinute);
  app.use((request, _response, next) => {
    // Who to call is there for everybody, always.
    if (request.path !== '/help-now') take(callerOf(request));
    next();
  });
  app.use(plainPages(parts, () => draining));
  app.use(chatApi(parts, streams, limits));
  app.use(chatPages(parts, streams, limits));
  app.use(invitePages(parts, limits));
  app.use(doorPages(parts, limits));
  app.use(signInPages(parts, limits));
  app.use(safetyPages(parts));
  app.use(planPages(parts));
  app.use(myDataPages(parts, limits));
  app.use(copyPages(parts, limits));
  app.use(handoverPages(parts));
  app.use(deskPages(parts));
  app.use(deskInvitePages(parts, limits));
  app.use(deskSettingsPages(parts, limits));
  app.use(async (request, response) => {
    if (wantsJson(request)) return void response.status(404).json({ error: { code: 'not-found' } });
    await sendNotFound(parts, request, response);
  });
  app.use(answerErrors(parts));

  const http = createHttpServer({ connectionsCheckingInterval: 5_000, maxHeaderSize: HEADERS_LIMIT }, app);
  http.maxConnections = most.connections;
  // Behind a proxy every connection comes from one address.
  if (!parts.trustProxy) http.on('connection', oneOfSoMany(most.connectionsPerAddress));
  // Somebody who dribbles a request byte by byte is cut off; answers, streams among them, may take their time.
  http.headersTimeout = 15_000;
  http.requestTimeout = 30_000;
  http.keepAliveTimeout = 65_000;

  return {
    http,
    routes: routesOf(app),
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
      // Whoever asks whether we are ready learns it while the others are still served.
      if (parts.drainNotice) await pass(parts.drainNotice);
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

/** Ends a connection at once when its address has too many. */
const oneOfSoMany = (most: number) => {
  const open = createTally(most);
  return (socket: Socket): void => {
    try {
      socket.once('close', open(callerOf({ ip: socket.remoteAddress })));
    } catch {
      socket.destroy();
    }
  };
};

const measure = (parts: WebParts): RequestHandler => (request, response, next) => {
  const from = performance.now();
  response.once('close', () => {
    parts.onRequest?.({ method: request.method, route: routeOf(request), status: response.statusCode, milliseconds: performance.now() - from });
  });
  next();
};
