import path from 'node:path';
import type { Words } from '../../src/core/conversation/voice.ts';
import { compileFlow, type CompiledFlow } from '../../src/core/flow/compile.ts';
import type { Inputs } from '../../src/core/flow/conditions.ts';
import { lend, safetyValues } from '../../src/core/intake/lend.ts';
import { livingValues } from '../../src/core/living/lend.ts';
import { lineTexts } from '../../src/core/safety/hear.ts';
import { loadFlows, type LoadedFlows } from '../../src/store/load-flows.ts';
import { rememberedFlows } from './remembered-flows.ts';

/** The folder that clinicians edit; `CAIRN_TEST_FLOWS` names another one, such as a language that is being written. */
export const flowsRoot = process.env.CAIRN_TEST_FLOWS ?? path.join(import.meta.dirname, '../../flows');

/** Everything authored, as it ships; read once for all tests of a worker, so nobody changes anything in it. */
export const loaded: LoadedFlows = loadFlows(flowsRoot, rememberedFlows);
export const lent = lend(loaded.knowledge, loaded.helplines);

/** Who is spoken of in the tests, and who can be called where the client is. */
export const values = {
  practice: 'Linden Street Practice', therapist: 'Noor', contact: '0555 014 220', minimumAge: 18, client: '', held: 'no',
  ...lineTexts(loaded.helplines, 'IE', 'en'),
};

export const definitionOf = (name: string): LoadedFlows['flows'][number] => {
  const found = loaded.flows.find(({ definition }) => definition.flow === name);
  if (!found) throw new Error(`There is no flow "${name}".`);
  return found;
};

const compiled = new Map<string, CompiledFlow>();

/** A shipped flow, ready to be talked through. */
export function flowOf(name: string): CompiledFlow {
  const known = compiled.get(name) ?? compileFlow(definitionOf(name).definition, lent);
  compiled.set(name, known);
  return known;
}

export const wordsOf = (name: string, language = 'en', inputs: Inputs = {}): Words => ({
  wording: definitionOf(name).wordings[language]!, common: loaded.common[language]!,
  // Where no country is known, none is assumed.
  values: { ...values, ...lineTexts(loaded.helplines, inputs.country === null ? null : 'IE', language), ...safetyValues(inputs), ...livingValues(inputs) },
});

export const flowNames = loaded.flows.map(({ definition }) => definition.flow);
