import { CairnError } from '../errors.ts';
import { compileFlow, type CompiledFlow } from '../core/flow/compile.ts';
import { flowSchema, stepsWithPaths, type FlowDefinition } from '../core/flow/document.ts';
import { wordingForOlder, wordingSchema, type Wording } from '../core/flow/wording.ts';
import { canonicalJson } from '../core/content-hash.ts';
import { lend } from '../core/intake/lend.ts';
import type { LoadedFlows } from '../store/load-flows.ts';
import { findFlowVersion, putFlowVersion, type FlowVersion } from '../store/flow-versions.ts';
import type { Store } from '../store/open-store.ts';

/** A flow ready to be talked through. */
export interface ShelvedFlow {
  flow: CompiledFlow;
  speaks(language: string): boolean;
  /** Throws `wording-missing` for a language the flow does not have. */
  wording(language: string): Wording;
}

/** The flows of today by name, and every flow a conversation was ever begun with by its hash. */
export interface FlowShelf {
  current(name: string): ShelvedFlow;
  /** Throws `flow-version-gone` when no flow of that hash was ever stored, or none that this Cairn still understands. */
  byHash(hash: string): Promise<ShelvedFlow>;
}

/** Puts the loaded flows on the shelf and stores each under its hash, so that conversations finish on what they began with. */
export async function openShelf(store: Store, loaded: LoadedFlows, now: Date): Promise<FlowShelf> {
  const lent = lend(loaded.knowledge, loaded.helplines);
  const currentByName = new Map<string, ShelvedFlow>();
  const byHash = new Map<string, ShelvedFlow>();
  for (const { definition, wordings } of loaded.flows) {
    const flow = compileFlow(definition, lent);
    const shelved = onShelf(flow, wordings);
    currentByName.set(definition.flow, shelved);
    byHash.set(flow.hash, shelved);
    await putFlowVersion(store.prisma, { hash: flow.hash, flow: definition.flow, definition, wording: wordings }, now);
  }
  return {
    current(name) {
      const shelved = currentByName.get(name);
      if (!shelved) throw new CairnError('flow-invalid', `There is no flow called "${name}".`);
      return shelved;
    },
    async byHash(hash) {
      const known = byHash.get(hash);
      if (known) return known;
      const stored = await findFlowVersion(store.prisma, hash);
      if (!stored) throw new CairnError('flow-version-gone', 'A conversation was begun with a flow that is not stored.', { details: { hash } });
      const [definition, older] = understood(stored);
      const today = loaded.flows.find((each) => each.definition.flow === definition.flow);
      const wordings = Object.fromEntries(Object.entries(older).map(([language, wording]) => {
        const current = today?.wordings[language];
        return [language, current && today ? wordingForOlder(wording, current, unchangedSteps(definition, today.definition)) : wording];
      }));
      const shelved = onShelf(compileFlow(definition, lent), wordings);
      byHash.set(hash, shelved);
      return shelved;
    },
  };
}

/** What was stored by an earlier Cairn may be written in a way that is not known any more. */
function understood({ hash, definition, wording }: FlowVersion): [FlowDefinition, Record<string, Wording>] {
  try {
    const wordings = Object.entries(wording as Record<string, unknown>).map(([language, words]) => [language, wordingSchema.parse(words)]);
    return [flowSchema.parse(definition), Object.fromEntries(wordings)];
  } catch (cause) {
    throw new CairnError('flow-version-gone', 'A conversation was begun with a flow that this Cairn does not understand any more.', { details: { hash }, cause });
  }
}

const onShelf = (flow: CompiledFlow, wordings: Record<string, Wording>): ShelvedFlow => ({
  flow,
  speaks: (language) => language in wordings,
  wording(language) {
    const wording = wordings[language];
    if (!wording) throw new CairnError('wording-missing', `The flow "${flow.name}" has no words in "${language}".`);
    return wording;
  },
});

/** Whether a step is asked in the very same way today; only then do today's words fit it. */
function unchangedSteps(older: FlowDefinition, today: FlowDefinition): (step: string) => boolean {
  const form = (definition: FlowDefinition) => new Map(stepsWithPaths(definition).map(({ step: { next: _, ...step } }) => [step.id, canonicalJson(step)]));
  const before = form(older);
  const now = form(today);
  return (step) => before.get(step) === now.get(step);
}
