import { describe, expect, it } from 'vitest';
import { readCommand } from '../../../src/core/conversation/commands.ts';
import { choiceWordsOf } from '../../../src/core/flow/wording.ts';
import { definitionOf, loaded } from '../../support/flows.ts';

const asked = [['intake', 'consent'], ['consent-again', 'agree-again']] as const;

describe.each(Object.keys(loaded.common))('what is said before somebody agrees, in %s', (language) => {
  it.each(asked)('%s: names the words that bring a copy, have all deleted and take the yes back', (flow, step) => {
    const { reply } = choiceWordsOf(definitionOf(flow).wordings[language]!.steps[step]!, 'more');
    const named = [...reply!.matchAll(/“([^”]+)”/g)].map(([, words]) => readCommand(words!, loaded.common[language]!)?.name);
    expect(named).toEqual(['export-my-data', 'delete-my-data', 'withdraw']);
  });
});
