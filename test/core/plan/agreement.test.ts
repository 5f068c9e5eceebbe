import { describe, expect, test } from 'vitest';
import { hashItems } from '../../../src/core/plan/hash.ts';
import { agreed, statusOf, waitingOn } from '../../../src/core/plan/status.ts';
import { currentVersion, overtakenBy } from '../../../src/core/plan/versions.ts';
import { visibleTo } from '../../../src/core/plan/visible.ts';
import { Desk, items } from './acting.ts';

describe('closing', () => {
  const ends = (words: string) => [{ item: 'i2', ended: 'achieved' as const, words }];
  test('a goal keeps what the client said of it, whole or not at all', () => {
    const desk = new Desk();
    desk.does('therapist', { do: 'open' });
    expect(desk.refuses('therapist', { do: 'close', seen: 1, goals: ends('so '.repeat(2_000)), words: '' })).toEqual({ code: 'too-long' });
    desk.does('therapist', { do: 'close', seen: 1, goals: ends(' I sleep. '), words: '' });
    expect(desk.line('i2')).toMatchObject({ ended: 'achieved', endedWords: 'I sleep.' });
  });
});

describe('from draft to agreed', () => {
  test('the therapist reads, suggests, the client says yes, both approve', () => {
    const desk = new Desk();
    expect([statusOf(desk.plan), waitingOn(desk.plan)]).toEqual(['draft', 'therapist']);
    desk.does('therapist', { do: 'open' });
    expect([statusOf(desk.plan), waitingOn(desk.plan)]).toEqual(['in-review', 'therapist']);
    const proposal = desk.rewords('therapist', 'i3', 'The same hour every morning', { reason: 'So we know what to try first.' });
    expect([statusOf(desk.plan), waitingOn(desk.plan)]).toEqual(['with-client', 'client']);
    expect(desk.line('i3')?.text).toBe('A steady rhythm');

    desk.does('client', { do: 'decide', proposal: proposal.id, decision: 'accept' });
    expect(desk.line('i3')).toMatchObject({ text: 'The same hour every morning', what: 'You get up at the same time.' });
    expect(currentVersion(desk.plan)).toMatchObject({ number: 2, by: 'therapist', reason: 'So we know what to try first.' });
    expect(waitingOn(desk.plan)).toBe('therapist');

    desk.approves('therapist');
    expect([statusOf(desk.plan), waitingOn(desk.plan)]).toEqual(['with-client', 'client']);
    desk.approves('client');
    expect([statusOf(desk.plan), waitingOn(desk.plan)]).toEqual(['agreed', 'nobody']);
  });

  test('a line keeps the words it came from when somebody rewords it, and says who did', () => {
    const desk = new Desk();
    const proposal = desk.rewords('therapist', 'i4', 'Waking before the alarm');
    desk.does('client', { do: 'decide', proposal: proposal.id, decision: 'accept' });
    expect(desk.line('i4')?.sources).toEqual([...items[3]!.sources, { from: 'person', party: 'therapist' }]);
  });

  test('"not for me" changes no line and stands in no way', () => {
    const desk = new Desk();
    const proposal = desk.does('therapist', {
      do: 'add', item: { kind: 'strategy', text: 'A sleep diary', goal: 'i2', sources: [] }, reason: 'To see what helps.', seen: 1, send: true,
    });
    desk.does('client', { do: 'decide', proposal: proposal.id, decision: 'decline', remark: 'I would only worry about it.' });
    expect(desk.lines).toEqual(items);
    expect(desk.plan.proposals[0]).toMatchObject({ state: 'declined', remarks: [{ by: 'client', text: 'I would only worry about it.' }] });
    desk.approves('therapist');
    desk.approves('client');
    expect(agreed(desk.plan)).toBe(true);
  });

  test('nothing is agreed while one question is open, nor while a suggestion waits to be talked about', () => {
    const desk = new Desk();
    desk.does('therapist', { do: 'open' });
    const { number: version, hash } = currentVersion(desk.plan);
    const question = desk.does('client', { do: 'ask', item: 'i3', question: 'What is a rhythm?', seen: 1, send: true });
    expect(desk.refuses('therapist', { do: 'approve', version, hash })).toEqual({ code: 'open-proposals', count: 1 });
    desk.does('therapist', { do: 'reply', proposal: question.id, text: 'Getting up at the same hour.' });
    expect(desk.state(question.id)).toBe('answered');

    const proposal = desk.rewords('therapist', 'i3', 'Same hour');
    desk.does('client', { do: 'decide', proposal: proposal.id, decision: 'discuss' });
    expect([desk.state(proposal.id), waitingOn(desk.plan)]).toEqual(['to-discuss', 'therapist']);
    expect(desk.refuses('client', { do: 'approve', version, hash })).toEqual({ code: 'open-proposals', count: 1 });
    desk.does('client', { do: 'decide', proposal: proposal.id, decision: 'decline' });
    desk.approves('client');
    expect(waitingOn(desk.plan)).toBe('therapist');
  });

  test('an approval does not outlive an edit, even when the words are changed back', () => {
    const desk = new Desk();
    desk.approves('therapist');
    const there = desk.rewords('client', 'i1', 'Nights');
    desk.does('therapist', { do: 'decide', proposal: there.id, decision: 'accept' });
    const back = desk.rewords('client', 'i1', 'Sleep');
    desk.does('therapist', { do: 'decide', proposal: back.id, decision: 'accept' });
    expect(desk.line('i1')?.text).toBe('Sleep');
    desk.approves('client');
    expect(agreed(desk.plan)).toBe(false);
    expect(desk.plan.approvals).toHaveLength(2);
    desk.approves('therapist');
    expect(agreed(desk.plan)).toBe(true);
  });

  test('an agreed plan goes on: a new suggestion reopens it, the old version stays as it was', () => {
    const desk = new Desk();
    desk.approves('therapist');
    desk.approves('client');
    const before = structuredClone(currentVersion(desk.plan));
    const proposal = desk.does('client', { do: 'change', item: 'i2', to: { target: 6 }, reason: '', seen: 1, send: true });
    expect(statusOf(desk.plan)).toBe('in-review');
    desk.does('therapist', { do: 'decide', proposal: proposal.id, decision: 'accept' });
    expect(agreed(desk.plan)).toBe(false);
    expect(desk.plan.versions[0]).toEqual(before);
    desk.approves('client');
    desk.approves('therapist');
    expect(agreed(desk.plan)).toBe(true);
  });

  test('declined as a whole: only reopening leads on, and an earlier yes counts no more', () => {
    const desk = new Desk();
    desk.approves('therapist');
    desk.approves('client');
    expect(desk.refuses('client', { do: 'decline', reason: 'No.' })).toEqual({ code: 'not-yours' });
    expect(desk.refuses('therapist', { do: 'decline', reason: '  ' })).toEqual({ code: 'empty' });
    desk.does('therapist', { do: 'decline', reason: 'Let us meet first.' });
    expect([statusOf(desk.plan), waitingOn(desk.plan)]).toEqual(['declined', 'nobody']);
    expect(desk.refuses('client', { do: 'ask', question: 'Why?', seen: 1, send: true })).toEqual({ code: 'declined' });
    desk.does('therapist', { do: 'reopen' });
    expect([statusOf(desk.plan), desk.version]).toEqual(['in-review', 2]);
    expect(desk.lines).toEqual(items);
  });
});

describe('whose turn it is', () => {
  test('"why?" hands the word back to the one who suggested', () => {
    const desk = new Desk();
    const proposal = desk.rewords('therapist', 'i3', 'Same hour');
    expect(waitingOn(desk.plan)).toBe('client');
    desk.does('client', { do: 'reply', proposal: proposal.id, text: 'Why?' });
    expect(waitingOn(desk.plan)).toBe('therapist');
    desk.does('therapist', { do: 'reply', proposal: proposal.id, text: 'It is easier to keep.' });
    expect([waitingOn(desk.plan), desk.state(proposal.id)]).toEqual(['client', 'open']);
  });

  test('what one party drafts changes nothing for the other until it is sent', () => {
    const desk = new Desk();
    desk.approves('therapist');
    const seen = visibleTo(desk.plan, 'client');
    const before = [statusOf(desk.plan), waitingOn(desk.plan), seen.proposals];
    const draft = desk.rewords('therapist', 'i3', 'Same hour', { send: false });
    expect([statusOf(desk.plan), waitingOn(desk.plan), visibleTo(desk.plan, 'client').proposals]).toEqual(before);
    expect(visibleTo(desk.plan, 'therapist').proposals).toHaveLength(1);
    for (const what of [{ do: 'decide', decision: 'accept' }, { do: 'reply', text: 'Hm' }, { do: 'withdraw' }] as const) {
      expect(desk.refuses('client', { ...what, proposal: draft.id })).toEqual({ code: 'not-found' });
    }
    const { number: version, hash } = currentVersion(desk.plan);
    expect(desk.refuses('therapist', { do: 'approve', version, hash })).toEqual({ code: 'open-proposals', count: 1 });
    desk.does('client', { do: 'approve', version, hash });
    expect(statusOf(desk.plan)).toBe('agreed');

    desk.does('therapist', { do: 'send' });
    expect([statusOf(desk.plan), desk.state(draft.id)]).toEqual(['with-client', 'open']);
    expect(desk.refuses('therapist', { do: 'send' })).toEqual({ code: 'nothing-to-send' });
  });

  test('a draft taken back was never there for the other side; a sent one stays readable', () => {
    const desk = new Desk();
    const draft = desk.rewords('therapist', 'i3', 'Same hour', { send: false });
    desk.does('therapist', { do: 'withdraw', proposal: draft.id });
    const sent = desk.rewords('therapist', 'i3', 'Same hour');
    desk.does('therapist', { do: 'withdraw', proposal: sent.id });
    expect(visibleTo(desk.plan, 'client').proposals.map(({ id }) => id)).toEqual([sent.id]);
    expect(overtakenBy(desk.plan, desk.plan.proposals[1]!)).toBeNull();
  });
});

describe('two suggestions for one line', () => {
  test('the other side answers with a counter-suggestion; the yes to one tells the other what happened', () => {
    const desk = new Desk();
    const first = desk.rewords('therapist', 'i3', 'Up at seven');
    const counter = desk.rewords('client', 'i3', 'Up at eight', { reason: '' });
    desk.does('therapist', { do: 'decide', proposal: counter.id, decision: 'accept' });
    expect(desk.line('i3')?.text).toBe('Up at eight');
    const overtaken = desk.plan.proposals.find(({ id }) => id === first.id)!;
    expect(overtaken.state).toBe('withdrawn');
    expect(overtakenBy(desk.plan, overtaken)?.number).toBe(2);
    expect(desk.refuses('client', { do: 'decide', proposal: first.id, decision: 'accept' })).toEqual({ code: 'already-decided', proposal: first.id });
  });

  test('a no to the counter-suggestion leaves the first one open', () => {
    const desk = new Desk();
    const first = desk.rewords('therapist', 'i3', 'Up at seven');
    const counter = desk.rewords('client', 'i3', 'Up at eight');
    desk.does('therapist', { do: 'decide', proposal: counter.id, decision: 'decline' });
    expect([desk.state(first.id), waitingOn(desk.plan)]).toEqual(['open', 'client']);
  });

  test('a suggested new line can be reworded by the other side before it exists', () => {
    const desk = new Desk();
    const first = desk.does('therapist', { do: 'add', item: { kind: 'measure', text: 'Fewer yawns', goal: 'i2', sources: [] }, reason: 'Easy to see.', seen: 1, send: true });
    const line = first.change.do === 'add' ? first.change.item.id : '';
    const counter = desk.rewords('client', line, 'More energy at noon', { reason: '' });
    expect(counter.change).toMatchObject({ do: 'add', item: { id: line, goal: 'i2', text: 'More energy at noon' } });
    desk.does('therapist', { do: 'decide', proposal: counter.id, decision: 'accept' });
    expect(desk.lines.filter(({ id }) => id === line).map(({ text }) => text)).toEqual(['More energy at noon']);
    expect(desk.state(first.id)).toBe('withdrawn');
  });

  test("one's own second edit goes on from the first and takes its place, with both reasons", () => {
    const desk = new Desk();
    const first = desk.rewords('therapist', 'i2', 'Sleep six hours', { send: false, reason: 'Something to aim for.' });
    const second = desk.does('therapist', { do: 'change', item: 'i2', to: { target: 6 }, reason: 'Seven is a lot.', seen: 1, send: false });
    expect(second.change).toMatchObject({ do: 'change', after: { text: 'Sleep six hours', target: 6 } });
    expect([desk.state(first.id), second.reason]).toEqual(['withdrawn', 'Something to aim for.\nSeven is a lot.']);
    const third = desk.rewords('therapist', 'i2', 'Sleep better', { send: false, reason: 'Kinder.' });
    expect(third.reason).toBe('Something to aim for.\nSeven is a lot.\nKinder.');
    expect(desk.refuses('therapist', { do: 'change', item: 'i2', to: { text: 'Sleep better' }, reason: 'Same.', seen: 1, send: false })).toEqual({ code: 'empty' });
  });

  test('a sent suggestion stays open until its successor is sent', () => {
    const desk = new Desk();
    const first = desk.rewords('therapist', 'i3', 'Up at seven');
    const second = desk.rewords('therapist', 'i3', 'Up at half past seven', { send: false });
    expect([desk.state(first.id), desk.state(second.id)]).toEqual(['open', 'drafted']);
    desk.does('therapist', { do: 'send' });
    expect([desk.state(first.id), desk.state(second.id)]).toEqual(['withdrawn', 'open']);
  });
});

describe('somebody was faster', () => {
  test('an edit of a line that has changed since is refused, and told what changed', () => {
    const desk = new Desk();
    const proposal = desk.rewords('client', 'i3', 'Up at eight');
    desk.does('therapist', { do: 'decide', proposal: proposal.id, decision: 'accept' });
    const refusal = desk.refuses('therapist', { do: 'change', item: 'i3', to: { text: 'Up at six' }, reason: 'Early.', seen: 1, send: true });
    expect(refusal).toMatchObject({ code: 'changed-since', revision: desk.plan.revision, since: [{ item: 'i3', before: 'A steady rhythm', after: 'Up at eight' }] });
    desk.rewords('therapist', 'i4', 'Other lines are free to edit', { seen: 1 });
  });

  test('a yes to an older version is refused with everything that changed', () => {
    const desk = new Desk();
    const { hash } = currentVersion(desk.plan);
    const proposal = desk.does('client', { do: 'remove', item: 'i4', reason: '', seen: 1, send: true });
    desk.does('therapist', { do: 'decide', proposal: proposal.id, decision: 'accept' });
    expect(desk.refuses('client', { do: 'approve', version: 1, hash })).toMatchObject({ code: 'changed-since', since: [{ item: 'i4', change: 'removed' }] });
    expect(desk.refuses('client', { do: 'approve', version: 2, hash })).toEqual({ code: 'not-found' });
  });

  test('a removed line takes open suggestions for it along, and says so', () => {
    const desk = new Desk();
    const edit = desk.rewords('therapist', 'i4', 'Awake before the alarm', { send: false });
    const question = desk.does('client', { do: 'ask', item: 'i4', question: 'Is this about me?', seen: 1, send: true });
    const removal = desk.does('client', { do: 'remove', item: 'i4', reason: '', seen: 1, send: true });
    desk.does('therapist', { do: 'decide', proposal: removal.id, decision: 'accept' });
    expect([desk.state(edit.id), desk.state(question.id)]).toEqual(['withdrawn', 'withdrawn']);
    expect(desk.plan.proposals.filter((proposal) => overtakenBy(desk.plan, proposal)).map(({ id }) => id)).toEqual([edit.id, question.id]);
  });

  test('a question outlives a rewording of its line', () => {
    const desk = new Desk();
    const question = desk.does('client', { do: 'ask', item: 'i3', question: 'What is a rhythm?', seen: 1, send: true });
    const proposal = desk.rewords('therapist', 'i3', 'Same hour each day');
    desk.does('client', { do: 'decide', proposal: proposal.id, decision: 'accept' });
    expect(desk.state(question.id)).toBe('open');
  });
});

describe('a goal and what serves it', () => {
  test('a removed goal takes its strategies and measures along', () => {
    const desk = new Desk();
    const removal = desk.does('therapist', { do: 'remove', item: 'i2', reason: 'You said this is done.', seen: 1, send: true });
    desk.does('client', { do: 'decide', proposal: removal.id, decision: 'accept' });
    expect(desk.lines.map(({ id }) => id)).toEqual(['i1', 'i5']);
  });

  test('a reworded goal is quoted in its new words by its strategies, and edits of these stay open', () => {
    const desk = new Desk();
    const strategy = desk.rewords('client', 'i3', 'Same hour');
    const goal = desk.rewords('therapist', 'i2', 'Sleep $& wake rested.');
    desk.does('client', { do: 'decide', proposal: goal.id, decision: 'accept' });
    expect(desk.line('i3')?.connects).toBe('This may help with “Sleep $& wake rested”.');
    desk.does('therapist', { do: 'decide', proposal: strategy.id, decision: 'accept' });
    expect(desk.line('i3')).toMatchObject({ text: 'Same hour', connects: 'This may help with “Sleep $& wake rested”.' });
  });

  test('new lines stand last among their kind', () => {
    const desk = new Desk();
    const proposal = desk.does('client', { do: 'add', item: { kind: 'goal', text: 'See my friends more', sources: [], baseline: 0, target: 5 }, reason: '', seen: 1, send: true });
    desk.does('therapist', { do: 'decide', proposal: proposal.id, decision: 'accept' });
    expect(desk.lines.map(({ kind }) => kind)).toEqual(['area', 'goal', 'goal', 'strategy', 'measure', 'review']);
    expect(desk.lines[2]).toMatchObject({ text: 'See my friends more', sources: [{ from: 'person', party: 'client' }] });
  });
});

describe('what is not taken', () => {
  const long = 'a'.repeat(4001);
  const add = (item: object) => ({ do: 'add', item: { kind: 'goal', text: 'Rest', sources: [], ...item }, reason: 'Because.', seen: 1, send: true }) as never;
  const change = (item: string, to: object, reason = 'Because.') => ({ do: 'change', item, to, reason, seen: 1, send: true }) as never;
  test.each([
    ['a text of spaces', change('i3', { text: ' \n\u200b ' }), 'empty'],
    ['a text too long', change('i3', { text: long }), 'too-long'],
    ['a reason too long', change('i3', { text: 'Rest' }, long), 'too-long'],
    ['no reason from the therapist', change('i3', { text: 'Rest' }, ' '), 'empty'],
    ['an edit that changes nothing', change('i3', { text: ' A steady rhythm ' }), 'empty'],
    ['a rating above ten', change('i2', { target: 11 }), 'out-of-range'],
    ['half a point', change('i2', { baseline: 2.5 }), 'out-of-range'],
    ['no number at all', change('i2', { baseline: Number.NaN }), 'out-of-range'],
    ['a rating of a strategy', change('i3', { target: 3 }), 'out-of-range'],
    ['a day that does not exist', change('i5', { on: '2027-02-29' }), 'out-of-range'],
    ['a day that is past', change('i5', { on: '2026-03-01' }), 'out-of-range'],
    ['a date for a goal', change('i2', { on: '2027-02-28' }), 'out-of-range'],
    ['an unknown line', change('i99', { text: 'Rest' }), 'not-found'],
    ['a version from the future', { do: 'remove', item: 'i3', reason: 'Because.', seen: 9, send: true }, 'not-found'],
    ['a second review date', add({ kind: 'review', on: '2027-01-01' }), 'out-of-range'],
    ['a review without a date', add({ kind: 'review' }), 'out-of-range'],
    ['a line for a goal that is none', add({ kind: 'measure', goal: 'i9' }), 'not-found'],
    ['a line for what is not a goal', add({ kind: 'measure', goal: 'i1' }), 'out-of-range'],
    ['a goal that serves a goal', add({ goal: 'i2' }), 'out-of-range'],
    ['a question without words', { do: 'ask', question: '', seen: 1, send: true }, 'empty'],
    ['a yes to nothing known', { do: 'decide', proposal: 'p9', decision: 'accept' }, 'not-found'],
  ] as const)('%s', (_, what, code) => {
    expect(new Desk().refuses('therapist', what)).toMatchObject({ code });
  });

  test('a review today, and a text of the full length, are fine', () => {
    const desk = new Desk();
    desk.does('client', change('i5', { on: '2026-03-02' }));
    desk.does('client', change('i3', { text: '🙂'.repeat(4000) }));
  });

  test('deciding for oneself, taking back what is not one\'s own, deciding twice', () => {
    const desk = new Desk();
    const proposal = desk.rewords('therapist', 'i3', 'Same hour');
    expect(desk.refuses('therapist', { do: 'decide', proposal: proposal.id, decision: 'accept' })).toEqual({ code: 'not-yours' });
    expect(desk.refuses('client', { do: 'withdraw', proposal: proposal.id })).toEqual({ code: 'not-yours' });
    desk.does('client', { do: 'decide', proposal: proposal.id, decision: 'decline' });
    expect(desk.refuses('client', { do: 'decide', proposal: proposal.id, decision: 'accept' })).toEqual({ code: 'already-decided', proposal: proposal.id });
    expect(desk.refuses('therapist', { do: 'withdraw', proposal: proposal.id })).toEqual({ code: 'already-decided', proposal: proposal.id });
  });

  test('a question is not answered by a yes without words', () => {
    const desk = new Desk();
    const question = desk.does('therapist', { do: 'ask', question: 'Is a rhythm possible with your shifts?', seen: 1, send: true });
    expect(desk.refuses('client', { do: 'decide', proposal: question.id, decision: 'accept' })).toEqual({ code: 'empty' });
    desk.does('client', { do: 'decide', proposal: question.id, decision: 'accept', remark: 'On most days.' });
    expect(desk.plan.proposals[0]).toMatchObject({ state: 'answered', remarks: [{ by: 'client', text: 'On most days.' }] });
  });

  test('a yes of the client to a plan that no therapist has looked at', () => {
    const desk = new Desk();
    const { number: version, hash } = currentVersion(desk.plan);
    expect(desk.refuses('client', { do: 'approve', version, hash })).toEqual({ code: 'not-yours' });
  });

  test('words put in the mouth of the client by the therapist', () => {
    const desk = new Desk();
    const quoted = [{ from: 'client', answer: 'hope#1', quote: 'I want this' }, { from: 'library', entry: 'rest', rule: 'shown', because: 'Fits.' }] as const;
    const proposal = desk.does('therapist', add({ sources: quoted }));
    expect(proposal.change).toMatchObject({ item: { sources: [quoted[1], { from: 'person', party: 'therapist' }] } });
  });
});

test('saying the same twice is no mistake and changes nothing', () => {
  const desk = new Desk();
  desk.does('therapist', { do: 'open' });
  desk.approves('therapist');
  const { revision } = desk.plan;
  desk.does('therapist', { do: 'open' });
  desk.approves('therapist');
  desk.does('therapist', { do: 'reopen' });
  expect(desk.plan.revision).toBe(revision);
});

test('the hash is of the content: field order and composed letters make no difference, anything else does', () => {
  const reordered = items.map((item) => Object.fromEntries(Object.entries({ ...item, extra: undefined }).reverse()) as never);
  expect(hashItems(reordered)).toBe(hashItems(items));
  const cafe = (text: string) => hashItems([{ ...items[0]!, text }]);
  expect(cafe('Cafe\u0301')).toBe(cafe('Caf\u00e9'));
  expect(cafe('Cafe')).not.toBe(cafe('Caf\u00e9'));
  expect(hashItems(items.toReversed())).not.toBe(hashItems(items));
});
