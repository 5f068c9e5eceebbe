import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it, vi } from 'vitest';
import type { Answer } from '../../src/core/conversation/answer.ts';
import { answersOf, findConversation, setAside } from '../../src/store/conversations.ts';
import { auditOfClient, verifyAudit } from '../../src/store/audit.ts';
import { consentsOf } from '../../src/store/consents.ts';
import { historyBefore } from '../../src/store/history.ts';
import type { Store } from '../../src/store/open-store.ts';
import { readTurn } from '../../src/store/read-turn.ts';
import { saveSystemTurn, saveTurn, type AboutClient } from '../../src/store/save-turn.ts';
import { eachDatabase } from '../support/database.ts';
import { aConsent, aConversation, aPractice, aTurn, later, now } from './fixtures.ts';

eachDatabase('turns', (open) => {
  let store: Store;
  beforeAll(async () => void (store = await open()));

  it('tells that a sender is new', async () => {
    const read = await readTurn(store, { channel: 'slack', workspace: 'T1', userId: randomUUID() }, 'm1');
    expect(read).toEqual({ seen: false, lastHeardAt: null, account: null, seal: null, practice: null, client: null, therapist: null, conversation: null, basis: '' });
  });

  it('reads everything a turn needs at once', async () => {
    const { sender, practice, therapist, account, clientId, conversationId } = await aConversation(store);
    const { id, slug, name, contact, country, language, minimumAge, reviewMonths } = practice;
    const { seal, ...read } = await readTurn(store, sender, 'm1');
    expect(seal).not.toBeNull();
    expect(read).toMatchObject({
      seen: false,
      account: { id: account.id, address: 'room-1', clientId, therapistId: null, practiceId: practice.id },
      practice: { id, slug, name, contact, country, language, minimumAge, reviewMonths },
      client: { id: clientId, name: null, country: 'IE', language: 'en', therapistId: therapist.id },
      therapist: { id: therapist.id, name: 'Noor', orientations: ['act'] },
      conversation: {
        id: conversationId,
        flow: 'intake',
        flowHash: 'h1',
        language: 'en',
        state: 'open',
        snapshot: { turns: [] },
        version: 0,
        openedAt: now,
        lastTurnAt: now,
      },
    });
  });

  it('reads the newest open conversation, else the newest finished one, never one set aside', async () => {
    const of = await aConversation(store);
    const read = async () => (await readTurn(store, of.sender, 'm')).conversation?.id;
    await saveTurn(store, aTurn(of, { conversation: { id: of.conversationId, version: 0, snapshot: {}, state: 'finished' } }));
    expect(await read()).toBe(of.conversationId);

    const second = randomUUID();
    const opens = { ...of, flow: 'check-in', flowHash: 'h1', language: 'en', snapshot: {}, openedAt: later(100) };
    const { practiceId, clientId, flow, flowHash, language, snapshot, openedAt } = opens;
    const opening = { practiceId, clientId, flow, flowHash, language, snapshot, openedAt };
    await saveTurn(store, aTurn(of, { conversation: { id: second, version: 0, snapshot: {}, state: 'open', opens: opening } }));
    expect(await read()).toBe(second);

    expect(await setAside(store.prisma, second)).toBe(true);
    expect(await read()).toBe(of.conversationId);
  });

  it('saves a message with all it led to, in one order', async () => {
    const of = await aConversation(store);
    const answers: Answer[] = [
      { id: 'hope#1', key: 'hope', step: 'hope', value: [{ id: 'a', text: 'Sleep' }], at: later(59).toISOString() },
      { id: 'rating@g1#1', key: 'rating@g1', step: 'rating', item: 'g1', value: null, at: later(60).toISOString() },
    ];
    const bodies = [{ text: 'One' }, { text: 'Two' }, { text: 'Three' }];
    const turn = aTurn(of, { messageId: 'm1', answers, outbound: bodies });
    const saved = await saveTurn(store, turn);
    expect(saved).toEqual({ outcome: 'saved', claimed: true, seqs: [expect.any(Number), expect.any(Number), expect.any(Number)], basis: null });

    const read = await readTurn(store, of.sender, 'm1');
    expect(read.seen).toBe(true);
    expect(read.conversation).toMatchObject({ version: 1, snapshot: { turns: [0] }, lastTurnAt: later(60) });
    const stored = await answersOf(store.prisma, of.conversationId);
    expect(stored.map(({ id, key, value, at }) => ({ id, key, value, at: at.toISOString() }))).toEqual(
      answers.map(({ id, key, value, at }) => ({ id, key, value, at })),
    );
    const history = await historyBefore(store.prisma, of.accountId, 10);
    expect(history.map((entry) => (entry.direction === 'in' ? entry.content : entry.body))).toEqual([turn.content, ...bodies]);
    expect(history.slice(1).map((entry) => entry.seq)).toEqual(saved.outcome === 'saved' && saved.seqs);
  });

  it('writes nothing on a version that has passed', async () => {
    const of = await aConversation(store);
    await saveTurn(store, aTurn(of));
    const late = aTurn(of, { messageId: 'late' });
    expect(await saveTurn(store, late)).toEqual({ outcome: 'stale' });
    expect((await readTurn(store, of.sender, 'late')).seen).toBe(false);
    expect(await historyBefore(store.prisma, of.accountId, 10)).toHaveLength(2);
    expect(await saveTurn(store, { ...late, conversation: { ...late.conversation, version: 1 } })).toMatchObject({ outcome: 'saved' });
  });

  it('finds a turn stale when its conversation was set aside meanwhile', async () => {
    const of = await aConversation(store);
    await setAside(store.prisma, of.conversationId);
    expect(await saveTurn(store, aTurn(of))).toEqual({ outcome: 'stale' });
    expect(await findConversation(store.prisma, of.conversationId)).toMatchObject({ state: 'set-aside' });
  });

  it('takes a message once, whatever version it comes with', async () => {
    const of = await aConversation(store);
    await saveTurn(store, aTurn(of, { messageId: 'm1' }));
    expect(await saveTurn(store, aTurn(of, { messageId: 'm1', version: 0 }))).toEqual({ outcome: 'duplicate' });
    expect(await saveTurn(store, aTurn(of, { messageId: 'm1', version: 1 }))).toEqual({ outcome: 'duplicate' });
    expect(await findConversation(store.prisma, of.conversationId)).toMatchObject({ version: 1 });
    expect(await historyBefore(store.prisma, of.accountId, 10)).toHaveLength(2);
  });

  /** As a caller does: read, take the turn, and again if another one came first. */
  const take = async (of: Awaited<ReturnType<typeof aConversation>>, messageId: string): Promise<'saved' | 'seen'> => {
    const { seen, conversation } = await readTurn(store, of.sender, messageId);
    if (seen) return 'seen';
    const turns = [...(conversation!.snapshot as { turns: string[] }).turns, messageId];
    const next = { id: conversation!.id, version: conversation!.version, snapshot: { turns }, state: 'open' as const };
    const { outcome } = await saveTurn(store, aTurn(of, { messageId, conversation: next }));
    return outcome === 'saved' ? 'saved' : take(of, messageId);
  };

  it('takes every one of many messages at once', async () => {
    const of = await aConversation(store);
    const ids = Array.from({ length: 12 }, (_, i) => `m${i}`);
    expect(await Promise.all(ids.map((id) => take(of, id)))).toEqual(ids.map(() => 'saved'));
    const { version, snapshot } = (await findConversation(store.prisma, of.conversationId))!;
    expect(version).toBe(12);
    expect((snapshot as { turns: string[] }).turns.toSorted()).toEqual(ids.toSorted());
  });

  it('takes a message that arrives many times at once one time', async () => {
    const of = await aConversation(store);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => take(of, 'm1')));
    expect(outcomes.toSorted()).toEqual(['saved', ...Array(7).fill('seen')].toSorted());
    expect(await findConversation(store.prisma, of.conversationId)).toMatchObject({ version: 1, snapshot: { turns: ['m1'] } });
    expect(await historyBefore(store.prisma, of.accountId, 10)).toHaveLength(2);
  });

  it('opens a conversation with its first turn; of two at once, one opens it', async () => {
    const { practiceId, clientId, accountId, sender, seal } = await aPractice(store);
    const opens = { practiceId, clientId, flow: 'intake', flowHash: 'h1', language: 'en', snapshot: {}, openedAt: now };
    const first = () => {
      const conversation = { id: randomUUID(), version: 0, snapshot: { begun: true }, state: 'open' as const, opens };
      return saveTurn(store, aTurn({ accountId, conversationId: '', seal }, { conversation }));
    };
    const outcomes = (await Promise.all([first(), first(), first()])).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['saved', 'stale', 'stale']);
    expect(await store.prisma.conversation.count({ where: { clientId } })).toBe(1);
    expect((await readTurn(store, sender, '')).conversation).toMatchObject({ version: 1, snapshot: { begun: true } });
  });

  it('leaves no conversation behind that was opened for a message already taken', async () => {
    const of = await aConversation(store);
    await saveTurn(store, aTurn(of, { messageId: 'm1' }));
    const { practiceId, clientId } = of;
    const opens = { practiceId, clientId, flow: 'check-in', flowHash: 'h1', language: 'en', snapshot: {}, openedAt: now };
    const conversation = { id: randomUUID(), version: 0, snapshot: {}, state: 'open' as const, opens };
    expect(await saveTurn(store, aTurn(of, { messageId: 'm1', conversation }))).toEqual({ outcome: 'duplicate' });
    expect(await findConversation(store.prisma, conversation.id)).toBeNull();
  });

  it('keeps what the client said to the disclosure, and its entry in the trail, in the same statement', async () => {
    const of = await aConversation(store);
    const asked = vi.spyOn(store.pool, 'query');
    expect(await saveTurn(store, aTurn(of, { consent: aConsent(of, { shown: 'I am software.' }) }))).toMatchObject({ outcome: 'saved' });
    expect(asked).toHaveBeenCalledOnce();
    asked.mockRestore();
    expect(await consentsOf(store.prisma, of.clientId)).toMatchObject([{ conversationId: of.conversationId, shown: 'I am software.', given: true, at: later(60), withdrawnAt: null }]);
    expect(await auditOfClient(store.prisma, of.practiceId, of.clientId)).toMatchObject([{ action: 'consent.given', number: 1, at: later(60) }]);
    expect(await verifyAudit(store.prisma, of.practiceId)).toMatchObject({ sound: true, entries: 1 });
    expect(await saveTurn(store, aTurn(of, { consent: aConsent(of) }))).toEqual({ outcome: 'stale' });
    expect(await consentsOf(store.prisma, of.clientId)).toHaveLength(1);
  });

  it('keeps what the client said about themselves, and leaves the rest', async () => {
    const of = await aConversation(store);
    const told = async (version: number, client: Omit<AboutClient, 'id'>) => {
      await saveTurn(store, aTurn(of, { version, client: { id: of.clientId, ...client } }));
      const { name, country, language } = (await readTurn(store, of.sender, '')).client!;
      return { name, country, language };
    };
    expect(await told(0, {})).toEqual({ name: null, country: 'IE', language: 'en' });
    expect(await told(1, { name: 'Sam' })).toEqual({ name: 'Sam', country: 'IE', language: 'en' });
    expect(await told(2, { country: null, language: 'es' })).toEqual({ name: 'Sam', country: null, language: 'es' });
    expect(await told(3, { country: 'FR' })).toEqual({ name: 'Sam', country: 'FR', language: 'es' });
  });

  it('saves what also belongs to the turn with it', async () => {
    const of = await aConversation(store);
    const saved = await saveTurn(store, aTurn(of, { also: async (tx) => void (await tx.client.update({ where: { id: of.clientId }, data: { country: 'FR' } })) }));
    expect(saved).toMatchObject({ outcome: 'saved', claimed: true, seqs: [expect.any(Number)] });
    expect((await readTurn(store, of.sender, '')).client).toMatchObject({ country: 'FR' });
  });

  it('saves nothing of a turn when what also belongs to it fails', async () => {
    const of = await aConversation(store);
    const failing = saveTurn(store, aTurn(of, {
      messageId: 'm1',
      consent: aConsent(of),
      also: async () => {
        throw new Error('the plan could not be drafted');
      },
    }));
    await expect(failing).rejects.toThrow('the plan could not be drafted');
    expect(await consentsOf(store.prisma, of.clientId)).toEqual([]);
    expect(await historyBefore(store.prisma, of.accountId, 10)).toEqual([]);
    expect(await readTurn(store, of.sender, 'm1')).toMatchObject({ seen: false, conversation: { version: 0 } });
  });

  it('does not begin what also belongs to a turn that is not taken', async () => {
    const of = await aConversation(store);
    await saveTurn(store, aTurn(of));
    let begun = false;
    const also = async () => void (begun = true);
    expect(await saveTurn(store, aTurn(of, { version: 0, also }))).toEqual({ outcome: 'stale' });
    expect(begun).toBe(false);
  });

  it('saves a turn that nobody wrote a message for', async () => {
    const of = await aConversation(store);
    const conversation = { id: of.conversationId, version: 0, snapshot: { reminded: true }, state: 'open' as const };
    const turn = { accountId: of.accountId, seal: of.seal, at: later(5), conversation, answers: [], outbound: [{ text: 'Still here.' }] };
    expect(await saveSystemTurn(store, turn)).toMatchObject({ outcome: 'saved', claimed: true });
    expect(await saveSystemTurn(store, turn)).toEqual({ outcome: 'stale' });
    expect(await findConversation(store.prisma, of.conversationId)).toMatchObject({ version: 1, snapshot: { reminded: true } });
    expect(await historyBefore(store.prisma, of.accountId, 10)).toMatchObject([{ direction: 'out', body: { text: 'Still here.' } }]);
  });

  it('keeps every character a person can send, and the order of what they chose', async () => {
    const of = await aConversation(store);
    const text = 'zero \0, half \ud83d, whole \ud83c\udf31, quote " and \\u0000';
    const snapshot = { zebra: 1, ant: { text } };
    const conversation = { id: of.conversationId, version: 0, snapshot, state: 'open' as const };
    await saveTurn(store, aTurn(of, { messageId: 'm\0', content: { kind: 'text', text }, conversation }));
    const read = await readTurn(store, of.sender, 'm\0');
    expect(read.seen).toBe(true);
    expect(JSON.stringify(read.conversation?.snapshot)).toBe(JSON.stringify(snapshot));
    expect(await historyBefore(store.prisma, of.accountId, 1, 1e9)).toHaveLength(1);
    expect((await historyBefore(store.prisma, of.accountId, 2))[0]).toMatchObject({ content: { text } });
  });

  it('never shows what a client wrote in an error', async () => {
    const of = await aConversation(store);
    const secret = 'my sister must not know';
    const answers = [1, 2].map(() => ({ id: 'same', key: 'k', step: 'k', value: secret, at: now.toISOString() }));
    const errors = await Promise.all([
      saveTurn(store, aTurn(of, { answers })).catch((error: unknown) => error),
      saveTurn(store, aTurn(of, { answers, also: async () => {} })).catch((error: unknown) => error),
      store.prisma.consent.create({ data: { shown: secret } as never }).catch((error: unknown) => error),
    ]);
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      const everything = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause);
      expect(everything).not.toContain('sister');
    }
  });
});
