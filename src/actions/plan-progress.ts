import type { PageWords } from '../core/page-words.ts';
import type { Progress } from '../core/progress/progress.ts';
import type { SinceAgreed } from '../core/progress/since.ts';
import { livingView, type LivingView } from './living-view.ts';
import type { OpenedPlan } from './open-plan.ts';

/** What a plan page shows of how things have moved. */
export interface PlanProgress {
  progress: Progress;
  /** By goal: its picture, as the text of an SVG element that needs nothing of its page; none for a goal that was never rated in a check-in. */
  pictures: Record<string, string>;
  /** What came after the last agreed version. */
  since: SinceAgreed;
  review: LivingView['review'];
}

/** `words`: in the language of the page. */
export async function planProgress({ held, timeZone }: OpenedPlan, words: PageWords): Promise<PlanProgress> {
  const { progress, since, review } = await livingView(held, words.language);
  const rated = progress.goals.filter(({ ratings }) => ratings.length > 0);
  if (rated.length === 0) return { progress, since, review, pictures: {} };
  // The maker of pictures is large; most plans have nothing to draw yet.
  const { progressChart } = await import('../export/progress-chart.ts');
  return { progress, since, review, pictures: Object.fromEntries(rated.flatMap((goal) => {
    const picture = progressChart(goal, progress, words, timeZone);
    return picture ? [[goal.goal, picture]] : [];
  })) };
}
