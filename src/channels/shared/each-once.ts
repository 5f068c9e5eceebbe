import type { OutboundMessage } from '../channel.ts';
import { Recent } from './recent.ts';

/** A long message that has waited while so many others were sent begins anew. */
const MOST_WAITING = 2_000;

/**
 * Sends a message's parts one after the other. When one fails, the message is sent again later: only what is missing goes out then. Gives
 * what the last part gave.
 */
export function eachOnce() {
  const partsOut = new Recent<string, number>(MOST_WAITING);
  return async <Part>({ address, seq }: OutboundMessage, parts: Part[], send: (part: Part, at: number) => Promise<string | undefined>): Promise<string | undefined> => {
    const key = `${address}:${seq}`;
    let id: string | undefined;
    for (const [at, part] of parts.entries()) {
      if (at < (partsOut.get(key) ?? 0)) continue;
      id = await send(part, at);
      partsOut.set(key, at + 1);
    }
    partsOut.delete(key);
    return id;
  };
}
