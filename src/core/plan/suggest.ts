import type { Answer } from '../conversation/answer.ts';
import type { AreaCueTable } from '../areas/table.ts';
import type { Library } from '../library/library.ts';
import { connectToGoal } from '../library/connection.ts';
import { clearAreas, safeFor } from './clear-areas.ts';
import { readAnswers } from './intake-answers.ts';
import type { GoalWordingRules } from './wording-rules.ts';
import type { PlanItem, TreatmentPlan } from './plan.ts';
import { currentVersion } from './versions.ts';

/** What the library offers that is not in a plan yet, for the therapist to suggest in one tap. */
export interface PlanSuggestion {
  entry: string;
  kind: 'strategy' | 'measure';
  text: string;
  what?: string;
  why?: string;
  connects?: string;
  /** Id of the goal it would serve. */
  goal?: string;
  /** Why it is suggested, in words the client can read. */
  because: string;
}

export interface SuggestFrom {
  plan: TreatmentPlan;
  library: Library;
  cues: AreaCueTable;
  goalWording: GoalWordingRules;
  /** The therapist's; theirs come first. */
  orientations: readonly string[];
  /** Of the intake, for what the client would rather not do. */
  answers: Answer[];
}

const STRATEGIES_FOR_A_GOAL = 3;
const MEASURES_FOR_A_GOAL = 2;

/** The same plan, library and answers always give the same suggestions; what the client would rather not do is never among them. */
export function suggestForPlan({ plan, library, cues, goalWording, orientations, answers }: SuggestFrom): PlanSuggestion[] {
  const { items } = currentVersion(plan);
  const pending = plan.proposals.flatMap(({ change, state }) =>
    (change.do === 'add' && (state === 'open' || state === 'drafted' || state === 'to-discuss') ? [change.item] : []));
  const texts = new Set([...items, ...pending].map(({ text }) => text));
  // A line that was reworded keeps the entry that it came from.
  const entries = new Set([...items, ...pending].flatMap(({ kind, sources }) => sources.flatMap((source) => (source.from === 'library' ? [`${kind} ${source.entry}`] : []))));
  const isNew = (kind: PlanSuggestion['kind'], entry: string, text: string): boolean => !texts.has(text) && !entries.has(`${kind} ${entry}`);
  const intake = readAnswers(answers, goalWording);
  const avoid = intake.picks('rather-not')?.choices ?? [];
  const isSafe = safeFor(intake, cues);
  const planAreas = areasOf(items, cues);
  return items.filter(({ kind }) => kind === 'goal').flatMap((goal): PlanSuggestion[] => {
    const areas = [...new Set([...clearAreas(goal.text, cues), ...planAreas])];
    const strategies = library.strategiesFor({ areas, orientations, avoid })
      .filter(({ strategy }) => isSafe(strategy) && isNew('strategy', strategy.id, strategy.name)).slice(0, STRATEGIES_FOR_A_GOAL)
      .map(({ strategy, rule }): PlanSuggestion => ({
        entry: strategy.id, kind: 'strategy', text: strategy.name, what: strategy.what, why: strategy.why,
        connects: connectToGoal(strategy, goal.text), goal: goal.id,
        because: reason(rule.areas, library, goalWording),
      }));
    const measures = library.measuresFor({ areas })
      .filter(({ measure }) => isSafe(measure) && isNew('measure', measure.id, measure.sign)).slice(0, MEASURES_FOR_A_GOAL)
      .map(({ measure, rule }): PlanSuggestion => ({
        entry: measure.id, kind: 'measure', text: measure.sign, goal: goal.id, because: `${reason(rule.areas, library, goalWording)} ${goalWording.draft.because['beyond-symptoms']}`,
      }));
    for (const { text } of [...strategies, ...measures]) texts.add(text);
    return [...strategies, ...measures];
  });
}

/** Areas of the plan: library areas by the id they came from, areas in the client's own words by what they point to. */
const areasOf = (items: PlanItem[], cues: AreaCueTable): string[] =>
  items.filter(({ kind }) => kind === 'area').flatMap(({ text, sources }) =>
    sources.flatMap((source) => (source.from === 'library' ? [source.entry] : clearAreas(text, cues))));

function reason(areas: readonly string[], library: Library, { draft }: GoalWordingRules): string {
  const names = areas.flatMap((id) => library.area(id)?.name ?? []).join(', ');
  return names ? draft.because.areas.replace('{areas}', () => names) : draft.because.any;
}
