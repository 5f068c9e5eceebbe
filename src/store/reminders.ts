import { randomUUID } from 'node:crypto';
import type { Db } from './open-store.ts';

/** Notes that one message has reminded a person of these. */
export const noteReminded = async (db: Db, { practiceId, person, occasions }: { practiceId: string; person: string; occasions: string[] }, now: Date): Promise<void> => {
  await db.reminder.createMany({ data: occasions.map((occasion) => ({ id: randomUUID(), practiceId, person, occasion, at: now })) });
};

/** How often a person was reminded of each occasion, and when last of anything. */
export const remindedOf = async (db: Db, person: string, occasions: string[]): Promise<{ count(occasion: string): number; last: Date | null }> => {
  const rows = await db.reminder.groupBy({ by: ['occasion'], where: { person, occasion: { in: occasions } }, _count: true });
  const { _max } = await db.reminder.aggregate({ where: { person }, _max: { at: true } });
  const counts = new Map(rows.map(({ occasion, _count }) => [occasion, _count]));
  return { count: (occasion) => counts.get(occasion) ?? 0, last: _max.at };
};
