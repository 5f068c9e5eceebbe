import { describe, expect, it } from 'vitest';
import { commandNames, type CommandName, type SayingName } from '../../../src/core/flow/common-words.ts';
import { readCommand } from '../../../src/core/conversation/commands.ts';
import type { Answer } from '../../../src/core/conversation/answer.ts';
import { isHeld, isOver } from '../../../src/core/conversation/state.ts';
import { loaded } from '../../support/flows.ts';
import { talk, type Talk } from '../../support/talk.ts';
import { everyPlace } from './places.ts';

const { commands } = loaded.common.en!;
/** Every way of writing every command. */
const written = commandNames.flatMap((name) => commands[name].words.map((words) => ({ name, words: words.replace('{n}', '2') })));
const oneOfEach = [...commandNames.map((name) => written.find((each) => each.name === name)!), ...written.filter(({ words }) => words === 'change')];

const given = ({ state }: Talk): Answer[] => Object.values(state.context.answers).filter(({ value }) => value !== null);
const says = (name: SayingName): string => loaded.common.en!.says[name];

/** A client in the middle of the intake. */
const midway = () => talk('intake', { inputs: { practiceCountry: 'IE' } })
  .press('Yes, I agree').say('yes').say('Sam').press('Ireland').say('To sleep again.').say('The nights.').press('Sleep').say('Waking up rested.');

describe('in every state of every flow', () => {
  for (const { name, words } of oneOfEach) {
    it(`“${words}” is answered, loses nothing, and the way goes on`, () => {
      for (const { flow, place, there } of everyPlace) {
        const at = `${flow}: ${place}`;
        const after = there.fork().say(words);
        expect(after.heard.length + after.done.length, at).toBeGreaterThan(0);
        expect(after.heard.length, at).toBeLessThanOrEqual(4);
        for (const { text } of after.heard) expect(text.trim(), at).not.toBe('');

        // "start over" asks first, and only where there is something to lose.
        const begunAnew = name === 'start-over' && given(there).every(({ step }) => ['consent', 'age', 'agree-again'].includes(step));
        if (!begunAnew) expect(given(after), at).toEqual(expect.arrayContaining(given(there)));

        const again = after.fork().send({ kind: 'again' });
        expect(again.heard.length, at).toBeGreaterThan(0);
        expect(given(again), at).toEqual(given(after));
        if (isOver(after.flow, after.state)) continue;
        // Whatever the command did, "continue" comes to a question, and an answer to it is taken.
        const onward = again.say('continue');
        // Where going on is what is asked about, it is the answer.
        if (isOver(onward.flow, onward.state)) continue;
        expect(onward.question, at).toBeDefined();
        expect(isHeld(onward.state), at).toBe(false);
      }
    });
  }

  it('takes the words about a plan for an answer while there is none', () => {
    expect(['something changed', 'progress', 'how am i doing'].map((words) => readCommand(words, loaded.common.en!))).toEqual([null, null, null]);
  });

  it('understands every way of writing a command', () => {
    for (const { name, words } of written) expect(readCommand(words, loaded.common.en!, { living: true })?.name, words).toBe(name);
  });

  it('tells how to go on while it is held, and keeps still', () => {
    for (const { there } of everyPlace.filter(({ there: { state } }) => isHeld(state))) {
      for (const words of ['help', 'my answers', 'who are you', 'a person', 'stop', 'pause']) {
        const after = there.fork().say(words);
        expect(isHeld(after.state)).toBe(true);
        expect(after.text).toContain('“continue”');
      }
    }
  });

  it('reads a typed label as the button, whatever else the words could mean', () => {
    for (const { flow, place, there } of everyPlace) {
      const { question } = there;
      if (!question || question.kind === 'many') continue;
      for (const { id, label } of question.choices) {
        // Of two buttons of the same name nobody can tell which is meant.
        if (question.choices.some((other) => other.id !== id && other.label === label)) continue;
        const pressed = there.fork().send({ kind: 'choice', step: question.step, ids: [id] });
        const typed = there.fork().say(label);
        expect(typed.state, `${flow}: ${place}: ${label}`).toEqual(pressed.state);
        expect(typed.effects, `${flow}: ${place}: ${label}`).toEqual(pressed.effects);
      }
    }
  });
});

describe('a command counts only as a whole message', () => {
  const answers = [
    'help the children', 'stop smoking', 'back pain', 'why me', 'skip meals less', 'next year', 'pause for thought', 'a break from work',
    'not now, later', 'start over with my brother', 'keep going', 'a person to talk to', 'my plan is to move', 'continue my studies',
  ];
  for (const text of answers) {
    it(`“${text}” is an answer`, () => expect(midway().say(text).answers['more-of']).toBe(text));
  }
  for (const text of ['Help', '  help!  ', 'HELP.', 'hélp', '“help”']) {
    it(`${JSON.stringify(text)} is the command`, () => expect(midway().say(text).text).toContain('You can write these at any time'));
  }
});

it('gives no two commands the same words, and none the words of a yes or a no', () => {
  const words = written.map((each) => each.words.toLowerCase());
  expect(new Set(words).size).toBe(words.length);
  const { yes, no, numbers } = loaded.common.en!.phrases;
  expect([...yes, ...no, ...numbers].filter((phrase) => words.includes(phrase))).toEqual([]);
});

describe('back', () => {
  it('shows what was said and asks again', () => {
    const back = midway().say('back');
    expect(back.text).toContain('“Waking up rested.”');
    expect(back.question?.step).toBe('better');
  });
  it('goes back all the way, and says so at the start', () => {
    const client = midway();
    const way = Array.from({ length: 8 }, () => client.say('back').question?.step);
    expect(way).toEqual(['better', 'areas', 'hardest', 'hope', 'country', 'name', 'age', 'consent']);
    expect(client.say('back').text).toContain(says('at-the-start'));
    expect(client.question?.step).toBe('consent');
  });
  it('changes nothing, and “keep” comes back to where one was', () => {
    const client = midway();
    const before = client.answers;
    client.say('back').say('back').say('back').say('keep');
    expect(client.answers).toEqual(before);
    expect(client.question?.step).toBe('more-of');
  });
  it('inside a list takes back a stage, never a word', () => {
    const client = midway().say('Music').say('Sing again\nSleep');
    client.say('that is all');
    expect(client.text).toContain('Which one matters most');
    client.say('back');
    expect(client.text).toContain('I have 2 goals');
    client.say('back');
    expect(client.question?.step).toBe('more-of');
    expect(client.answers.goals).toEqual([{ id: 'g1', text: 'Sing again' }, { id: 'g2', text: 'Sleep' }]);
  });
});

describe('skip', () => {
  it('leaves a question out', () => expect(midway().say('skip').answers['more-of']).toBeNull());
  it('never takes words away from a question one came back to', () => {
    const client = midway().say('back').say('skip');
    expect(client.answers.better).toBe('Waking up rested.');
    expect(client.question?.step).toBe('more-of');
  });
  it('in the middle of a list keeps what was begun', () => {
    expect(midway().say('Music').say('Sing again').say('skip').answers.goals).toEqual([{ id: 'g1', text: 'Sing again' }]);
  });
  it('cannot pass the few questions that are needed', () => {
    const client = talk('intake').say('skip');
    expect(client.text).toContain(says('cannot-skip'));
    expect(client.question?.step).toBe('consent');
  });
});

describe('change', () => {
  it('opens the answer of that number', () => {
    const client = midway().say('change 3');
    expect(client.text).toContain('“To sleep again.”');
    client.say('To sleep at all.');
    expect(client.answers.hope).toBe('To sleep at all.');
    expect(client.question?.step).toBe('more-of');
  });
  it('offers the list when there is no such number, and without one', () => {
    expect(midway().say('change 40').text).toContain('There is no answer with that number. I have 6 answers');
    expect(midway().say('change').question?.choices.map(({ label }) => label)).toContain('What you hope for');
  });
  it('says so when there is nothing to change yet', () => expect(talk('intake').say('change 1').text).toContain(says('no-answers')));
});

describe('pause, stop and coming back', () => {
  for (const [command, held] of [['pause', 'paused'], ['stop', 'stopped']] as const) {
    it(`${command} holds, and “continue” goes on with the same question`, () => {
      const client = midway().say(command);
      expect(client.state.value).toBe(held);
      client.later('2 weeks').say('continue');
      expect(client.text).toContain('Welcome back.');
      expect(client.text).toContain('“Waking up rested.”');
      expect(client.question?.step).toBe('more-of');
    });
    it(`after ${command} words are asked about before they are taken`, () => {
      const client = midway().say(command).say('My sister visits.');
      expect(client.text).toContain('Shall I take your message as your answer');
      expect(client.answers).not.toHaveProperty('more-of');
      client.say('yes');
      expect(client.answers['more-of']).toBe('My sister visits.');
    });
    it(`after ${command} a press on the open question is an answer`, () => {
      const client = midway().say('Music').say('Sing').press('That is all').say('skip').say('skip').say(command);
      client.send({ kind: 'choice', step: 'rating@g1', ids: ['4'] });
      expect(client.answers['rating@g1']).toBe(4);
    });
    it(`after ${command} an older button does not go on by itself`, () => {
      const client = midway().say(command).press('Ireland');
      expect(client.text).toContain(says('old-button'));
      expect(isHeld(client.state)).toBe(true);
    });
  }
  it('keeps a half-given list through a pause', () => {
    const client = midway().say('Music').say('Sing again').say('pause').later('1 day').say('continue');
    expect(client.text).toContain('I have one goal');
    client.say('that is all');
    expect(client.answers.goals).toEqual([{ id: 'g1', text: 'Sing again' }]);
  });
  it('after a long silence asks before it takes words, but takes a button', () => {
    const client = midway().later('3 days').say('Sorry, I was away');
    expect(client.text).toContain('Shall I take your message as your answer');
    client.say('Music');
    expect(client.answers['more-of']).toBe('Music');
    const scale = midway().say('Music').say('Sing').press('That is all').say('skip').say('skip').later('3 days').say('4');
    expect(scale.answers['rating@g1']).toBe(4);
  });
  it('does not ask about words that could never be the answer', () => {
    const client = midway().say('Music').say('Sing').press('That is all').say('skip').say('skip').later('3 days').say('it was my birthday');
    expect(client.text).toContain('Welcome back.');
    expect(client.text).not.toContain('Shall I take');
    expect(client.question?.step).toBe('rating@g1');
  });
});

describe('start over', () => {
  it('asks first, and a no keeps everything', () => {
    const client = midway();
    const before = client.answers;
    client.say('start over');
    expect(client.question?.choices.map(({ label }) => label)).toEqual(['Yes', 'No']);
    client.say('no');
    expect(client.answers).toEqual(before);
    expect(client.question?.step).toBe('more-of');
  });
  it('begins anew after a yes', () => {
    const client = midway().say('start over').press('Yes');
    expect(client.answers).toEqual({});
    expect(client.question?.step).toBe('consent');
  });
  it('does not ask where there is nothing to lose', () => {
    expect(talk('intake').press('Not now').say('start over').question?.step).toBe('consent');
  });
  it('is not for the plan review, where every answer has been passed on', () => {
    const review = everyPlace.find(({ flow, place }) => flow === 'plan-review' && place.startsWith('decision'))!.there.fork();
    expect(review.say('start over').text).toContain(says('no-start-over'));
  });
  it('is not for an intake that was sent', () => {
    const sent = everyPlace.find(({ place }) => place === 'sent')!.there.fork();
    const before = sent.answers;
    sent.say('start over').say('yes');
    expect(sent.answers).toEqual(before);
    expect(sent.state.value).toBe('sent');
  });
});

describe('small questions of Cairn’s own', () => {
  it('stay open while something else is asked in between', () => {
    const client = midway().later('3 days').say('Sorry, I was away');
    for (const words of ['why', 'who are you', 'a person', 'hello', '   ']) {
      expect(client.say(words).text).toContain('Shall I take your message as your answer');
    }
    client.send({ kind: 'unsupported' }).press('Yes');
    expect(client.answers['more-of']).toBe('Sorry, I was away');
  });
  it('are let go when the question is asked anew after something more important', () => {
    const client = midway().say('start over').send({ kind: 'again' });
    expect(client.question?.step).toBe('more-of');
    expect(client.say('yes').state.value).not.toBe('consent');
  });
  it('are answered only by their own buttons', () => {
    const client = midway().say('start over').say('no').later('3 days').say('Sorry, I was away');
    const old = client.said.find(({ question }) => question?.step.startsWith('#start-over'))!.question!;
    client.send({ kind: 'choice', step: old.step, ids: ['yes'] });
    expect(client.text).toContain(says('old-button'));
    expect(client.answers).not.toHaveProperty('more-of');
    expect(client.answers.hope).toBe('To sleep again.');
  });
  it('do not take a number that may be the rating', () => {
    const client = midway().say('Music').say('Sing').press('That is all').say('skip').say('skip').say('well').say('well').say('well');
    expect(client.text).toContain('skip this one');
    expect(client.say('1').answers['rating@g1']).toBe(1);
  });
  it('let a look at the answers end with “no” or “Go on”', () => {
    for (const client of [midway().say('my answers').say('no'), midway().say('my answers').press('Go on')]) {
      expect(client.answers).not.toHaveProperty('more-of');
      expect(client.question?.step).toBe('more-of');
    }
  });
  it('after a look at the answers, words are asked about before they are taken', () => {
    const client = midway().say('my answers').say('thank you');
    expect(client.text).toContain('Shall I take your message as your answer');
  });
});

describe('not knowing', () => {
  it('is a normal answer: a smaller question, an example, a way past it', () => {
    const client = midway().say('I don’t know');
    expect(client.text).toBe('That is all right. Not knowing is a normal answer. What is one thing you miss?');
    client.say('no idea');
    expect(client.text).toContain('Perhaps more rest');
    expect(client.question?.choices.map(({ label }) => label)).toEqual(['Skip it', 'I will try again']);
    expect(client.say('yes').answers['more-of']).toBeNull();
  });
  for (const words of ['?', 'idk', 'Dunno', 'not sure', 'I’m not sure.']) {
    it(`“${words}” is not taken for an answer`, () => expect(midway().say(words).answers).not.toHaveProperty('more-of'));
  }
  it('is met at every kind of question', () => {
    for (const { flow, place, there } of everyPlace) {
      const { question, state } = there;
      if (!question || state.context.pending || isHeld(state) || question.choices.some(({ label }) => /not sure|cannot say/i.test(label))) continue;
      const after = there.fork().say('I don’t know');
      expect(after.text, `${flow}: ${place}`).toContain('Not knowing is a normal answer.');
      expect(given(after), `${flow}: ${place}`).toEqual(given(there));
    }
  });
});

it('says what it is, whenever it is asked', () => {
  for (const { there } of everyPlace) expect(there.fork().say('are you a robot?').text).toContain('I am software');
});

it('tells the therapist that a person was asked for, and the client what was told', () => {
  const client = midway().say('can I talk to someone?');
  expect(client.done).toEqual([{ do: 'tell-therapist', what: 'asked-for-a-person' }]);
  expect(client.text).toContain('They may not see it right away.');
});

it('lists under “help” only what does something here', () => {
  const listed = (client: Talk): CommandName[] => commandNames.filter((name) => client.say('help').text.includes(commands[name].label));
  expect(listed(midway())).not.toContain('keep');
  expect(listed(midway().say('back'))).toContain('keep');
  expect(listed(midway().say('pause'))).toContain('resume');
  expect(listed(everyPlace.find(({ place }) => place === 'sent')!.there.fork())).toEqual(['help', 'my-answers', 'person', 'about-you', 'my-plan', 'another-chat', 'withdraw', 'export-my-data', 'delete-my-data']);
});
