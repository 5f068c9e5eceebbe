import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it, vi } from 'vitest';
import { answersOf } from '../../src/store/conversations.ts';
import type { Store } from '../../src/store/open-store.ts';
import { readTurn } from '../../src/store/read-turn.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

const hope = 'I would sleep until the alarm rings, and have some patience left in the evening.';

eachDatabase('a conversation under way', (open) => {
  let store: Store;
  let test: TestApp;
  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
  });

  /** How often the turns of what `work` does are read from the database. */
  const readsIn = async (work: () => Promise<unknown>): Promise<number> => {
    const asked = vi.spyOn(store.pool, 'query');
    try {
      await work();
      return asked.mock.calls.filter(([query]) => (query as unknown as { name?: string }).name === 'read-turn').length;
    } finally {
      asked.mockRestore();
    }
  };

  const atTheirHope = async () => {
    const client = test.newClient();
    await client.write('hello');
    await client.talk({}, 'hope');
    // From here on nothing but answers is written.
    await client.write('why');
    return client;
  };

  it('is read once, and goes on as if it were read each time', async () => {
    const client = await atTheirHope();
    expect(await readsIn(async () => {
      await client.write(hope);
      await client.write('back');
      await client.write('keep');
    })).toBe(0);
    const clientId = (await client.ids()).client;
    expect(await answersOf(store.prisma, (await store.prisma.conversation.findFirstOrThrow({ where: { clientId } })).id)).toContainEqual(expect.objectContaining({ value: hope }));
  });

  it('is not read again after what the client says of themselves, and knows it', async () => {
    const client = test.newClient();
    await client.write('hello');
    await client.talk({}, 'name');
    expect(await readsIn(async () => {
      await client.write('Sam');
      await client.write('Ireland');
      await client.write('why');
    })).toBe(0);
    const stored = await readTurn(store, client.sender, '');
    expect(stored.client).toMatchObject({ name: 'Sam', country: 'IE' });
    expect(store.turns.take(client.sender)).toMatchObject({ client: stored.client, basis: stored.basis, conversation: { version: stored.conversation!.version } });
  });

  it('takes a message that comes again once', async () => {
    const client = await atTheirHope();
    const messageId = randomUUID();
    const before = (await client.history()).length;
    await client.send({ kind: 'text', text: hope }, messageId);
    const once = (await client.history()).length;
    await client.send({ kind: 'text', text: hope }, messageId);
    expect((await client.history()).length).toBe(once);
    expect(once).toBeGreaterThan(before);
  });

  it('takes two messages that come at once, one after the other', async () => {
    const client = await atTheirHope();
    await Promise.all([client.only({ kind: 'text', text: hope }), client.only({ kind: 'text', text: 'And the dog would be walked.' })]);
    await test.settle();
    const texts = (await client.history()).flatMap((entry) => (entry.direction === 'in' && entry.content.kind === 'text' ? [entry.content.text] : []));
    expect(texts).toEqual(expect.arrayContaining([hope, 'And the dog would be walked.']));
  });

  it('speaks of what has changed elsewhere, and writes nothing twice', async () => {
    const client = await atTheirHope();
    const messagesIn = async () => (await client.history()).filter((entry) => entry.direction === 'in').length;
    const before = await messagesIn();
    await store.prisma.practice.update({ where: { id: test.practice.id }, data: { name: 'Lighthouse Practice' } });
    expect(await readsIn(() => client.write('are you a person?'))).toBe(1);
    expect(client.heard.map(({ text }) => text).join(' ')).toContain('Lighthouse Practice');
    expect(await messagesIn()).toBe(before + 1);
  });

  it('hears danger in the middle of it, and is not kept at hand then', async () => {
    const client = await atTheirHope();
    await client.write('I am going to kill myself tonight');
    expect(await store.prisma.safetyAlert.count({ where: { clientId: (await client.ids()).client } })).toBe(1);
    expect(await readsIn(() => client.write('yes'))).toBeGreaterThan(0);
  });
});
