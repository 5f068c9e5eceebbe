import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { ConversationState } from '../../src/core/conversation/state.ts';
import { readTurn } from '../../src/store/read-turn.ts';
import type { Store } from '../../src/store/open-store.ts';
import { openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('a message that was changed afterwards', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  beforeAll(async () => void (store = await open()));
  beforeEach(async () => {
    test = await openTestApp(store);
    client = test.newClient();
    await client.write('hello');
    await client.talk({ name: 'Sam' }, 'hope');
    await client.send({ kind: 'text', text: 'to feel clam' }, 'm-hope');
  });

  const edit = (text: string, of = 'm-hope') => client.send({ kind: 'edited', of, text });
  const standing = async () => ((await readTurn(store, client.sender, '')).conversation!.snapshot as ConversationState).context.answers;

  it('changes the answer it was, also a second time, and every reading is kept', async () => {
    await edit('to feel calmer');
    await edit('to feel calm');
    expect((await standing()).hope!.value).toBe('to feel calm');
    const texts = (await client.history()).flatMap((entry) => (entry.direction === 'in' && 'text' in entry.content ? [entry.content.text] : []));
    expect(texts.slice(-3)).toEqual(['to feel clam', 'to feel calmer', 'to feel calm']);
  });

  it('changes nothing where a later message is the answer by now', async () => {
    await client.write('back');
    await client.write('to laugh again');
    await edit('to feel calm');
    expect((await standing()).hope!.value).toBe('to laugh again');
    expect(client.last).toContain('What you first wrote is what I have kept');
  });

  it('changes nothing where it is not known, or is somebody else\'s', async () => {
    const other = test.newClient();
    await other.write('hello');
    await other.send({ kind: 'edited', of: 'm-hope', text: 'to feel nothing' });
    await edit('to feel nothing', 'm-unknown');
    expect((await standing()).hope!.value).toBe('to feel clam');
  });

  it('is read for danger like any other', async () => {
    await edit('I want to kill myself');
    expect(client.step).toMatch(/^ask/);
    expect(client.heard.map(({ text }) => text).join('\n')).toContain('116 123');
    expect(await store.prisma.riskDisclosure.count({ where: { clientId: (await client.ids()).client } })).toBe(1);
  });

  it('so are words where others can read', async () => {
    await client.send({ kind: 'mention', text: 'I want to kill myself' });
    expect(client.heard.map(({ text }) => text).join('\n')).toContain('116 123');
  });

  it('taken away: the answer goes only with a yes', async () => {
    await client.send({ kind: 'deleted', of: 'm-hope' });
    expect(client.last).toContain('Shall I take it out of your answers?');
    await client.write('yes');
    expect((await standing()).hope!.value).toBeNull();
  });
});
