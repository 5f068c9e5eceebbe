/**
 * When people are reminded of what waits for them: a few times, further and further apart, and then no more. Whatever waits, one
 * person gets one reminder at a time, of what matters most, and it counts for all that was due with it.
 */

/** Something that waits for somebody. */
export interface Waiting {
  what: 'review' | 'plan' | 'intake';
  /** What waits and since when, as a text: the same occasion is counted on, a new one begins anew. */
  occasion: string;
  /** When to remind of it, in order. */
  times: Date[];
  /** How often they were reminded of it. */
  sent: number;
}

/** What matters most comes first: what somebody else waits for, then a day that was agreed, then what can lie. */
const WEIGHT: Record<Waiting['what'], number> = { plan: 0, review: 1, intake: 2 };

/** However much waits, and however long nobody was there to remind: two days between any two. */
const APART_MS = 2 * 86_400_000;

const DAY_MS = 86_400_000;
/** Days after something began to wait. */
const AFTER: Record<'plan-therapist' | 'plan-client' | 'intake', number[]> = { 'plan-therapist': [2, 5, 10], 'plan-client': [2, 6], intake: [3] };
/** Days from the day of a review. */
export const reviewDays = { therapist: [-7, 0, 3, 10], client: [-7, 3, 10] } as const;

export const remindersAfter = (since: Date, kind: keyof typeof AFTER): Date[] => AFTER[kind].map((days) => new Date(since.getTime() + days * DAY_MS));

/** When the next reminder is due; null when nothing waits that is still reminded of. `lastSent`: of whatever. */
export function nextReminder(waiting: Waiting[], lastSent: Date | null): Date | null {
  const next = waiting.flatMap(({ times, sent }) => times[sent]?.getTime() ?? []);
  if (next.length === 0) return null;
  return new Date(Math.max(Math.min(...next), lastSent ? lastSent.getTime() + APART_MS : 0));
}

/** What the reminder at `now` is about, what matters most first and then the oldest; none when none is due. */
export function dueNow(waiting: Waiting[], lastSent: Date | null, now: Date): Waiting[] {
  const at = nextReminder(waiting, lastSent);
  if (!at || at > now) return [];
  return waiting
    .filter(({ times, sent }) => times[sent] !== undefined && times[sent] <= now)
    .sort((one, other) => WEIGHT[one.what] - WEIGHT[other.what] || one.times[0]!.getTime() - other.times[0]!.getTime());
}
