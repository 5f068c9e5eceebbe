import { describe, expect, it } from 'vitest';
import { talk, type Talk } from '../../support/talk.ts';

/** At the second goal's first question, with everything before answered. */
const begun = (): Talk => talk('intake', { inputs: { practiceCountry: 'IE' } })
  .press('Yes, I agree').say('yes').say('Sam').say('Ireland').say('to sleep again').say('the nights');

describe('a message that now reads otherwise', () => {
  it('changes the answer that came from it, and says so', () => {
    const conversation = begun().send({ kind: 'edited', key: 'hope', text: 'to sleep through the night' });
    expect(conversation.answers.hope).toBe('to sleep through the night');
    expect(conversation.text).toContain('I have changed it.');
    expect(conversation.question!.step).toBe('areas');
    expect(conversation.given.filter(({ key }) => key === 'hope').map(({ value }) => value)).toEqual(['to sleep again', 'to sleep through the night']);
  });

  it('takes effect like an answer given again: what no longer applies is left out by name', () => {
    const conversation = begun().say('1').say('calm').say('time').say('Never shout again').say('done');
    expect(conversation.question!.step).toMatch(/^goal-wording@/);
    conversation.press('Keep mine').send({ kind: 'edited', key: 'better', text: 'calm evenings' });
    expect(conversation.answers.better).toBe('calm evenings');
    expect(conversation.question!.step).toMatch(/^why-it-matters@/);
  });

  it.each([
    ['it was no answer', (one: Talk) => one, undefined, 'anything'],
    ['it now says nothing', (one: Talk) => one, 'hope', '  '],
    ['it now says a command', (one: Talk) => one, 'hope', 'help'],
    ['it now cannot be an answer there', (one: Talk) => one, 'age', 'a bit of both'],
    ['the conversation is paused', (one: Talk) => one.say('pause'), 'hope', 'something else'],
    ['the list was put together from several messages', (one: Talk) => one.say('1').say('calm').say('time').say('Sleep\nWalk').say('this order is fine'), 'goals', 'Sleep'],
  ])('stays as it was first written when %s, and that is said', (_, lead, key, text) => {
    const conversation = lead(begun());
    const { answers } = conversation;
    conversation.send({ kind: 'edited', text, ...(key && { key }) });
    expect(conversation.answers).toEqual(answers);
    expect(conversation.text).toContain('What you first wrote is what I have kept');
  });

  it('comes too late where each answer counts at once', () => {
    const review = talk('plan-review', { inputs: { proposals: [], questions: [{ id: 'q1', text: 'How are the evenings?' }], approvals: [] } });
    review.say('They are long.');
    review.send({ kind: 'edited', key: 'reply@q1', text: 'They are short.' });
    expect(review.text).toContain('What you first wrote is what I have kept');
  });
});

describe('a message that was taken away', () => {
  it('is asked about, and its answer taken out only with a yes', () => {
    const conversation = begun().send({ kind: 'deleted', key: 'hope' });
    expect(conversation.text).toContain('It was your answer about “What you hope for”');
    expect(conversation.answers.hope).toBe('to sleep again');
    conversation.press('Yes');
    expect(conversation.answers.hope).toBeNull();
    expect(conversation.question!.step).toBe('areas');
  });

  it('keeps its answer with a no', () => {
    const conversation = begun().send({ kind: 'deleted', key: 'hope' }).say('no');
    expect(conversation.answers.hope).toBe('to sleep again');
    expect(conversation.question!.step).toBe('areas');
  });

  it('is never a reason to forget what has to be known', () => {
    const conversation = begun().send({ kind: 'deleted', key: 'consent' });
    expect(conversation.text).toContain('still in the record of this chat');
    expect(conversation.question!.step).toBe('areas');
  });
});

describe('words where others can read', () => {
  it('are no answer, in no state', () => {
    const paused = begun().say('pause');
    for (const conversation of [begun(), paused]) {
      const { answers } = conversation;
      conversation.send({ kind: 'mention' });
      expect(conversation.text).toContain('You wrote to me where others can read along');
      expect(conversation.answers).toEqual(answers);
    }
  });
});
