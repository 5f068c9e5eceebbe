import { CairnError } from '../../errors.ts';
import type { Mistake } from '../flow/mistake.ts';
import { goalWordingSchema, type GoalWordingDocument } from './goal-wording-document.ts';
import { PhraseMistake, wholePhrase, type PhraseLists } from './phrase.ts';
import { compileRules, offerWording, phraseLists, slotsOf, type GoalWordingRules } from './wording-rules.ts';

export { offerWording, saysNothing } from './wording-rules.ts';
export type { GoalWordingRules, OfferedWording, WordingOffer } from './wording-rules.ts';

/** One author mistake; the loader knows the file, and the line from the path. */
export type WordingMistake = Omit<Mistake, 'file'>;

/** Every author mistake that can be told in one run, the examples tried too; none means that `compileGoalWording` takes the document. */
export function checkGoalWording(document: unknown): WordingMistake[] {
  const { read, mistakes } = readGoalWording(document);
  return read ? exampleMistakes(read.document, read.rules) : mistakes;
}

/**
 * Makes a parsed `flows/library/goal-wording/<language>.yaml` ready for reading goals; do it once, at the start. The examples are
 * not tried: that takes longer than all the rest, and a rule is none the worse for an example of another.
 * @throws CairnError `flow-invalid`, with every mistake and its place in `details`.
 */
export function compileGoalWording(document: unknown): GoalWordingRules {
  const { read, mistakes } = readGoalWording(document);
  if (!read) {
    throw new CairnError('flow-invalid', `The goal wordings have ${mistakes.length} mistake(s).`, {
      remedy: 'Correct these lines in flows/library/goal-wording.',
      details: mistakes,
    });
  }
  return read.rules;
}

/** The rules are there where nothing keeps them from being made; only then can the examples be tried on them. */
function readGoalWording(document: unknown): { read?: { document: GoalWordingDocument; rules: GoalWordingRules }; mistakes: WordingMistake[] } {
  const parsed = goalWordingSchema.safeParse(document);
  if (!parsed.success) return { mistakes: parsed.error.issues.flatMap(shapeMistakes) };
  const lists = phraseLists(parsed.data);
  const mistakes = [...phraseMistakes(parsed.data, lists), ...slotMistakes(parsed.data, lists), ...repeatedIds(parsed.data)];
  if (mistakes.length > 0) return { mistakes };
  return { read: { document: parsed.data, rules: compileRules(parsed.data) }, mistakes };
}

function shapeMistakes(issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] }): WordingMistake[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({ path: [...path, key], message: `Nothing is called "${key}" here.`, remedy: 'Remove it, or correct its spelling.' }));
  }
  return [{ path, message: issue.message, remedy: 'Give it the shape that the entries around it have.' }];
}

/** Tries each authored phrase alone, so that one mistake does not hide the next. */
function phraseMistakes(document: GoalWordingDocument, lists: PhraseLists): WordingMistake[] {
  const fault = (path: WordingMistake['path'], phrase: string): WordingMistake[] => {
    try {
      wholePhrase(phrase, lists);
      return [];
    } catch (error) {
      if (!(error instanceof PhraseMistake)) throw error;
      return [{ path, message: error.message, remedy: error.remedy }];
    }
  };
  return [
    ...(['lead-ins', 'says-nothing'] as const).flatMap((list) => document[list].flatMap((phrase, at) => fault([list, at], phrase))),
    ...document.rules.flatMap((rule, number) => (['any', 'unless'] as const).flatMap((list) =>
      (rule[list] ?? []).flatMap((phrase, at) => fault(['rules', number, list, at], phrase)))),
    ...Object.entries(document.groups).flatMap(([name, entries]) => entries.flatMap((entry, at) => fault(['groups', name, at], entry))),
    ...Object.entries(lists.insertions).flatMap(([name, entries]) => [...entries.values()].flat().flatMap((form) => fault(['insertions', name], form))),
  ];
}

/** What an offer always puts in, every phrase of its rule must find. */
function slotMistakes({ rules }: GoalWordingDocument, lists: PhraseLists): WordingMistake[] {
  return rules.flatMap((rule, at) => rule.offers.flatMap((offer, which): WordingMistake[] => {
    const path = ['rules', at, 'offers', which];
    const { required, optional } = slotsOf(offer);
    const unknown = [...required, ...optional].filter((name) => !Object.hasOwn(lists.insertions, name));
    const missed = required.filter((name) => !rule.any.every((phrase) => phrase.replace(/\([^()]*\)/gu, '').includes(`{${name}}`)));
    return [
      ...unknown.map((name) => ({ path, message: `There is no insertion {${name}}.`, remedy: 'Add it under insertions, or correct its name.' })),
      ...missed.map((name) => ({
        path, message: `Not every phrase of this rule finds {${name}}.`,
        remedy: `Write it as ( {${name}}), so that it is left out when nothing was found, or name it in every phrase.`,
      })),
    ];
  }));
}

function repeatedIds({ rules }: GoalWordingDocument): WordingMistake[] {
  return rules.flatMap(({ id }, at) => (rules.findIndex((other) => other.id === id) === at ? [] : [
    { path: ['rules', at, 'id'], message: `Two rules are called "${id}".`, remedy: 'Give each rule an id of its own.' },
  ]));
}

function exampleMistakes(document: GoalWordingDocument, wording: GoalWordingRules): WordingMistake[] {
  const caught = document.rules.flatMap((rule, at) => rule.examples.flatMap((example, which): WordingMistake[] => {
    const offered = offerWording(example, wording);
    if (offered?.rule === rule.id) return [];
    const instead = offered ? `the rule "${offered.rule}" above catches it` : 'no rule catches it';
    return [{ path: ['rules', at, 'examples', which], message: `"${example}" does not reach this rule: ${instead}.`, remedy: 'Add a phrase that fits it, or move the rule up.' }];
  }));
  const silent = document['stays-silent'].flatMap((goal, at): WordingMistake[] => {
    const offered = offerWording(goal, wording);
    if (!offered) return [];
    return [{ path: ['stays-silent', at], message: `The rule "${offered.rule}" catches "${goal}".`, remedy: 'Make its phrases narrower, or add an unless.' }];
  });
  return [...caught, ...silent];
}
