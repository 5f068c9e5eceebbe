import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type How } from './support/call.ts';
import { rows, type Row } from './support/rows.ts';
import { openWorld, theirWords, type World } from './support/world.ts';

const seed = Number(process.env.CAIRN_SEED ?? Date.now() % 1_000_000);
const runs = Number(process.env.CAIRN_FUZZ_RUNS ?? 400);

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.cairn.stop());

const all = Object.entries(rows);

/** What forms and programs that mean harm, or nothing, put into a field. */
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', ' ', '\u0000', '\u202e\u200b', '-1', '0', '1', '1e309', 'NaN', '٣', '2026-02-30', '9999-99-99', '+275760-09-14', '__proto__', 'constructor', 'null', 'undefined', '[]', '{}', "' OR 1=1 --", '<script>', '%', '\\', '../..', 'x'.repeat(9_000)),
);
const deeds = fc.constantFrom('add', 'suggest', 'change', 'remove', 'ask', 'send', 'withdraw', 'answer', 'reply', 'approve', 'decline', 'reopen', 'note', 'acknowledge', 'clear');
const names = fc.constantFrom('do', 'form', 'item', 'seen', 'proposal', 'answer', 'text', 'reason', 'question', 'entry', 'kind', 'goal', 'version', 'hash', 'baseline', 'target', 'on', 'note', 'to', 'as', 'everywhere', 'practice', 'code', 'send', 'link', 'step', 'id', 'done', 'messageId', 'content', 'form-key', '__proto__');
const known = fc.constantFrom('i1', 'i2', 'p1', '1', '2', 'area', 'goal', 'strategy', 'measure', 'accept', 'decline', 'discuss', 'why', 'reply', 'yes', 'client', 'therapist', 'willow', '5', '2027-01-01');
const fields = fc.tuple(deeds, fc.array(fc.tuple(names, fc.oneof(odd, known)), { maxLength: 8 })).map(([deed, more]) => [['do', deed], ...more] as [string, string][]);

const body = fc.oneof(
  fields.map((list) => ({ type: 'application/x-www-form-urlencoded', body: new URLSearchParams(list).toString() as How['body'] })),
  fc.json({ maxDepth: 4 }).map((json) => ({ type: 'application/json', body: json as How['body'] })),
  fields.map((list) => ({ type: 'application/json', body: JSON.stringify({ ...Object.fromEntries(list), content: Object.fromEntries(list), messageId: 'm' }) as How['body'] })),
  fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/json; charset=utf-32', 'x'))
    .map(([bytes, type]) => ({ type, body: new Uint8Array(bytes) as How['body'] })),
);
/** Characters that HTTP itself does not take in a header never reach a server. */
const inHeader = odd.map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?').trim().slice(0, 2_000));
const headers = fc.dictionary(
  fc.constantFrom('accept', 'accept-language', 'accept-encoding', 'origin', 'sec-fetch-site', 'last-event-id', 'x-forwarded-proto', 'range', 'if-none-match', 'x-http-method-override', 'x-forwarded-host', 'referer', 'user-agent'),
  inHeader, { maxKeys: 4 },
);
const query = fc.oneof(fc.constant(''), fc.array(fc.tuple(fc.constantFrom('code', 'did', 'show', 'q', 'before', 'after', 'country', 'practice', 'from', 'everywhere', 'begun', 'do'), fc.oneof(odd, known)), { maxLength: 4 }).map((list) => `?${new URLSearchParams(list.map(([name, value]): [string, string] => [name, value.slice(0, 400)]))}`));
/** The address as it is, or with one part of it made odd. */
const segment = fc.option(fc.tuple(fc.nat(5), odd.map((text) => encodeURIComponent(text.toWellFormed().slice(0, 500)))), { nil: null, freq: 3 });
const method = fc.constantFrom('own', 'own', 'own', 'own', 'GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');

const request = fc.record({ route: fc.constantFrom(...all), method, body, headers, query, segment });
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

async function send(one: Request, more: Pick<How, 'cookie' | 'bearer'>) {
  const [name, row]: [string, Row] = one.route;
  const own = name.split(' ')[0]!;
  const parts = row.at(world, row.purpose ? world.links[row.purpose].good : '').split('?')[0]!.split('/');
  if (one.segment && parts.length > 1) parts[1 + (one.segment[0] % (parts.length - 1))] = one.segment[1];
  const at = `/${parts.slice(1).join('/')}${one.query}`;
  const answer = await call(world, row, { method: one.method === 'own' ? own : one.method, at, ...one.body, headers: one.headers, ...more });
  // What only the server's own parser sees (431, 400) comes without our headers.
  return { what: `${one.method} ${name} at ${at.slice(0, 80)}`, status: answer.status, shows: theirWords.test(answer.text + JSON.stringify([...answer.headers])) };
}

describe(`requests that nobody thought of (CAIRN_SEED=${seed})`, () => {
  const options = { seed, numRuns: runs, endOnFailure: true };

  test('from somebody without a session: nothing fails, nothing of anybody is shown, and nothing of theirs changes', { timeout: 180_000 }, async () => {
    const before = await world.theirs();
    await fc.assert(fc.asyncProperty(request, fc.option(inHeader.map((text) => `cairn-signed.therapist=${encodeURIComponent(text)}; cairn-willow=willow.x`), { nil: undefined }), async (one, cookie) => {
      const { what, status, shows } = await send(one, { ...(cookie && { cookie }) });
      expect({ what, fails: status >= 500 && status !== 501, shows }).toEqual({ what, fails: false, shows: false });
    }), options);
    expect(await world.theirs()).toEqual(before);
  });

  test('from people who are signed in: nothing fails', { timeout: 180_000 }, async () => {
    await fc.assert(fc.asyncProperty(request, async (one) => {
      // Signing out and withdrawing are done elsewhere; here everybody stays.
      if (/sign-out|withdraw-consent|hand-over/.test(one.route[0])) return;
      const { what, status } = await send(one, { cookie: `${world.cookies.therapist}; ${world.cookies.device}; ${world.cookies.chat}`, bearer: world.client.token });
      expect({ what, status, fails: status >= 500 && status !== 501 }).toEqual({ what, status, fails: false });
    }), options);
  });
});
