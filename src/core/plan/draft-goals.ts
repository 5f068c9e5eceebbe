import { offerWording } from './wording-rules.ts';
import type { NewItem } from './act.ts';
import type { DraftFrom } from './draft.ts';
import type { IntakeAnswers } from './intake-answers.ts';
import type { PlanItem, Source } from './plan.ts';

export interface DraftGoal {
  item: PlanItem;
  /** Areas the goal belongs to; none when nothing tells. */
  areas: string[];
  /** Id of the goal in the intake's list; absent when no goal was named. */
  listed?: string;
}

export interface UnnumberedGoal {
  item: NewItem;
  listed?: string;
  /** Everything the client said this goal is. */
  words: string;
}

/**
 * The client's goals in their order. Without any, their picture of feeling better stands in, whole; without that, an
 * open beginning.
 */
export function draftGoals(from: DraftFrom, intake: IntakeAnswers): UnnumberedGoal[] {
  if (intake.goals.length > 0) return intake.goals.map((goal) => namedGoal(goal, from, intake));
  const { first, 'first-because': because, hoped } = from.goalWording.draft.goal;
  const words = intake.words('better') ?? intake.words('more-of') ?? intake.words('hope');
  if (!words) return [{ words: '', item: { kind: 'goal', text: first, sources: [{ from: 'library', entry: 'goal', rule: 'first', because }] } }];
  const sources: Source[] = [
    { from: 'client', answer: words.answer, quote: words.text },
    { from: 'library', entry: 'goal', rule: 'hoped', because: hoped },
  ];
  return [{ words: words.text, item: { kind: 'goal', text: words.text, sources } }];
}

function namedGoal(goal: IntakeAnswers['goals'][number], from: DraftFrom, intake: IntakeAnswers): UnnumberedGoal {
  const first: Source = { from: 'client', answer: goal.answer, quote: goal.text };
  const { text, source } = wordingOf(goal, from, intake) ?? { text: goal.text, source: undefined };
  const why = intake.words('why-it-matters', goal.id);
  const item: NewItem = {
    kind: 'goal',
    text,
    sources: [first, ...(source ? [source] : []), ...(why ? [{ from: 'client', answer: why.answer, quote: why.text } as const] : [])],
  };
  const [baseline, target] = [intake.rating('rating', goal.id), intake.rating('good-enough', goal.id)];
  if (baseline !== undefined) item.baseline = baseline;
  if (target !== undefined) item.target = target;
  return { item, listed: goal.id, words: [goal.text, text, why?.text ?? ''].join('\n') };
}

/** Another wording than the client's first one, only when they chose it or wrote it. */
function wordingOf(goal: IntakeAnswers['goals'][number], { goalWording }: DraftFrom, intake: IntakeAnswers): { text: string; source: Source } | undefined {
  const picks = intake.picks('goal-wording', goal.id);
  if (!picks) return undefined;
  const own = picks.own[0];
  if (own !== undefined) return { text: own, source: { from: 'client', answer: picks.answer, quote: own } };
  if (picks.choices[0] === 'reword') {
    const words = intake.words('goal-reword', goal.id);
    return words && { text: words.text, source: { from: 'client', answer: words.answer, quote: words.text } };
  }
  const offered = offerWording(goal.text, goalWording);
  const offer = offered?.offers.find(({ id }) => id === picks.choices[0]);
  if (!offered || !offer) return undefined;
  const { rule } = offered;
  return { text: offer.text, source: { from: 'library', entry: offer.id, rule, because: goalWording.draft.goal.chosen, answer: picks.answer } };
}
