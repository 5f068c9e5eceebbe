import { currentVersion } from '../plan/versions.ts';
import type { PlanItem, TreatmentPlan } from '../plan/plan.ts';
import { agreements } from './agreements.ts';
import { changeBetween, type Change } from './change.ts';
import { byTime, type Point, type Rating, type Sign } from './rating.ts';

/** A pause longer than this many days is a pause in the picture too: no line is drawn through what nobody said. */
export const LONGEST_GAP_DAYS = 62;

export interface GoalProgress {
  goal: string;
  text: string;
  /** False for a goal that was taken out since; what was said about it stays. */
  inPlan: boolean;
  /** The rating the plan began with. */
  start?: Point;
  /** Where would be good enough. */
  target?: number;
  /** Given since the start, oldest first. */
  ratings: Point[];
  /** The start and the ratings, oldest first, parted at every gap. */
  runs: Point[][];
  /** The newest of all. */
  now?: Point;
  sinceStart?: Change;
  /** Only from the second rating on: before that, the start is the last. */
  sinceLast?: Change;
  /** The newest is at or past good enough. */
  reached: boolean;
}

/** A sign with the number under which pictures refer to it. */
export interface NumberedSign extends Sign {
  number: number;
}

export interface Progress {
  /** As in the plan; goals that were taken out come last. */
  goals: GoalProgress[];
  /** Oldest first, numbered from 1. */
  signs: NumberedSign[];
  /** When each agreed version was agreed, oldest first. */
  agreed: { version: number; at: string }[];
}

export interface ProgressFrom {
  plan: TreatmentPlan;
  ratings: readonly Rating[];
  signs: readonly Sign[];
}

/** What ratings and signs say about every goal the plan has or had. */
export function progressOf({ plan, ratings, signs }: ProgressFrom): Progress {
  return {
    goals: goalsOf(plan).map(({ item, inPlan, begun }) => goalProgress(item, inPlan, begun, ratings)),
    signs: signs.toSorted(byTime).map((sign, at) => ({ ...sign, number: at + 1 })),
    agreed: agreements(plan).map(({ version, at }) => ({ version: version.number, at })),
  };
}

/** The signs that belong to a goal's picture: its own, and those about life as a whole. */
export const signsFor = (progress: Progress, goal: string): NumberedSign[] =>
  progress.signs.filter((sign) => sign.goal === undefined || sign.goal === goal);

/** Every goal as it was last worded, and when it was first rated. */
function goalsOf(plan: TreatmentPlan) {
  const isGoal = ({ kind }: PlanItem): boolean => kind === 'goal';
  const current = currentVersion(plan).items.filter(isGoal);
  const gone = new Map(plan.versions.flatMap(({ items }) => items.filter(isGoal)).map((item) => [item.id, item]));
  for (const { id } of current) gone.delete(id);
  const begun = ({ id }: PlanItem): string =>
    (plan.versions.find(({ items }) => items.some((item) => item.id === id && item.baseline !== undefined)) ?? currentVersion(plan)).at;
  return [
    ...current.map((item) => ({ item, inPlan: true, begun: begun(item) })),
    ...[...gone.values()].map((item) => ({ item, inPlan: false, begun: begun(item) })),
  ];
}

function goalProgress(item: PlanItem, inPlan: boolean, begun: string, all: readonly Rating[]): GoalProgress {
  const ratings = all.filter(({ goal }) => goal === item.id).toSorted(byTime).map(({ at, value }): Point => ({ at, value }));
  const start = item.baseline === undefined ? undefined : { at: begun, value: item.baseline };
  const points = [...(start ? [start] : []), ...ratings].toSorted(byTime);
  const first = start ?? ratings[0];
  const now = ratings.at(-1) ?? start;
  const last = ratings.at(-2);
  return {
    goal: item.id, text: item.text, inPlan,
    ...(start && { start }),
    ...(item.target !== undefined && { target: item.target }),
    ratings,
    runs: runsOf(points),
    ...(now && { now }),
    ...(first && now && now !== first && { sinceStart: changeBetween(first, now) }),
    ...(last && now && { sinceLast: changeBetween(last, now) }),
    reached: now !== undefined && item.target !== undefined && now.value >= item.target,
  };
}

function runsOf(points: Point[]): Point[][] {
  const runs: Point[][] = [];
  for (const point of points) {
    const before = runs.at(-1)?.at(-1);
    const isNear = before !== undefined && Date.parse(point.at) - Date.parse(before.at) <= LONGEST_GAP_DAYS * 86_400_000;
    if (isNear) runs.at(-1)!.push(point);
    else runs.push([point]);
  }
  return runs;
}
