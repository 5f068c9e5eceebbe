import { describe, expect, it } from 'vitest';
import { fill, placeholdersOf, wordingForOlder, type StepWords, type Values, type Wording } from '../../../src/core/flow/wording.ts';
import { definitionOf, loaded, values as people } from '../../support/flows.ts';
import { readingGrade } from '../../support/reading-grade.ts';

describe('filling in a text', () => {
  it('chooses the words for a number, in the ways of the language', () => {
    const text = 'I have {count, plural, one {one goal} other {# goals}}.';
    expect(fill(text, 'en', { count: 1 })).toBe('I have one goal.');
    expect(fill(text, 'en', { count: 3 })).toBe('I have 3 goals.');
    // Polish tells "a few" from "many".
    const polish = '{count, plural, one {# cel} few {# cele} many {# celów} other {# celu}}';
    expect([1, 3, 5, 22].map((count) => fill(polish, 'pl', { count }))).toEqual(['1 cel', '3 cele', '5 celów', '22 cele']);
  });
  it('writes numbers in the ways of the language', () => {
    expect([fill('{length, number}', 'en', { length: 4001 }), fill('{length, number}', 'de', { length: 4001 })]).toEqual(['4,001', '4.001']);
  });
  it('leaves a client’s own signs alone', () => {
    const goal = `{goal} '{x}' <b>&amp;</b> # {count, plural, one {}} ’`;
    expect(fill('About “{goal}”', 'en', { goal })).toBe(`About “${goal}”`);
  });
  it('takes a tag for text', () => expect(fill('a <b>{x}</b> & c', 'en', { x: 'y' })).toBe('a <b>y</b> & c'));
  it('says no half sentence', () => {
    expect(() => fill('About {goal}', 'en', {})).toThrow(expect.objectContaining({ code: 'wording-missing', details: { placeholders: ['goal'] } }));
  });
  it('finds the placeholders in every branch of a text', () => {
    expect(placeholdersOf('{a} {b, select, x {{c}} other {{d, plural, one {{e}} other {#}}}}').sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('words for a conversation that began with an older flow', () => {
  const wording = (sections: Record<string, string>, steps: Record<string, StepWords>): Wording => ({ language: 'en', sections, steps });
  const stored = wording({ one: 'One' }, { same: { ask: 'Old?' }, other: { ask: 'Old, and another kind of question?' }, gone: { ask: 'Gone?' } });
  const today = wording({ one: 'The first', two: 'Two' }, { same: { ask: 'Corrected?' }, other: { ask: 'New and different?' }, added: { ask: 'Added?' } });
  const words = wordingForOlder(stored, today, (step) => step === 'same');

  it('are corrected where the step is the same', () => expect(words.steps.same).toEqual({ ask: 'Corrected?' }));
  it('stay as they were where the step is another one, or has gone', () => {
    expect(words.steps.other).toEqual({ ask: 'Old, and another kind of question?' });
    expect(words.steps.gone).toEqual({ ask: 'Gone?' });
  });
  it('have nothing for steps it never had', () => expect(words.steps).not.toHaveProperty('added'));
  it('keep every name of a section that it needs', () => expect(words.sections).toEqual({ one: 'The first', two: 'Two' }));
});

describe('what clients read', () => {
  /** One filling for each way the words may turn out. */
  const fillings: Values[] = [
    { change: 'add', replied: 'no', about: 'line', hasRatings: 'yes', kind: 'self', level: 'ask', told: 'therapist', again: 'no', waits: 'yes', held: 'no', linesKnown: 'yes', count: 1 },
    { change: 'change', replied: 'yes', about: 'plan', hasRatings: 'no', decision: 'accepted', hasAnswer: 'no', kind: 'home', level: 'imminent', told: 'practice', again: 'no', waits: 'no', held: 'yes', linesKnown: 'no', count: 2 },
    { change: 'remove', replied: 'no', about: 'line', hasRatings: 'no', decision: 'declined', hasAnswer: 'yes', kind: 'friend', level: 'concern', told: 'nobody', again: 'yes', waits: 'yes', held: 'no', linesKnown: 'yes', count: 3 },
    { change: 'add', replied: 'yes', about: 'line', hasRatings: 'no', decision: 'accepted', hasAnswer: 'yes', kind: 'others', level: 'imminent', told: 'backup', again: 'yes', waits: 'no', held: 'yes', linesKnown: 'yes', count: 3 },
  ];
  const livingSamples = {
    occasion: 'agreed', topic: 'fits', planText: 'Go for a walk', thisLine: 'Go for a walk', next: '2 March', quietFrom: '8 pm', quietUntil: '8 am', every: 'weekly', weekday: 'Monday', time: '6 pm', place: 'Dublin',
    lineKind: 'goal', what: 'You take one step at a time.', use: 'It makes the next step smaller.', connects: 'It leads to your goal.', origin: 'client', quote: 'Sleep through the night', hasWhat: 'yes', hasUse: 'yes', hasConnects: 'yes',
    why: 'progress', hasReason: 'yes', summary: '• Sleep through the night', ended: 'achieved', hasLine: 'yes', waiting: 1,
  };
  const livingWays: Values[] = [
    { occasion: 'missed', topic: 'changed', next: 'none', every: 'monthly', lineKind: 'measure', origin: 'therapist', why: 'relapse', hasReason: 'no', hasLine: 'no', hasRatings: 'no' },
    { occasion: 'asked', topic: 'reached', every: 'fortnightly', lineKind: 'strategy', origin: 'library', why: 'crisis' },
    { topic: 'simpler', lineKind: 'area', origin: 'you', why: 'achieved' }, { topic: 'unclear', lineKind: 'review', why: 'other' }, { topic: 'approach', hasWhat: 'no', hasUse: 'no', hasConnects: 'no' },
  ];
  const ways: Values[] = [...fillings, ...livingWays.map((filling) => ({ ...fillings[0], ...filling }))];
  const samples = {
    ...people, decision: 'discuss', hasAnswer: 'yes', goal: 'Sleep through the night', wrote: 'Sleep through the night', because: 'Some room for hard days helps.', name: 'Sleep', line: 'Go for a walk', suggestion: 'Go for a short walk',
    reason: 'It is closer to what you told me.', answer: 'A short one.', question: 'When would it fit?', plan: 'Go for a walk', answers: '• Your goals', at: 3, of: 9, most: 3,
    ...livingSamples, length: 4001, from: 0, to: 10, example: 'For instance “Ireland”.', commands: '“back”: go back', rating: 3, target: 6, on: 'March 2', link: 'this link', desk: 'this page', client: 'Sam',
  };
  /** A placeholder that no sample is written for stands for a word. */
  const spoken = (text: string): string[] => {
    const words = Object.fromEntries(placeholdersOf(text).map((name) => [name, 'word']));
    return [...new Set(ways.map((filling) => fill(text, 'en', { ...words, ...samples, ...filling } as Values)))];
  };

  /** Texts as they are read together: a question with its buttons, everything else by itself. */
  const ofStep = ({ choices, ask, short, low, high, yes, no, ...alone }: StepWords): string[] => {
    const words = Object.values(choices ?? {}).map((choice) => (typeof choice === 'string' ? { label: choice } : choice));
    const labels = [...words.map(({ label }) => label), short, low, high, yes, no].filter((label) => label !== undefined);
    const others = [...Object.values(alone).flat(), ...words.flatMap(({ hint, reply, thanks }) => [hint, reply, thanks])];
    return [ask ? `${labels.join(', ')}.\n\n${ask}` : '', ...others].filter((text): text is string => typeof text === 'string' && text !== '');
  };
  const { says, commands } = loaded.common.en!;
  const notices = loaded.notices.en!;
  const texts: Record<string, string[]> = {
    intake: Object.values(definitionOf('intake').wordings.en!.steps).flatMap(ofStep),
    ...Object.fromEntries(['check-in', 'rhythm', 'revisit', 'review'].map((flow) => [flow, Object.values(definitionOf(flow).wordings.en!.steps).flatMap(ofStep)])),
    'plan-review': Object.values(definitionOf('plan-review').wordings.en!.steps).flatMap(ofStep),
    safety: Object.values(definitionOf('safety').wordings.en!.steps).flatMap(ofStep),
    'safety-check': Object.values(definitionOf('safety-check').wordings.en!.steps).flatMap(ofStep),
    'consent-again': Object.values(definitionOf('consent-again').wordings.en!.steps).flatMap(ofStep),
    common: [...Object.values(says), Object.values(commands).map(({ label }) => `${label}.`).join('\n\n')],
    notices: [...Object.values(notices.client), `${Object.values(notices.plan).slice(0, 5).join('. ')}.`],
  };
  // The formula is made for sentences: a few words by themselves say nothing about how hard they are.
  const graded = Object.entries(texts).flatMap(([where, all]) => all.flatMap(spoken).filter((text) => text.split(/\s+/).length >= 6)
    .map((text) => ({ where, text, grade: readingGrade(text) })));

  for (const where of Object.keys(texts)) {
    it(`${where}: reads easily on the whole`, () => {
      const grades = graded.filter((each) => each.where === where).map(({ grade }) => grade);
      expect(grades.length).toBeGreaterThan(4);
      expect(grades.reduce((sum, grade) => sum + grade, 0) / grades.length).toBeLessThanOrEqual(8);
    });
    it(`${where}: has no hard sentence`, () => expect(graded.filter((each) => each.where === where && each.grade > 10)).toEqual([]));
  }

  it('asks one thing at a time', () => {
    for (const flow of ['intake', 'plan-review', 'safety', 'safety-check', 'consent-again', 'check-in', 'rhythm', 'revisit', 'review']) {
      for (const [step, words] of Object.entries(definitionOf(flow).wordings.en!.steps)) {
        for (const [name, texts] of Object.entries({ ask: [words.ask], again: [words.again].flat(), smaller: [words.smaller] })) {
          for (const said of texts.flatMap((text) => (text ? spoken(text) : []))) expect(said.replace(/“[^”]*”/g, '').match(/\?/g)?.length ?? 0, `${flow} ${step} ${name}`).toBeLessThanOrEqual(1);
        }
        for (const text of [words.lead, words.thanks, words.why, words.example]) expect(text?.replace(/“[^”]*”/g, '') ?? '', `${flow} ${step}`).not.toContain('?');
      }
    }
  });
});
