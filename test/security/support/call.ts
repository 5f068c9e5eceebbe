import type { Row } from './rows.ts';
import type { World } from './world.ts';

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

export interface How {
  method: string;
  cookie?: string;
  bearer?: string;
  headers?: Record<string, string>;
  /** Another address than the row's own. */
  at?: string;
  /** Another body than the row's own. */
  body?: string | Uint8Array<ArrayBuffer>;
  type?: string;
  token?: string;
}

let calls = 0;
/** Another one with every call: what is tried here is not how many calls one address may make. */
function nextAddress(): string {
  calls += 1;
  return `198.18.${Math.floor(calls / 250) % 250}.${calls % 250}`;
}

/** Calls a route as its row says, but for what is told otherwise. A stream is read for its first moment. */
export async function call(world: World, row: Row, how: How): Promise<Answer> {
  const { method, cookie, bearer, headers, token = '' } = how;
  const form = row.form?.(world);
  const json = row.json?.(world);
  const own = form ? new URLSearchParams(form).toString() : json ? JSON.stringify(json) : undefined;
  const type = how.type ?? (json ? 'application/json' : 'application/x-www-form-urlencoded');
  const abort = new AbortController();
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const response = await fetch(world.cairn.url + (how.at ?? row.at(world, token)), {
    method, redirect: 'manual', signal: abort.signal,
    headers: {
      'sec-fetch-site': 'same-origin', 'x-forwarded-for': nextAddress(), ...(hasBody && { 'content-type': type }), ...(cookie && { cookie }), ...(bearer && { authorization: `Bearer ${bearer}` }), ...headers,
    },
    ...(hasBody && { body: how.body ?? own ?? '' }),
  });
  if (!response.body || !response.headers.get('content-type')?.includes('event-stream')) return { status: response.status, text: await response.text(), headers: response.headers };
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  // The first words of a stream are what is there already; a stream of nobody ends.
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += piece.value;
    if (text.includes('event: entry')) break;
  }
  abort.abort();
  return { status: response.status, text, headers: response.headers };
}

/** What the person that a route is for would send. */
export function asMeant(world: World, row: Row): Pick<How, 'cookie' | 'bearer' | 'token'> {
  const token = row.purpose ? world.links[row.purpose].good : '';
  switch (row.who) {
    case 'therapist': return { token, cookie: world.cookies.therapist };
    case 'client': return { token, cookie: world.cookies.device };
    case 'chat': return { cookie: world.cookies.chat };
    case 'bearer': return { bearer: world.client.token };
    case 'anyone': return { token };
  }
}
