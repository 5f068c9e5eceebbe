import type { Condition, FlowDefinition, Step } from './document.ts';
import { authoredChoices, flowSchema, isAsked, isGroup, stepsWithPaths } from './document.ts';
import { checkWays } from './check-ways.ts';
import { checkWording } from './check-wording.ts';
import { layOut } from './layout.ts';
import type { Mistake } from './mistake.ts';
import { shapeMistakes } from './shape.ts';
import { wordingSchema, type Wording } from './wording.ts';

export { shapeMistakes } from './shape.ts';

export interface AuthoredFlow {
  file: string;
  /** The parsed YAML, whatever it turned out to be. */
  document: unknown;
  wordings: { file: string; language: string; document: unknown }[];
}

/** What the code lends to flows, by name. */
export interface LentNames {
  facts: readonly string[];
  sources: readonly string[];
  effects: readonly string[];
  /** By `for-each`, the placeholders its wording may use. */
  items: Record<string, readonly string[]>;
  /** Placeholders every text may use. */
  values: readonly string[];
}

export interface CheckedFlow {
  definition: FlowDefinition | null;
  wordings: Wording[];
  mistakes: Mistake[];
}

/** Every mistake of a flow and its wordings in one go. A flow without mistakes compiles and never lacks a word. */
export function checkFlow(authored: AuthoredFlow, lent: LentNames): CheckedFlow {
  const { file } = authored;
  const parsed = flowSchema.safeParse(authored.document);
  const definition = parsed.success ? parsed.data : null;
  const mistakes = parsed.success ? checkIds(file, parsed.data) : shapeMistakes(file, parsed.error);
  // As long as it is not clear which step is meant, nothing can be told about the ways between them or their words.
  const clear = definition && mistakes.length === 0;
  if (clear) mistakes.push(...checkReferences(file, definition, lent), ...checkWays(file, definition));
  const wordings: Wording[] = [];
  for (const wording of authored.wordings) {
    const read = wordingSchema.safeParse(wording.document);
    if (!read.success) {
      mistakes.push(...shapeMistakes(wording.file, read.error));
      continue;
    }
    wordings.push(read.data);
    if (read.data.language !== wording.language) {
      mistakes.push({ file: wording.file, path: ['language'], message: `The file is named for "${wording.language}" but says "${read.data.language}".`, remedy: 'Make the two the same.' });
    }
    if (clear) mistakes.push(...checkWording(wording.file, definition, read.data, lent));
  }
  if (authored.wordings.length === 0) {
    mistakes.push({ file, path: [], message: 'The flow has no wording file.', remedy: 'Add one beside it, such as en.yaml.' });
  }
  return { definition, wordings, mistakes };
}

function checkIds(file: string, flow: FlowDefinition): Mistake[] {
  const seen = new Set<string>();
  const reserved = new Set([flow.flow, 'paused', 'stopped', 'nowhere']);
  return stepsWithPaths(flow).flatMap(({ step, path }): Mistake[] => {
    const at = { file, path: [...path, 'id'], step: step.id };
    if (reserved.has(step.id) || step.id.startsWith('each-')) {
      return [{ ...at, message: `"${step.id}" is a name the machine needs for itself.`, remedy: 'Give the step another id.' }];
    }
    if (seen.has(step.id)) return [{ ...at, message: `Two steps are called "${step.id}".`, remedy: 'Give one of them another id, here and in the wording files.' }];
    seen.add(step.id);
    return [];
  });
}

function checkReferences(file: string, flow: FlowDefinition, lent: LentNames): Mistake[] {
  const steps = stepsWithPaths(flow);
  const byId = new Map(steps.map(({ step }) => [step.id, step]));
  const groupOf = new Map(flow.steps.filter(isGroup).flatMap((group) => group.steps.map(({ id }) => [id, group] as const)));
  const mistakes: Mistake[] = [];
  const wrong = (path: (string | number)[], step: string | undefined, message: string, remedy: string) => mistakes.push({ file, path, step, message, remedy });

  const condition = (when: Condition, path: (string | number)[], step: string): void => {
    if ('not' in when) return condition(when.not, [...path, 'not'], step);
    if ('all' in when) return void when.all.forEach((each, at) => condition(each, [...path, 'all', at], step));
    if ('any' in when) return void when.any.forEach((each, at) => condition(each, [...path, 'any', at], step));
    if ('fact' in when) {
      if (!lent.facts.includes(when.fact)) wrong([...path, 'fact'], step, `Nothing in the code knows the fact "${when.fact}".`, known(lent.facts));
      return;
    }
    const asked = byId.get(when.answer);
    const group = groupOf.get(when.answer);
    if (group && group !== groupOf.get(step)) return void wrong([...path, 'answer'], step, `"${when.answer}" is asked once for each of ${group['for-each']}, so there is no one answer to it here.`, 'Ask about it inside that group.');
    if (!asked || !isAsked(asked)) return void wrong([...path, 'answer'], step, `The branch looks at the answer to "${when.answer}", which no step asks.`, 'Name a step that asks something, or remove the branch.');
    if (!('is' in when)) return;
    const possible = possibleAnswers(asked);
    if (possible && !possible.includes(when.is)) {
      wrong([...path, 'is'], step, `The branch waits for the answer "${when.is}", which "${when.answer}" never has.`, `Possible answers: ${possible.join(', ')}.`);
    }
  };

  for (const { step, path } of steps) {
    if (step.effect && !lent.effects.includes(step.effect)) wrong([...path, 'effect'], step.id, `Nothing in the code knows the effect "${step.effect}".`, known(lent.effects));
    if (step.section && !flow.sections.includes(step.section)) wrong([...path, 'section'], step.id, `There is no section "${step.section}".`, known(flow.sections));
    if ('ask-if' in step && step['ask-if']) condition(step['ask-if'], [...path, 'ask-if'], step.id);
    if (Array.isArray(step.next)) {
      const last = step.next.length - 1;
      step.next.forEach(({ when }, at) => {
        if (when) condition(when, [...path, 'next', at, 'when'], step.id);
        else if (at < last) wrong([...path, 'next', at], step.id, 'This branch is always taken, so those below it never are.', 'Move it to the end, or give it a condition with `when`.');
      });
    }
    if (step.type === 'scale' && step.from >= step.to) wrong([...path, 'to'], step.id, `The scale of "${step.id}" ends where it begins, or before.`, 'Make `to` bigger than `from`.');
    if (step.type === 'choice' || step.type === 'choices') {
      step.choices.forEach((choice, at) => {
        if (typeof choice === 'object' && 'from' in choice && !lent.sources.includes(choice.from)) {
          wrong([...path, 'choices', at, 'from'], step.id, `Nothing in the code makes the list "${choice.from}".`, known(lent.sources));
        }
      });
      const ids = authoredChoices(step.choices).map(({ id }) => id);
      const twice = ids.find((id, at) => ids.indexOf(id) !== at);
      if (twice) wrong([...path, 'choices'], step.id, `The choice "${twice}" is there twice.`, 'Remove or rename one of them.');
    }
  }
  const inUse = new Set([...layOut(flow).steps.values()].map(({ section }) => section));
  const misnamed = [...inUse].some((section) => !flow.sections.includes(section));
  flow.sections.forEach((section, at) => {
    if (!misnamed && !inUse.has(section)) wrong(['sections', at], undefined, `No step belongs to the section "${section}".`, 'Remove it, or name it at a step with `section`.');
  });
  flow.steps.forEach((entry, at) => {
    if (!isGroup(entry)) return;
    const from = entry['for-each'];
    const list = byId.get(from);
    if (!from.startsWith('inputs.') && list?.type !== 'list') wrong(['steps', at, 'for-each'], undefined, `"${from}" is not a list that a step asks for.`, 'Name a step of type list, or a list of the code such as inputs.proposals.');
    else if (!(from in lent.items)) wrong(['steps', at, 'for-each'], undefined, `Nothing in the code can speak about the items of "${from}".`, known(Object.keys(lent.items)));
  });
  return mistakes;
}

const known = (names: readonly string[]): string => (names.length > 0 ? `Use one of: ${names.join(', ')}.` : 'Remove it: none are known.');

function possibleAnswers(step: Step): (string | boolean)[] | null {
  if (step.type === 'confirm') return [true, false];
  if (step.type !== 'choice' && step.type !== 'choices') return [];
  if (step.choices.some((choice) => typeof choice === 'object' && 'from' in choice)) {
    // A list of the code may hold any id; only the authored part can be checked, so nothing is refused here.
    return null;
  }
  return authoredChoices(step.choices).filter(({ command, reply }) => !command && !reply).map(({ id }) => id);
}
