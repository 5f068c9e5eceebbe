import { describe, expect, it } from 'vitest';
import type { MessageBody } from '../../../src/core/conversation/message.ts';
import { questionAt } from '../../../src/core/conversation/state.ts';
import { takeTurn } from '../../../src/core/conversation/take-turn.ts';
import { Voice } from '../../../src/core/conversation/voice.ts';
import { isAsked, stepsWithPaths } from '../../../src/core/flow/document.ts';
import { loaded, wordsOf } from '../../support/flows.ts';
import { talk, type Talk } from '../../support/talk.ts';
import { livingInputs } from '../../transcripts/living.ts';
import { everyPlace } from './places.ts';

const languages = Object.keys(loaded.common);

/** Questions that a text can miss: those with nothing to write but one of their choices. */
const missable = everyPlace.filter(({ there }) => there.question && !there.question.ownWords && !there.state.context.pending && !there.state.context.partial);

/** The same words three times at a question, in a language: what each of the three turns says. */
function missed({ flow, state, world, words }: Talk, language: string): { turns: MessageBody[][]; example: string; several: boolean } {
  const step = questionAt(flow, state)!;
  const spoken = wordsOf(flow.name, language, state.context.inputs);
  const authored = spoken.wording.steps[step.id]!;
  const turns: MessageBody[][] = [];
  let at = state;
  for (const text of ['hmm hmm', 'tja', 'hmm']) {
    const turn = takeTurn(flow, at, { kind: 'text', text }, { ...world, words: { ...spoken, values: { ...words.values, ...spoken.values } } });
    at = turn.state;
    turns.push(turn.effects.flatMap((effect) => (effect.do === 'send' ? [effect.body] : [])));
  }
  const example = authored.misfit ?? authored.example!;
  return { turns, example: new Voice(flow, spoken).text(example, step.id, state.context), several: Array.isArray(authored.again) };
}

describe.each(languages)('what does not fit, in %s', (language) => {
  it('every question has an example of its own', () => {
    const without = loaded.flows.flatMap(({ definition, wordings }) => stepsWithPaths(definition)
      .filter(({ step }) => isAsked(step) && !wordings[language]!.steps[step.id]!.example).map(({ step }) => `${definition.flow} ${step.id}`));
    expect(without).toEqual([]);
  });

  it.each(missable.map(({ flow, place, there }) => [`${flow}: ${place}`, there] as const))('%s: an example, twice, then a way past it', (_, there) => {
    const { turns: [first, second, third], example, several } = missed(there, language);
    expect(first!.at(-1)!.text).toContain(example);
    expect(second!.at(-1)!.text).toContain(example);
    const step = questionAt(there.flow, there.state)!;
    if (several) expect(third!.at(-1)!.text).toContain(example);
    else if (step.required) expect(third!.at(-1)!.text).toContain(loaded.common[language]!.says['offer-person']);
    else expect(third!.at(-1)!.question!.choices.map(({ id }) => id)).toEqual(['skip', 'again']);
  });
});

it('a time that nobody can make out does not hold up the check-ins for ever', () => {
  const client = talk('rhythm', { inputs: livingInputs('rhythm', [])! }).say('every week').say('monday');
  for (const words of ['whenever', 'after the dog', 'some time']) client.say(words);
  expect(client.press('Skip it').question?.step).toBe('zone');
});
