import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { runDue } from '../../src/actions/run-due.ts';
import { schedule } from '../../src/store/due.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { startChild, type Child } from '../support/child.ts';
import { eachDatabase } from '../support/database.ts';
import { minutes, openTestApp, testClock, type TestApp } from '../support/app.ts';

/** An alert that nobody looks at makes the next person in the chain be told: an effect that can be counted. */
eachDatabase('carrying out what is due', (open, place) => {
  let cairn: TestApp;
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    cairn = await openTestApp(store);
    await store.prisma.practice.update({ where: { id: cairn.practice.id }, data: { email: 'office@willow.example' } });
  });

  // Nothing of one test is due in the next.
  afterEach(async () => void (await store.prisma.due.deleteMany()));

  const inDanger = async (): Promise<string> => {
    const client = cairn.newClient();
    await client.write('hello');
    await client.write('I want to kill myself tonight');
    return (await client.ids()).client;
  };
  const told = async (clientId: string): Promise<(string | null)[]> => {
    const events = await store.prisma.safetyEvent.findMany({ where: { what: 'told', alert: { clientId } }, orderBy: { seq: 'asc' } });
    return events.map(({ whom }) => whom);
  };

  it('does nothing before its time, once after it, and nothing again', async () => {
    const client = await inDanger();
    await runDue(cairn.app);
    expect(await told(client)).toEqual(['therapist']);
    cairn.later(minutes(16));
    await runDue(cairn.app);
    await runDue(cairn.app);
    expect(await told(client)).toEqual(['therapist', 'practice']);
  });

  it('in several runs at once has its effect once', async () => {
    const clients = [await inDanger(), await inDanger(), await inDanger()];
    cairn.later(minutes(16));
    await Promise.all([runDue(cairn.app), runDue(cairn.app), runDue(cairn.app)]);
    for (const client of clients) expect(await told(client)).toEqual(['therapist', 'practice']);
  });

  it('goes on with the rest when one fails, says so without words, and tries that one again later, less and less often', async () => {
    const [first, second] = [await inDanger(), await inDanger()];
    const broken = (await store.prisma.safetyAlert.findFirstOrThrow({ where: { clientId: first } })).id;
    // The practice is gone from under this alert, so nobody can be told.
    const elsewhere = '00000000-0000-4000-8000-000000000000';
    await store.prisma.safetyAlert.update({ where: { id: broken }, data: { practiceId: elsewhere } });
    cairn.later(minutes(16));
    await runDue(cairn.app);
    expect([await told(first), await told(second)]).toEqual([['therapist'], ['therapist', 'practice']]);
    const row = () => store.prisma.due.findFirstOrThrow({ where: { about: broken, doneAt: null } });
    expect(await row()).toMatchObject({ attempts: 1 });
    expect(cairn.logged).toEqual([{ facts: { kind: 'escalate-alert', about: broken, attempts: 0, error: 'P2025' }, message: 'what is due could not be carried out' }]);
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { at } = await row();
      waits.push(Math.round((at.getTime() - cairn.now().getTime()) / 60_000));
      cairn.later(at.getTime() - cairn.now().getTime());
      await runDue(cairn.app);
    }
    expect(waits).toEqual([1, 2, 4]);
    await store.prisma.safetyAlert.update({ where: { id: broken }, data: { practiceId: cairn.practice.id } });
    cairn.later(minutes(600));
    await runDue(cairn.app);
    expect(await told(first)).toEqual(['therapist', 'practice']);
  });

  const children: Child[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL');
      await child.gone;
    }
  });

  it('in three processes, one of them killed in the middle, has its effect once', { timeout: 60_000 }, async (context) => {
    if (store.kind === 'embedded') return context.skip();
    const options = await place();
    const shared = await openStore(options);
    const clock = testClock();
    const here = await openTestApp(shared, { clock });
    await shared.prisma.practice.update({ where: { id: here.practice.id }, data: { email: 'office@willow.example' } });
    const clients: string[] = [];
    for (let count = 0; count < 20; count += 1) {
      const client = here.newClient();
      await client.write('I want to kill myself tonight');
      clients.push((await client.ids()).client);
    }
    const at = new Date(clock.now().getTime() + minutes(16)).toISOString();
    for (let count = 0; count < 3; count += 1) children.push(startChild('actions/due-writer.ts', JSON.stringify({ options, at })));
    await Promise.all(children.map(async (child) => expect(await child.next()).toBe('ready')));
    children[0]!.process.kill('SIGKILL');
    for (const child of children.slice(1)) for (let run = 0; run < 3; run += 1) await child.next();
    for (const clientId of clients) {
      const events = await shared.prisma.safetyEvent.findMany({ where: { what: 'told', alert: { clientId } }, orderBy: { seq: 'asc' } });
      expect(events.map(({ whom }) => whom)).toEqual(['therapist', 'practice']);
    }
    await shared.close();
  });

  it('about somebody who is gone is done', async () => {
    await schedule(store.prisma, { practiceId: cairn.practice.id, kind: 'ask-again', about: '00000000-0000-4000-8000-00000000dead', at: cairn.now() });
    await schedule(store.prisma, { practiceId: cairn.practice.id, kind: 'escalate-alert', about: '00000000-0000-4000-8000-00000000dead', at: cairn.now() });
    await runDue(cairn.app);
    expect(await store.prisma.due.count({ where: { doneAt: null } })).toBe(0);
    expect(cairn.logged).toEqual([]);
  });
});
