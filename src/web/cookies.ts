import type { Request, Response } from 'express';

/** Seconds a browser keeps its place in a conversation: half a year, counted anew with every visit. */
const KEPT = 180 * 24 * 3600;

/** Behind TLS the name says that only this host, over TLS, may have set it: nobody can plant another person's place. */
const personCookie = (request: Request, practice: string): string => `${request.secure ? '__Host-' : ''}cairn-${practice}`;

/** Out of reach of scripts; sent along when a link is followed to us, never with another site's form. */
const guarded = ({ secure }: Request) => ({ httpOnly: true, sameSite: 'lax', secure }) as const;

export const readPerson = (request: Request, practice: string): string | null => readCookie(request, personCookie(request, practice));

export function keepPerson(request: Request, response: Response, practice: string, token: string): void {
  response.cookie(personCookie(request, practice), token, { ...guarded(request), path: '/', maxAge: KEPT * 1000 });
}

const passCookie = (request: Request): string => (request.secure ? '__Secure-cairn-pass' : 'cairn-pass');

export const readPass = (request: Request): string | null => readCookie(request, passCookie(request));

/** Given to the pages under one link only, and gone when the browser closes. */
export function keepPass(request: Request, response: Response, path: string, pass: string): void {
  response.cookie(passCookie(request), pass, { ...guarded(request), path });
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
