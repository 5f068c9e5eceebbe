import { describe, expect, it } from 'vitest';
import { isOver } from '../../../src/core/conversation/state.ts';
import type { TurnInput } from '../../../src/core/conversation/turn.ts';
import { loaded } from '../../support/flows.ts';
import { talk, type Talk } from '../../support/talk.ts';
import { answersTo, beginnings } from './places.ts';

/** Every sentence that asks something, without what stands in quotation marks. */
const questionsIn = (text: string): string[] =>
  text.replace(/“[^”]*”|^•.*$/gm, '').split(/\n\n/).flatMap((part) => part.match(/[^.!?\n]*\?/g) ?? []).map((each) => each.trim());

/** Small questions of the bot's own, which are about the conversation and not about danger. */
const ownQuestions = ['offer-skip', 'confirm-withdraw', 'confirm-delete', 'confirm-start-over', 'my-answers-pick'] as const;
const small = new Set(ownQuestions.flatMap((name) => questionsIn(loaded.common.en!.says[name])));

const asked = (client: Talk): string[] => client.said.flatMap(({ text }) => questionsIn(text)).filter((each) => !small.has(each));

/** What makes a bot ask again and is no answer. */
const nagging: TurnInput[] = [
  ...['why', 'why', 'hello', 'are you a bot?', 'pause', 'continue', 'help', 'my answers', 'continue', 'why'].map((text): TurnInput => ({ kind: 'text', text })),
  { kind: 'unsupported' }, { kind: 'choice', step: 'an-old-button', ids: ['yes'] },
];

describe('a question about danger', () => {
  for (const flow of ['safety', 'safety-check']) {
    it(`is never asked twice in the same words, whatever comes in between (${flow})`, () => {
      let conversations = 0;
      for (const inputs of beginnings(flow)) {
        // Depth first through every answer, with all that makes a bot ask again before each of them.
        const walk = (client: Talk, depth: number): void => {
          for (const input of nagging) client.send(input);
          const questions = asked(client);
          expect(questions.filter((each, at) => questions.indexOf(each) !== at), JSON.stringify(inputs)).toEqual([]);
          conversations += 1;
          if (isOver(client.flow, client.state) || depth > 6) return;
          for (const input of answersTo(client).filter((each) => each.kind === 'choice' || (each.kind === 'text' && each.text !== 'skip'))) {
            const next = client.fork().send(input);
            if (next.state.value !== client.state.value) walk(next, depth + 1);
          }
        };
        walk(talk(flow, { inputs }), 0);
      }
      expect(conversations).toBeGreaterThan(5);
    });
  }

  it('is asked in other words in the talk after, too', () => {
    const inputs = { kind: 'self', level: 'concern', told: 'therapist', again: 'no', waits: 'yes', country: 'IE' };
    const first = talk('safety', { inputs }).say('why').press('Sometimes').say('yes').say('my sister');
    const second = talk('safety', { inputs: { ...inputs, asked: first.state.context.asked } }).press('Sometimes').say('yes').say('my sister');
    expect(asked(second).length).toBeGreaterThan(2);
    expect(asked(second).filter((each) => asked(first).includes(each))).toEqual([]);
  });

  it('in its other words too pulls for no answer', () => {
    for (const flow of loaded.flows.filter(({ definition }) => definition.flow.startsWith('safety'))) {
      for (const words of Object.values(flow.wordings.en!.steps)) {
        for (const text of [words.ask, words.again, words.smaller].flat()) expect(text ?? '').not.toMatch(/\bnot\b[^?]*\?|n't [^?]*\?|\bpromise\b|\bsurely\b|\bright\?|\bcorrect\?/i);
      }
    }
  });
});

it('a flow without other words asks as it always did', () => {
  const client = talk('intake', { inputs: { practiceCountry: 'IE' } });
  expect(client.say('why').text).toMatch(/Do you agree to that, so that we can begin\?$/);
  expect(client.say('why').text).toMatch(/Do you agree to that, so that we can begin\?$/);
});

describe('saying again what this is', () => {
  const begun = () => talk('intake', { inputs: { practiceCountry: 'IE' } }).press('Yes, I agree');
  const again = 'It has been a while';
  it('comes after more than seven days, before everything else, and is kept word for word', () => {
    const client = begun().later('8 days').say('yes');
    expect(client.heard[0]!.text).toMatch(new RegExp(`^${again}.*\n\n`));
    expect(client.done).toContainEqual({ do: 'disclosed', because: 'away', text: client.heard[0]!.text.split('\n\n')[0] });
  });
  it('comes once, and not within the seven days', () => {
    expect(begun().later('6 days').say('yes').text).not.toContain(again);
    expect(begun().later('8 days').say('yes').say('Sam').text).not.toContain(again);
  });
  it('comes with a press, a photo and a message to a finished conversation', () => {
    expect(begun().later('9 days').press('Yes').text).toContain(again);
    expect(begun().later('9 days').send({ kind: 'unsupported' }).text).toContain(again);
    expect(talk('intake').press('Not now').later('2 weeks').say('hi').text).toMatch(new RegExp(`^${again}`));
  });
});

describe('“are you a person?”', () => {
  const { words } = loaded.common.en!.commands['about-you'];
  it('is understood in many ways', () => {
    for (const text of [...words, 'Are you a BOT??', 'is this a bot', 'am I talking to a human?', 'are you a real person?!']) {
      const client = talk('intake').say(text);
      expect(client.text, text).toContain('not a person');
      expect(client.done, text).toMatchObject([{ do: 'disclosed', because: 'asked' }]);
    }
  });
  it('counts only as the whole message', () => {
    const client = talk('intake', { inputs: { practiceCountry: 'IE' } }).press('Yes, I agree').say('yes').say('Sam').press('Ireland');
    expect(client.say('Are you a person who sleeps well? I am not').answers.hope).toBe('Are you a person who sleeps well? I am not');
  });
});
