import type { SuggestedMeasure } from '../library/measures-for.ts';
import type { NewItem } from './act.ts';
import type { DraftContext } from './draft.ts';
import type { DraftGoal } from './draft-goals.ts';
import type { Words } from './intake-answers.ts';

/** Library measures for a goal; one fewer where the client named a sign of their own. */
const MOST_FOR_A_GOAL = 2;

/**
 * How progress will show: the client's own signs first, in their words, then one or two of the library for each goal
 * that look beyond symptoms, spread over what they are about. The client's picture of feeling better is a sign for the
 * whole plan, unless it already stands as the goal.
 */
export function draftMeasures(context: DraftContext, goals: DraftGoal[]): NewItem[] {
  const { library, intake, areas } = context;
  const suggested = library.measuresFor({ areas }).filter(({ measure }) => context.isSafe(measure));
  const taken = new Set<string>();
  const subjects = new Set<string>();
  const forGoals = goals.flatMap((goal): NewItem[] => {
    const signs = goal.listed === undefined ? undefined : intake.words('signs', goal.listed);
    const items = signs ? [ownSign(signs, goal)] : [];
    while (items.length < MOST_FOR_A_GOAL) {
      const fitting = suggested.filter(({ measure }) => !taken.has(measure.id) && fits(measure.areas, goal));
      const next = fitting.find(({ measure }) => !subjects.has(measure.about)) ?? fitting[0];
      if (!next) break;
      taken.add(next.measure.id);
      subjects.add(next.measure.about);
      items.push(fromLibrary(next, goal, context));
    }
    return items;
  });
  const better = intake.goals.length > 0 ? intake.words('better') : undefined;
  return [...(better ? [ownSign(better)] : []), ...forGoals];
}

const fits = (areas: 'all' | readonly string[], goal: DraftGoal): boolean => areas === 'all' || areas.some((area) => goal.areas.includes(area));

const ownSign = ({ text, answer }: Words, goal?: DraftGoal): NewItem =>
  ({ kind: 'measure', text, sources: [{ from: 'client', answer, quote: text }], ...(goal && { goal: goal.item.id }) });

function fromLibrary({ measure, rule }: SuggestedMeasure, goal: DraftGoal, { library, goalWording, pickedIn }: DraftContext): NewItem {
  const words = goalWording.draft.because;
  const names = rule.areas.flatMap((id) => library.area(id)?.name ?? []).join(', ');
  const because = [rule.areas.length > 0 ? words.areas.replace('{areas}', () => names) : words.any, words['beyond-symptoms']].join(' ');
  const source = { from: 'library', entry: measure.id, rule: [measure.about, ...rule.areas].join(', '), because, answer: pickedIn(rule.areas) } as const;
  return { kind: 'measure', text: measure.sign, goal: goal.item.id, sources: [source] };
}
