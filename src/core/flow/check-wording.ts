import type { LentNames } from './check.ts';
import { stepsWithPaths, type FlowDefinition, type Step } from './document.ts';
import { layOut } from './layout.ts';
import type { Mistake } from './mistake.ts';
import { questionType } from './questions/register.ts';
import { placeholdersOf, type StepWords, type Wording } from './wording.ts';

/** Placeholders that single texts get besides those of the whole flow. */
const ownValues = ['count', 'most'];

/** Wording that is missing, left over, or names something that nothing fills. */
export function checkWording(file: string, flow: FlowDefinition, wording: Wording, lent: LentNames): Mistake[] {
  const mistakes: Mistake[] = [];
  const layout = layOut(flow);
  const ids = new Set(stepsWithPaths(flow).map(({ step }) => step.id));
  for (const section of flow.sections) {
    if (!wording.sections[section]) mistakes.push({ file, path: ['sections'], message: `The section "${section}" has no name.`, remedy: `Add ${section}: … under sections.` });
  }
  for (const { step } of stepsWithPaths(flow)) {
    for (const needed of neededWords(step)) {
      if (lookUp(wording.steps[step.id], needed) === undefined) {
        mistakes.push({ file, path: ['steps', step.id], step: step.id, message: `"${step.id}" has no wording for ${needed}.`, remedy: `Write it under steps → ${step.id} → ${needed.replaceAll('.', ' → ')}.` });
      }
    }
  }
  for (const [id, words] of Object.entries(wording.steps)) {
    if (!ids.has(id)) {
      mistakes.push({ file, path: ['steps', id], step: id, message: `There are words for "${id}", but no step of that name.`, remedy: 'Remove them, or correct the name.' });
      continue;
    }
    const group = layout.steps.get(id)!.group;
    const allowed = new Set([...lent.values, ...ownValues, ...(group ? (lent.items[group['for-each']] ?? []) : [])]);
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
  } catch {
    return [{ file, path, step, message: 'The braces in this text do not match up.', remedy: "Close every {, or write '{' in single quotes when a brace is meant." }];
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

