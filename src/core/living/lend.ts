import { pickedId, type ListItem } from '../conversation/answer.ts';
import type { Choice } from '../conversation/message.ts';
import type { ItemValues, Lent } from '../flow/compile.ts';
import { answerTo, type Fact, type Inputs, type Situation } from '../flow/conditions.ts';
import type { Offer } from '../flow/sources.ts';
import type { Values } from '../flow/wording.ts';
import type { ItemKind } from '../plan/plan.ts';
import { RELIABLE_CHANGE } from '../progress/change.ts';
import { usualQuiet, type QuietHours } from './quiet.ts';
import { weekdays } from './rhythm.ts';
import { timeInWords, timeOffer, timesOffered } from './times-of-day.ts';
import { likelyZones, placeName, zoneOffer, type Whereabouts } from './time-zones.ts';

/** What the code lends to the flows of the living plan: check-ins, their rhythm, coming back to the plan, the look at the whole. */

/** A goal as a check-in and a review ask about it. */
export interface GoalInput extends ListItem {
  goal: string;
  /** The last rating there is; null for none. */
  last: number | null;
}

/** A line of the plan as it can be spoken about. `text` is the line as the plan has it. */
export interface LineInput extends ListItem {
  kind: ItemKind;
  /** What kind of line it is, in words. */
  kindName: string;
  what: string;
  use: string;
  connects: string;
  origin: 'client' | 'library' | 'therapist' | 'you';
  quote: string;
  /** A goal that is still worked on. */
  running: boolean;
}

export const livingEffects = [
  'check-in-begun', 'rate-goal', 'note-signs', 'bring-to-session', 'check-in-over',
  'set-rhythm', 'rhythm-left',
  'tell-therapist-so', 'goal-reached', 'suggest-goal', 'line-does-not-fit', 'reword-line', 'ask-for-simpler', 'revisit-over',
  'review-said', 'review-change', 'review-words', 'review-over',
] as const;

/** Values every text may use; those of a conversation's inputs, empty in every other one. */
const fromInputs = ['occasion', 'topic', 'next', 'planText', 'quietFrom', 'quietUntil'] as const;
const fromAnswers = ['every', 'weekday', 'time', 'place', 'thisLine', 'lineKind', 'what', 'use', 'connects', 'origin', 'quote', 'hasWhat', 'hasUse', 'hasConnects'] as const;
export const livingNames: readonly string[] = [...fromInputs, ...fromAnswers];

export const livingValues = (inputs: Inputs = {}): Values =>
  Object.fromEntries(livingNames.map((name) => [name, typeof inputs[name] === 'string' ? inputs[name] : '']));

const pickedAt = (step: string, situation: Situation): string | null => pickedId(answerTo(step, situation)?.value);

const linesOf = ({ inputs }: Situation): LineInput[] => (inputs.lines ?? []) as LineInput[];
const goalsOf = ({ inputs }: Situation): GoalInput[] => (inputs.goals ?? []) as GoalInput[];
/** For "why this approach?" the ways of working; for "I don't understand my plan" every line. */
const toExplain = (situation: Situation): LineInput[] =>
  (situation.inputs.topic === 'approach' ? linesOf(situation).filter(({ kind }) => kind === 'strategy') : linesOf(situation));
const runningGoals = (situation: Situation): LineInput[] => linesOf(situation).filter(({ running }) => running);

/** The line that is being talked about: the one they picked, or the only one it can be. */
export function chosenLine(situation: Situation): LineInput | null {
  const id = pickedAt('which-line', situation) ?? pickedAt('which-goal', situation) ?? pickedAt('which-to-explain', situation);
  if (id !== null) return linesOf(situation).find((line) => line.id === id) ?? null;
  const only = situation.inputs.topic === 'reached' ? runningGoals(situation) : situation.inputs.topic === 'approach' || situation.inputs.topic === 'unclear' ? toExplain(situation) : [];
  return only.length === 1 ? only[0]! : null;
}

/** Far away from the goal, or clearly further than last time. Said once in a check-in, at the first such goal. */
const isLow: Fact = (situation) => {
  const low = ({ id, last }: GoalInput): boolean => {
    const value = situation.answers[`rating@${id}`]?.value;
    return typeof value === 'number' && (value <= 2 || (last !== null && last - value >= RELIABLE_CHANGE));
  };
  return goalsOf(situation).find(low)?.id === situation.item;
};

const aboutIs = (...names: string[]): Fact => ({ inputs }) => names.includes(String(inputs.topic));

export const livingFacts: Record<string, Fact> = {
  'check-in-scheduled': ({ inputs }) => inputs.scheduled === true,
  'rating-low': isLow,
  'about-changed': aboutIs('changed'),
  'about-reached': aboutIs('reached'),
  'about-simpler': aboutIs('simpler'),
  'about-explaining': aboutIs('unclear', 'approach'),
  'several-goals': (situation) => runningGoals(situation).length > 1,
  'several-to-explain': (situation) => toExplain(situation).length > 1,
  'nothing-to-explain': (situation) => toExplain(situation).length === 0,
  'line-chosen': (situation) => chosenLine(situation) !== null,
};

const asChoices = (lines: LineInput[]): Offer => ({
  offered: lines.map(({ id, text, kindName }): Choice => ({ id, label: text, hint: kindName })),
  labelOf: (id) => lines.find((line) => line.id === id)?.text,
});

const quietOf = ({ inputs }: Situation): QuietHours => (inputs.quiet as QuietHours | undefined) ?? usualQuiet;
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const whereOf = ({ inputs }: Situation): Whereabouts => ({
  country: textOf(inputs.country), known: textOf(inputs.knownZone), otherwise: textOf(inputs.otherZone) ?? 'UTC',
  now: new Date(textOf(inputs.now) ?? '2026-01-01'),
});

export const livingSources: Lent['sources'] = {
  'check-in-times': (situation) => timeOffer(quietOf(situation), situation.language),
  'time-zones': (situation) => zoneOffer(whereOf(situation), situation.language),
  'plan-lines': (situation) => asChoices(linesOf(situation)),
  'running-goals': (situation) => asChoices(runningGoals(situation)),
  'lines-to-explain': (situation) => asChoices(toExplain(situation)),
};

export const livingItems: Record<string, ItemValues> = {
  'inputs.goals': {
    names: ['goal'],
    values: (situation) => ({ goal: goalsOf(situation).find(({ id }) => id === situation.item)?.goal ?? '' }),
  },
};

const yes = (text: string): string => (text === '' ? 'no' : 'yes');

/** What may be said because of an answer in this very conversation. */
export function livingSaid(situation: Situation): Values {
  const line = chosenLine(situation);
  return {
    ...(line && {
      thisLine: line.text, lineKind: line.kind, what: line.what, use: line.use, connects: line.connects, origin: line.origin, quote: line.quote,
      hasWhat: yes(line.what), hasUse: yes(line.use), hasConnects: yes(line.connects),
    }),
    ...(situation.inputs.otherZone !== undefined && rhythmInWords(situation)),
  };
}

function rhythmInWords(situation: Situation): Values {
  const { every, weekday, time, timeZone } = rhythmIn(situation);
  const { language } = situation;
  return { every: every ?? '', weekday: weekdayName(weekday, language), time: timeInWords(time, language), place: placeName(timeZone) };
}

/** A Monday, to count the days of a week from. */
const MONDAY = Date.UTC(2026, 0, 5);
const weekdayName = (weekday: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(new Date(MONDAY + (weekday - 1) * 86_400_000));

/** The rhythm that the answers make. What was skipped is filled with what suits most: the middle of the week, the last time offered. */
export function rhythmIn(situation: Situation): { every: string | null; weekday: number; time: string; timeZone: string } {
  const day = weekdays.indexOf((pickedAt('day', situation) ?? 'wednesday') as (typeof weekdays)[number]);
  return {
    every: pickedAt('every', situation),
    weekday: day + 1,
    time: pickedAt('time', situation) ?? timesOffered(quietOf(situation)).at(-1) ?? quietOf(situation).until,
    timeZone: pickedAt('zone', situation) ?? likelyZones(whereOf(situation))[0]!,
  };
}
