import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deskLink } from '../../src/actions/admin.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import { removeData, settingsFor, startCairn, type TestCairn } from '../support/cairn.ts';
import { eachDatabase } from '../support/database.ts';
import { signInByMail } from '../support/sign-in.ts';
import { WebClient } from './web-client.ts';

const seed = Number(process.env.CAIRN_SEED ?? Date.now() % 1_000_000);

/** Mail scanners, chat previews and browsers that load ahead fetch every address they find, in any order, more than once. */
eachDatabase(`looking at pages (seed ${seed})`, (_open, place) => {
  let cairn: TestCairn;
  let paths: string[];
  let signedIn: string;
  let client: WebClient;

  beforeAll(async () => {
    const settings = await settingsFor(await place());
    cairn = await startCairn(settings);
    client = await WebClient.begin(cairn.url);
    await client.talk({ name: 'Sam' });
    await client.write('a person');
    const { prisma } = cairn.app.store;
    const plan = await prisma.treatmentPlan.findFirstOrThrow({ include: { client: { include: { practice: true } }, therapist: true, versions: true } });
    const { slug } = plan.client.practice;
    const whose = { practiceId: plan.practiceId, planId: plan.id };
    const review = new URL(await linkTo(cairn.app, { purpose: 'review', ...whose, therapistId: plan.therapistId }, 14)).pathname;
    const clientPage = new URL(await linkTo(cairn.app, { purpose: 'plan', ...whose, clientId: plan.clientId }, 14)).pathname;
    const desk = new URL(await deskLink(cairn.app, slug, plan.therapist.email)).pathname;
    signedIn = await signInByMail(cairn.url + desk, cairn.dataDir);
    const approve = `do=approve&version=1&hash=${plan.versions[0]!.hash}`;
    const pages = [
      review, clientPage, desk, `${desk}/plan/${plan.id}`, `${desk}/history/${plan.id}`, `/p/${slug}/my-plan`,
      `${review}/hand-over`, `${desk}/plan/${plan.id}/hand-over`, '/signed-out', '/new-link', '/handed-over',
      '/', `/p/${slug}`, `/p/${slug}/messages`, `/p/${slug}/events`, '/help-now', `/help-now?practice=${slug}&country=FR`, '/mailbox', '/robots.txt', '/healthz', '/readyz', '/metrics',
      '/api/chat/messages', '/api/chat/events', '/assets/cairn.css', '/accent/2f6f62.css',
    ];
    // What would be done by a form is asked for by an address as well, and by the addresses that forms are sent to.
    const tempting = pages.flatMap((page) => [`${page}?${approve}`, `${page}?do=send&form=send`]);
    paths = [...pages, ...tempting, `/p/${slug}/begin`, `${review}/code`, '/sign-out', '/api/chat', `/p/${slug}?begun`, `${review}?did=approved`];
  });
  afterAll(async () => {
    await cairn?.stop();
    await removeData({ DATA_DIR: cairn?.dataDir });
  });

  /** Every row of every table of ours, but for when a session was last seen. */
  async function everything(): Promise<string[]> {
    const { prisma } = cairn.app.store;
    const tables = await prisma.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'device_session' ORDER BY 1`;
    const rows = await Promise.all(tables.map(async ({ name }) => {
      const found = await prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`);
      return found.map(({ row }) => `${name} ${row}`).toSorted();
    }));
    return rows.flat();
  }
  const files = () => readdirSync(path.join(cairn.dataDir, 'mail')).toSorted().map((name) => [name, readFileSync(path.join(cairn.dataDir, 'mail', name), 'utf8')]);

  it('changes nothing, whatever is fetched, in whatever order', async () => {
    // The mails of the intake are out, so that nothing changes by itself any more.
    await expect.poll(() => cairn.app.store.prisma.outboundMessage.count({ where: { sentAt: null } })).toBe(0);
    const before = { rows: await everything(), mails: files() };
    expect(before.rows.length).toBeGreaterThan(60);
    let state = seed;
    const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    const slug = (await cairn.app.store.prisma.practice.findFirstOrThrow()).slug;
    const visits = ['GET', 'HEAD', 'GET'].flatMap((method) => paths.map((at) => ({ method, at, order: random() }))).toSorted((a, b) => a.order - b.order);
    const answers = new Map<string, number>();
    for (const { method, at } of visits) {
      const abort = new AbortController();
      const response = await fetch(cairn.url + at, {
        method, redirect: 'manual', signal: abort.signal,
        headers: { authorization: `Bearer ${client.token}`, cookie: `cairn-${slug}=${encodeURIComponent(client.token)}; ${signedIn}` },
      });
      answers.set(`${method} ${at.split('?')[0]}`, response.status);
      // A stream does not end by itself.
      if (response.headers.get('content-type')?.includes('event-stream')) abort.abort();
      else await response.arrayBuffer();
    }
    const opened = [...answers].filter(([visit]) => /\/(review|plan|desk|my-plan|p)\b/.test(visit) && !/begin|code/.test(visit));
    expect(opened.filter(([, status]) => status !== 200)).toEqual([]);
    expect(opened.length).toBeGreaterThan(12);
    const after = { rows: await everything(), mails: files() };
    // That a therapist who has signed in read a plan is on record, for the client to see.
    const isReading = (row: string): boolean => row.startsWith('audit_entry') && row.includes(',plan.read,');
    expect(after.rows.filter((row) => !before.rows.includes(row) && !isReading(row))).toEqual([]);
    expect(before.rows.filter((row) => !after.rows.includes(row))).toEqual([]);
    expect(after.mails).toEqual(before.mails);
  });
});
