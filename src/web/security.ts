import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { CairnError } from '../errors.ts';

/** Nothing but our own files: no inline script or style, no frame around us, no form to elsewhere. */
export const securityHeaders = (): RequestHandler[] => [
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], connectSrc: ["'self'"],
        formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  }),
  (_request, response, next) => {
    response.set({
      'X-Robots-Tag': 'noindex, nofollow',
      'Cache-Control': 'no-store',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    });
    next();
  },
];

/**
 * Whether a browser sent this from one of our own pages. `Sec-Fetch-Site` decides where there is one; `Origin` else.
 * Our pages send no referrer, so old browsers give their forms the origin "null", which stays refused. A caller with
 * neither header is no browser and carries nobody's cookie but its own.
 */
export function isSameSite(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.get('origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.get('host');
}

/** In front of every route that changes something on the strength of a cookie or of a page's address. */
export function sameSiteOnly(request: Request, _response: Response, next: NextFunction): void {
  if (request.method === 'GET' || request.method === 'HEAD' || isSameSite(request)) return next();
  throw new CairnError('not-allowed', 'This came from another site.');
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
    } else if (origin !== undefined && !isSameSite(request)) {
      throw new CairnError('not-allowed', 'This site is not on the list of sites that may embed the chat.');
    }
    if (request.method === 'OPTIONS') return void response.status(204).end();
    next();
  };
}
