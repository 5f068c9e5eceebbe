import { randomUUID } from 'node:crypto';
import type { Sender } from '../channels/channel.ts';
import { beginConversation } from '../core/conversation/take-turn.ts';
import type { Inputs } from '../core/flow/conditions.ts';
import { CairnError } from '../errors.ts';
import { ensureAccount } from '../store/accounts.ts';
import { readTurn, type TurnRead } from '../store/read-turn.ts';
import { saveSystemTurn } from '../store/save-turn.ts';
import type { App } from './app.ts';
import { deliverSaved, rowsAreShown } from './deliver.ts';
import { wordsFor } from './words-for.ts';

export const INTAKE_FLOW = 'intake';

/** Makes the account of somebody who has not written before, as a new client of the practice their workspace belongs to. */
export async function meet(app: App, sender: Sender, address: string): Promise<void> {
  const practice = await app.store.prisma.practice.findUnique({ where: { slug: sender.workspace } });
  if (!practice) throw new CairnError('not-found', 'Nobody here knows the practice that this message is for.');
  const therapist = await app.store.prisma.therapist.findFirst({ where: { practiceId: practice.id, takesNew: true }, orderBy: { createdAt: 'asc' } });
  if (!therapist) throw new CairnError('not-found', 'The practice has no therapist yet.', { remedy: 'Add one with: npm run cairn -- therapist add' });
  await ensureAccount(app.store, {
    practiceId: practice.id, sender, address,
    owner: { newClient: { language: practice.language, therapistId: therapist.id } },
  }, app.now());
}

/** Opens the intake before a first message, where a channel can show words first. Does nothing when one is open already. */
export async function beginIntake(app: App, sender: Sender, address: string): Promise<void> {
  await meet(app, sender, address);
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
  const outbound = turn.effects.flatMap((effect) => (effect.do === 'send' ? [effect.body] : []));
  const saved = await saveSystemTurn(app.store, {
    accountId, seal: read.seal!, at: now, answers: [], outbound, shown: rowsAreShown(app, sender),
    conversation: {
      id: randomUUID(), version: 0, snapshot: turn.state, state: 'open',
      opens: { practiceId: read.practice!.id, clientId: read.client.id, flow: INTAKE_FLOW, flowHash: flow.flow.hash, language, snapshot: turn.state, openedAt: now },
    },
  });
  if (saved.outcome === 'saved') app.inBackground('deliver', () => deliverSaved(app, { accountId, sender, address }, outbound, saved));
}

/** What the intake is given to know from the start. */
export const intakeInputs = ({ practice }: Pick<TurnRead, 'practice'>): Inputs => ({ practiceCountry: practice!.country });
