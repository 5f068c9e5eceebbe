import { fill } from '../flow/wording.ts';
import { dateInWords } from '../dates-in-words.ts';
import type { Notices } from '../notices.ts';
import type { PlanWords } from './plan-text.ts';

/** The plan's headings and lines in the words of a language; dates by `Intl`. */
export const planWords = (notices: Notices): PlanWords => ({
  heading: (kind) => notices.plan[kind],
  line(item) {
    if (item.kind === 'goal' && item.ended) {
      const words = item.endedWords ?? '';
      return fill(notices.plan['goal-ended'], notices.language, { goal: item.text, ended: item.ended.split('-')[0]!, line: words, hasLine: words ? 'yes' : 'no' });
    }
    if (item.kind === 'goal') {
      return fill(notices.plan['goal-line'], notices.language, {
        goal: item.text, rating: item.baseline ?? '', target: item.target ?? '',
        hasRatings: item.baseline !== undefined && item.target !== undefined ? 'yes' : 'no',
      });
    }
    if (item.kind === 'review' && item.on) return fill(notices.plan['review-line'], notices.language, { on: dateInWords(item.on, notices.language) });
    return item.text;
  },
});
