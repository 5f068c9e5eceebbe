import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/web/server.ts';
import { memoryParts } from '../web/support/parts.ts';
import { asMeant, call, type Answer, type How } from './support/call.ts';
import { rows, type Row } from './support/rows.ts';
import { openWorld, theirWords, type World } from './support/world.ts';

/** Every route of Cairn against everything that somebody else could try. A new route without a row in `rows.ts` fails the first test. */

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.cairn.stop());

const { routes } = createServer((await memoryParts()).parts);
const all = Object.entries(rows).map(([name, row]) => ({ name, method: name.split(' ')[0]!, row }));
const posts = all.filter(({ method }) => method === 'POST');
const guarded = all.filter(({ row }) => row.who !== 'anyone');

test('every route has its row, and every row its route', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(rows).toSorted());
  expect(guarded.filter(({ method, row }) => (method === 'GET' ? !row.shows && !row.tells : !row.changes)), 'what is guarded shows or changes something').toEqual([]);
});

/** What cannot be done twice: each comes last. */
const forGood = /hand-over|withdraw-consent|my-data\/delete/;

/** Makes a request that must show nothing and change nothing; says what it did otherwise. */
async function tries(row: Row, how: How): Promise<string[]> {
  const answer = await call(world, row, how);
  // The other chat has a plan of its own behind its cookie.
  const gives = row.file !== undefined && how.cookie !== world.cookies.otherChat && answer.headers.get('content-disposition') !== null;
  const tells = row.tells?.test(answer.text);
  return [...wrongIn(answer), ...(gives ? ['it gives a file'] : []), ...(tells ? ['it tells what is theirs'] : []), ...(theirWords.test(answer.text) || theirWords.test(JSON.stringify([...answer.headers])) ? ['it shows their words'] : [])];
}

function wrongIn({ status, headers }: Answer): string[] {
  return [
    ...(status === 429 ? ['it was not looked at'] : []),
    ...(status >= 500 ? [`it fails with ${status}`] : []),
    ...(!headers.get('content-security-policy')?.includes("default-src 'none'") ? ['it has no content policy'] : []),
    ...(headers.get('referrer-policy') !== 'no-referrer' ? ['it lets addresses out'] : []),
    ...(headers.get('x-powered-by') ? ['it says what it runs on'] : []),
  ];
}

/** Calls in turn, and says which showed or broke something, and what changed of what is the client's. */
async function outcome(calls: { name: string; row: Row; how: How }[]): Promise<{ wrong: string[]; changed: string[] }> {
  const before = await world.theirs();
  const wrong: string[] = [];
  for (const { name, row, how } of calls) wrong.push(...(await tries(row, how)).map((what) => `${name}: ${what}`));
  const after = await world.theirs();
  return { wrong, changed: [...after.filter((line) => !before.includes(line)), ...before.filter((line) => !after.includes(line))] };
}

const nothing = { wrong: [], changed: [] };

describe('whom a route is for', () => {
  test.each(all.filter(({ row }) => row.shows || row.tells))('$name shows them what is theirs', async ({ method, row }) => {
    const answer = await call(world, row, { method, ...asMeant(world, row) });
    expect([answer.status, wrongIn(answer), row.streams || (row.file ?? row.tells ?? theirWords).test(answer.text)]).toEqual([200, [], true]);
  });

  test.each(posts.filter(({ name, row }) => row.changes && !forGood.test(name)))('$name does what they ask', async ({ name, method, row }) => {
    const answer = await call(world, row, { method, ...asMeant(world, row) });
    // A file of their own data is the answer itself; that it was taken is on record.
    expect(name.endsWith('/download') ? [200] : [202, 303]).toContain(answer.status);
    expect(answer.headers.get('location') ?? '').not.toContain('code');
  });
});

describe('nothing is shown and nothing changes', () => {
  const withToken = (row: Row, token: 'good' | 'expired' | 'revoked' = 'good') => (row.purpose ? { token: world.links[row.purpose][token] } : {});

  test('without a session', async () => {
    expect(await outcome(guarded.map(({ name, method, row }) => ({ name, row, how: { method, ...withToken(row) } })))).toEqual(nothing);
  });

  test.each(['colleague', 'stranger', 'signedOut', 'otherChat'] as const)('with the session of somebody else: %s', async (whose) => {
    // In the chat another client would delete what is their own.
    const calls = guarded.filter(({ name }) => whose !== 'otherChat' || name !== 'POST /p/:slug/my-data/delete')
      .map(({ name, method, row }) => ({ name, row, how: { method, ...withToken(row), cookie: world.cookies[whose] } }));
    expect(await outcome(calls)).toEqual(nothing);
  });

  test('with the session of the other side', async () => {
    const swapped = { therapist: world.cookies.device, client: world.cookies.therapist, chat: world.cookies.therapist, bearer: world.cookies.chat, anyone: '' };
    expect(await outcome(guarded.map(({ name, method, row }) => ({ name, row, how: { method, ...withToken(row), cookie: swapped[row.who] } })))).toEqual(nothing);
  });

  test('with every session at once, on the link of another kind', async () => {
    const cookie = Object.values(world.cookies).join('; ');
    const other = { review: 'plan', plan: 'desk', desk: 'review' } as const;
    const calls = guarded.filter(({ row }) => row.purpose).map(({ name, method, row }) => ({ name, row, how: { method, cookie, token: world.links[other[row.purpose!]].good } }));
    expect(calls.length).toBeGreaterThan(8);
    expect(await outcome(calls)).toEqual(nothing);
  });

  test.each(['expired', 'revoked'] as const)('with a link that is %s, for a browser that is signed in', async (kind) => {
    const linked = guarded.filter(({ row }) => row.purpose);
    expect(await outcome(linked.map(({ name, method, row }) => ({ name, row, how: { ...asMeant(world, row), method, ...withToken(row, kind) } })))).toEqual(nothing);
  });

  test('with a made-up link, session, chat or bearer', async () => {
    const made = ['x'.repeat(43), 'x', `${'x'.repeat(42)}=`, '%00', '%2e%2e', 'a'.repeat(2_000), "' OR 1=1 --", '../plan'];
    const calls = made.flatMap((token) => guarded.map(({ name, method, row }) => {
      const secret = encodeURIComponent(token);
      const cookie = `cairn-signed.therapist=${secret}; cairn-signed.client=${secret}; cairn-${world.slug}=${world.slug}.${secret}`;
      return { name: `${name} with ${token.slice(0, 12)}`, row, how: { method, token: secret, cookie, bearer: /^[\w=]+$/.test(token) ? token : 'x' } };
    }));
    expect(await outcome(calls)).toEqual(nothing);
  }, 120_000);

  test.each<[string, Record<string, string>]>([
    ['keep', { form: 'keep', do: 'keep', seen: '1', on: '2030-01-01' }], ['close', { form: 'close', do: 'close', seen: '1', words: 'It is over.' }], ['revisit', { form: 'revisit', do: 'revisit', why: 'other', words: 'Once more.' }],
  ])('with the form to %s the whole plan, by anybody but its therapist', async (_, form) => {
    const pages = guarded.filter(({ name }) => /^POST \/(review\/:token|desk\/:token\/plan\/:planId|plan\/:token|p\/:slug\/my-plan)$/.test(name));
    expect(pages).toHaveLength(4);
    const cookies = ['', ...(['colleague', 'stranger', 'signedOut', 'otherChat'] as const).map((whose) => world.cookies[whose])];
    expect(await outcome(pages.flatMap(({ name, method, row }) => cookies.map((cookie) => ({ name, row: { ...row, form: () => form }, how: { method, ...withToken(row), cookie } }))))).toEqual(nothing);
  });

  test('with the plan of somebody else, or of nobody, on one\'s own desk', async () => {
    const others = (await world.cairn.app.store.prisma.treatmentPlan.findMany({ where: { NOT: { id: world.planId } } })).map(({ id }) => id);
    const desks = guarded.filter(({ name }) => name.includes(':planId'));
    const ids = [...others, 'x', '00000000-0000-4000-8000-000000000000', "'", '%00', 'x'.repeat(3_000), '%25', 'null'];
    expect(others.length).toBe(1);
    // The other client has the same therapist, so what is theirs is shown: none of it may be this client's.
    const calls = ids.flatMap((planId) => desks.filter(({ row }) => !(row.file && others.includes(planId))).map(({ name, method, row }) => ({
      name: `${name} with ${planId.slice(0, 12)}`, row,
      how: { method: method === 'POST' && others.includes(planId) ? 'GET' : method, cookie: world.cookies.therapist, at: row.at({ ...world, planId }, world.links.desk.good) },
    })));
    expect(await outcome(calls)).toEqual(nothing);
  });

  test('when it is asked for by GET or HEAD', async () => {
    const before = await world.everything();
    const wrong: string[] = [];
    for (const { name, row } of posts) {
      const { at, cookie, bearer } = { at: row.at(world, row.purpose ? world.links[row.purpose].good : ''), ...asMeant(world, row) };
      const asked = new URLSearchParams({ ...row.form?.(world), do: 'approve', version: '1', hash: world.hash, send: 'yes', everywhere: 'yes', to: world.colleagueId }).toString();
      for (const method of ['GET', 'HEAD']) for (const address of [at, `${at}?${asked}`]) {
        const answer = await call(world, row, { method, at: address, cookie, bearer });
        wrong.push(...wrongIn(answer).map((what) => `${method} ${name}: ${what}`));
      }
    }
    expect(wrong).toEqual([]);
    expect(await world.everything()).toEqual(before);
  });

  test.each([{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': '', origin: 'https://evil.example' }, { 'sec-fetch-site': '', origin: 'null' }])('when a page of another site sends it: %j', async (headers) => {
    const before = await world.everything();
    const forms = posts.filter(({ row }) => row.form);
    for (const { name, method, row } of forms) {
      const sent = { ...headers } as Record<string, string>;
      const answer = await call(world, row, { method, cookie: Object.values(world.cookies).join('; '), token: asMeant(world, row).token, headers: sent });
      expect([name, answer.status]).toEqual([name, 403]);
    }
    expect(forms.length).toBeGreaterThan(10);
    expect(await world.everything()).toEqual(before);
  });
});

describe('what cannot be read is refused, and changes nothing', () => {
  const bodies: { what: string; body: string | Uint8Array<ArrayBuffer>; type: string; status: number[] }[] = [
    { what: 'a form too large', body: `text=${'x'.repeat(1_000_000)}`, type: 'application/x-www-form-urlencoded', status: [413] },
    { what: 'JSON too large', body: JSON.stringify({ text: 'x'.repeat(1_000_000) }), type: 'application/json', status: [413] },
    { what: 'broken JSON', body: '{"messageId": "m", "content": {', type: 'application/json', status: [400] },
    { what: 'JSON that is no object', body: '[[[[[1]]]]]', type: 'application/json', status: [400] },
    { what: 'JSON with a prototype in it', body: '{"__proto__": {"do": "approve"}, "constructor": 1}', type: 'application/json', status: [] },
    { what: 'a form that is no UTF-8', body: new Uint8Array([0x74, 0x65, 0x78, 0x74, 0x3d, 0xff, 0xfe]), type: 'application/x-www-form-urlencoded', status: [400] },
    { what: 'a form with half a percent', body: 'text=%zz&do=%', type: 'application/x-www-form-urlencoded', status: [400] },
    { what: 'a thousand fields', body: Array.from({ length: 1_000 }, (_, at) => `f${at}=1`).join('&'), type: 'application/x-www-form-urlencoded', status: [400, 413] },
    { what: 'fields of fields', body: 'do[]=approve&do[x][y]=1&__proto__[do]=approve&code=1&code=2&link=1&link=2&to=1&to=2', type: 'application/x-www-form-urlencoded', status: [] },
    { what: 'a file', body: '--x\r\nContent-Disposition: form-data; name="do"\r\n\r\napprove\r\n--x--', type: 'multipart/form-data; boundary=x', status: [] },
    { what: 'another character set', body: 'text=x', type: 'application/x-www-form-urlencoded; charset=utf-16', status: [400, 415] },
  ];

  test.each(bodies)('$what', async ({ body, type, status }) => {
    const before = await world.theirs();
    // Where a form has no fields, odd ones change nothing about the press.
    const skipped = /sign-out|begin/.source + (status.length === 0 && type.includes('form-url') ? '|withdraw-consent' : '');
    for (const { name, method, row } of posts.filter(({ name }) => !new RegExp(skipped).test(name))) {
      const answer = await call(world, row, { method, ...asMeant(world, row), body, type });
      expect([name, wrongIn(answer)]).toEqual([name, []]);
      // A route reads one kind of body; of another kind it sees nothing, which is no message and no act either.
      const reads = row.json ? 'json' : 'form';
      if (status.length > 0 && type.includes(reads)) expect([name, status.includes(answer.status) || answer.status]).toEqual([name, true]);
    }
    expect(await world.theirs()).toEqual(before);
  });
});

describe('tricks with addresses', () => {
  const tricks = [
    (at: string) => `/${at}`, (at: string) => `${at}/`, (at: string) => `${at}//`, (at: string) => at.toUpperCase(), (at: string) => `${at}%00`, (at: string) => `${at}%2f..%2f..`,
    (at: string) => `${at}/..%2f..%2fdesk`, (at: string) => `${at};jsessionid=1`, (at: string) => `${at}%0d%0aSet-Cookie:%20x=1`, (at: string) => `${at}?${'x'.repeat(4_000)}`, (at: string) => `/${at.slice(1).replaceAll('/', '%2f')}`,
    (at: string) => `/${at.slice(1).replaceAll('/', '%5c')}`, (at: string) => `${at}%FF`, (at: string) => `${at}%`, (at: string) => `${at}.json`, (at: string) => `/assets/..${at}`, (at: string) => `/assets/%2e%2e${at}`,
  ];

  test('open nothing to somebody without a session, and break nothing', async () => {
    const calls = all.filter(({ row }) => !row.streams).flatMap(({ name, method, row }) => tricks.map((trick) => {
      const at = trick(row.at(world, row.purpose ? world.links[row.purpose].good : ''));
      return { name: `${name} as ${at.slice(0, 40)}`, row, how: { method, at } };
    }));
    expect(calls.length).toBeGreaterThan(500);
    expect(await outcome(calls)).toEqual(nothing);
  }, 120_000);

  test('answer nothing that is not there', async () => {
    for (const at of ['/..%2f..%2fetc%2fpasswd', '/assets/..%2f..%2fpackage.json', '/assets/%2e%2e/%2e%2e/.env', '/.env', '/.git/config', '/accent/..%2f..%2f.env.css', '/package.json', '/src/main.ts']) {
      const answer = await call(world, rows['GET /']!, { method: 'GET', at });
      expect([at, answer.status]).toEqual([at, 404]);
    }
  });
});

/** As the person it is for would do it. */
const asMeantAt = (name: string) => async (): Promise<number> =>
  (await call(world, rows[name]!, { method: name.split(' ')[0]!, ...asMeant(world, rows[name]!) })).status;

// Last, because nothing is as it was after it.
describe('what is done for good', () => {
  test('is done by whom it is for, with one press, and once', async () => {
    const withdraw = asMeantAt('POST /plan/:token/withdraw-consent');
    expect(await withdraw()).toBe(303);
    const handOver = asMeantAt('POST /review/:token/hand-over');
    expect([await handOver(), await handOver()]).toEqual([303, 404]);
    const erase = asMeantAt('POST /p/:slug/my-data/delete');
    const there = () => world.cairn.app.store.prisma.treatmentPlan.count({ where: { id: world.planId } });
    expect([await erase(), await there()], 'nothing goes while somebody has to act on an alert').toEqual([303, 1]);
    await world.cairn.app.store.prisma.safetyAlert.update({ where: { id: world.alertId }, data: { clearedAt: world.cairn.app.now() } });
    expect([await erase(), await there(), await erase()]).toEqual([303, 0, 404]);
  });
});
