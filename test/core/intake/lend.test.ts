import { describe, expect, it } from 'vitest';
import { lend, lentValues } from '../../../src/core/intake/lend.ts';
import { loaded } from '../../support/flows.ts';
import { talk, type Talk } from '../../support/talk.ts';

const begun = (): Talk => talk('intake', { inputs: { practiceCountry: 'IE' } }).press('Yes, I agree').say('yes').say('skip').say('skip');
const withGoal = (goal: string): Talk => begun().say('skip').say('skip').say('skip').say('skip').say('skip').say(goal).say('that is all');

describe('areas of focus', () => {
  it('are offered from the client’s own words, and say which', () => {
    const { question } = begun().say('I would like to sleep through the night.').say('The rows with my husband.');
    const offered = new Map(question!.choices.map(({ id, hint }) => [id, hint]));
    expect([...offered.keys()]).toEqual(expect.arrayContaining(['sleep', 'relationships']));
    expect(offered.get('sleep')).toMatch(/“.*sleep.*”/);
  });
  it('are there when nothing was said, with what each means', () => {
    const { question } = begun().say('skip').say('skip');
    expect(question!.choices.length).toBeGreaterThanOrEqual(3);
    for (const { hint } of question!.choices) expect(hint).toMatch(/\.$/);
  });
  it('are not said to come from words when there were none', () => {
    expect(begun().say('skip').say('skip').text).not.toMatch(/you (?:wrote|said|told)|“/);
  });
  it('not shown are understood by name', () => {
    expect(begun().say('skip').say('skip').say('Loss and grief').answers.areas).toEqual([{ choice: 'grief' }]);
  });
  it('hold the client’s own words for it too', () => {
    expect(begun().say('skip').say('skip').say('sleep; everything with my sister').answers.areas).toEqual([{ choice: 'sleep' }, { own: 'everything with my sister' }]);
  });
});

describe('another wording for a goal', () => {
  it('is offered for all-or-nothing wordings only', () => {
    expect(withGoal('Get rid of my anxiety completely').question?.step).toBe('goal-wording@g1');
    expect(withGoal('Call my mother once a week').question?.step).toBe('why-it-matters@g1');
  });
  it('stands beside the client’s own, which comes first', () => {
    const { text, question } = withGoal('Get rid of my anxiety completely');
    expect(text).toContain('You wrote: “Get rid of my anxiety completely”');
    expect(question!.choices[0]).toMatchObject({ id: 'own', label: 'Keep mine' });
    expect(question!.choices.at(-1)).toMatchObject({ id: 'reword' });
  });
  it('is used from then on, and only when it was chosen', () => {
    const client = withGoal('Get rid of my anxiety completely');
    const offered = client.question!.choices[1]!.label;
    expect(client.fork().press(offered).text).toContain(`About “${offered}”`);
    expect(client.fork().press('Keep mine').text).toContain('About “Get rid of my anxiety completely”');
    expect(client.fork().say('skip').text).toContain('About “Get rid of my anxiety completely”');
    expect(client.fork().press('Let me say it another way').say('Be calmer').text).toContain('About “Be calmer”');
    expect(client.fork().press('Let me say it another way').say('skip').text).toContain('About “Get rid of my anxiety completely”');
  });
  it('never stands as what the client wrote', () => {
    const client = withGoal('Get rid of my anxiety completely');
    const offered = client.question!.choices[1]!.label;
    client.press(offered).say('back');
    expect(client.text).toContain('You wrote: “Get rid of my anxiety completely”');
    expect(client.text).toContain(`Your answer was: “${offered}”`);
  });
  it('keeps the client’s words when they type “keep”, and later whatever they chose', () => {
    const client = withGoal('Get rid of my anxiety completely');
    expect(client.fork().say('keep').answers['goal-wording@g1']).toEqual({ choice: 'own' });
    client.press(client.question!.choices[1]!.label);
    const chosen = client.answers['goal-wording@g1'];
    expect(client.say('back').say('keep').answers['goal-wording@g1']).toEqual(chosen);
  });
});

it('asks for the language only where somebody at the practice reads more than one', () => {
  expect(begun().state.context.answers).not.toHaveProperty('language');
  const english = loaded.knowledge.en!;
  const situation = { answers: {}, item: null, inputs: { languages: ['en', 'es', 'fr'] }, language: 'en' };
  const both = lend({ en: english, es: { ...english, language: 'es' } });
  expect(lend({ en: english }).facts['several-languages']!(situation)).toBe(false);
  expect(both.facts['several-languages']!(situation)).toBe(true);
  expect(both.facts['several-languages']!({ ...situation, inputs: { languages: ['es'] } })).toBe(false);
  expect(both.facts['several-languages']!({ ...situation, inputs: {} })).toBe(false);
  expect(both.sources.languages!(situation).offered).toEqual([{ id: 'en', label: 'English' }, { id: 'es', label: 'Español' }]);
});

it('names no placeholder twice', () => {
  const { items } = lend(loaded.knowledge);
  for (const { names } of Object.values(items)) {
    expect(new Set([...lentValues, ...names]).size).toBe(lentValues.length + names.length);
  }
});
