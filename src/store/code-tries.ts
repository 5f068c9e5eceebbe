import type { Sender } from '../channels/channel.ts';
import type { Db } from './open-store.ts';
import { tokenHash } from './tokens.ts';

/** Who types a code, and where: a person in a chat; on a practice's page, where nobody is known yet, whoever is in a network. */
export type Typist = Pick<Sender, 'channel' | 'workspace'> & ({ userId: string } | { network: string }) & {
  /** Null in a workspace that is nobody's. */
  practiceId: string | null;
};

/**
 * What guessing comes to. There are 30⁹ − 22⁹ − 8⁹ codes, about 1.8 · 10¹³. With a thousand of a practice's good at once, which
 * is far more than any has, one try in 18 · 10⁹ finds one, and 18,000 tries a day find one with a chance of one in a million.
 *
 * - A person has 5 wrong ones an hour, so at most 120 a day: one in 150 million. A network has 10, since several people may share
 *   one: one in 77 million a day.
 * - Accounts and addresses can be had in numbers, so a place (a workspace, a practice's page and chat; on Discord all of it) counts
 *   too. Up to 100 wrong ones an hour are 2,400 a day: one in 7.7 million. Above that the place is not locked, or one guesser
 *   could lock everybody out; it slows down: until an hour has passed without a wrong code, each person and network has a
 *   single one an hour. Whoever has a good code needs no second: a slip of the finger is no code at all (`core/codes.ts`),
 *   and is not counted.
 * - Then it takes some 670 accounts, or networks, that each guess every hour of a day, to come to one in a million a day. A
 *   network is a whole IPv6 site, not one of its endless addresses (`web/network.ts`). In the web chat of a practice that
 *   is open to all, new people are as many as its places for a day.
 */
const MOST_PER_PERSON = 5;
const MOST_PER_NETWORK = 10;
const MOST_IN_A_HURRY = 1;
const MANY_AT_A_PLACE = 100;
const WITHIN_MS = 3_600_000;

/** Nothing is kept of a stranger, so what is stored is a hash, and not for longer than a day. */
const placeKey = ({ channel, workspace }: Typist): string => tokenHash(JSON.stringify([channel, workspace]));
const ownKey = (typist: Typist): string =>
  tokenHash(JSON.stringify([typist.channel, typist.workspace, ...('userId' in typist ? [typist.userId] : ['network', typist.network])]));

/**
 * Takes one of the tries that somebody has at typing a code; false when none is left. The last one locks them out for an
 * hour; earlier ones are forgotten an hour after the first. It is taken before the code is looked up, so that all
 * processes agree on how many there were, however many come at once.
 */
export const takeTry = (db: Db, typist: Typist, now: Date): Promise<boolean> =>
  db.$transaction(async (tx) => {
    // Always the place first: two who wait for each other's rows would wait for ever.
    const atPlace = await count(tx, placeKey(typist), typist, MANY_AT_A_PLACE, now);
    const most = atPlace > MANY_AT_A_PLACE ? MOST_IN_A_HURRY : 'userId' in typist ? MOST_PER_PERSON : MOST_PER_NETWORK;
    if (await count(tx, ownKey(typist), typist, most, now) > most) throw new NoneLeft();
    return true;
  }).catch((error: unknown) => {
    if (error instanceof NoneLeft) return false;
    throw error;
  });

/** Takes back what was counted for somebody who had none left. */
class NoneLeft extends Error {}

/** Counts one more, and says how many there are. From `many` on they are remembered for an hour after the last. */
async function count(tx: Db, key: string, { practiceId }: Typist, many: number, now: Date): Promise<number> {
  const until = new Date(now.getTime() + WITHIN_MS);
  const [{ tries }] = await tx.$queryRaw<[{ tries: number }]>`
    INSERT INTO code_try AS known (key, practice_id, tries, until)
    VALUES (${key}, ${practiceId}::uuid, 1, ${until}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET
      tries = CASE WHEN known.until <= ${now}::timestamptz THEN 1 ELSE known.tries + 1 END,
      until = CASE WHEN known.until > ${now}::timestamptz AND known.tries + 1 < ${many} THEN known.until ELSE ${until}::timestamptz END
    RETURNING tries`;
  return tries;
}

/** The code was right: only wrong ones count. */
export const giveTryBack = async (db: Db, typist: Typist): Promise<void> => {
  for (const key of [placeKey(typist), ownKey(typist)]) await db.codeTry.updateMany({ where: { key, tries: { gt: 0 } }, data: { tries: { decrement: 1 } } });
};

/** Removes those whose time is over, but for any that somebody is just taking. */
export const forgetTries = async (db: Db, now: Date): Promise<void> => {
  await db.$executeRaw`
    DELETE FROM code_try WHERE key IN (SELECT key FROM code_try WHERE until <= ${now}::timestamptz FOR UPDATE SKIP LOCKED)`;
};
