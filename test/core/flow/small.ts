import path from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import type { ListItem } from '../../../src/core/conversation/answer.ts';
import type { Words } from '../../../src/core/conversation/voice.ts';
import { checkFlow, type AuthoredFlow, type LentNames } from '../../../src/core/flow/check.ts';
import { compileFlow, type CompiledFlow, type Lent } from '../../../src/core/flow/compile.ts';
import { lentValues } from '../../../src/core/intake/lend.ts';
import { readFlowFiles } from '../../../src/store/flow-files.ts';
import { lent, loaded, values } from '../../support/flows.ts';

/** Small flows for the tests, lent the same facts, lists and effects as the real ones, and `wishes` to go through. */
const smallLent: Lent = {
  ...lent,
  items: {
    ...lent.items,
    wishes: {
      names: ['goal'],
      values: ({ answers, item }) => ({ goal: ((answers.wishes?.value ?? []) as ListItem[]).find(({ id }) => id === item)?.text ?? '' }),
    },
  },
};

export const smallNames: LentNames = {
  facts: Object.keys(smallLent.facts), sources: Object.keys(smallLent.sources), effects: smallLent.effects, values: lentValues,
  items: Object.fromEntries(Object.entries(smallLent.items).map(([list, { names }]) => [list, names])),
};

export interface SmallFlow {
  flow: CompiledFlow;
  words: Words;
}

/** A flow from what its two files say. It must be without mistakes. */
export const smallFlow = (flow: string, en: string): SmallFlow =>
  ready({ file: 'flow.yaml', document: parse(flow), wordings: [{ file: 'en.yaml', language: 'en', document: parse(en) }] });

/** The fixture with a step of every type. */
export function allTypes(): SmallFlow {
  const { flows, mistakes } = readFlowFiles(path.join(import.meta.dirname, 'fixtures'));
  expect(mistakes).toEqual([]);
  return ready(flows.find(({ file }) => file === 'flows/all-types/flow.yaml')!);
}

function ready(authored: AuthoredFlow): SmallFlow {
  const { definition, wordings, mistakes } = checkFlow(authored, smallNames);
  expect(mistakes).toEqual([]);
  return { flow: compileFlow(definition!, smallLent), words: { wording: wordings[0]!, common: loaded.common.en!, values } };
}
