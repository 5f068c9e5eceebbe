import { sayChange } from './change.ts';
import { signsFor, type GoalProgress, type Progress } from './progress.ts';
import { byTime, type Say } from './rating.ts';

/** What a picture shows, for those who do not see it: one table a goal. Texts, for the page to escape. */
export interface ProgressTable {
  caption: string;
  head: [day: string, rating: string, note: string];
  /** Oldest first. */
  rows: { day: string; rating: string; note: string }[];
}

/** `day` puts an ISO instant into words. */
export function progressTable(goal: GoalProgress, progress: Progress, say: Say, day: (instant: string) => string): ProgressTable {
  const { start, ratings, target } = goal;
  const of10 = (value: number): string => say.t('progress.of-ten', { value });
  const rows = [
    ...(start ? [{ at: start.at, rating: of10(start.value), note: say.t('progress.start') }] : []),
    ...progress.agreed.map(({ version, at }) => ({ at, rating: '', note: say.t('progress.agreed', { version }) })),
    ...signsFor(progress, goal.goal).map(({ at, number, text }) => ({ at, rating: '', note: say.t('progress.sign', { number, text }) })),
    ...ratings.map(({ at, value }, place) => {
      const newest = place === ratings.length - 1;
      return { at, rating: of10(value), note: newest && goal.sinceStart ? sayChange(goal.sinceStart, 'start', say) : '' };
    }),
  ].toSorted(byTime);
  return {
    caption: say.t(target === undefined ? 'progress.caption' : 'progress.caption-enough', { goal: goal.text, target: target ?? '' }),
    head: [say.t('progress.day'), say.t('progress.rating'), say.t('progress.note')],
    rows: rows.map(({ at, ...row }) => ({ day: day(at), ...row })),
  };
}
