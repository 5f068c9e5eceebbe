import { describe, expect, test } from 'vitest';
import { readPlanForm } from '../../src/web/plan-form.ts';
import { freshPlan, planAfter, viewOf } from './support/plan.ts';

const therapist = viewOf(freshPlan(), 'therapist');
const client = viewOf(freshPlan(), 'client');
const read = (body: Record<string, unknown>, view = therapist) => readPlanForm(body, view, 'Why do you suggest this?');

describe('what a form on a plan page asks for', () => {
  test('what the therapist changes is drafted, what the client changes is sent', () => {
    const body = { do: 'remove', item: 'i3', reason: 'Not now.', seen: '1', form: 'remove:i3' };
    expect(read(body)).toEqual({ act: { do: 'remove', item: 'i3', reason: 'Not now.', seen: 1, send: false } });
    expect(read(body, client)).toEqual({ act: { do: 'remove', item: 'i3', reason: 'Not now.', seen: 1, send: true } });
  });

  test('a reworded line names only what is new', () => {
    const untouched = { do: 'change', item: 'i3', text: therapist.current.items[2]!.text, target: '7', reason: '', seen: '1' };
    expect(read(untouched)).toEqual({ problem: 'nothing-changed' });
    expect(read({ ...untouched, target: '6' })).toEqual({ act: { do: 'change', item: 'i3', to: { target: 6 }, reason: '', seen: 1, send: false } });
    expect(read({ ...untouched, target: '', text: 'Other words' })).toMatchObject({ act: { to: { text: 'Other words' } } });
    expect(read({ do: 'change', item: 'i9', on: '2027-01-15', seen: '1' })).toMatchObject({ act: { to: { on: '2027-01-15' } } });
  });

  test('a suggestion comes from the library as it stands there, with the reason as it was edited', () => {
    const wanted = read({ do: 'suggest', entry: 'worry-window', goal: 'i3', reason: 'My own reason.', seen: '1' });
    expect(wanted).toMatchObject({ act: { do: 'add', reason: 'My own reason.', send: false, item: { kind: 'strategy', goal: 'i3', sources: [{ from: 'library', entry: 'worry-window' }] } } });
    expect(read({ do: 'suggest', entry: 'worry-window', goal: 'i4', reason: 'x', seen: '1' })).toEqual({ problem: 'not-found' });
    expect(read({ do: 'suggest', entry: 'kinder-to-self', goal: '', reason: 'x', seen: '1' })).toMatchObject({ act: { item: { kind: 'measure' } } });
  });

  test('a suggestion cannot be forged on the client’s page', () => {
    expect(read({ do: 'suggest', entry: 'worry-window', goal: 'i3', reason: 'x', seen: '1' }, client)).toEqual({ problem: 'not-found' });
  });

  test('a new line is the writer’s own; only strategies and measures serve a goal', () => {
    expect(read({ do: 'add', kind: 'measure', goal: 'i4', text: 'We laugh', reason: '', seen: '1' }, client)).toEqual({
      act: { do: 'add', item: { kind: 'measure', goal: 'i4', text: 'We laugh', sources: [{ from: 'person', party: 'client' }] }, reason: '', seen: 1, send: true },
    });
    expect(read({ do: 'add', kind: 'goal', goal: 'i4', text: 'Sleep', reason: 'r', seen: '1' })).toMatchObject({ act: { item: { kind: 'goal', text: 'Sleep' } } });
    expect(JSON.stringify(read({ do: 'add', kind: 'goal', goal: 'i4', text: 'Sleep', reason: 'r', seen: '1' }))).not.toContain('i4');
  });

  test('four answers, and a bare "Why?" gets words', () => {
    const answer = (answer: string, text = '') => read({ do: 'answer', proposal: 'p1', answer, text }, client);
    expect(answer('accept')).toEqual({ act: { do: 'decide', proposal: 'p1', decision: 'accept' } });
    expect(answer('decline', 'Not yet.')).toEqual({ act: { do: 'decide', proposal: 'p1', decision: 'decline', remark: 'Not yet.' } });
    expect(answer('discuss', '  ')).toEqual({ act: { do: 'decide', proposal: 'p1', decision: 'discuss' } });
    expect(answer('why')).toEqual({ act: { do: 'reply', proposal: 'p1', text: 'Why do you suggest this?' } });
    expect(answer('why', 'Is it hard?')).toEqual({ act: { do: 'reply', proposal: 'p1', text: 'Is it hard?' } });
    expect(answer('reply', 'Six is fine.')).toEqual({ act: { do: 'reply', proposal: 'p1', text: 'Six is fine.' } });
  });

  test('a counter-suggestion is compared with the line that was suggested', () => {
    const plan = planAfter([['therapist', { do: 'add', item: { kind: 'goal', text: 'Sleep seven hours', sources: [] }, reason: 'You asked.', seen: 1, send: true }]]);
    const added = plan.proposals[0]!.change;
    const item = added.do === 'add' ? added.item.id : '';
    expect(read({ do: 'change', item, text: 'Sleep seven hours', seen: '1' }, viewOf(plan, 'client'))).toEqual({ problem: 'nothing-changed' });
    expect(read({ do: 'change', item, text: 'Sleep six hours', seen: '1' }, viewOf(plan, 'client'))).toMatchObject({ act: { to: { text: 'Sleep six hours' } } });
  });

  test('approving names the version and its content', () => {
    expect(read({ do: 'approve', version: '1', hash: 'abc' })).toEqual({ act: { do: 'approve', version: 1, hash: 'abc' } });
    expect(read({ do: 'approve', version: '1' })).toEqual({ problem: 'bad-form' });
  });

  test.each([[undefined], ['text'], [{}], [{ do: 'format-disk' }], [{ do: 'remove', item: 'i3', seen: 'x' }], [{ do: 'change', item: ['i3', 'i4'], seen: '1' }], [{ do: 'answer', proposal: 'p1', answer: 'maybe' }]])('what is no form of ours is refused: %j', (body) => {
    expect(readPlanForm(body, therapist, '')).toEqual({ problem: 'bad-form' });
  });

  test('a note without words is no note', () => {
    expect(read({ do: 'note', text: ' \n ' })).toEqual({ problem: 'empty' });
    expect(read({ do: 'note', text: 'Ask about sleep.' })).toEqual({ note: 'Ask about sleep.' });
  });
});
