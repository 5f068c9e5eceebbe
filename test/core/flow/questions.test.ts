import { describe, expect, it } from 'vitest';
import { isAsked, stepSchemas, type AskedStep } from '../../../src/core/flow/document.ts';
import type { Given, Reading } from '../../../src/core/flow/questions/question.ts';
import { questionType } from '../../../src/core/flow/questions/register.ts';
import { Voice } from '../../../src/core/conversation/voice.ts';
import { firstState } from '../../../src/core/conversation/state.ts';
import { Talk } from '../../support/talk.ts';
import { allTypes } from './small.ts';

const { flow, words } = allTypes();
const start = firstState(flow, { practiceCountry: 'IE' }, 'en').state;

const stepOf = (id: string): AskedStep => {
  const { step } = flow.layout.steps.get(id)!;
  if (!isAsked(step)) throw new Error(`${id} asks nothing`);
  return step;
};

function read(id: string, given: Given | string, partial: unknown = null): Reading {
  const step = stepOf(id);
  const asking = new Voice(flow, words).asking(step, { ...start, value: id, context: { ...start.context, partial } });
  return questionType(step).read(typeof given === 'string' ? { text: given } : given, asking);
}

/** What a reading comes to: its value, or the reason it is none. */
const outcome = (reading: Reading): unknown => {
  switch (reading.is) {
    case 'value': return reading.value;
    case 'misfit': return reading.reason;
    case 'partial': return 'begun';
    default: return reading.is;
  }
};

const short = (what: unknown): string => {
  const text = JSON.stringify(what);
  return text.length > 90 ? `${text.slice(0, 60)}… (${text.length})` : text;
};

const table = (step: string, rows: [string | Given, unknown][]) => {
  for (const [given, means] of rows) {
    it(`${short(given)} → ${short(means)}`, () => {
      expect(outcome(read(step, given))).toEqual(means);
    });
  }
};

it('has a step of every type in the fixture', () => {
  const types = new Set([...flow.layout.steps.values()].map(({ step }) => step.type));
  expect(types).toEqual(new Set(Object.keys(stepSchemas)));
});

describe('free text takes every word as it stands', () => {
  table('story', [
    ['It rained.', 'It rained.'],
    ['  two\n lines ', '  two\n lines '],
    ['<b>{goal}</b> ’ " & 100%', '<b>{goal}</b> ’ " & 100%'],
    ['7', '7'],
    ['😭', '😭'],
    ['x'.repeat(4_000), 'x'.repeat(4_000)],
    ['x'.repeat(4_001), 'too-long'],
    // An emoji counts as one character, as it does for the person who sends it.
    ['😭'.repeat(4_000), '😭'.repeat(4_000)],
    [{ ids: ['story'] }, 'not-a-choice'],
  ]);
});

describe('one choice', () => {
  table('drink', [
    [{ ids: ['tea'] }, { choice: 'tea' }],
    ['1', { choice: 'tea' }],
    ['two', { choice: 'coffee' }],
    ['Tea, with milk', { choice: 'tea' }],
    ['TEA WITH MILK!', { choice: 'tea' }],
    ['tea', { choice: 'tea' }],
    ['cuppa', { choice: 'tea' }],
    ['coff', { choice: 'coffee' }],
    ['black', { choice: 'coffee' }],
    ['cof', 'not-a-choice'],
    ['te', 'not-a-choice'],
    ['5', 'not-a-choice'],
    ['0', 'not-a-choice'],
    ['tea or coffee', 'not-a-choice'],
    ['tea is what my mother drank', 'not-a-choice'],
    ['…', 'not-a-choice'],
    [{ ids: ['wine'] }, 'not-a-choice'],
    [{ ids: [] }, 'not-a-choice'],
    [{ ids: ['which'] }, 'reply'],
    ['which is better', 'reply'],
    ['I need a moment', 'command'],
    ['4', 'command'],
  ]);
});

describe('one choice or own words', () => {
  table('place', [
    ['at home', { choice: 'home' }],
    ['3', { choice: 'US' }],
    ['ireland', { choice: 'IE' }],
    ['España', { own: 'España' }],
    ['Norway', { choice: 'NO' }],
    ['no', { own: 'no' }],
    ['England', { choice: 'GB' }],
    ['the U.S.', { own: 'the U.S.' }],
    ['US', { choice: 'US' }],
    ['Congo', { own: 'Congo' }],
    ['South Korea', { choice: 'KR' }],
    ["Cote d’Ivoire", { choice: 'CI' }],
    ['on a boat', { own: 'on a boat' }],
    ['x'.repeat(4_001), 'too-long'],
  ]);
});

describe('several choices', () => {
  table('colours', [
    [{ ids: ['green', 'red'] }, [{ choice: 'green' }, { choice: 'red' }]],
    [{ ids: ['red', 'red'] }, [{ choice: 'red' }]],
    [{ ids: ['red', 'pink'] }, 'not-a-choice'],
    [{ ids: [] }, 'nothing-picked'],
    ['1, 2', [{ choice: 'red' }, { choice: 'green' }]],
    ['1 3', [{ choice: 'red' }, { choice: 'blue-green' }]],
    ['2 & 1', [{ choice: 'green' }, { choice: 'red' }]],
    ['red and green', [{ choice: 'red' }, { choice: 'green' }]],
    ['red\ngreen', [{ choice: 'red' }, { choice: 'green' }]],
    // The label has an "and" of its own.
    ['blue and green', [{ choice: 'blue-green' }]],
    ['red, blue and green', [{ choice: 'red' }, { choice: 'blue-green' }]],
    ['1, 2, 3', 'too-many'],
    ['1, 4', 'not-a-choice'],
    ['red, yellow', 'not-a-choice'],
    ['done', 'nothing-picked'],
    [',', 'not-a-choice'],
    ['...', 'not-a-choice'],
    ['+', 'not-a-choice'],
    ['1'.repeat(4_000), 'not-a-choice'],
  ]);
});

describe('several choices or own words', () => {
  table('pastimes', [
    ['reading; 3', [{ choice: 'reading' }, { choice: 'music' }]],
    ['walking, the garden', [{ choice: 'walking' }, { own: 'the garden' }]],
    ['I lie on the sofa, and then I feel bad, and then I sleep', [{ own: 'I lie on the sofa, and then I feel bad, and then I sleep' }]],
    ['music, and I lie on the sofa, mostly', [{ choice: 'music' }, { own: 'and I lie on the sofa, mostly' }]],
    ['walking and shouting', [{ own: 'walking and shouting' }]],
    // "music" opens the sentence; it does not make it that choice.
    ['music makes me cry', [{ own: 'music makes me cry' }]],
    ['😭, 😀', [{ own: '😭, 😀' }]],
    ['Reading 😀', [{ choice: 'reading' }]],
    ['reading, a sad 😭 film; 2', [{ choice: 'reading' }, { own: 'a sad 😭 film' }, { choice: 'walking' }]],
    ['none of these', 'command'],
    ['1, 4', 'command'],
    ['reading, none of these', 'command'],
    ['1, 9', 'not-a-choice'],
    [`reading, ${'x'.repeat(4_001)}`, 'too-long'],
  ]);
});

describe('a scale', () => {
  table('mood', [
    ['7', 7], ['0', 0], ['10', 10], ['seven', 7], ['Ten!', 10], ['７', 7],
    ['7/10', 7], ['7 / 10', 7], ['7 out of 10', 7], ['10/10', 10], ['1 of 10', 1],
    ['about a 7', 7], ['maybe seven, I think', 7], ['it feels like a 4', 4], ['7, a good day', 7], ['3 - could be worse', 3], ['today it is 6.', 6],
    ['11', 'out-of-range'], ['-1', 'out-of-range'], ['100', 'out-of-range'],
    ['3.5', 'not-whole'], ['3,5', 'not-whole'], ['7½', 'not-whole'],
    ['between 3 and 4', 'not-a-number'], ['3-4', 'not-a-number'], ['3 or 4', 'not-a-number'],
    ['I slept 3 hours', 'not-a-number'], ['2 kids and no sleep', 'not-a-number'],
    ['one of those days', 'not-a-number'], ['no one', 'not-a-number'], ['a hard one', 'not-a-number'],
    ['not well', 'not-a-number'], ['سبعة', 'not-a-number'], ['🙂', 'not-a-number'],
    [`7${' '.repeat(10)}${'x'.repeat(60)}`, 'not-a-number'],
    [{ ids: ['7'] }, 7], [{ ids: ['11'] }, 'out-of-range'], [{ ids: ['about 7'] }, 'not-a-number'], [{ ids: [] }, 'not-a-number'],
  ]);
  it('knows its own ends', () => {
    expect(outcome(read('stars', '5'))).toBe(5);
    expect(outcome(read('stars', '3/5'))).toBe(3);
    expect(outcome(read('stars', '0'))).toBe('out-of-range');
    expect(read('stars', '6')).toEqual({ is: 'misfit', reason: 'out-of-range', values: { from: 1, to: 5 } });
  });
});

describe('yes or no', () => {
  table('sure', [
    [{ ids: ['yes'] }, true], [{ ids: ['no'] }, false], [{ ids: ['maybe'] }, 'not-yes-or-no'],
    ['Yes, quite', true], ['yes', true], ['yep!', true], ['Y', true], ['ok', true],
    ['No, not at all', false], ['nope', false], ['n', false],
    ['yes and no', 'not-yes-or-no'], ['I would say so', 'not-yes-or-no'], ['1', true], ['2', false], ['3', 'not-yes-or-no'],
  ]);
});

describe('a list', () => {
  const begun = (...texts: string[]) => ({ items: texts.map((text, at) => ({ id: `g${at + 1}`, text })) });

  table('wishes', [
    ['a dog', 'begun'],
    ['- a dog\n- a garden\n- time', 'begun'],
    ['…', 'nothing-picked'],
    ['that is all', 'nothing-picked'],
    ['no', 'nothing-picked'],
    ['3', 'nothing-picked'],
    [Array.from({ length: 10 }, (_, n) => `wish ${n}`).join('\n'), 'too-many'],
    [`a dog\n${'x'.repeat(4_001)}`, 'too-long'],
    [{ ids: ['done'] }, 'not-a-choice'],
  ]);

  it('takes one item a line, without its bullet or number', () => {
    expect(read('names', '1. Jo\n2) Ada')).toEqual({ is: 'value', value: [{ id: 'g1', text: 'Jo' }, { id: 'g2', text: 'Ada' }] });
  });

  it('keeps items that differ only in their signs apart, and takes the same one once', () => {
    expect(read('wishes', 'more 😀\nmore 😢\nMore  😀')).toEqual({ is: 'partial', partial: begun('more 😀', 'more 😢') });
  });

  it('ends with a button, a word or the last free place', () => {
    for (const given of [{ ids: ['done'] }, 'that’s all', 'no', '1']) expect(outcome(read('names', given, begun('Jo')))).toEqual([{ id: 'g1', text: 'Jo' }]);
    expect(outcome(read('names', 'Ada', begun('Jo')))).toEqual([{ id: 'g1', text: 'Jo' }, { id: 'g2', text: 'Ada' }]);
  });

  it('gives an item that is kept word for word its old id, and a new one a new id', () => {
    const talk = new Talk(flow, words);
    talk.say('x').say('tea').say('home').say('red').say('walking').say('5').say('3').say('yes');
    talk.say('a dog\na garden\ntime').say('done');
    talk.say('change 9').say('time\na boat').say('done').say('done');
    expect(talk.answers.wishes).toEqual([{ id: 'g3', text: 'time' }, { id: 'g4', text: 'a boat' }]);
  });

  describe('putting it in order', () => {
    const three = { ...begun('a dog', 'a garden', 'time'), ranked: [] };
    const orderOf = (given: Given | string, partial: unknown = three): unknown => {
      const reading = read('wishes', given, partial);
      if (reading.is === 'partial') return { next: (reading.partial as { ranked: string[] }).ranked };
      return reading.is === 'value' ? (reading.value as { id: string }[]).map(({ id }) => id) : outcome(reading);
    };
    it('goes one by one, with buttons, numbers or words', () => {
      for (const given of [{ ids: ['g3'] }, '3', 'three', 'time', 'Time.']) expect(orderOf(given)).toEqual({ next: ['g3'] });
    });
    it('needs no last pick', () => expect(orderOf('1', { ...three, ranked: ['g3'] })).toEqual(['g3', 'g1', 'g2']));
    it('takes several numbers at once', () => {
      expect(orderOf('3, 1, 2')).toEqual(['g3', 'g1', 'g2']);
      expect(orderOf('3 1')).toEqual(['g3', 'g1', 'g2']);
      expect(orderOf('3, 4')).toEqual(['g3', 'g1', 'g2']);
    });
    it('leaves the order as it is when asked to', () => {
      for (const given of [{ ids: ['as-is'] }, 'This order is fine', 'done', '4']) expect(orderOf(given)).toEqual(['g1', 'g2', 'g3']);
    });
    it('guesses nothing', () => {
      for (const given of ['the first', '5', 'a', '1, 9', '!!!', { ids: ['g9'] }, { ids: [] }]) expect(orderOf(given)).toBe('not-a-choice');
    });
    it('lets the client choose when there are more than it holds', () => {
      const reading = read('names', 'Jo\nAda\nSam\nKim');
      expect(reading).toMatchObject({ is: 'partial' });
      const all = (reading as { partial: unknown }).partial;
      expect(outcome(read('names', '4, 2', all))).toEqual([{ id: 'g4', text: 'Kim' }, { id: 'g2', text: 'Ada' }]);
      expect(outcome(read('names', { ids: ['as-is'] }, all))).toEqual([{ id: 'g1', text: 'Jo' }, { id: 'g2', text: 'Ada' }]);
    });
  });
});

describe('through a whole conversation', () => {
  it('asks one of every type and shows every answer as a person reads it', () => {
    const talk = new Talk(flow, words);
    talk.say('It rained.').press('Tea, with milk').say('Norway').say('1, 2').say('walking, the garden').say('7').say('3').press('Yes, quite');
    talk.say('a dog\na garden\ntime').say('2, 1').say('Jo\nAda').say('small').say('skip').say('more of it').say('my answers');
    expect(talk.text).toBe(`This is what you told me so far.

1. What happened
It rained.

2. Your drink
Tea, with milk

3. Where you are
Norway

4. Your evenings
`.replace('4. Your evenings\n', '') + `4. Your colours
Red; Green

5. Your evenings
Walking; the garden

6. How you are
7/10

7. Stars
3/5

8. Whether you are sure
Yes, quite

9. Your wishes
1. a garden
2. a dog
3. time

10. Whom you bring
1. Jo
2. Ada

11. About “a garden” (stays out of the plan)
small

12. About “a dog” (stays out of the plan)
(skipped)

13. About “time” (stays out of the plan)
more of it`);
  });

  it('tells every channel what may be pressed, and nothing about how', () => {
    const talk = new Talk(flow, words);
    expect(talk.question).toEqual({ step: 'story', kind: 'text', choices: [], ownWords: true });
    talk.say('x');
    expect(talk.question).toEqual({
      step: 'drink', kind: 'one', ownWords: false,
      choices: [{ id: 'tea', label: 'Tea, with milk', hint: 'A pot of it.' }, { id: 'coffee', label: 'Coffee, black' }, { id: 'which', label: 'Which is better?' }, { id: 'rest', label: 'I need a moment' }],
    });
    talk.say('tea').say('home');
    expect(talk.question).toMatchObject({ kind: 'many', most: 2, ownWords: false });
    talk.say('1');
    expect(talk.question).toMatchObject({ kind: 'many', ownWords: true });
    talk.say('1');
    expect(talk.question).toMatchObject({ kind: 'scale', scale: { from: 0, to: 10, low: 'not well', high: 'very well' } });
  });

  it('goes back to where a branch leads', () => {
    const talk = new Talk(flow, words);
    talk.say('x').say('tea').say('home').say('red').say('walking').say('5').say('3').press('No, not at all');
    expect(talk.question?.step).toBe('story');
  });
});
