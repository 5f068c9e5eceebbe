import { connectToGoal } from '../library/connection.ts';
import type { SuggestedStrategy } from '../library/strategies-for.ts';
import type { NewItem } from './act.ts';
import type { DraftContext } from './draft.ts';
import type { DraftGoal } from './draft-goals.ts';

/** A plan that can be read in one sitting. Every goal has one strategy of its own, whatever else there is. */
const MOST = 5;
const MOST_FIRST = 2;
const MOST_OWN = 2;
const MOST_FOR_A_GOAL = 2;

/**
 * What comes before other work, what has helped before, one or two strategies for each goal (what the client would like
 * to try first), and what they would like to try in their own words. What they would rather not do is left out, and so
 * is what an area of theirs rules out as a first step.
 */
export function draftStrategies(context: DraftContext, goals: DraftGoal[]): NewItem[] {
  const { library, intake, areas, orientations } = context;
  const suggested = library.strategiesFor({ areas, orientations, avoid: intake.picks('rather-not')?.choices })
    .filter(({ strategy }) => context.isSafe(strategy));
  const first = suggested.filter(({ rule }) => rule.order === 'first').slice(0, MOST_FIRST);
  const whole = [...first.map((one) => fromLibrary(one, goals[0]!, context)).map(forWholePlan), ...helpedBefore(context)];
  const own = ownIdeas(context);
  const usual = suggested.filter(({ rule }) => rule.order === 'usual');

  const chosen = new Map<DraftGoal, SuggestedStrategy[]>(goals.map((goal) => [goal, []]));
  const taken = new Set<string>();
  for (let round = 0; round < MOST_FOR_A_GOAL; round++) {
    for (const goal of goals) {
      if (round > 0 && whole.length + own.length + taken.size >= MOST) break;
      const next = inOrderFor(goal, usual, context).find(({ strategy }) => !taken.has(strategy.id));
      if (!next) continue;
      taken.add(next.strategy.id);
      chosen.get(goal)!.push(next);
    }
  }
  return [...whole, ...goals.flatMap((goal) => chosen.get(goal)!.map((one) => fromLibrary(one, goal, context))), ...own];
}

const wouldTry = ({ strategy }: SuggestedStrategy, { intake }: DraftContext): boolean =>
  strategy.involves.some((tag) => intake.picks('would-try')?.choices.includes(tag));

/** Those that fit the goal: what the client would like to try, then what is made for its areas, then what suits any goal. */
function inOrderFor(goal: DraftGoal, suggested: SuggestedStrategy[], context: DraftContext): SuggestedStrategy[] {
  const breadth = ({ strategy, rule }: SuggestedStrategy): number => (strategy.areas !== 'all' ? 0 : rule.basis === 'shared' ? 1 : 2);
  const place = (one: SuggestedStrategy): number => (wouldTry(one, context) ? 0 : 3) + breadth(one);
  return suggested
    .filter(({ strategy }) => strategy.areas === 'all' || strategy.areas.some((area) => goal.areas.includes(area)))
    .toSorted((a, b) => place(a) - place(b));
}

function fromLibrary(suggested: SuggestedStrategy, goal: DraftGoal, context: DraftContext): NewItem {
  const { strategy, rule } = suggested;
  const { library, goalWording, intake } = context;
  const words = goalWording.draft.because;
  const tried = wouldTry(suggested, context);
  const named = (ids: readonly string[], find: (id: string) => { name: string } | undefined): string => ids.flatMap((id) => find(id)?.name ?? []).join(', ');
  const because = [
    rule.areas.length > 0 ? words.areas.replace('{areas}', () => named(rule.areas, library.area)) : words.any,
    rule.order === 'first' ? words.first : '',
    tried ? words.try : '',
    rule.orientations.length > 0 ? words.orientations.replace('{orientations}', () => named(rule.orientations, library.orientation)) : '',
  ];
  return {
    kind: 'strategy',
    text: strategy.name,
    sources: [{
      from: 'library', entry: strategy.id, rule: ruleName(suggested, tried), because: because.filter(Boolean).join(' '),
      answer: tried ? intake.picks('would-try')?.answer : context.pickedIn(rule.areas),
    }],
    goal: goal.item.id,
    what: strategy.what,
    why: strategy.why,
    connects: connectToGoal(strategy, goal.item.text),
  };
}

/** The library's reasons, for the record: `usual; anxiety, sleep; own cbt; try`. */
const ruleName = ({ rule }: SuggestedStrategy, tried: boolean): string =>
  [rule.order, rule.areas.join(', '), [rule.basis, ...rule.orientations].join(' '), tried ? 'try' : ''].filter(Boolean).join('; ');

const forWholePlan = ({ goal: _, ...item }: NewItem): NewItem => item;

function helpedBefore({ intake, goalWording }: DraftContext): NewItem[] {
  const words = intake.words('helped-before');
  if (!words) return [];
  const { text, what, why, connects, because } = goalWording.draft.strategy.helped;
  return [{
    kind: 'strategy', text, what, why, connects,
    sources: [{ from: 'client', answer: words.answer, quote: words.text }, { from: 'library', entry: 'helped-before', rule: 'said', because, answer: words.answer }],
  }];
}

function ownIdeas({ intake, goalWording }: DraftContext): NewItem[] {
  const picks = intake.picks('would-try');
  return (picks?.own ?? []).slice(0, MOST_OWN).map((text): NewItem =>
    ({ kind: 'strategy', text, sources: [{ from: 'client', answer: picks!.answer, quote: text }], ...goalWording.draft.strategy.own }));
}
