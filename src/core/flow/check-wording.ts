import type { LentNames } from './check.ts';
import { authoredChoices, type FlowDefinition, type Step } from './document.ts';
import { layOut } from './layout.ts';
import type { Mistake } from './mistake.ts';
import { questionType } from './questions/register.ts';
import { placeholdersOf, type StepWords, type Wording } from './wording.ts';

/** Wording that is missing, left over, or names something that nothing fills. */
export function checkWording(file: string, flow: FlowDefinition, wording: Wording, lent: LentNames): Mistake[] {
  const mistakes: Mistake[] = [];
  const { steps } = layOut(flow);
  for (const section of flow.sections) {
    if (!wording.sections[section]) mistakes.push({ file, path: ['sections'], message: `The section "${section}" has no name.`, remedy: `Add ${section}: … under sections.` });
  }
  for (const section of Object.keys(wording.sections)) {
    if (!flow.sections.includes(section)) mistakes.push({ file, path: ['sections', section], message: `There is a name for the section "${section}", but no section of that name.`, remedy: 'Remove it, or correct the name.' });
  }
  for (const [id, { step }] of steps) {
    for (const needed of neededWords(step)) {
      if (lookUp(wording.steps[id], needed) === undefined) {
        mistakes.push({ file, path: ['steps', id], step: id, message: `"${id}" has no wording for ${needed}.`, remedy: `Write it under steps → ${id} → ${needed.replaceAll('.', ' → ')}.` });
      }
    }
  }
  for (const [id, words] of Object.entries(wording.steps)) {
    const placed = steps.get(id);
    if (!placed) {
      mistakes.push({ file, path: ['steps', id], step: id, message: `There are words for "${id}", but no step of that name.`, remedy: 'Remove them, or correct the name.' });
      continue;
    }
    const { step, group } = placed;
    const choices = 'choices' in step ? authoredChoices(step.choices).map((choice) => choice.id) : [];
    for (const choice of Object.keys(words.choices ?? {})) {
      if (!choices.includes(choice)) mistakes.push({ file, path: ['steps', id, 'choices', choice], step: id, message: `There are words for the choice "${choice}", which "${id}" does not offer.`, remedy: 'Remove them, or correct the name.' });
    }
    const ofItems = group ? lent.items[group['for-each']] : [];
    // A list that nobody knows is told as such; its placeholders are then nobody's fault.
    if (!ofItems) continue;
    const allowed = new Set([...lent.values, ...ofItems]);
    for (const { path, text } of textsOf(words)) mistakes.push(...placeholderMistakes(file, ['steps', id, ...path], text, allowed, id));
  }
  return mistakes;
}

/** What is wrong with the placeholders of one text. */
export function placeholderMistakes(file: string, path: (string | number)[], text: string, allowed: Set<string>, step?: string): Mistake[] {
  try {
    return placeholdersOf(text).filter((name) => !allowed.has(name)).map((name) => ({
      file, path, step, message: `Nothing fills the placeholder {${name}} here.`, remedy: `Use one of: ${[...allowed].map((each) => `{${each}}`).join(', ')}.`,
    }));
  } catch (error) {
    return [/OTHER/.test(String(error))
      ? { file, path, step, message: 'A text that changes with a value has no words for every other value.', remedy: 'Add a last part: other {…}.' }
      : { file, path, step, message: 'The braces in this text do not match up.', remedy: "Close every {, or write '{' in single quotes when a brace is meant." }];
  }
}

/** Dotted wording keys that a step cannot do without. */
function neededWords(step: Step): string[] {
  if (step.type === 'say') return ['says'];
  if (step.type === 'end') return ['after'];
  return [...questionType(step).needsWords(step), 'why', 'short'];
}

function lookUp(words: StepWords | undefined, dotted: string): string | undefined {
  let at: unknown = words;
  for (const key of dotted.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  // A choice may be a bare label or an object with one.
  return typeof at === 'object' && at !== null ? (at as { label?: string }).label : (at as string | undefined);
}

function textsOf(value: unknown, path: string[] = []): { path: string[]; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}

