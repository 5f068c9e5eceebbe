import { afterAll, beforeAll, expect, it } from 'vitest';
import { schedule } from '../../src/store/due.ts';
import { changeRhythm } from '../../src/store/rhythms.ts';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts';
import { openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { startChild } from '../support/child.ts';
import { eachDatabase } from '../support/database.ts';
import { withPlan } from './living.ts';

const CLIENTS = 12;

eachDatabase('what is due, with three processes and one of them killed', (_open, place) => {
  let options: StoreOptions;
  let store: Store;
  let test: TestApp;
  const clients: TestClient[] = [];
  beforeAll(async () => {
    options = await place();
    if (!options.databaseUrl) return;
    store = await openStore(options);
    test = await openTestApp(store);
    for (let nth = 0; nth < CLIENTS; nth += 1) clients.push(await withPlan(test, ['Sleep through most nights', 'Call my sister']));
  }, 120_000);
  afterAll(() => store?.close());

  it('happens once for everybody', { timeout: 120_000 }, async ({ skip }) => {
    // One process has the embedded database to itself.
    if (!options.databaseUrl) return skip();
    const at = new Date('2026-03-09T18:00:00.000Z');
    const ids = await Promise.all(clients.map((client) => client.ids()));
    await store.prisma.$transaction(async (tx) => {
      for (const { client: clientId } of ids) {
        await changeRhythm(tx, { practiceId: test.practice.id, clientId }, { every: 'weekly', weekday: 1, time: '18:00', timeZone: 'Europe/Dublin' }, test.now());
        await schedule(tx, { practiceId: test.practice.id, kind: 'check-in', about: clientId, at });
      }
    });
    const before = await store.prisma.outboundMessage.count();
    const children = Array.from({ length: 3 }, () => startChild('actions/due-child.ts', JSON.stringify({ options, at: at.toISOString() })));
    for (const child of children) expect(await child.next()).toBe('ready');
    // One is killed in the middle of its work: after the first thing it has done.
    await Promise.race([children[0]!.next(), children[0]!.gone]);
    children[0]!.process.kill('SIGKILL');
    await Promise.all(children.map(({ gone }) => gone));

    for (const { client: clientId, account } of ids) {
      expect(await store.prisma.checkIn.count({ where: { clientId } })).toBe(1);
      expect(await store.prisma.conversation.count({ where: { clientId, flow: 'check-in', state: 'open' } })).toBe(1);
      const asked = await store.prisma.conversation.findFirstOrThrow({ where: { clientId, flow: 'check-in' } });
      expect(await store.prisma.outboundMessage.count({ where: { accountId: account, conversationId: asked.id } })).toBe(1);
      expect(await store.prisma.due.findMany({ where: { about: clientId, kind: 'check-in', doneAt: null } })).toMatchObject([{ at: new Date('2026-03-16T18:00:00.000Z') }]);
    }
    expect(await store.prisma.outboundMessage.count()).toBe(before + CLIENTS);
  });
});
