import { addDays, dayAt } from '../core/living/rhythm.ts';
import type { Change } from '../core/progress/change.ts';
import { progressOf } from '../core/progress/progress.ts';
import type { PlanStatus } from '../core/plan/plan.ts';
import { lastAnswered } from '../store/check-ins.ts';
import { loadPlan, type PlanSummary } from '../store/plans.ts';
import { ratingsOfAll } from '../store/ratings.ts';
import { unsettledReviews, type ReviewWish } from '../store/reviews.ts';
import { rhythmsOf } from '../store/rhythms.ts';
import type { App } from './app.ts';

/** One client of a therapist, as their caseload shows them. Instants are ISO texts, days YYYY-MM-DD. */
export interface CaseloadRow {
  planId: string;
  client: { id: string; name: string | null };
  status: PlanStatus;
  /** When they last answered in a check-in. */
  lastCheckIn: string | null;
  /** They chose a rhythm, and have not answered for three times as long, or were offered another one and did not take it up. */
  goneQuiet: boolean;
  /** The goal that has moved away most, by 2.5 points or more (see RELIABLE_CHANGE); null for none. */
  drop: { goal: string; change: Change } | null;
  /** The look at the whole plan; null where no day is set. `said`: what the client would like, once they were asked. */
  review: { on: string; due: 'later' | 'this-week' | 'overdue'; said: ReviewWish | null } | null;
}

const DAY_MS = 86_400_000;
const QUIET_DAYS = { weekly: 21, fortnightly: 42, monthly: 93, none: Infinity } as const;

/**
 * A therapist's clients with a plan, those that were declined left out: first those who have moved away from a goal, then looks
 * that are overdue, then those gone quiet, then looks due this week. `all`: their plans; `timeZone`: where they are.
 */
export async function caseloadOf(app: App, all: PlanSummary[], timeZone: string): Promise<CaseloadRow[]> {
  const { prisma } = app.store;
  const now = app.now();
  const plans = all.filter(({ status }) => status !== 'declined');
  const clients = plans.map(({ client }) => client.id);
  const [answered, ratings, rhythms] = [await lastAnswered(prisma, clients), await ratingsOfAll(prisma, clients), await rhythmsOf(prisma, clients)];
  const open = await unsettledReviews(prisma, plans.map(({ id }) => id));
  const today = dayAt(now, timeZone);
  const rows: CaseloadRow[] = [];
  for (const plan of plans) {
    const { id, client, status } = plan;
    const running = status !== 'closed';
    const { every, changedAt, offeredAt } = rhythms.get(client.id) ?? {};
    const last = answered.get(client.id) ?? null;
    const since = Math.max(last?.getTime() ?? 0, changedAt?.getTime() ?? 0);
    const silent = every ? now.getTime() - since > QUIET_DAYS[every] * DAY_MS || (every !== 'none' && !!offeredAt && (last === null || last < offeredAt)) : false;
    rows.push({
      planId: id, client, status,
      lastCheckIn: last?.toISOString() ?? null,
      goneQuiet: running && silent,
      drop: running && ratings.has(client.id) ? await dropIn(app, id, ratings.get(client.id)!) : null,
      review: running ? reviewIn(plan, open.get(id), today) : null,
    });
  }
  return rows.map((row, at) => ({ row, at })).sort((one, other) => place(one.row) - place(other.row) || one.at - other.at).map(({ row }) => row);
}

const place = ({ drop, review, goneQuiet }: CaseloadRow): number =>
  (drop ? 0 : review?.due === 'overdue' ? 1 : goneQuiet ? 2 : review?.due === 'this-week' ? 3 : 4);

async function dropIn(app: App, planId: string, ratings: Parameters<typeof progressOf>[0]['ratings']): Promise<CaseloadRow['drop']> {
  const stored = (await loadPlan(app.store.prisma, planId))!;
  const drops = progressOf({ plan: stored.plan, ratings, signs: [] }).goals.filter(({ inPlan }) => inPlan)
    .flatMap(({ text, sinceStart, sinceLast }) => [sinceLast, sinceStart].flatMap((change) => (change?.clear && change.direction === 'further' ? [{ goal: text, change }] : [])));
  return drops.sort((one, other) => one.change.by - other.change.by)[0] ?? null;
}

function reviewIn({ status, reviewOn }: PlanSummary, open: { on: string; said: ReviewWish | null } | undefined, today: string): CaseloadRow['review'] {
  // One that is not settled counts, also when somebody has already said which day the next one is to be.
  const on = open?.on ?? reviewOn;
  if (!on || status === 'draft') return null;
  return { on, due: on < today ? 'overdue' : on <= addDays(today, 7) ? 'this-week' : 'later', said: open?.said ?? null };
}
