import { languageName } from '../language-name.ts';
import { offerAreas } from '../areas/offer.ts';
import type { Choice } from '../conversation/message.ts';
import { pickedId, type ListItem } from '../conversation/answer.ts';
import { answerTo, type Inputs, type Situation } from '../flow/conditions.ts';
import type { ItemValues, Lent } from '../flow/compile.ts';
import type { Offer } from '../flow/sources.ts';
import type { Values } from '../flow/wording.ts';
import type { Library } from '../library/library.ts';
import { offerWording, type GoalWordingRules, type OfferedWording } from '../plan/goal-wording.ts';
import { lineTexts } from '../safety/hear.ts';
import type { HelplineDocument } from '../safety/helplines.ts';
import { countryOffer } from './countries.ts';
import { livingEffects, livingFacts, livingItems, livingNames, livingSaid, livingSources } from '../living/lend.ts';
import type { Knowledge, KnowledgeByLanguage } from './knowledge.ts';

const safetyNames = ['kind', 'level', 'told', 'again', 'waits'] as const;

/** Placeholders that every text of every flow may use. */
export const lentValues = [
  'practice', 'therapist', 'contact', 'minimumAge', 'client', 'held', 'lines', 'emergency', 'linesKnown', ...safetyNames, ...livingNames,
] as const;

/** What a conversation about safety was told at its beginning, as texts for its wording; empty in every other one. */
export const safetyValues = (inputs: Inputs = {}): Values =>
  Object.fromEntries(safetyNames.map((name) => [name, String(inputs[name] ?? '')]));

export const effectNames = [
  'record-consent', 'set-name', 'set-country', 'set-language', 'under-age', 'draft-plan',
  'decide-proposal', 'say-about-proposal', 'answer-question', 'approve-plan', 'review-answered', 'safety-talked', 'safety-answer',
  'take-up',
  ...livingEffects,
] as const;
export type EffectName = (typeof effectNames)[number];

/** What the code lends to the flows: suggested areas, gentler goal wordings, ways of working, the items of a review. */
export function lend(knowledge: KnowledgeByLanguage, helplines?: HelplineDocument): Lent {
  const of = ({ language }: Situation): Knowledge => knowledge[language]!;
  const shown = Object.fromEntries(Object.entries(knowledge).map(([language, { library }]) => [language, libraryChoices(library)]));
  return {
    effects: effectNames,
    facts: {
      ...livingFacts,
      'danger-at-home': ({ inputs }) => inputs.kind === 'home',
      'asked-already': ({ inputs }) => inputs.askedDirectly === true,
      'danger-near': ({ inputs }) => inputs.near === true,
      'country-unknown': ({ inputs }) => inputs.country === null,
      'several-languages': ({ inputs }) => languagesOf(knowledge, inputs).length > 1,
      'goal-has-offer': (situation) => wordingOffer(of(situation), situation) !== null,
    },
    sources: {
      ...livingSources,
      countries: ({ language, inputs }) => countryOffer(language, (inputs.practiceCountry as string | null) ?? null),
      languages: ({ inputs }) => ({ offered: languagesOf(knowledge, inputs).map((code) => ({ id: code, label: ownName(code) })) }),
      'suggested-areas': (situation) => suggestedAreas(of(situation), shown[situation.language]!.areas, situation),
      'goal-wordings': (situation) => ({ offered: (wordingOffer(of(situation), situation)?.offers ?? []).map(({ id, text }) => ({ id, label: text })) }),
      ways: ({ language }) => ({ offered: shown[language]!.ways }),
    },
    items: {
      ...livingItems,
      goals: {
        names: ['goal', 'wrote', 'because'],
        values: (situation) => ({
          goal: goalText(of(situation), situation),
          wrote: firstGoalText(situation),
          because: wordingOffer(of(situation), situation)?.because ?? '',
        }),
      },
      'inputs.proposals': reviewItems('proposals', ['change', 'name', 'line', 'suggestion', 'reason', 'replied', 'answer']),
      'inputs.questions': reviewItems('questions', ['about', 'line', 'question']),
      'inputs.approvals': reviewItems('approvals', ['plan']),
    },
    // Whoever has just said where they are gets the lines of that country in the same breath.
    said: (situation) => {
      const { answers, language } = situation;
      const country = pickedId(answers.country?.value);
      return { ...(helplines && country !== null && lineTexts(helplines, country, language)), ...livingSaid(situation) };
    },
  };
}

/** Items that the code brought along speak for themselves. */
const reviewItems = (list: string, names: readonly string[]): ItemValues => ({
  names,
  values: ({ inputs, item }) => {
    const found = ((inputs[list] ?? []) as (ListItem & Record<string, string>)[]).find(({ id }) => id === item);
    return Object.fromEntries(names.map((name) => [name, found?.[name] ?? '']));
  },
});

/** Of those that Cairn speaks, the ones that somebody at the practice reads. */
const languagesOf = (knowledge: KnowledgeByLanguage, inputs: Inputs): string[] =>
  ((inputs.languages ?? []) as string[]).filter((code) => Object.hasOwn(knowledge, code));

const ownName = (language: string): string => {
  const name = languageName(language, language);
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
};

const textOf = (step: string, situation: Situation): string => {
  const value = answerTo(step, situation)?.value;
  return typeof value === 'string' ? value : '';
};

/** What a library offers by itself; the same choices in every turn, so that what they read like is worked out once. */
const libraryChoices = ({ areas, involves }: Library): { areas: Choice[]; ways: Choice[] } => ({
  areas: areas.map(({ id, name, is }) => ({ id, label: name, hint: is })),
  ways: involves.map((way) => ({ id: way.id, label: way.try })),
});

function suggestedAreas({ library, cues }: Knowledge, areas: Choice[], situation: Situation): Offer {
  // The client's own words say better than ours why an area is offered.
  const worded = (area: Choice, because: string[]): Choice => (because.length > 0 ? { ...area, hint: because.map((words) => `“${words}”`).join(', ') } : area);
  const texts = [textOf('hope', situation), textOf('hardest', situation)].filter((text) => text !== '');
  let offered: Choice[] | undefined;
  return {
    // Read from the client's words only where the list is shown or matched, not where a picked area is named.
    get offered() { return offered ??= offerAreas(texts, cues).flatMap(({ area, because }) => areas.filter(({ id }) => id === area).map((each) => worded(each, because))); },
    all: areas,
    labelOf: (id) => library.area(id)?.name,
  };
}

/** The goal at hand in the client's first words. */
function firstGoal({ answers, item }: Situation): ListItem | undefined {
  const goals = answers.goals?.value;
  return Array.isArray(goals) ? (goals as ListItem[]).find(({ id }) => id === item) : undefined;
}
const firstGoalText = (situation: Situation): string => firstGoal(situation)?.text ?? '';

const read = new WeakMap<ListItem, { rules: GoalWordingRules; offer: OfferedWording | null }>();

/** Another wording for the goal at hand. One turn asks many times, at a branch, for a question, for each line of a list; the goal is read once. */
function wordingOffer({ goalWording: rules }: Knowledge, situation: Situation): OfferedWording | null {
  const goal = firstGoal(situation);
  if (!goal) return null;
  const known = read.get(goal);
  if (known?.rules === rules) return known.offer;
  const offer = offerWording(goal.text, rules);
  read.set(goal, { rules, offer });
  return offer;
}

/** The goal as the client has chosen to word it so far. */
function goalText(knowledge: Knowledge, situation: Situation): string {
  const id = pickedId(answerTo('goal-wording', situation)?.value) ?? 'own';
  if (id === 'reword') return textOf('goal-reword', situation) || firstGoalText(situation);
  return wordingOffer(knowledge, situation)?.offers.find((offer) => offer.id === id)?.text ?? firstGoalText(situation);
}
