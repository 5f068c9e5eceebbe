import { isDate, dayOf } from './dates.ts';
import { checkOptionalText } from './limits.ts';
import { changed, refused, unchanged } from './result.ts';
import { agreed } from './status.ts';
import { addVersion, currentVersion, isOpen } from './versions.ts';
import type { ActResult, Actor, PlanAct, Refusal } from './act.ts';
import type { PlanItem, TreatmentPlan } from './plan.ts';

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

/** Voids both yeses without changing a line. Does nothing to a plan that both are still talking about. */
export function revisitPlan(plan: TreatmentPlan, by: Actor, { words }: Act<'revisit'>, now: string): ActResult {
  if (by.party !== 'therapist') return refused({ code: 'not-yours' });
  const text = checkOptionalText(words);
  if (!text.ok) return refused({ code: text.code });
  if (plan.declined) return refused({ code: 'declined' });
  if (!agreed(plan) && !plan.closed) return unchanged(plan);
  const { closed: _, ...open } = plan;
  return changed(addVersion(open, currentVersion(plan).items, by.party, text.value, now));
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
  // Nobody's goal ends without a word on what became of it.
  if (running.some(({ id }) => !goals.some(({ item }) => item === id))) return refused({ code: 'empty' });
  const last = items.filter(({ kind }) => kind !== 'review').map((item): PlanItem => {
    const end = running.includes(item) ? goals.find((each) => each.item === item.id) : undefined;
    if (!end) return item;
    const own = checkOptionalText(end.words);
    return { ...item, ended: end.ended, ...(own.ok && own.value !== '' && { endedWords: own.value }) };
  });
  return changed({ ...addVersion(plan, last, by.party, text.value, now), closed: { words: text.value, at: now } });
}

/** What stands in the way of deciding about the whole plan: something open, or a newer version than they saw. */
function stopsWhole(plan: TreatmentPlan, seen: number): Refusal | null {
  const open = plan.proposals.filter(isOpen).length;
  if (open > 0) return { code: 'open-proposals', count: open };
  return currentVersion(plan).number === seen ? null : { code: 'changed-since', since: [], revision: plan.revision };
}
