import { beforeAll, describe, expect, it } from 'vitest';
import { isCairnError } from '../../src/errors.ts';
import { loadFlows, type LoadedFlows } from '../../src/store/load-flows.ts';
import type { Store } from '../../src/store/open-store.ts';
import { openTestApp, testClock, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { loaded } from '../support/flows.ts';
import { copyOfFlows, editFile, placeOf } from './edited-flows.ts';

const CORRECTED = 'What would a better day look like, in your own picture of it?';
const TODAY = 'And here is how it is put today: which of these fit?';

/** An administrator's afternoon: one question gone, one with other choices and other words, one corrected. */
function edited(): LoadedFlows {
  const root = copyOfFlows();
  editFile(root, 'intake/flow.yaml', (flow) => {
    flow.deleteIn(placeOf(flow, 'hardest'));
    flow.setIn([...placeOf(flow, 'areas'), 'most'], 2);
  });
  editFile(root, 'intake/en.yaml', (words) => {
    words.deleteIn(['steps', 'hardest']);
    words.setIn(['steps', 'areas', 'ask'], TODAY);
    words.setIn(['steps', 'better', 'ask'], CORRECTED);
  });
  editFile(root, 'intake/es.yaml', (words) => { words.deleteIn(['steps', 'hardest']); });
  return loadFlows(root);
}

eachDatabase('a flow that was edited', (open) => {
  let store: Store;
  let before: TestApp;
  let after: TestApp;
  let client: TestClient;
  const clock = testClock();
  const today = edited();

  beforeAll(async () => {
    store = await open();
    before = await openTestApp(store, { clock });
    client = before.newClient();
    await client.write('hello');
    await client.talk({}, 'hope');
    after = await openTestApp(store, { clock, flows: today });
    client = client.at(after);
  });

  const wordsOf = (flows: LoadedFlows, step: string): string =>
    flows.flows.find(({ definition }) => definition.flow === 'intake')!.wordings.en!.steps[step]!.ask!;

  it('does not reach a conversation under way: a removed question is asked in the words it had', async () => {
    await client.write('to sleep again');
    expect(client.step).toBe('hardest');
    expect(client.heard.at(-1)!.text).toBe(wordsOf(loaded, 'hardest'));
  });

  it('leaves a question that changed its choices as it was, with the words that fit it', async () => {
    await client.write('the nights');
    expect(client.step).toBe('areas');
    expect(client.question!.most).toBe(5);
    expect(client.heard.at(-1)!.text).toBe(wordsOf(loaded, 'areas'));
  });

  it('reaches it with corrected words wherever the question is the same', async () => {
    await client.write('sleep');
    expect(client.step).toBe('better');
    expect(client.heard.at(-1)!.text).toBe(CORRECTED);
  });

  it('lets it go on to its end on the flow it began with, and to a plan', async () => {
    await client.talk();
    const { conversationId } = await client.storedPlan();
    const { flowHash, state } = await store.prisma.conversation.findUniqueOrThrow({ where: { id: conversationId! } });
    expect([flowHash, state]).toEqual([before.app.shelf.current('intake').flow.hash, 'finished']);
    expect(flowHash).not.toBe(after.app.shelf.current('intake').flow.hash);
  });

  it('is what a new conversation begins with', async () => {
    const other = after.newClient();
    await other.write('hello');
    await other.talk({}, 'hope');
    await other.write('to sleep again');
    expect(other.step).toBe('areas');
    expect(other.question!.most).toBe(2);
    expect(other.heard.at(-1)!.text).toBe(TODAY);
  });

  it('may be set back: who began in between goes on with what they began with', async () => {
    const inBetween = after.newClient();
    await inBetween.write('hello');
    await inBetween.talk({}, 'hope');
    const again = inBetween.at(await openTestApp(store, { clock }));
    await again.write('to sleep again');
    expect(again.step).toBe('areas');
    expect(again.question!.most).toBe(2);
  });

  describe('and is not to be had any more', () => {
    const gone = async (work: Promise<unknown>) => isCairnError(await work.then(() => null, (error: unknown) => error), 'flow-version-gone');

    it('is told apart by its code', async () => {
      expect(await gone(after.app.shelf.byHash('0'.repeat(64)))).toBe(true);
    });

    it('takes no message it cannot answer, so that the channel keeps it, and takes it once the flow is back', async () => {
      const first = before.newClient();
      await first.write('hello');
      await first.talk({}, 'hope');
      const { hash } = before.app.shelf.current('intake').flow;
      const { definition } = await store.prisma.flowVersion.findUniqueOrThrow({ where: { hash } });
      await store.prisma.flowVersion.update({ where: { hash }, data: { definition: { flow: 'intake', written: 'by another Cairn' } } });
      const strandedAt = await openTestApp(store, { clock, flows: today });
      const stranded = first.at(strandedAt);
      const count = (await first.history()).length;
      expect(await gone(stranded.only({ kind: 'text', text: 'to sleep again' }, 'kept-by-the-channel'))).toBe(true);
      expect(await first.history()).toHaveLength(count);
      await store.prisma.flowVersion.update({ where: { hash }, data: { definition: definition as object } });
      await stranded.send({ kind: 'text', text: 'to sleep again' }, 'kept-by-the-channel');
      expect(stranded.step).toBe('hardest');
    });
  });
});
