import { randomBytes } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import type { Party } from '../core/plan/plan.ts';
import type { Held } from './parts.ts';

/** Seconds a browser keeps its place in a conversation: half a year, counted anew with every visit. */
const KEPT = 180 * 24 * 3600;

/** Behind TLS the name says that only this host, over TLS, may have set it: nobody can plant a cookie of their own in another's browser. */
const hostOnly = (request: Request, name: string): string => `${request.secure ? '__Host-' : ''}cairn-${name}`;

/** Out of reach of scripts; sent along when a link is followed to us, as from a mail, and never with another site's form. */
const guarded = ({ secure }: Request): CookieOptions => ({ httpOnly: true, sameSite: 'lax', secure, path: '/' });

/** Who is in the chat of a practice with this browser. Another name than those below, which have no practice's slug in them. */
const personCookie = (request: Request, practice: string): string => hostOnly(request, practice);

export const readPerson = (request: Request, practice: string): string | null => readCookie(request, personCookie(request, practice));

/** `inFrames`: other sites may show the chat, so its cookie is also kept there, apart for each of them. */
export function keepPerson(request: Request, response: Response, practice: string, token: string, inFrames: boolean): void {
  response.cookie(personCookie(request, practice), token, { ...guarded(request), ...framed(request, inFrames), maxAge: KEPT * 1000 });
}

/** Nobody is in that chat with this browser any more. `inFrames` as it was kept: a browser takes away only the cookie it is told of. */
export function forgetPerson(request: Request, response: Response, practice: string, inFrames: boolean): void {
  response.clearCookie(personCookie(request, practice), { ...guarded(request), ...framed(request, inFrames) });
}

const framed = ({ secure }: Request, inFrames: boolean): CookieOptions => (inFrames && secure ? { sameSite: 'none', partitioned: true } : {});

/** A browser may be signed in as a therapist and as a client, each on its own. A slug has no dot, so no practice's cookie has this name. */
const deviceCookie = (request: Request, as: Party): string => hostOnly(request, `signed.${as}`);

export function keepDevice(request: Request, response: Response, as: Party, token: string, seconds: number): void {
  response.cookie(deviceCookie(request, as), token, { ...guarded(request), maxAge: seconds * 1000 });
}

export function forgetDevice(request: Request, response: Response, as: Party): void {
  response.clearCookie(deviceCookie(request, as), guarded(request));
}

/** What this browser holds. */
export const heldBy = (request: Request): Held => ({
  device: (as) => readCookie(request, deviceCookie(request, as)),
  chat: (practice) => readPerson(request, practice),
});

/** The other half of the key in a form: see `security.ts`. Gone when the browser closes. */
export const readFormSecret = (request: Request): string | null => readCookie(request, hostOnly(request, 'form.key'));

export function keepFormSecret(request: Request, response: Response): string {
  const secret = randomBytes(32).toString('base64url');
  response.cookie(hostOnly(request, 'form.key'), secret, guarded(request));
  return secret;
}

function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) {
      try {
        return decodeURIComponent(pair.slice(at + 1).trim());
      } catch {
        return null;
      }
    }
  }
  return null;
}
