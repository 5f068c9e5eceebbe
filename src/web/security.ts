import { createHash, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { CairnError } from '../errors.ts';
import { keepFormSecret, readFormSecret } from './cookies.ts';

/** Nothing but our own files: no inline script or style, no form to elsewhere, and no frame around us but of these sites. */
const contentPolicy = (frames: string[]): RequestHandler => helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], connectSrc: ["'self'"],
    formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: frames.length ? ["'self'", ...frames] : ["'none'"],
  },
});

export const securityHeaders = (): RequestHandler[] => [
  contentPolicy([]),
  helmet({ contentSecurityPolicy: false, referrerPolicy: { policy: 'no-referrer' }, xFrameOptions: { action: 'deny' } }),
  (_request, response, next) => {
    response.set({
      'X-Robots-Tag': 'noindex, nofollow',
      'Cache-Control': 'no-store',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    });
    next();
  },
];

/** For the chat's page alone: these sites may show it in a frame. */
export function framesFrom(sites: string[]): RequestHandler[] {
  if (sites.length === 0) return [];
  return [contentPolicy(sites), (_request, response, next) => {
    // It knows no names of sites; browsers that read it and not the policy above show no frame at all.
    response.removeHeader('X-Frame-Options');
    next();
  }];
}

/** Where a browser says that a request comes from. Null: it does not say. */
function comesFromUs(request: Request): boolean | null {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.get('origin');
  // Our pages send no referrer, so browsers that know no `Sec-Fetch-Site` give their forms the origin "null".
  if (origin === undefined || origin === 'null') return null;
  return URL.canParse(origin) && new URL(origin).host === request.get('host');
}

/** The form field that `withFormKeys` adds. */
const FORM_KEY = 'form-key';

/**
 * In front of every route that changes something, behind the one that reads its body. A request that a page of another site
 * made is refused. Where the browser does not say, its form must hold the key that belongs to a cookie of this browser.
 * A caller without any cookie is nobody in particular, and what it asks for is done in nobody's name.
 */
export function sameSiteOnly(request: Request, _response: Response, next: NextFunction): void {
  // JSON is no form: a browser asks us before it sends some from another site's page, and is told no.
  const ours = comesFromUs(request) ?? (request.get('cookie') === undefined || Boolean(request.is('application/json')) || holdsFormKey(request));
  if (!ours) throw new CairnError('not-allowed', 'This came from another site.');
  // Not one of the form's own fields.
  if (request.body && typeof request.body === 'object') delete (request.body as Record<string, unknown>)[FORM_KEY];
  next();
}

const keyOf = (secret: string): string => createHash('sha256').update(`form ${secret}`).digest('base64url');

function holdsFormKey(request: Request): boolean {
  const secret = readFormSecret(request);
  const given = [(request.body as Record<string, unknown> | undefined)?.[FORM_KEY]].flat()[0];
  if (!secret || typeof given !== 'string') return false;
  const [one, other] = [Buffer.from(given), Buffer.from(keyOf(secret))];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Puts the key into every form of a page, for browsers that do not say where a form comes from (and for pages without TLS,
 * where no browser does). What people wrote is escaped by now, so "<form" is one of ours.
 */
export function withFormKeys(request: Request, response: Response, page: string): string {
  if (request.get('sec-fetch-site') !== undefined || !page.includes('<form method="post"')) return page;
  const key = keyOf(readFormSecret(request) ?? keepFormSecret(request, response));
  return page.replaceAll(/<form method="post"[^>]*>/g, (form) => `${form}<input type="hidden" name="${FORM_KEY}" value="${key}">`);
}

/** For the embedding API: browsers on named sites may call it, other sites' pages may not. */
export function namedOriginsOnly(allowed: string[]): RequestHandler {
  const origins = new Set(allowed);
  return (request, response, next) => {
    const origin = request.get('origin');
    response.vary('Origin');
    if (origin !== undefined && origins.has(origin)) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers': 'authorization, content-type, last-event-id',
        'Access-Control-Max-Age': '600',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      });
    } else if (origin !== undefined && comesFromUs(request) !== true) {
      throw new CairnError('not-allowed', 'This site is not on the list of sites that may embed the chat.');
    }
    if (request.method === 'OPTIONS') return void response.status(204).end();
    next();
  };
}

/** From this machine itself, and not through a proxy on it; or with the bearer token. */
export function isOperator(request: Request, token: string | undefined): boolean {
  const given = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  // Hashed first, so that both have one length and the comparison tells nothing.
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  if (token && given && timingSafeEqual(hash(given), hash(token))) return true;
  const forwarded = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].some((name) => request.get(name) !== undefined);
  return !forwarded && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
}
