import { diffVersions, type DiffLine } from '../plan/diff.ts';
import { currentVersion, isOpen, overtakenBy } from '../plan/versions.ts';
import { visibleTo } from '../plan/visible.ts';
import type { Party, Proposal, TreatmentPlan } from '../plan/plan.ts';
import { agreements } from './agreements.ts';
import { changeBetween, type Change } from './change.ts';
import { progressOf } from './progress.ts';
import { byTime, type Point, type Rating, type Sign } from './rating.ts';

/** A check-in the client has answered. Its ratings and signs are counted where they belong. */
export interface AnsweredCheckIn {
  id: string;
  at: string;
  /** What they added in their own words; '' for nothing. */
  words: string;
}

/** One goal's ratings since then. */
export interface GoalSince {
  goal: string;
  text: string;
  ratings: Point[];
  /** From the last rating before to the newest; absent when there was none before. */
  change?: Change;
}

/** Everything that came after the last agreed version. */
export interface SinceAgreed {
  /** Null while nothing was agreed yet: then all there is counts. */
  since: { version: number; at: string } | null;
  /** What the plan says now against what was agreed. */
  changes: DiffLine[];
  goals: GoalSince[];
  signs: Sign[];
  checkIns: AnsweredCheckIn[];
  /** Suggestions that are waiting, whenever they were made. */
  open: Proposal[];
  /** Suggestions that were decided since, and those whose line was changed under them (state `withdrawn`). */
  decided: Proposal[];
  /** Questions that are waiting, whenever they were asked, and those answered since. */
  questions: Proposal[];
  /** Nothing at all. */
  quiet: boolean;
}

export interface SinceFrom {
  plan: TreatmentPlan;
  ratings: readonly Rating[];
  signs: readonly Sign[];
  checkIns: readonly AnsweredCheckIn[];
  /** Whose eyes it is for: what the other side has not sent is not in it. */
  viewer: Party;
}

/** For one look before a session: what happened since both last said yes. */
export function sinceAgreed({ plan, ratings, signs, checkIns, viewer }: SinceFrom): SinceAgreed {
  const last = agreements(plan).at(-1);
  const isSince = ({ at }: { at: string }): boolean => last === undefined || Date.parse(at) > Date.parse(last.at);
  const { proposals } = visibleTo(plan, viewer);
  const decidedSince = ({ decidedAt }: Proposal): boolean => decidedAt !== undefined && isSince({ at: decidedAt });
  const suggestions = proposals.filter(({ change }) => change.do !== 'ask');
  const found = {
    changes: last ? diffVersions(last.version.items, currentVersion(plan).items) : [],
    goals: goalsSince({ plan, ratings }, isSince),
    signs: signs.filter(isSince).toSorted(byTime),
    checkIns: checkIns.filter(isSince).toSorted(byTime),
    open: suggestions.filter(isOpen),
    decided: suggestions.filter((proposal) => (proposal.state === 'accepted' || proposal.state === 'declined' || overtakenBy(plan, proposal)) && decidedSince(proposal)),
    questions: proposals.filter((proposal) => proposal.change.do === 'ask' && (isOpen(proposal) || (proposal.state === 'answered' && decidedSince(proposal)))),
  };
  return {
    since: last ? { version: last.version.number, at: last.at } : null,
    ...found,
    quiet: Object.values(found).every((list) => list.length === 0),
  };
}

const goalsSince = ({ plan, ratings }: Pick<SinceFrom, 'plan' | 'ratings'>, isSince: (point: Point) => boolean): GoalSince[] =>
  progressOf({ plan, ratings, signs: [] }).goals.flatMap(({ goal, text, start, ratings: all }): GoalSince[] => {
    const since = all.filter(isSince);
    const newest = since.at(-1);
    if (!newest) return [];
    const before = all.findLast((point) => !isSince(point)) ?? start;
    return [{ goal, text, ratings: since, ...(before && { change: changeBetween(before, newest) }) }];
  });
