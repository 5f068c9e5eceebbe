import type { Rating } from '../core/progress/rating.ts';
import type { Db } from './open-store.ts';
import { ratingPlace } from './places.ts';

/** How close a goal felt in a check-in; a changed answer takes the place of the first. */
export const rateGoal = async (db: Db, rating: { checkInId: string; practiceId: string; clientId: string; goal: string; value: number }, now: Date): Promise<void> => {
  const { checkInId, goal, clientId, practiceId } = rating;
  const value = (await db.vault.ofClient(db, clientId)).seal(ratingPlace(checkInId, goal), rating.value);
  await db.rating.upsert({
    where: { checkInId_goal: { checkInId, goal } },
    create: { checkInId, goal, practiceId, clientId, value, at: now },
    update: { value, at: now },
  });
};

/** A rating with the check-in it was given in. */
export interface GivenRating extends Rating {
  checkIn: string;
}

/** Every rating a client gave, oldest first. */
export const ratingsOf = async (db: Db, clientId: string): Promise<GivenRating[]> => (await ratingsOfAll(db, [clientId])).get(clientId) ?? [];

/** The same for several clients at once. */
export const ratingsOfAll = async (db: Db, clientIds: string[]): Promise<Map<string, GivenRating[]>> => {
  const rows = await db.rating.findMany({
    where: { clientId: { in: clientIds } }, orderBy: [{ at: 'asc' }, { goal: 'asc' }], include: { client: { select: { dataKey: true } } },
  });
  const all = new Map<string, GivenRating[]>();
  for (const { clientId, checkInId, goal, value, at, client } of rows) {
    const rating = { checkIn: checkInId, goal, at: at.toISOString(), value: db.vault.sealWith(client.dataKey).open<number>(ratingPlace(checkInId, goal), value) };
    all.set(clientId, [...(all.get(clientId) ?? []), rating]);
  }
  return all;
};
