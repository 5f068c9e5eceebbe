import { createHash } from 'node:crypto';
import type { MessageBody } from '../core/conversation/message.ts';
import { findAccountOf, type Account } from '../store/accounts.ts';
import { historyAfter, historyBefore, type HistoryEntry } from '../store/history.ts';
import type { App } from './app.ts';

/** A person of the web chat: who holds the token. The token names the practice; only its hash is stored, as the user id. */
export interface WebPersonToken {
  practice: string;
  userId: string;
}

export const readToken = (token: string): WebPersonToken | null => {
  const at = token.lastIndexOf('.');
  if (at < 1 || token.length > 200) return null;
  return { practice: token.slice(0, at), userId: createHash('sha256').update(token).digest('hex') };
};

export async function accountOfToken(app: App, token: string): Promise<Account | null> {
  const person = readToken(token);
  return person && findAccountOf(app.store.prisma, { channel: 'web', workspace: person.practice, userId: person.userId });
}

export interface ChatLine {
  seq: number;
  from: 'client' | 'cairn';
  at: string;
  messageId?: string;
  body: MessageBody;
}

/** A part of a chat as a page shows it, oldest first. What was pressed is shown by its label. Null for nobody, also once they were erased. */
export async function chatHistory(app: App, token: string, range: { after?: number; before?: number; limit: number }): Promise<ChatLine[] | null> {
  const account = await accountOfToken(app, token);
  if (!account?.clientId) return null;
  const { prisma } = app.store;
  const entries = range.after !== undefined
    ? await historyAfter(prisma, account.id, range.after, range.limit)
    : await historyBefore(prisma, account.id, range.limit, range.before);
  const pressed = entries.some((entry) => entry.direction === 'in' && entry.content.kind === 'choice');
  // A press may answer a question above this part of the chat.
  const earlier = pressed && entries[0] ? await historyBefore(prisma, account.id, 40, entries[0].seq) : [];
  return entries.flatMap((entry, at) => chatLine(entry, [...earlier, ...entries.slice(0, at)]));
}

/** One message as its person reads it; nothing for what is not shown. `before`: what stood above it, where a press finds its label. */
export function chatLine(entry: HistoryEntry, before: HistoryEntry[]): ChatLine[] {
  const at = entry.at.toISOString();
  // A notice is put into words when it is sent; until then there is nothing to show.
  if (entry.direction === 'out') return 'notice' in entry.body ? [] : [{ seq: entry.seq, from: 'cairn', at, body: entry.body as MessageBody }];
  // What was forgotten at a client's wish leaves no empty line behind; what was pressed in a menu or taken away has no words.
  if ('text' in entry.content ? entry.content.text === '' : entry.content.kind === 'deleted' || entry.content.kind === 'command') return [];
  return [{ seq: entry.seq, from: 'client', at, messageId: entry.messageId, body: { text: textOf(entry.content, before) } }];
}

function textOf(content: Extract<HistoryEntry, { direction: 'in' }>['content'], before: HistoryEntry[]): string {
  if ('text' in content) return content.text;
  if (content.kind !== 'choice') return '…';
  const asked = before.findLast((entry) => entry.direction === 'out' && !('notice' in entry.body) && (entry.body as MessageBody).question?.step === content.step);
  const choices = asked?.direction === 'out' ? ((asked.body as MessageBody).question?.choices ?? []) : [];
  return content.ids.map((id) => choices.find((choice) => choice.id === id)?.label ?? id).join(', ');
}
