import type { ErrorRequestHandler, Request, Response } from 'express';
import { isCairnError, type ErrorCode } from '../errors.ts';
import { fieldsOf } from './bodies.ts';
import type { Html } from './pages/html.ts';
import { errorPage, notFoundPage, tryAgainPage } from './pages/plain.ts';
import type { WebParts } from './parts.ts';
import { withFormKeys } from './security.ts';
import type { PageWords } from '../core/page-words.ts';

export async function sendPage(response: Response, status: number, page: Html): Promise<void> {
  const text = withFormKeys(response.req as Request, response, String(await page));
  response.status(status).type('html').send(text);
}

/** The words for a reader of whom nothing is known but the browser's language. */
export const browserWords = (parts: WebParts, request: Request): PageWords => parts.words(request.acceptsLanguages()[0] ?? 'en');

export const sendNotFound = (parts: WebParts, request: Request, response: Response): Promise<void> =>
  sendPage(response, 404, notFoundPage(browserWords(parts, request)));

export const wantsJson = (request: Request): boolean => request.originalUrl.startsWith('/api/') || request.accepts(['html', 'json']) === 'json';

const statuses: Partial<Record<ErrorCode, number>> = {
  'invalid-input': 400, 'not-allowed': 403, 'not-found': 404, conflict: 409, 'too-large': 413, unsupported: 415, 'rate-limited': 429, 'full-today': 429,
  'database-unreachable': 503, 'delivery-failed': 503,
};

interface Fault {
  status: number;
  code: string;
  retryAfterSeconds?: number;
}

/** What the caller is told of an error: a status and a code, never the error's own text. */
function faultOf(error: unknown): Fault {
  if (isCairnError(error)) {
    const after = (error.details as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds;
    return { status: statuses[error.code] ?? 500, code: error.code, ...(after ? { retryAfterSeconds: after } : {}) };
  }
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status !== 'number' || status < 400 || status > 499) return { status: 500, code: 'internal' };
  return { status, code: status === 413 ? 'too-large' : status === 415 ? 'unsupported' : 'invalid-input' };
}

const sayWhenToRetry = (response: Response, { retryAfterSeconds }: Fault): void => {
  if (retryAfterSeconds) response.set('Retry-After', String(Math.ceil(retryAfterSeconds)));
};

/** The route's pattern, never the address: addresses hold tokens. */
export const routeOf = (request: Request): string => (request.route as { path?: string } | undefined)?.path ?? 'none';

/** A form whose words were on their way: whatever went wrong, they are given back on a page that can send them again. */
export async function answerWithForm(parts: WebParts, request: Request, response: Response, error: unknown, action: string): Promise<void> {
  const fault = faultOf(error);
  if (fault.status >= 500) parts.onError?.(error, routeOf(request));
  sayWhenToRetry(response, fault);
  await sendPage(response, fault.status, tryAgainPage(browserWords(parts, request), action, fieldsOf(request.body)));
}

const kinds: Record<number, 'too-large' | 'not-same-site' | 'too-many'> = { 403: 'not-same-site', 413: 'too-large', 429: 'too-many' };

export const answerErrors = (parts: WebParts): ErrorRequestHandler => async (error, request, response, next) => {
  const fault = faultOf(error);
  if (fault.status >= 500) parts.onError?.(error, routeOf(request));
  // A stream that broke has said all it can.
  if (response.headersSent) return next(error);
  sayWhenToRetry(response, fault);
  if (wantsJson(request)) return void response.status(fault.status).json({ error: { code: fault.code } });
  const kind = fault.status >= 500 ? 'fault' : kinds[fault.status] ?? 'bad-request';
  await sendPage(response, fault.status, errorPage(browserWords(parts, request), kind));
};
