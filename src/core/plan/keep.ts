import { addMonths, dayOf, isDate } from './dates.ts';
import { checkOptionalText } from './limits.ts';
import { changed, refused, unchanged } from './result.ts';
import { agreed } from './status.ts';
import { addVersion, currentVersion, isOpen } from './versions.ts';
import type { ActResult, Actor, PlanAct, Refusal } from './act.ts';
import type { Party, PlanItem, TreatmentPlan } from './plan.ts';

/** What becomes of a plan when it is looked at as a whole: it is kept, opened again, or closed. */

type Act<D extends PlanAct['do']> = Extract<PlanAct, { do: D }>;

/** The same lines with another day for the next look, and one's own yes to them. */
export function keepPlan(plan: TreatmentPlan, by: Actor, { seen, on }: Act<'keep'>, now: string): ActResult {
  const stops = stopsWhole(plan, seen);
  if (stops) return refused(stops);
  if (plan.openedAt === undefined) return refused({ code: 'not-yours' });
  if (!isDate(on) || on < dayOf(now)) return refused({ code: 'out-of-range' });
  const { items } = currentVersion(plan);
  const review = items.find(({ kind }) => kind === 'review');
  if (!review) return refused({ code: 'not-found' });
  if (review.on === on) return refused({ code: 'empty' });
  const kept = addVersion(plan, items.map((item) => (item === review ? { ...item, on } : item)), by.party, '', now);
  const { number, hash } = currentVersion(kept);
  return changed({ ...kept, approvals: [...kept.approvals, { party: by.party, person: by.person, version: number, hash, at: now }] });
}

/** Voids both yeses. Does nothing to a plan that both are still talking about. */
export function revisitPlan(plan: TreatmentPlan, by: Actor, { words }: Act<'revisit'>, now: string): ActResult {
  if (by.party !== 'therapist') return refused({ code: 'not-yours' });
  const text = checkOptionalText(words);
  if (!text.ok) return refused({ code: text.code });
  if (plan.declined) return refused({ code: 'declined' });
  if (plan.closed) return changed(takeUp(plan, by.party, text.value, now));
  return agreed(plan) ? changed(addVersion(plan, currentVersion(plan).items, by.party, text.value, now)) : unchanged(plan);
}

/**
 * A closed plan goes on where it was left: its goals are worked on again, and there is a day for the next look, the one there was or
 * six months on. What closing said of the goals stays in its version.
 */
export function takeUp({ closed: _, ...plan }: TreatmentPlan, by: Party, reason: string, now: string): TreatmentPlan {
  const { items } = plan.versions.at(-2)!;
  const today = dayOf(now);
  // Closing took the day out, and an id that has gone never comes back.
  const again = items.map((item): PlanItem =>
    (item.kind === 'review' ? { ...item, id: `i${plan.nextNumber}`, on: item.on! > today ? item.on! : addMonths(today, 6) } : item));
  return addVersion({ ...plan, nextNumber: plan.nextNumber + 1 }, again, by, reason, now);
}

/**
 * The last version says of every goal what became of it, and has no day for another look. Whatever was still open is overtaken.
 * A goal that ended earlier stays as it was put then.
 */
export function closePlan(plan: TreatmentPlan, by: Actor, { seen, goals, words }: Act<'close'>, now: string): ActResult {
  if (by.party !== 'therapist') return refused({ code: 'not-yours' });
  const stops = stopsWhole(plan, seen);
  if (stops) return refused(stops);
  const text = checkOptionalText(words);
  if (!text.ok) return refused({ code: text.code });
  const { items } = currentVersion(plan);
  const running = items.filter(({ kind, ended }) => kind === 'goal' && ended === undefined);
  const ends = new Map<string, Pick<PlanItem, 'ended' | 'endedWords'>>();
  for (const { item, ended, words: own } of goals) {
    const said = checkOptionalText(own);
    if (!said.ok) return refused({ code: said.code });
    ends.set(item, { ended, ...(said.value !== '' && { endedWords: said.value }) });
  }
  // Nobody's goal ends without a word on what became of it.
  if (running.some(({ id }) => !ends.has(id))) return refused({ code: 'empty' });
  const last = items.filter(({ kind }) => kind !== 'review').map((item) => (running.includes(item) ? { ...item, ...ends.get(item.id) } : item));
  return changed({ ...addVersion(plan, last, by.party, text.value, now), closed: { words: text.value, at: now } });
}

/** What stands in the way of deciding about the whole plan: something open, or a newer version than they saw. */
function stopsWhole(plan: TreatmentPlan, seen: number): Refusal | null {
  const open = plan.proposals.filter(isOpen).length;
  if (open > 0) return { code: 'open-proposals', count: open };
  return currentVersion(plan).number === seen ? null : { code: 'changed-since', since: [], revision: plan.revision };
}
