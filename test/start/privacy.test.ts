import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOut } from '../../src/core/flow/layout.ts';
import { createServer } from '../../src/web/server.ts';
import { talkThrough, type Moves, type Talker } from '../support/app.ts';
import { removeData, settingsFor } from '../support/cairn.ts';
import { eachDatabase } from '../support/database.ts';
import { loaded } from '../support/flows.ts';
import { signInByMail } from '../support/sign-in.ts';
import { memoryParts } from '../web/support/parts.ts';
import { actsOn, boxesOn, type Box } from './boxes.ts';
import { ahead, endAll, run, startMain, type Program, type Started } from './process.ts';
import { WebClient } from './web-client.ts';

/** Words that nobody but their writers would ever use. They stand in every text of the client, and of the therapist. */
const CLIENT = 'Quillifex';
const THERAPIST = 'Brambleworth';
const marked = new RegExp(`${CLIENT}|${THERAPIST}`, 'i');

const { routes } = createServer((await memoryParts()).parts);
/** The route that an address belongs to. */
function patternOf(method: string, at: string): string {
  const parts = new URL(at).pathname.split('/');
  const fits = (pattern: string): boolean => pattern.split('/').length === parts.length && pattern.split('/').every((part, n) => part.startsWith(':') || part === parts[n]);
  // An address that is written out comes before one with a place for anything.
  const [found] = routes.filter((route) => route.method === method && fits(route.path)).toSorted((a, b) => a.path.split(':').length - b.path.split(':').length);
  if (!found) throw new Error(`No route is at ${method} ${parts.join('/')}.`);
  return found.path;
}

/** Steps of every flow that words can be written at. */
const wordSteps = loaded.flows.flatMap(({ definition }) => [...layOut(definition).steps.values()].map(({ step }) => step))
  .filter((step) => step.type === 'text' || step.type === 'list' || ((step.type === 'choice' || step.type === 'choices') && step['own-words'])).map(({ id }) => id);

/** Where a form goes that has no box to write in: they press, and say nothing. */
const wordless = ['/p/:slug/begin', '/plan/:token/withdraw-consent', '/p/:slug/my-plan/withdraw-consent', '/plan/:token/my-data/download', '/plan/:token/my-data/delete',
  '/p/:slug/my-data/download', '/p/:slug/my-data/delete', '/sign-out', '/i/:token', '/review/:token/hand-over', '/desk/:token/plan/:planId/hand-over', '/desk/:token/invite'];
/** The same page at another address, with the very same forms. */
const twins = ['/review/:token', '/review/:token/code', '/review/:token/safety/:alert', '/plan/:token', '/plan/:token/code'];

/** Every box that somebody can write in, by page, form and field. */
const boxes = [
  'alert note', 'code code', 'search q',
].map((box) => `/desk/:token ${box}`).concat([
  'add reason', 'add text', 'alert note', 'answer text', 'ask question', 'change reason', 'change text', 'close words', 'decline reason', 'note text', 'remove reason', 'reply text', 'revisit words', 'suggest reason',
].map((box) => `/desk/:token/plan/:planId ${box}`), ['/p/:slug messages text'], [
  'add reason', 'add text', 'answer text', 'ask question', 'change reason', 'change text', 'remove reason', 'reply text',
].map((box) => `/p/:slug/my-plan ${box}`));

eachDatabase('what people write, while everything is logged', (_open, place) => {
  let settings: Record<string, string>;
  let cairn: Started;
  const programs: Program[] = [];
  let [sam, ada]: WebClient[] = [];
  let [desk, cookie] = ['', ''];
  const errorPages: string[] = [];
  /** Where the marked words were written: at which steps, into which boxes, to which addresses. */
  const told = new Set<string>();
  const filled = new Set<string>();
  const posted = new Set<string>();

  /** With the code from the mail; where none goes out, as somebody who has signed in before. */
  async function signIn(seconds: number): Promise<string> {
    if (!settings.DATABASE_URL) return signInByMail(desk, settings.DATA_DIR!);
    const token = randomBytes(32).toString('base64url');
    const admin = new pg.Client({ connectionString: settings.DATABASE_URL, options: '-c cairn.practice=*' });
    await admin.connect();
    await admin.query(`INSERT INTO device_session (id, practice_id, therapist_id, token_hash, created_at, seen_at, expires_at)
      SELECT gen_random_uuid(), practice_id, id, $1, at, at, at + interval '1 day' FROM therapist, (SELECT now() + make_interval(secs => $2) AS at) AS moment`, [createHash('sha256').update(token).digest('hex'), seconds]);
    await admin.end();
    return `cairn-signed.therapist=${token}`;
  }

  /** Cairn from one start to the next, with a clock that is so many days ahead; by then it is noon. */
  async function begins(daysAhead: number): Promise<void> {
    const noon = new Date();
    noon.setUTCHours(12, 0, 0, 0);
    const forward = daysAhead === 0 ? 0 : noon.getTime() + daysAhead * 86_400_000 - Date.now();
    cairn = await startMain({ ...settings, ...ahead(forward), LOG_LEVEL: 'trace' });
    programs.push(cairn);
    desk = /desk {2}(http\S+)/.exec(cairn.out())![1]!;
    cookie = await signIn(forward / 1000);
  }
  async function ends(): Promise<void> {
    cairn.kill('SIGTERM');
    expect(await cairn.ended).toBe(0);
  }

  beforeAll(async () => {
    settings = await settingsFor(await place());
    // On the server the mail never goes out, so that its failures are logged as well.
    if (settings.DATABASE_URL) Object.assign(settings, { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'cairn@willow.example' });
    await begins(0);
    [sam, ada] = [await WebClient.begin(cairn.url), await WebClient.begin(cairn.url)];
  });
  afterAll(async () => {
    await endAll();
    await removeData(settings);
  });

  const words = (about: string): string => `${CLIENT}, about ${about}`;
  /** Every line that was logged or printed, but for the block at the start. */
  const logged = (): string[] => programs.map((each) => `${each.out()}\n${each.err()}`).join('\n').split('\n').filter((line) => line.trim() !== '' && !line.startsWith('  '));

  /** Somebody whose marked words are noted by the step they were written at. */
  const telling = (client: WebClient): Talker => ({
    get question() {
      return client.question;
    },
    press: (...ids) => client.press(...ids),
    write(text) {
      if (client.question && text.includes(CLIENT)) told.add(client.question.step.split('@')[0]!);
      return client.write(text);
    },
  });
  /** They write at every step that takes words, and press the first choice at the others, until nothing is asked or `until` is. */
  const talks = (client: WebClient, moves: Moves = {}, until?: string): Promise<void> =>
    talkThrough(telling(client), { ...Object.fromEntries(wordSteps.map((step) => [step, words(step)])), ...moves }, until);
  const says = async (client: WebClient, text: string, ...moves: Parameters<typeof talks> extends [unknown, ...infer M] ? M : never): Promise<void> => {
    await client.write(text);
    await talks(client, ...moves);
  };
  const comes = (client: WebClient, step: string) =>
    expect.poll(async () => (await client.look(), client.question?.step.split('@')[0]), { timeout: 20_000 }).toBe(step);

  const read = async (at: string, who: string): Promise<string> => {
    const response = await fetch(at, { headers: { cookie: who } });
    expect(response.status).toBe(200);
    return response.text();
  };
  async function post(action: string, fields: [string, string][], who: string): Promise<number> {
    posted.add(action);
    const response = await fetch(cairn.url + action, { method: 'POST', redirect: 'manual', headers: { cookie: who, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(fields) });
    await response.text();
    expect([action, response.status < 500]).toEqual([action, true]);
    return response.status;
  }
  /** Writes into every box of a page that nobody has written into yet; says how each was taken. */
  async function fills(at: string, who: string, word: string, which: RegExp = /^/): Promise<void> {
    for (;;) {
      const box = boxesOn(await read(at, who)).find((each) => !filled.has(purposeOf(at, each)) && which.test(`${each.form} ${each.name}`));
      if (!box) return;
      filled.add(purposeOf(at, box));
      const fields: [string, string][] = [...box.rest, ...[box.name, ...box.others].map((name): [string, string] => [name, `${word} in ${name}`])];
      if (box.method === 'GET') await read(`${cairn.url}${box.action}?${new URLSearchParams(fields).toString()}`, who);
      else await post(box.action, fields, who);
    }
  }
  /** Whose page, which form, which box. */
  const purposeOf = (at: string, { form, name }: Box): string => `${patternOf('GET', at)} ${form} ${name}`;
  async function presses(at: string, who: string, act: string, once = false): Promise<void> {
    for (let count = 0; count < 40; count += 1) {
      const [form] = actsOn(await read(at, who), act);
      if (!form) return;
      expect(await post(form.action, form.fields, who)).toBe(303);
      if (once) return;
    }
    throw new Error(`There is no end to “${act}”.`);
  }

  /** The therapist's pages of the plans, by the name that the client gave. */
  const planPages = async (): Promise<string[]> => [...new Set([...(await read(desk, cookie)).matchAll(/href="(\/desk\/[\w-]+\/plan\/[\w-]+)"/g)].map(([, at]) => cairn.url + at!))];
  const planPageOf = async (name: string): Promise<string> => {
    for (const at of await planPages()) if ((await read(at, cookie)).includes(name)) return at;
    throw new Error('This client has no plan.');
  };
  const own = (client: WebClient) => ({ at: `${cairn.url}/p/willow/my-plan`, who: `cairn-willow=${client.token}` });
  /** Whatever is open is taken back by whoever asked, and both say yes. */
  async function agree(client: WebClient, name: string): Promise<void> {
    const page = await planPageOf(name);
    const { at, who } = own(client);
    await presses(page, cookie, 'withdraw');
    await presses(at, who, 'withdraw');
    await presses(page, cookie, 'approve', true);
    await presses(at, who, 'approve', true);
    expect(actsOn(await read(page, cookie), 'keep')).toHaveLength(1);
  }

  it('is two intakes, a review on both pages and in the chat, and words of danger', { timeout: 120_000 }, async () => {
    await talks(sam!, { name: `${CLIENT} Sam`, goals: [`Eliminate anxiety entirely`, { press: ['done'] }], 'goal-wording': { press: ['reword'] } });
    await talks(ada!, { name: `${CLIENT} Ada`, country: 'Ireland', goals: [words('a goal'), { press: ['done'] }] });
    expect((await sam!.history()).map(({ body }) => body.text).join('\n').match(new RegExp(CLIENT, 'g'))!.length).toBeGreaterThan(20);

    const page = await planPageOf(`${CLIENT} Sam`);
    await fills(page, cookie, THERAPIST, /^(?!decline|answer|reply)/);
    await presses(page, cookie, 'send', true);
    await comes(sam!, 'decision');
    await talks(sam!, { decision: { press: ['discuss'] } });
    const { at, who } = own(sam!);
    await fills(at, who, CLIENT);
    await fills(page, cookie, THERAPIST, /^(answer|reply)/);
    const other = await planPageOf(`${CLIENT} Ada`);
    await fills(other, cookie, THERAPIST, /^decline/);
    await presses(other, cookie, 'reopen');

    await sam!.write('a person');
    await says(sam!, `I want to kill myself tonight (${CLIENT})`, { 'safe-now': { press: ['not-safe'] }, country: 'Ireland' }, 'go-on');
    await says(ada!, `${CLIENT}: I do not want to be alive any more`, {}, 'go-on');
    expect((await sam!.history()).filter(({ body }) => marked.test(body.text)).length).toBeGreaterThan(20);
    await ends();
  });

  it('is the day after: how it is now, a note that clears it, a check-in, and what changes', { timeout: 120_000 }, async () => {
    await begins(2);
    [sam, ada] = [await sam!.at(cairn.url), await ada!.at(cairn.url)];
    for (const client of [sam, ada]) {
      await comes(client, 'how-now');
      await talks(client);
    }
    await fills(await planPageOf(`${CLIENT} Sam`), cookie, THERAPIST, /note/);
    await fills(desk, cookie, THERAPIST);
    await agree(sam, `${CLIENT} Sam`);
    await agree(ada, `${CLIENT} Ada`);

    await says(sam, 'check in', { rating: [words('no number'), { press: ['5'] }] });
    await says(sam, 'something changed');
    await says(sam, 'I reached a goal', { 'what-now': { press: ['next-step'] } });
    await says(sam, 'this no longer fits', { 'which-line': { press: ['whole-plan'] } });
    await says(sam, 'this no longer fits', { 'do-what': { press: ['reword'] } });
    await says(sam, 'can we make it simpler');
    await says(sam, 'explain my plan', { 'which-to-explain': { press: ['whole-plan'] }, 'whole-explained': { press: ['ask'] }, explained: { press: ['ask'] } });
    await agree(sam, `${CLIENT} Sam`);
    await ends();
  });

  it('is half a year later: the look at the plan, its end, and every other page', { timeout: 120_000 }, async () => {
    await begins(200);
    [sam, ada] = [await sam!.at(cairn.url), await ada!.at(cairn.url)];
    await comes(sam, 'look');
    await talks(sam, { look: { press: ['change'] } });
    await comes(ada, 'look');
    await talks(ada, { look: { press: ['close'] } });
    await fills(await planPageOf(`${CLIENT} Ada`), cookie, THERAPIST);
    await fills(own(ada).at, own(ada).who, CLIENT);

    for (const at of ['/invite', '/settings', '/intake', '']) await fills(`${desk}${at}`, cookie, THERAPIST);
    for (const at of ['/p/willow', '/p/willow/my-data', '/help-now?practice=willow']) await fills(cairn.url + at, own(sam).who, CLIENT);
    await fills(`${cairn.url}/p/willow`, '', CLIENT);
    await fills(`${desk}?code=sent`, '', THERAPIST);
    await fills(`${cairn.url}/new-link`, '', CLIENT);
    await post('/new-link', [['link', CLIENT]], '');
    await post(`/p/willow/code`, [['code', CLIENT]], '');
    await post(`${new URL(desk).pathname}/settings`, [['do', 'save'], ['language', THERAPIST], ['zone', THERAPIST]], cookie);
  });

  it('comes from a platform too, in every kind of message there is', { timeout: 120_000 }, async () => {
    await ends();
    const program = run('../test/start/write-at-the-port.ts', { ...settings, LOG_LEVEL: 'trace' }, [words('the platform')]);
    programs.push(program);
    expect([await program.ended, program.err()]).toEqual([0, '']);
    expect(program.out()).toMatch(/^[2-9]\d* taken$/m);
    await begins(201);
    sam = await sam!.at(cairn.url);
  });

  it('was written wherever words can be written: a new place fails here until it is written to', () => {
    expect(wordSteps.toSorted()).toEqual([...new Set(wordSteps)].toSorted());
    expect(wordSteps.filter((step) => !told.has(step))).toEqual([]);
    const forms = routes.filter(({ method, path: at }) => method === 'POST' && !at.startsWith('/api/')).map(({ path: at }) => at);
    const reached = new Set([...posted].map((at) => patternOf('POST', cairn.url + at)));
    expect(forms.filter((at) => !reached.has(at)).toSorted()).toEqual([...wordless, ...twins].toSorted());
    expect([...new Set([...filled].map((purpose) => purpose.replace(/ [\da-f-]{36} /, ' alert ')))].toSorted()).toEqual(boxes);
  });

  it('is sent in every wrong way as well', async () => {
    const refused = async (at: string, init: RequestInit) => {
      const response = await fetch(cairn.url + at, init);
      expect(response.status).toBeGreaterThanOrEqual(400);
      errorPages.push(await response.text());
    };
    const post = (body: string, headers: Record<string, string> = sam!.headers): RequestInit => ({ method: 'POST', body, headers });
    await refused('/api/chat/messages', post(`{"text": "${CLIENT}`));
    await refused('/api/chat/messages', post(JSON.stringify({ messageId: 'x', content: { kind: 'song', text: CLIENT } })));
    await refused('/api/chat/messages', post(sam!.body({ kind: 'text', text: CLIENT.repeat(20_000) })));
    await refused('/api/chat/messages', post(sam!.body({ kind: 'text', text: CLIENT }), { 'content-type': 'application/json', authorization: `Bearer ${CLIENT}` }));
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
      const sending = Array.from({ length: 6 }, () => fetch(`${cairn.url}/api/chat/messages`, { method: 'POST', headers: sam!.headers, body: sam!.body({ kind: 'text', text: words('a broken line') }) }));
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
      const tokens = [sam!.token, desk.split('/').at(-1)!, cookie.split('=')[1]!];
      expect(logged().filter((line) => tokens.some((token) => line.includes(token)))).toEqual([]);
      if (settings.DATABASE_URL) expect(logged().some((line) => line.includes('a message could not be sent'))).toBe(true);
    });

    it('not in the metrics', async () => {
      const metrics = await (await fetch(`${cairn.url}/metrics`)).text();
      expect(metrics).toContain('cairn_events_total');
      expect(metrics).not.toMatch(marked);
      expect(metrics).not.toContain(sam!.token);
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
