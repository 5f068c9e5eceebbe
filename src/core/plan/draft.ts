import type { AreaCueTable } from '../areas/table.ts';
import type { Answer } from '../conversation/answer.ts';
import type { Library } from '../library/library.ts';
import { clearAreas, safeFor } from './clear-areas.ts';
import { addMonths } from './dates.ts';
import { draftGoals, type DraftGoal } from './draft-goals.ts';
import { draftMeasures } from './draft-measures.ts';
import { draftStrategies } from './draft-strategies.ts';
import { readAnswers, type IntakeAnswers } from './intake-answers.ts';
import type { NewItem } from './act.ts';
import type { PlanItem } from './plan.ts';
import type { GoalWordingRules } from './wording-rules.ts';

export interface DraftFrom {
  /** The client's current answers of one intake; any of them may be missing or skipped. */
  answers: Answer[];
  library: Library;
  /** Which areas the words of a goal point to. */
  cues: AreaCueTable;
  goalWording: GoalWordingRules;
  /** The therapist's; none means any. */
  orientations: string[];
  /** YYYY-MM-DD. */
  today: string;
  /** The practice's usual time until a review, in months. */
  reviewMonths: number;
}

/** What the parts of a draft share. */
export interface DraftContext extends DraftFrom {
  intake: IntakeAnswers;
  /** Areas that decide what of the library fits: picked, named in the client's own words, or pointed to by a goal. */
  areas: string[];
  /** Whether an entry of the library is safe for this client: some is not with danger at home, wherever that was told. */
  isSafe(entry: { unless: readonly string[] }): boolean;
  /** The answer in which these areas were picked; nothing when only words pointed to them. */
  pickedIn(areas: readonly string[]): string | undefined;
}

const RHYTHMS: Record<string, number> = { 'three-months': 3, 'six-months': 6, 'twelve-months': 12 };

/**
 * The first draft of a plan: the same answers, library and day always give the same lines, each with its sources. The
 * client's words stand as they were given. What they wanted to keep out of the plan is never read here.
 */
export function draftPlan(from: DraftFrom): { items: PlanItem[]; nextNumber: number } {
  let nextNumber = 1;
  const number = (item: NewItem): PlanItem => ({ id: `i${nextNumber++}`, ...item });

  const intake = readAnswers(from.answers, from.goalWording);
  const areasIn = (text: string): string[] => clearAreas(text, from.cues);
  const areaLines = draftAreas(from, intake).map(number);
  const picked = [...intake.picks('areas')?.choices ?? [], ...intake.picks('areas')?.own.flatMap(areasIn) ?? []];
  const goals = draftGoals(from, intake).map(({ item, listed, words }): DraftGoal =>
    ({ item: number(item), listed, areas: goalAreas(words, picked, areasIn) }));
  const context: DraftContext = {
    ...from,
    intake,
    areas: [...new Set([...picked, ...goals.flatMap((goal) => goal.areas)])],
    isSafe: safeFor(intake, from.cues),
    pickedIn: (areas) => (areas.some((area) => picked.includes(area)) ? intake.picks('areas')?.answer : undefined),
  };
  const rest = [...draftStrategies(context, goals), ...draftMeasures(context, goals), draftReview(from, intake)].map(number);
  return { items: [...areaLines, ...goals.map(({ item }) => item), ...rest], nextNumber };
}

function draftAreas({ library, goalWording }: DraftFrom, intake: IntakeAnswers): NewItem[] {
  const picks = intake.picks('areas');
  if (!picks) return [];
  const { answer, choices, own } = picks;
  const because = goalWording.draft.area.picked;
  return [
    ...choices.map((id): NewItem =>
      ({ kind: 'area', text: library.area(id)?.name ?? id, sources: [{ from: 'library', entry: id, rule: 'picked', because, answer }] })),
    ...own.map((text): NewItem => ({ kind: 'area', text, sources: [{ from: 'client', answer, quote: text }] })),
  ];
}

/** The picked areas that the goal's words point to; else what the words point to alone; else all that were picked. */
function goalAreas(words: string, picked: string[], areasIn: (text: string) => string[]): string[] {
  const found = areasIn(words);
  const both = found.filter((area) => picked.includes(area));
  return both.length > 0 ? both : found.length > 0 ? found : picked;
}

function draftReview({ goalWording, today, reviewMonths }: DraftFrom, intake: IntakeAnswers): NewItem {
  const { text, chosen, usual } = goalWording.draft.review;
  const rhythm = intake.picks('review-rhythm');
  const months = RHYTHMS[rhythm?.choices[0] ?? ''];
  const source = { from: 'library', entry: 'review', rule: months ? 'chosen' : 'usual', because: months ? chosen : usual, answer: rhythm?.answer } as const;
  const said = rhythm?.own.map((quote) => ({ from: 'client', answer: rhythm.answer, quote }) as const) ?? [];
  return { kind: 'review', text, sources: [source, ...said], on: addMonths(today, months ?? reviewMonths) };
}
