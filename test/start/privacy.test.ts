import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeData, settingsFor } from '../support/cairn.ts';
import { eachDatabase } from '../support/database.ts';
import { signInByMail } from '../support/sign-in.ts';
import { endAll, startMain, type Started } from './process.ts';
import { WebClient } from './web-client.ts';

/** Words that nobody but their writers would ever use. They stand in every text of the client, and of the therapist. */
const CLIENT = 'Quillifex';
const THERAPIST = 'Brambleworth';
const marked = new RegExp(`${CLIENT}|${THERAPIST}`, 'i');

const form = (url: string, fields: Record<string, string>, cookie: string) =>
  fetch(url, { method: 'POST', redirect: 'manual', headers: { cookie, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams({ form: fields.do!, ...fields }) });

eachDatabase('what people write, while everything is logged', (_open, place) => {
  let settings: Record<string, string>;
  let cairn: Started;
  let client: WebClient;
  let desk: string;
  let cookie = '';
  const errorPages: string[] = [];

  /** With the code from the mail; where none goes out, as somebody who has signed in before. */
  async function signIn(): Promise<string> {
    if (!settings.DATABASE_URL) return signInByMail(desk, settings.DATA_DIR!);
    const token = randomBytes(32).toString('base64url');
    const admin = new pg.Client({ connectionString: settings.DATABASE_URL, options: '-c cairn.practice=*' });
    await admin.connect();
    await admin.query(`INSERT INTO device_session (id, practice_id, therapist_id, token_hash, created_at, seen_at, expires_at)
      SELECT gen_random_uuid(), practice_id, id, $1, now(), now(), now() + interval '1 day' FROM therapist`, [createHash('sha256').update(token).digest('hex')]);
    await admin.end();
    return `cairn-signed.therapist=${token}`;
  }

  beforeAll(async () => {
    settings = await settingsFor(await place());
    // On the server the mail never goes out, so that its failures are logged as well.
    const mail: Record<string, string> = settings.DATABASE_URL ? { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'cairn@willow.example' } : {};
    cairn = await startMain({ ...settings, ...mail, LOG_LEVEL: 'trace' });
    desk = /desk {2}(http\S+)/.exec(cairn.out())![1]!;
    client = await WebClient.begin(cairn.url);
  });
  afterAll(async () => {
    await endAll();
    await removeData(settings);
  });

  const words = (about: string): string => `${CLIENT}, about ${about}`;
  /** Every line that was logged or printed, but for the block at the start. */
  const logged = (): string[] => `${cairn.out()}\n${cairn.err()}`.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('  '));

  it('is a whole intake, a review, a note, a word of danger', async () => {
    const texts = ['name', 'hope', 'hardest', 'areas', 'better', 'more-of', 'why-it-matters', 'signs', 'helped-before', 'would-try', 'rather-not', 'private-note'];
    await client.talk({ ...Object.fromEntries(texts.map((step) => [step, words(step)])), goals: [words('a goal'), { press: ['done'] }] });
    expect((await client.history()).map(({ body }) => body.text).join('\n').match(new RegExp(CLIENT, 'g'))!.length).toBeGreaterThan(20);

    cookie = await signIn();
    const planPage = cairn.url + /href="(\/desk\/[\w-]+\/plan\/[\w-]+)"/.exec(await (await fetch(desk, { headers: { cookie } })).text())![1]!;
    for (const fields of [
      { do: 'add', kind: 'strategy', text: `${THERAPIST} before supper`, reason: `It helped ${THERAPIST}.`, seen: '1' },
      { do: 'ask', question: `And ${THERAPIST}?`, seen: '1' },
      { do: 'note', text: `Think of ${THERAPIST}.` },
      { do: 'send' },
    ] as Record<string, string>[]) expect((await form(planPage, fields, cookie)).status).toBe(303);
    await expect.poll(async () => (await client.look(), client.question?.step), { timeout: 10_000 }).toMatch(/^decision/);
    await client.press('discuss');
    await client.write(words('the suggestion'));
    await client.write(words('the question'));
    await client.write('a person');
    await client.write(`${CLIENT} wants to kill myself tonight`);
    expect((await client.history()).filter(({ body }) => marked.test(body.text)).length).toBeGreaterThan(20);
  });

  it('is sent in every wrong way as well', async () => {
    const refused = async (at: string, init: RequestInit) => {
      const response = await fetch(cairn.url + at, init);
      expect(response.status).toBeGreaterThanOrEqual(400);
      errorPages.push(await response.text());
    };
    const post = (body: string, headers: Record<string, string> = client.headers): RequestInit => ({ method: 'POST', body, headers });
    await refused('/api/chat/messages', post(`{"text": "${CLIENT}`));
    await refused('/api/chat/messages', post(JSON.stringify({ messageId: 'x', content: { kind: 'song', text: CLIENT } })));
    await refused('/api/chat/messages', post(client.body({ kind: 'text', text: CLIENT.repeat(20_000) })));
    await refused('/api/chat/messages', post(client.body({ kind: 'text', text: CLIENT }), { 'content-type': 'application/json', authorization: `Bearer ${CLIENT}` }));
    await refused('/api/chat', post(JSON.stringify({ practice: CLIENT })));
    await refused(`/review/${CLIENT}`, { headers: { accept: 'text/html' } });
    await refused(`/p/${CLIENT}?q=${CLIENT}`, { headers: { accept: 'text/html' } });
    await refused(`/${CLIENT}`, { headers: { accept: 'text/html' } });
    await refused('/p/willow/messages', { method: 'POST', headers: { origin: 'https://elsewhere.example', accept: 'text/html' }, body: new URLSearchParams({ form: 'x', text: CLIENT }) });
    expect(errorPages).toHaveLength(9);
  });

  it('is on its way when the database breaks off', async () => {
    if (!settings.DATABASE_URL) return;
    const admin = new pg.Client({ connectionString: settings.DATABASE_URL });
    await admin.connect();
    for (let round = 0; round < 3; round += 1) {
      const sending = Array.from({ length: 6 }, () => fetch(`${cairn.url}/api/chat/messages`, { method: 'POST', headers: client.headers, body: client.body({ kind: 'text', text: words('a broken line') }) }));
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
      for (const answer of await Promise.all(sending)) if (!answer.ok) errorPages.push(await answer.text());
    }
    await admin.end();
    expect(logged().some((line) => line.includes('"level":50'))).toBe(true);
  });

  describe('and is nowhere but where it belongs:', () => {
    it('not in the log, nor is any token that opens something', () => {
      expect(logged().length).toBeGreaterThan(0);
      expect(logged().filter((line) => marked.test(line))).toEqual([]);
      const tokens = [client.token, desk.split('/').at(-1)!, cookie.split('=')[1]!];
      expect(logged().filter((line) => tokens.some((token) => line.includes(token)))).toEqual([]);
      if (settings.DATABASE_URL) expect(logged().some((line) => line.includes('a message could not be sent'))).toBe(true);
    });

    it('not in the metrics', async () => {
      const metrics = await (await fetch(`${cairn.url}/metrics`)).text();
      expect(metrics).toContain('cairn_events_total');
      expect(metrics).not.toMatch(marked);
      expect(metrics).not.toContain(client.token);
    });

    it('not in what is said of an error', () => {
      expect(errorPages.filter((page) => marked.test(page))).toEqual([]);
    });

    it('not in the mails', async () => {
      if (settings.DATABASE_URL) return;
      const folder = path.join(settings.DATA_DIR!, 'mail');
      await expect.poll(() => readdirSync(folder).length).toBeGreaterThanOrEqual(4);
      const mails = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
      expect(mails.filter((mail) => marked.test(mail))).toEqual([]);
      expect(mails.join('\n')).toContain('Robin Hale');
    });

    it('not in what a stop says', async () => {
      cairn.kill('SIGTERM');
      expect(await cairn.ended).toBe(0);
      expect(logged().filter((line) => marked.test(line))).toEqual([]);
    });

    it('not in the database, in no form that can be read without the keys', async () => {
      const raw = settings.DATABASE_URL ? await everyRow(settings.DATABASE_URL) : everyFile(path.join(settings.DATA_DIR!, 'database/postgres'));
      expect(raw.length).toBeGreaterThan(100_000);
      expect(raw).toContain('Willow Practice');
      for (const word of [CLIENT, THERAPIST]) {
        for (const form of [word, word.toLowerCase(), Buffer.from(word).toString('hex'), ...inBase64(word)]) expect([form, raw.includes(form)]).toEqual([form, false]);
      }
    });
  });
});

/** Every table of every schema, row by row, as text. */
async function everyRow(databaseUrl: string): Promise<string> {
  const admin = new pg.Client({ connectionString: databaseUrl, options: '-c cairn.practice=*' });
  await admin.connect();
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
  const rows: string[] = [];
  for (const { name } of tables) rows.push(...(await admin.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)).rows.map(({ row }) => row));
  await admin.end();
  return rows.join('\n');
}

/** The bytes of every file, the write-ahead log among them. */
const everyFile = (directory: string): string => readdirSync(directory, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1')).join('\n');

/** What base64 makes of the inside of a word, wherever in a text it stands. */
const inBase64 = (word: string): string[] => [0, 1, 2].map((at) => {
  const whole = Buffer.from('-'.repeat(at) + word).toString('base64').replaceAll('=', '');
  return whole.slice(Math.ceil((at * 4) / 3), -2);
});
