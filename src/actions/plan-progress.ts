import type { Party } from '../core/plan/plan.ts';
import type { Progress } from '../core/progress/progress.ts';
import type { SinceAgreed } from '../core/progress/since.ts';
import type { CopyWords } from '../export/copy.ts';
import { within, type App } from './app.ts';
import { livingView, type LivingView } from './living-view.ts';
import { holderOf, type PlanKey } from './plan-holder.ts';
import { zoneOfTherapist } from './write-first.ts';

/** What a plan page shows of how things have moved. */
export interface PlanProgress {
  progress: Progress;
  /** By goal: its picture, as the text of an SVG element that needs nothing of its page; none for a goal that was never rated in a check-in. */
  pictures: Record<string, string>;
  /** What came after the last agreed version. */
  since: SinceAgreed;
  review: LivingView['review'];
}

/** Null for a token that opens nothing as this party. `words`: in the language of the page. */
export async function planProgress(app: App, key: PlanKey, as: Party, words: CopyWords): Promise<PlanProgress | null> {
  const holder = await holderOf(app, key);
  if (holder?.by.party !== as) return null;
  const own = within(app, holder.practiceId);
  const living = await livingView(own, holder.planId, as, words.language);
  if (!living) return null;
  const { progress, since, review } = living;
  const rated = progress.goals.filter(({ ratings }) => ratings.length > 0);
  if (rated.length === 0) return { progress, since, review, pictures: {} };
  // The maker of pictures is large; most plans have nothing to draw yet.
  const { progressChart } = await import('../export/progress-chart.ts');
  const timeZone = as === 'therapist' ? zoneOfTherapist(app, await own.store.prisma.therapist.findUniqueOrThrow({ where: { id: holder.by.person } })) : app.timeZone;
  return { progress, since, review, pictures: Object.fromEntries(rated.flatMap((goal) => {
    const picture = progressChart(goal, progress, words, timeZone);
    return picture ? [[goal.goal, picture]] : [];
  })) };
}
