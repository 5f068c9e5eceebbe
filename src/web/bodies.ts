import express, { type RequestHandler } from 'express';
import { CairnError } from '../errors.ts';

const strict = new TextDecoder('utf-8', { fatal: true });

/** Half a character is refused rather than stored as "�": nobody's words are changed in silence. */
function readUtf8(body: Buffer): string {
  try {
    return strict.decode(body);
  } catch {
    throw new CairnError('invalid-input', 'The body is not valid UTF-8.');
  }
}

function checkPercents(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw new CairnError('invalid-input', 'The body is not well encoded.');
  }
}

export const jsonBody = (limit: number): RequestHandler =>
  express.json({ limit, verify: (_request, _response, body) => void readUtf8(body) });

/** A form, or nothing at all. Any other kind of body is refused: what cannot be read must not count as an empty form. */
export function formBody(limit: number): RequestHandler {
  const read = express.urlencoded({ limit, extended: false, parameterLimit: 200, verify: (_request, _response, body) => checkPercents(readUtf8(body)) });
  return (request, response, next) => {
    const isEmpty = request.get('content-type') === undefined || request.get('content-length') === '0';
    if (!isEmpty && !request.is('urlencoded')) throw new CairnError('unsupported', 'This takes forms.');
    read(request, response, next);
  };
}

/** The form's fields in order, each value apart: for handing a form back as it came. */
export function fieldsOf(body: unknown): [name: string, value: string][] {
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>);
  return fields.flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
}
