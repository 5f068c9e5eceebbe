import { describe, expect, it } from 'vitest';
import { loaded } from '../../support/flows.ts';
import { talk, type Talk } from '../../support/talk.ts';
import { Review } from '../../transcripts/plan.ts';

const begin = (): Talk => talk('intake', { inputs: { practiceCountry: 'IE' } });
const atGoals = (): Talk => begin().press('Yes, I agree').say('yes').say('Sam').press('Ireland').say('To sleep.').say('The nights.').say('sleep').say('Rest.').say('Music.');
const { says } = loaded.common.en!;

describe('what a turn wants done', () => {
  it('goes with the answer that led to it', () => {
    const client = begin().press('Yes, I agree');
    expect(client.done).toEqual([{ do: 'perform', effect: 'record-consent', step: 'consent', answer: client.given[0] }]);
  });
  it('is the draft, once, when the client sends it', () => {
    const client = atGoals().say('skip').say('skip').say('skip').say('skip').say('skip').say('skip');
    expect(client.state.value).toBe('summary');
    expect(client.say('send').done).toEqual([{ do: 'perform', effect: 'draft-plan', step: 'sent', answer: client.given.at(-1) }]);
    for (const words of ['send', 'yes', 'hello', 'my answers', 'continue', 'keep']) expect(client.say(words).done).toEqual([]);
  });
  it('may turn out to be impossible: then nobody is thanked for it', () => {
    const review = talk('plan-review', { inputs: new Review().inputs }).press('Yes');
    const [, thanks] = review.effects;
    expect(thanks).toMatchObject({ do: 'send', body: { text: expect.stringContaining('It is in the plan now.') }, ifRefused: '' });
  });
  it('is done again when the answer is changed', () => {
    const review = talk('plan-review', { inputs: new Review().inputs }).press('Yes').say('back').press('Not for me');
    expect(review.done).toMatchObject([{ do: 'perform', effect: 'decide-proposal', answer: { value: { choice: 'decline' } } }]);
  });
});

describe('an answer', () => {
  it('has an id for ever: its key and its turn', () => {
    const client = begin().press('Yes, I agree').say('yes').say('Sam').say('back').say('Samira');
    expect(client.given.map(({ id }) => id)).toEqual(['consent#1', 'age#2', 'name#3', 'name#5']);
    expect(client.state.context.answers.name!.id).toBe('name#5');
  });
  it('keeps its time', () => expect(begin().press('Yes, I agree').given[0]!.at).toBe('2026-03-02T10:01:00.000Z'));
  it('is kept letter by letter, but for what no database can hold', () => {
    const said = 'a\u0000b\uD800 ‘quoted’  two  spaces\n\nand {braces} e\u0301';
    expect(begin().press('Yes, I agree').say('yes').say('x').say('IE').say(said).answers.hope).toBe('ab\uFFFD ‘quoted’  two  spaces\n\nand {braces} e\u0301');
  });
  it('of nothing but what cannot be seen is an empty message', () => {
    for (const said of ['', ' ', '\n', '\u200b', '\u0000', '\u200e\u200f']) expect(atGoals().say(said).text).toContain(says.empty);
  });
});

describe('an edit', () => {
  it('goes straight to the question it opens, then back to where one was', () => {
    const client = atGoals().say('Get rid of my anxiety completely').say('done').press('Keep mine').say('For my son.').say('I would go out.');
    client.say('change 9').press('Let me say it another way');
    expect(client.question?.step).toBe('goal-reword@g1');
    client.say('Be braver');
    expect(client.question?.step).toBe('rating@g1');
    expect(client.answers).toMatchObject({ 'goal-reword@g1': 'Be braver', 'why-it-matters@g1': 'For my son.', 'signs@g1': 'I would go out.' });
  });
  it('names what it leaves out, and leaves nothing else out', () => {
    const client = atGoals().say('Get rid of my anxiety completely').say('done').press('Let me say it another way').say('Be braver').say('For my son.');
    client.say('change 9').press('Keep mine');
    expect(client.text).toContain('this answer no longer applies and is left out:\n\n• Your new wording');
    expect(client.answers).not.toHaveProperty('goal-reword@g1');
    expect(client.answers['why-it-matters@g1']).toBe('For my son.');
  });
  it('says nothing of skipped questions that are left out', () => {
    const client = atGoals().say('Sleep\nCall').say('done').say('done').say('skip').say('skip').say('skip').say('skip').say('For her.');
    client.say('change 8').say('Call').say('done');
    expect(client.text).not.toContain('left out');
    expect(client.answers['why-it-matters@g2']).toBe('For her.');
  });
  it('keeps what came after a goal that is added', () => {
    const client = atGoals().say('Sleep').say('done').say('skip').say('skip').say('2').say('6').say('Running.').say('1').say('skip');
    client.say('change 8').say('Sleep\nCall').say('done').say('done');
    expect(client.text).not.toContain('left out');
    expect(client.question?.step).toBe('why-it-matters@g2');
    expect(client.fork().say('my answers').text).toContain('Running.');
    client.say('skip').say('skip').say('skip').say('skip');
    expect(client.question?.step).toBe('review-rhythm');
    expect(client.answers).toMatchObject({ 'rating@g1': 2, 'helped-before': 'Running.', 'would-try': [{ choice: 'writing' }] });
  });
  it('that ends the conversation keeps only what led there', () => {
    const client = begin().press('Yes, I agree').say('yes').say('Kim').press('Ireland').say('To sleep.');
    for (let n = 0; n < 4; n += 1) client.say('back');
    client.press('No');
    expect(client.state.value).toBe('under-age');
    expect(Object.keys(client.answers)).toEqual(['consent', 'age']);
  });
});

describe('newer lists', () => {
  const review = new Review();
  const lists = review.inputs as { proposals: { id: string }[]; questions: { id: string }[]; approvals: { id: string }[] };
  const started = () => talk('plan-review', { inputs: lists });

  it('ask nothing again while the same question is at hand', () => {
    const client = started();
    const { question } = client;
    client.send({ kind: 'refresh', inputs: { ...lists, proposals: [...lists.proposals, { ...lists.proposals[0]!, id: 'p99-r0' }] } });
    expect(client.heard).toEqual([]);
    client.send({ kind: 'again' });
    expect(client.question).toEqual(question);
  });
  it('lead on when what was asked about is gone', () => {
    const client = started().send({ kind: 'refresh', inputs: { ...lists, proposals: lists.proposals.slice(1) } });
    expect(client.question?.step).toBe(`decision@${lists.proposals[1]!.id}`);
  });
  it('keep what was answered, though it is on no list any more', () => {
    const client = started().press('Yes').send({ kind: 'refresh', inputs: { ...lists, proposals: lists.proposals.slice(2) } });
    expect(client.answers[`decision@${lists.proposals[0]!.id}`]).toEqual({ choice: 'accept' });
    expect(client.say('my answers').text).toContain('1. About “Never lose my temper with the children”\nYes');
  });
  it('do not cut off what the client was about to say', () => {
    const client = started().press('Let us talk about it').send({ kind: 'refresh', inputs: { ...lists, proposals: lists.proposals.slice(1) } });
    client.say('Could it be softer?');
    expect(client.answers[`say-about-it@${lists.proposals[0]!.id}`]).toBe('Could it be softer?');
  });
  it('wait while the client has paused', () => {
    const client = started().say('pause').send({ kind: 'refresh', inputs: { ...lists, proposals: lists.proposals.slice(1) } });
    expect(client.heard).toEqual([]);
    expect(client.state.value).toBe('paused');
    expect(client.say('continue').question?.step).toBe(`decision@${lists.proposals[1]!.id}`);
  });
  it('open a review again that was over', () => {
    const client = talk('plan-review', { inputs: { ...lists, proposals: [lists.proposals[0]!], questions: [] } }).press('Yes');
    expect(client.state.value).toBe('done');
    client.send({ kind: 'refresh', inputs: { proposals: [], questions: [], approvals: [{ id: 'v2', text: 'v2', plan: 'Goals\n• Sleep' }] } });
    expect(client.question?.step).toBe('approve@v2');
    expect(client.text).toContain('• Sleep');
  });
});

describe('what does not fit', () => {
  it('is asked for again more kindly, twice, and then there is a way past it', () => {
    const client = atGoals().say('Sleep').say('done').say('skip').say('skip');
    expect(client.say('quite low').text).toMatch(/^I am sorry/);
    expect(client.say('very low').text).toMatch(/^I still could not/);
    client.say('low');
    expect(client.question?.choices.map(({ id }) => id)).toEqual(['skip', 'again']);
    expect(client.fork().press('Skip it').answers['rating@g1']).toBeNull();
    expect(client.fork().press('I will try again').question?.step).toBe('rating@g1');
    expect(client.say('3').answers['rating@g1']).toBe(3);
  });
  it('is not called misunderstood when it was understood', () => {
    for (const said of ['11', '3.5']) expect(atGoals().say('Sleep').say('done').say('skip').say('skip').say(said).text).not.toContain('sorry');
    expect(atGoals().say('x'.repeat(4_001)).text).toMatch(/^Your message has 4,001 characters/);
  });
  it('at a question that cannot be skipped leads to a person', () => {
    const client = begin().say('maybe').say('perhaps').say('well');
    expect(client.text).toContain('“a person”');
    expect(client.question?.step).toBe('consent');
  });
  it('is forgotten at the next question', () => {
    const client = atGoals().say('Sleep').say('done').say('skip').say('skip').say('low').say('low').say('3').say('high');
    expect(client.text).toMatch(/^I am sorry/);
  });
});

it('tells how far along the client is', () => {
  expect(atGoals().heard.at(-1)!.progress).toEqual({ at: 5, of: 9 });
  expect(atGoals().say('my answers').heard.at(-1)!.progress).toEqual({ at: 5, of: 9 });
});
