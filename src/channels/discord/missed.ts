import { Routes, type APIMessage, type REST } from 'discord.js';
import { editOf, incomingOf, isByPerson, type Incoming } from './incoming.ts';

/** The newest message that was taken from each person who is known. */
export interface LastSeen {
  /** `channelId`: the address. `messageId`: as it was taken; any id of Discord's will do. */
  of(): Promise<{ channelId: string; messageId: string }[]>;
}

const PAGE = 100;
/** Discord's ids count milliseconds in their upper bits. */
const earlier = (id: bigint, milliseconds: number): bigint => id - (BigInt(milliseconds) << 22n);
/** Messages of one moment may have come in another order than their ids; those that were taken are known by their ids. */
const OVERLAP_MS = 60_000;
/** Words that were changed while nobody listened are looked for this far back. */
const EDITS_MS = 86_400_000;

/** What one person wrote and changed while nobody listened, oldest first, with who they are. Some of it may have been taken before. */
export async function missedOf(rest: REST, { channelId, messageId }: Awaited<ReturnType<LastSeen['of']>>[number]): Promise<{ userId: string; incoming: Incoming }[]> {
  const last = BigInt(/^\d+/.exec(messageId)?.[0] ?? 0);
  const written = await messagesAfter(rest, channelId, earlier(last, EDITS_MS));
  return written.filter(isByPerson).flatMap((message) => {
    const edit = BigInt(message.id) <= last ? editOf(message) : null;
    const incoming = BigInt(message.id) > earlier(last, OVERLAP_MS) ? incomingOf(message) : [];
    return [...incoming, ...(edit ? [edit] : [])].map((each) => ({ userId: message.author.id, incoming: each }));
  });
}

async function messagesAfter(rest: REST, channelId: string, id: bigint): Promise<APIMessage[]> {
  const found: APIMessage[] = [];
  for (let after = id < 0n ? 0n : id; ;) {
    const query = new URLSearchParams({ after: String(after), limit: String(PAGE) });
    const page = await rest.get(Routes.channelMessages(channelId), { query }) as APIMessage[];
    // Newest first or oldest first: Discord does not promise either.
    page.sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
    found.push(...page);
    if (page.length < PAGE) return found;
    after = BigInt(page.at(-1)!.id);
  }
}
