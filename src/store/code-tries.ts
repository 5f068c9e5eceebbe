import type { Sender } from '../channels/channel.ts';
import type { Db } from './open-store.ts';
import { tokenHash } from './tokens.ts';

/** Who types a code, and where. Without a `userId` it is somebody new on the web, of whom nothing is known. */
export interface Typist extends Pick<Sender, 'channel' | 'workspace'> {
  userId?: string;
  /** Null in a workspace that is nobody's. */
  practiceId: string | null;
}

const MOST_PER_PERSON = 5;
/** Whoever makes many accounts to guess with gets no further: some 10^13 codes are possible. */
const MOST_PER_WORKSPACE = 100;
const WITHIN_MS = 3_600_000;

/** Nothing is kept of a stranger, so what is stored is a hash. */
const keysOf = ({ channel, workspace, userId }: Typist): [key: string, most: number][] => [
  [tokenHash(JSON.stringify([channel, workspace])), MOST_PER_WORKSPACE],
  ...(userId === undefined ? [] : [[tokenHash(JSON.stringify([channel, workspace, userId])), MOST_PER_PERSON] as [string, number]]),
];

/**
 * Takes one of the tries that somebody has at typing a code; false when none is left. The last one locks them out for an
 * hour; earlier ones are forgotten an hour after the first. It is taken before the code is looked up, so that all
 * processes agree on how many there were, however many come at once.
 */
export const takeTry = (db: Db, typist: Typist, now: Date): Promise<boolean> =>
  db.$transaction(async (tx) => {
    const until = new Date(now.getTime() + WITHIN_MS);
    // Always the workspace first: two who wait for each other's rows would wait for ever.
    for (const [key, most] of keysOf(typist)) {
      const taken = await tx.$executeRaw`
        INSERT INTO code_try AS known (key, practice_id, tries, until)
        VALUES (${key}, ${typist.practiceId}::uuid, 1, ${until}::timestamptz)
        ON CONFLICT (key) DO UPDATE SET
          tries = CASE WHEN known.until <= ${now}::timestamptz THEN 1 ELSE known.tries + 1 END,
          until = CASE WHEN known.until > ${now}::timestamptz AND known.tries + 1 < ${most} THEN known.until ELSE ${until}::timestamptz END
        WHERE known.until <= ${now}::timestamptz OR known.tries < ${most}`;
      if (taken === 0) throw new NoneLeft();
    }
    return true;
  }).catch((error: unknown) => {
    if (error instanceof NoneLeft) return false;
    throw error;
  });

/** Gives back what was taken of the one key when the other has none left. */
class NoneLeft extends Error {}

/** The code was right: only wrong ones count. */
export const giveTryBack = async (db: Db, typist: Typist): Promise<void> => {
  for (const [key] of keysOf(typist)) await db.codeTry.updateMany({ where: { key, tries: { gt: 0 } }, data: { tries: { decrement: 1 } } });
};

/** Removes those whose time is over, but for any that somebody is just taking. */
export const forgetTries = async (db: Db, now: Date): Promise<void> => {
  await db.$executeRaw`
    DELETE FROM code_try WHERE key IN (SELECT key FROM code_try WHERE until <= ${now}::timestamptz FOR UPDATE SKIP LOCKED)`;
};
