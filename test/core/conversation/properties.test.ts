import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, ListItem, Picked } from '../../../src/core/conversation/answer.ts';
import { answersInOrder } from '../../../src/core/conversation/look-back.ts';
import { isHeld, isOver } from '../../../src/core/conversation/state.ts';
import { takeTurn } from '../../../src/core/conversation/take-turn.ts';
import type { TurnInput } from '../../../src/core/conversation/turn.ts';
import { Voice } from '../../../src/core/conversation/voice.ts';
import { commandNames } from '../../../src/core/flow/common-words.ts';
import { authoredChoices, isAsked, type AskedStep } from '../../../src/core/flow/document.ts';
import { questionType } from '../../../src/core/flow/questions/register.ts';
import { draftPlan } from '../../../src/core/plan/draft.ts';
import { flowNames, loaded } from '../../support/flows.ts';
import { talk, type Talk } from '../../support/talk.ts';
import { allTypes } from '../flow/small.ts';
import { beginnings } from './places.ts';

const { commands } = loaded.common.en!;
const words = commandNames.flatMap((name) => commands[name].words.map((each) => each.replace('{n}', '3')));

/** Something a client may do, seen from wherever they are. */
type Deed =
  | { do: 'say'; text: string }
  | { do: 'press'; which: number; many: number }
  | { do: 'press-old'; which: number }
  | { do: 'press-wrong'; step: string; ids: string[] }
  | { do: 'send-unreadable' }
  | { do: 'wait'; time: string };

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 4, arbitrary: fc.constantFrom(
    'My sister', 'yes', 'no', 'I don’t know', 'hello', 'done', 'Get rid of my anxiety completely\nSleep through the night\nNever be angry again', 'one\ntwo\nthree\nfour',
    '4', '11', '3.5', '1, 2', 'seven', '', '   ', '…', '😭', '{goal}', '<b>&amp;</b>', 'עייף', 'x'.repeat(4_001), 'not now', 'why?', 'ireland',
  ) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: text.map((said): Deed => ({ do: 'say', text: said })) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('press' as const), which: fc.nat(30), many: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('press-old' as const), which: fc.nat(400) }) },
  { weight: 1, arbitrary: fc.record({
    do: fc.constant('press-wrong' as const),
    step: fc.constantFrom('consent', 'rating@g1', 'rating', '#start-over.1', '#use-as-answer.3', '#command', '#', '', 'nowhere', '__proto__'),
    ids: fc.array(fc.constantFrom('yes', 'no', 'agree', 'back', 'start-over', '4', 'done', '__proto__', ''), { maxLength: 3 }),
  }) },
  { weight: 1, arbitrary: fc.constant<Deed>({ do: 'send-unreadable' }) },
  { weight: 1, arbitrary: fc.constantFrom<Deed>({ do: 'wait', time: '2 hours' }, { do: 'wait', time: '3 days' }) },
);

/** What a deed comes to here; null when there is nothing to press or it is only time that goes by. */
function inputOf(client: Talk, what: Deed): TurnInput | null {
  const pressing = (question: Talk['question'], which: number, many: number): TurnInput | null => {
    if (!question || question.choices.length === 0) return null;
    const ids = Array.from({ length: question.kind === 'many' ? many : 1 }, (_, n) => question.choices[(which + n) % question.choices.length]!.id);
    return { kind: 'choice', step: question.step, ids };
  };
  switch (what.do) {
    case 'say': return { kind: 'text', text: what.text };
    case 'press': return pressing(client.question, what.which, what.many);
    case 'press-old': return pressing(client.said[what.which % client.said.length]?.question, what.which, 1);
    case 'press-wrong': return { kind: 'choice', step: what.step, ids: what.ids };
    case 'send-unreadable': return { kind: 'unsupported' };
    case 'wait': return client.later(what.time), null;
  }
}

const standing = ({ state }: Talk): Answer[] => Object.values(state.context.answers).filter(({ value }) => value !== null);

/** Whether a value can be an answer to its step at all. */
function fits(step: AskedStep, value: Answer['value'], understood: string[]): boolean {
  if (value === null) return step.required !== true;
  const isPicked = (one: Picked, own: boolean | undefined): boolean => {
    if ('own' in one) return own === true && one.own !== '' && [...one.own].length <= 4_000;
    const side = 'choices' in step && authoredChoices(step.choices).some(({ id, command, reply }) => id === one.choice && (command || reply));
    return understood.includes(one.choice) && !side;
  };
  switch (step.type) {
    case 'text': return typeof value === 'string' && value !== '' && [...value].length <= 4_000;
    case 'confirm': return typeof value === 'boolean';
    case 'scale': return typeof value === 'number' && Number.isInteger(value) && value >= step.from && value <= step.to;
    case 'choice': return isPicked(value as Picked, step['own-words']);
    case 'choices': {
      const picked = value as Picked[];
      return picked.length > 0 && picked.length <= (step.most ?? 99) && picked.every((one) => isPicked(one, step['own-words']));
    }
    case 'list': {
      const items = value as ListItem[];
      const ids = new Set(items.map(({ id }) => id));
      return items.length > 0 && items.length <= step.most && ids.size === items.length && items.every(({ text: item }) => item.trim() !== '');
    }
  }
}

describe('whatever a client does', () => {
  for (const flow of flowNames) {
    it(`${flow} can be taken up again, and no answer is lost, changed or made up`, () => {
      fc.assert(fc.property(fc.nat(3), fc.array(deed, { minLength: 5, maxLength: 60 }), (beginning, deeds) => {
        const inputs = beginnings(flow)[beginning % beginnings(flow).length]!;
        const client = talk(flow, { inputs });
        const sent = new Set<string>();
        for (const what of deeds) {
          const input = inputOf(client, what);
          if (!input) continue;
          if (input.kind === 'text') sent.add(input.text.toWellFormed().trim());
          const before = standing(client);
          const { context } = client.state;
          const { length } = client.given;
          client.send(input);

          // Nothing half filled in is ever said.
          for (const body of client.heard) {
            expect(body.text.trim()).not.toBe('');
            expect(body.text).not.toMatch(/undefined|\[object|NaN/);
          }
          // An answer goes only when it was replaced, was named as left out, or everything was begun again.
          const after = standing(client);
          const begunAnew = client.text.startsWith('Let us begin again.');
          const replaced = new Set(client.given.slice(length).map(({ key }) => key));
          for (const answer of before) {
            const stands = after.some((each) => JSON.stringify(each) === JSON.stringify(answer));
            if (begunAnew || stands || replaced.has(answer.key)) continue;
            expect(client.text).toContain(`• ${new Voice(client.flow, client.words).short(answer, context)}`);
          }
          // What was taken down is an answer to its step, and free words are the client's own.
          for (const answer of client.given.slice(length)) {
            const step = client.flow.layout.steps.get(answer.step)!.step as AskedStep;
            const at = { value: answer.step, context: { ...client.state.context, item: answer.item ?? null } };
            const understood = new Voice(client.flow, client.words).asking(step, at).understood.map(({ id }) => id);
            expect(fits(step, answer.value, understood), `${answer.key} = ${JSON.stringify(answer.value)}`).toBe(true);
            if (typeof answer.value === 'string') expect(sent).toContain(answer.value);
          }
          expect(new Set(client.given.map(({ id }) => id)).size).toBe(client.given.length);

          // What is stored is all there is: nothing of it is lost on the way through a database.
          const { state } = takeTurn(client.flow, client.state, { kind: 'text', text: 'change 2' }, client.world);
          expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);

          // The question at hand can be had again, by whoever takes up what was stored.
          const again = client.fork().send({ kind: 'again' });
          expect(again.heard.length).toBeGreaterThan(0);
          if (!isOver(client.flow, client.state)) {
            const onward = client.fork().say('continue');
            expect(isHeld(onward.state)).toBe(false);
            // Where going on is what is asked about, it is the answer.
            if (!isOver(onward.flow, onward.state)) expect(onward.question).toBeDefined();
          }
        }
      }), { numRuns: 120 });
    });
  }

  it('looking around never changes an answer', () => {
    const look = fc.constantFrom('back', 'keep', 'back', 'why', 'help', 'my answers', 'go on', 'no', 'who are you', 'pause', 'continue', 'change 2', 'skip', 'keep');
    fc.assert(fc.property(fc.nat(20), fc.array(look, { maxLength: 30 }), (answered, looks) => {
      const client = answerAll(begin(), personOf([]), answered);
      // A question that has no answer yet is the only thing "skip" may settle, so it is left out there.
      const before = standing(client).map(({ id }) => id);
      for (const words of looks) {
        if (words === 'no' && !client.state.context.pending) continue;
        client.say(words);
        expect(standing(client).map(({ id }) => id).filter((id) => before.includes(id)).sort()).toEqual([...before].sort());
      }
    }), { numRuns: 300 });
  });
});

describe('reading an answer', () => {
  const { flow, words: fixture } = allTypes();
  const start = talk('intake').state.context;
  const written = fc.oneof(
    fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'0123456789 ,;.&+-/\nand½٣') }), text,
    fc.array(fc.constantFrom('1', '2', '3', '9', 'red', 'Blue and green', 'and', ',', ';', '\n', 'reading', 'none of these', 'Tea, with milk', '7', 'about', 'ten'), { maxLength: 8 }).map((parts) => parts.join(' ')),
  ).map((said) => said.trim()).filter((said) => said !== '');
  const given = fc.oneof(written.map((said) => ({ text: said })), fc.array(fc.constantFrom('red', 'green', 'tea', 'which', 'yes', 'no', '4', '-1', '1e3', ' 3', 'IE', 'done', 'g1'), { maxLength: 4 }).map((ids) => ({ ids })));

  for (const { step } of flow.layout.steps.values()) {
    if (!isAsked(step)) continue;
    it(`never gives ${step.id} a value it cannot have`, () => {
      const partials = step.type === 'list' ? [null, { items: [{ id: 'g1', text: 'a' }] }, { items: [{ id: 'g1', text: 'a' }, { id: 'g2', text: 'b' }, { id: 'g3', text: 'c' }, { id: 'g4', text: 'd' }], ranked: [] }] : [null];
      fc.assert(fc.property(given, fc.constantFrom(...partials), (what, partial) => {
        const asking = new Voice(flow, fixture).asking(step, { value: step.id, context: { ...start, partial } });
        const reading = questionType(step).read(what, asking);
        if (reading.is === 'value') expect(fits(step, reading.value, asking.understood.map(({ id }) => id)), JSON.stringify(reading.value)).toBe(true);
        if (reading.is === 'misfit') expect(fixture.common.says[`misfit-${reading.reason}`]).toBeDefined();
      }), { numRuns: 500 });
    });
  }
});

/** A made-up client: what they say to each question, the same for the same goal wherever it stands. */
type Person = (question: string, goal: string) => string[];

const goals = ['Get rid of my anxiety completely', 'Sleep through the night', 'Never lose my temper', 'Call my mother', 'Be less tired'];
const sayings: Record<string, string[][]> = {
  name: [['Sam'], ['skip'], ['Ada']],
  country: [['Ireland'], ['Narnia'], ['skip']],
  hope: [['I cannot sleep and I worry.'], ['My marriage is falling apart.'], ['skip']],
  hardest: [['The nights.'], ['We fight all the time.'], ['Work.'], ['skip']],
  areas: [['sleep, anger'], ['relationships'], ['my own words for it'], ['skip']],
  better: [['Waking up rested.'], ['Laughing again.'], ['skip']],
  'more-of': [['Music.'], ['Quiet.'], ['skip']],
  goals: [[0, 1], [1], [2, 0, 3], [3, 1], [4, 2, 1], [0]].map((which) => [which.map((at) => goals[at]!).join('\n'), 'done', 'done']),
  'goal-wording': [['1'], ['2'], ['let me say it another way'], ['skip']],
  'goal-reword': [['Something like it'], ['skip']],
  'why-it-matters': [['For my daughter.'], ['Because I am tired.'], ['skip']],
  signs: [['I would call.'], ['I would sleep.'], ['skip']],
  rating: [['2'], ['5'], ['skip']],
  'good-enough': [['7'], ['10'], ['skip']],
  'helped-before': [['Running.'], ['nothing so far'], ['skip']],
  'would-try': [['1, 3'], ['skip'], ['talking about the past']],
  'rather-not': [['2'], ['homework'], ['skip']],
  'review-rhythm': [['six months'], ['skip'], ['1']],
  'private-note': [['She does not know.'], ['skip']],
};

/** `choices` decide what the client says to each question in turn; the goal shifts it. */
const personOf = (choices: number[]): Person => (question, goal) => {
  const options = sayings[question];
  if (!options) throw new Error(`Nobody has said anything to ${question}`);
  const at = (choices[Object.keys(sayings).indexOf(question)] ?? 0) + (goal === '' ? 0 : goals.indexOf(goal));
  return options[at % options.length]!;
};

const begin = () => talk('intake', { inputs: { practiceCountry: 'IE' } }).press('Yes, I agree').say('yes');

const goalAt = ({ state }: Talk): string =>
  ((state.context.answers.goals?.value ?? []) as ListItem[]).find(({ id }) => id === state.context.item)?.text ?? '';

/** Answers the question at hand; a list takes as many messages as it takes. */
function answerOne(client: Talk, person: Person): void {
  const step = client.state.value;
  for (const said of person(step, goalAt(client))) {
    if (client.state.value !== step || (said === 'done' && !client.state.context.partial)) return;
    client.say(said);
  }
}

function answerAll(client: Talk, person: Person, most = 99): Talk {
  for (let n = 0; n < most && client.state.value !== 'summary'; n += 1) answerOne(client, person);
  return client;
}

/** Answers without what differs only because of when they were given: by step, place of the goal, and value. */
function comparable(client: Talk): unknown {
  const items = (client.state.context.answers.goals?.value ?? []) as ListItem[];
  const place = (item: string | undefined) => (item === undefined ? '' : `@${items.findIndex(({ id }) => id === item) + 1}`);
  const names = new Map(Object.values(client.state.context.answers).map(({ id, step, item }) => [id, `${step}${place(item)}`]));
  const { library, goalWording, cues } = loaded.knowledge.en!;
  const draft = draftPlan({ answers: Object.values(client.state.context.answers), library, goalWording, cues, orientations: [], today: '2026-03-02', reviewMonths: 6 });
  return {
    answers: answersInOrder(client).map(({ answer: { step, item, value } }) =>
      ({ step: `${step}${place(item)}`, value: step === 'goals' ? (value as ListItem[] | null)?.map((each) => each.text) ?? null : value })),
    draft: draft.items.map((line) => ({ ...line, sources: line.sources.map((source) => ('answer' in source ? { ...source, answer: names.get(source.answer ?? '') } : source)) })),
  };
}

describe('changing an answer', () => {
  const choices = fc.array(fc.nat(5), { minLength: 19, maxLength: 19 });

  it('and going on to the end equals having answered so at first', () => {
    fc.assert(fc.property(choices, fc.nat(40), fc.nat(5), fc.nat(30), fc.boolean(), (first, which, other, moment, byBack) => {
      const one = personOf(first);
      const client = answerAll(begin(), one, 5 + moment);
      const listed = answersInOrder(client);
      const picked = listed[which % listed.length]!;
      const question = picked.stop.step;
      const goal = picked.stop.item ? ((client.state.context.answers.goals!.value as ListItem[]).find(({ id }) => id === picked.stop.item)!.text) : '';
      // The same person, but for this one answer. A skip of an answered question leaves it, so it is no change.
      const changed: Person = (asked, about) => (asked === question && about === goal ? sayings[question]![other % sayings[question]!.length]! : one(asked, about));
      fc.pre(changed(question, goal)[0] !== 'skip');

      const before = Object.keys(client.state.context.answers);
      const { length } = client.given;
      if (byBack) while (client.state.value !== question || client.state.context.item !== picked.stop.item) client.say('back');
      else client.say(`change ${listed.indexOf(picked) + 1}`);
      answerOne(client, changed);
      answerAll(client, changed);

      expect(comparable(client)).toEqual(comparable(answerAll(begin(), changed)));
      // And nothing that was answered before had to be answered again.
      const givenSince = client.given.slice(length).map(({ key }) => key);
      expect(givenSince.filter((key) => before.includes(key))).toEqual([picked.stop.key]);
    }), { numRuns: 250 });
  });

  it('twice and back again leaves everything that was not named as left out', () => {
    fc.assert(fc.property(choices, fc.nat(40), (first, which) => {
      const one = personOf(first);
      const client = answerAll(begin(), one);
      const before = comparable(client);
      const listed = answersInOrder(client).filter(({ answer }) => typeof answer.value === 'string');
      fc.pre(listed.length > 0);
      const { stop, answer } = listed[which % listed.length]!;
      const number = answersInOrder(client).findIndex((each) => each.stop.key === stop.key) + 1;
      client.say(`change ${number}`).say('Something else altogether');
      client.say(`change ${number}`).say(answer.value as string);
      expect(client.state.value).toBe('summary');
      expect(comparable(client)).toEqual(before);
    }), { numRuns: 60 });
  });
});
