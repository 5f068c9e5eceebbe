import { STOPPED } from '../core/flow/compile.ts';
import { outOfQuiet } from '../core/living/quiet.ts';
import { guessedZone } from '../core/living/time-zones.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import type { Account } from '../store/accounts.ts';
import { mayAsk } from '../store/consents.ts';
import { findConversation, lockConversations, type Conversation } from '../store/conversations.ts';
import type { Db } from '../store/open-store.ts';
import { findClient } from '../store/practices.ts';
import { rhythmOf, type ClientRhythm } from '../store/rhythms.ts';
import { isHeld } from '../store/safety-alerts.ts';
import type { App } from './app.ts';
import type { FullClient } from './begin-talk.ts';
import { clientAccount } from './notify.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Somebody in the middle of a conversation is not spoken to about something else. */
const JUST_NOW_MS = HOUR_MS / 2;
/** A question that has waited longer than this does not keep others waiting. */
const FORGOTTEN_MS = 14 * DAY_MS;

/** A client to whom Cairn may write first, just now. */
export interface Reached {
  client: FullClient;
  account: Account;
  rhythm: ClientRhythm;
  timeZone: string;
  /** When they last wrote, in whatever chat. */
  heardAt: Date | null;
  /** Conversations they are in the middle of, newest first. */
  open: Conversation[];
}

export type MayWrite =
  | { reached: Reached }
  /** Not now; with `later`, then it is worth another look. */
  | { reached: null; later?: Date };

/**
 * Whether Cairn may write to a client of its own accord at `now`: they have agreed to be asked, can be reached, have not asked
 * to be left alone, no safety alert of theirs is open, they are not in the middle of something, and it is not night where they are.
 * Takes the lock on their conversations first. `over`: flows whose unanswered question may be written over.
 */
export async function mayWriteFirst(app: App, tx: Db, clientId: string, now: Date, { over }: { over: readonly string[] | 'all' }): Promise<MayWrite> {
  await lockConversations(tx, clientId);
  const client = await findClient(tx, clientId);
  const account = client && (await clientAccount(tx, clientId));
  if (!client || !account || account.goneAt || !(await mayAsk(tx, clientId))) return { reached: null };
  const rhythm = await rhythmOf(tx, clientId);
  const timeZone = zoneOf(app, client, rhythm, now);
  const awake = outOfQuiet(now, timeZone, quietOf(client.practice));
  if (awake > now) return { reached: null, later: awake };
  if (await isHeld(tx, clientId)) return { reached: null, later: new Date(now.getTime() + DAY_MS) };
  const open = await openConversations(tx, clientId);
  // A rhythm that was chosen after a "stop" is the newer word.
  if (open.some(({ snapshot, lastTurnAt }) => (snapshot as ConversationState).value === STOPPED && !(rhythm.changedAt && rhythm.changedAt > lastTurnAt))) return { reached: null };
  const { _max: { receivedAt: heardAt } } = await tx.inboundMessage.aggregate({ where: { account: { clientId } }, _max: { receivedAt: true } });
  if (open.length > 0 && heardAt && now.getTime() - heardAt.getTime() < JUST_NOW_MS) return { reached: null, later: new Date(now.getTime() + HOUR_MS) };
  const waits = open.some(({ flow, lastTurnAt }) => over !== 'all' && !over.includes(flow) && now.getTime() - lastTurnAt.getTime() < FORGOTTEN_MS);
  if (waits) return { reached: null, later: new Date(now.getTime() + DAY_MS) };
  return { reached: { client, account, rhythm, timeZone, heardAt, open } };
}

async function openConversations(tx: Db, clientId: string): Promise<Conversation[]> {
  const rows = await tx.conversation.findMany({ where: { clientId, state: 'open' }, orderBy: { openedAt: 'desc' }, select: { id: true } });
  const found: Conversation[] = [];
  for (const { id } of rows) found.push((await findConversation(tx, id))!);
  return found;
}

/** Where a client's clock is: what they said, else what their country or the practice's suggests. */
export const zoneOf = (app: App, client: { country: string | null; practice: { country: string | null } }, rhythm: ClientRhythm, now: Date): string =>
  rhythm.timeZone ?? guessedZone(client.country ?? client.practice.country, app.timeZone, now);

/** Where a therapist's is: what they said, else where Cairn itself is. */
export const zoneOfTherapist = (app: App, { timeZone }: { timeZone: string | null }): string => timeZone ?? app.timeZone;

export const quietOf = ({ quietFrom, quietUntil }: Pick<FullClient['practice'], 'quietFrom' | 'quietUntil'>) => ({ from: quietFrom, until: quietUntil });
