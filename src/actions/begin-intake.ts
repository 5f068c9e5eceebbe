import { randomUUID } from 'node:crypto';
import type { Sender } from '../channels/channel.ts';
import { beginConversation } from '../core/conversation/take-turn.ts';
import type { Inputs } from '../core/flow/conditions.ts';
import { findAccountOf } from '../store/accounts.ts';
import { readTurn, type TurnRead } from '../store/read-turn.ts';
import { saveSystemTurn } from '../store/save-turn.ts';
import type { App } from './app.ts';
import { bodiesOf } from './begin-talk.ts';
import { deliverSaved, rowsAreShown } from './deliver.ts';
import { makeClient } from './meet.ts';
import { practiceOf } from './practice-of.ts';
import { remindLater } from './remind.ts';
import { wordsFor } from './words-for.ts';

export const INTAKE_FLOW = 'intake';

/** Opens the intake before a first message, where a channel can show words first. Does nothing when one is open already. */
export async function beginIntake(app: App, sender: Sender, address: string): Promise<void> {
  if (!(await findAccountOf(app.store.prisma, sender))) await makeClient(app, sender, address, await practiceOf(app, sender));
  const now = app.now();
  const read = await readTurn(app.store, sender, '');
  if (read.conversation || !read.client) return;
  const flow = app.shelf.current(INTAKE_FLOW);
  const { language } = read.client;
  const turn = beginConversation(flow.flow, intakeInputs(read), {
    now: now.toISOString(), lastTurnAt: null,
    words: wordsFor(app, { flow, language }, { practice: read.practice!, client: read.client, therapist: read.therapist }),
  });
  const accountId = read.account!.id;
  const outbound = bodiesOf(turn);
  const saved = await saveSystemTurn(app.store, {
    accountId, seal: read.seal!, at: now, answers: [], outbound, shown: rowsAreShown(app, sender),
    conversation: {
      id: randomUUID(), version: 0, snapshot: turn.state, state: 'open',
      opens: { practiceId: read.practice!.id, clientId: read.client.id, flow: INTAKE_FLOW, flowHash: flow.flow.hash, language, snapshot: turn.state, openedAt: now },
    },
    also: (tx) => remindLater(app, tx, { practiceId: read.practice!.id, clientId: read.client!.id }, now),
  });
  if (saved.outcome === 'saved') app.inBackground('deliver', () => deliverSaved(app, { accountId, sender, address, language }, outbound, saved));
}

/** What the intake is given to know from the start. */
export const intakeInputs = ({ practice }: Pick<TurnRead, 'practice'>): Inputs => ({
  practiceCountry: practice!.country, languages: [...new Set([practice!.language, ...practice!.alsoSpeaks])],
});
