import fc from 'fast-check';
import { expect, test } from 'vitest';
import { act, type PlanAct } from '../../../src/core/plan/act.ts';
import { fits } from '../../../src/core/plan/apply.ts';
import { diffVersions } from '../../../src/core/plan/diff.ts';
import { hashItems } from '../../../src/core/plan/hash.ts';
import type { Party, PlanItem, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { agreed, statusOf, waitingOn } from '../../../src/core/plan/status.ts';
import { currentVersion, isPending } from '../../../src/core/plan/versions.ts';
import { visibleTo } from '../../../src/core/plan/visible.ts';
import { startPlan } from './acting.ts';
import { applyDiff, seen } from './apply-diff.ts';

interface Move {
  party: Party;
  what: PlanAct['do'];
  /** Which line, proposal or version, counted over those there are (and one that is not). */
  which: number;
  goal: number;
  /** How many versions ago the person last looked. */
  stale: number;
  text: string;
  rating: number;
  on: string;
  kind: PlanItem['kind'];
  decision: 'accept' | 'decline' | 'discuss';
  send: boolean;
}

const move: fc.Arbitrary<Move> = fc.record({
  party: fc.constantFrom<Party>('client', 'therapist'),
  what: fc.constantFrom<PlanAct['do']>(
    'open', 'add', 'add', 'change', 'change', 'change', 'remove', 'ask', 'send', 'withdraw',
    'decide', 'decide', 'decide', 'decide', 'reply', 'approve', 'approve', 'approve', 'decline', 'reopen', 'keep', 'revisit', 'close',
  ),
  which: fc.nat(12),
  goal: fc.nat(8),
  stale: fc.constantFrom(0, 0, 0, 1, 2),
  text: fc.constantFrom('', 'Rest', 'More rest', 'Sleep through the night', 'Rest\u0301', 'See “friends”'),
  rating: fc.constantFrom(-1, 0, 4, 10, 2.5),
  on: fc.constantFrom('2026-09-02', '2027-02-28', '2027-02-30', '2020-01-01'),
  kind: fc.constantFrom('area', 'goal', 'strategy', 'measure', 'review'),
  decision: fc.constantFrom('accept', 'accept', 'decline', 'discuss'),
  send: fc.boolean(),
});

function toAct(plan: TreatmentPlan, { what, which, goal, stale, text, rating, on, kind, decision, send }: Move): PlanAct {
  const version = plan.versions.at(-1 - stale) ?? plan.versions[0]!;
  const lines = [...version.items.map(({ id }) => id), ...plan.proposals.flatMap(({ change }) => (change.do === 'add' ? change.item.id : [])), 'i999'];
  const item = lines[which % lines.length]!;
  const proposal = plan.proposals.at(-1 - (which % (plan.proposals.length + 1)))?.id ?? 'p999';
  const common = { reason: text, seen: version.number, send };
  switch (what) {
    case 'add': return {
      do: 'add', ...common,
      item: { kind, text, sources: [], ...(kind === 'review' && { on }), ...(kind === 'goal' && { baseline: rating }), ...(goal < 4 && { goal: lines[goal] }) },
    };
    case 'change': return { do: 'change', item, ...common, to: { ...(goal % 2 ? { text } : {}), ...(goal % 3 ? {} : { target: rating }), ...(goal % 5 ? {} : { on }) } };
    case 'remove': return { do: 'remove', item, ...common };
    case 'ask': return { do: 'ask', ...(goal % 2 ? { item } : {}), question: text, seen: version.number, send };
    case 'withdraw': return { do: 'withdraw', proposal };
    case 'decide': return { do: 'decide', proposal, decision, remark: text };
    case 'reply': return { do: 'reply', proposal, text };
    case 'approve': return { do: 'approve', version: version.number, hash: version.hash };
    case 'decline': return { do: 'decline', reason: text };
    case 'keep': return { do: 'keep', seen: version.number, on };
    case 'revisit': return { do: 'revisit', why: 'progress', words: text };
    case 'close': return { do: 'close', seen: version.number, words: text, goals: version.items.flatMap(({ id }) => (goal % 3 ? [{ item: id, ended: 'achieved' as const, words: text }] : [])) };
    default: return { do: what };
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

const isFinal = (state: string): boolean => ['accepted', 'declined', 'answered', 'withdrawn'].includes(state);

function checkStep(before: TreatmentPlan, after: TreatmentPlan): void {
  expect(after.revision).toBe(before.revision + 1);
  expect(after.versions.slice(0, before.versions.length)).toEqual(before.versions);
  expect(after.approvals.slice(0, before.approvals.length)).toEqual(before.approvals);
  expect(after.nextNumber).toBeGreaterThanOrEqual(before.nextNumber);
  for (const [at, old] of before.proposals.entries()) {
    const now = after.proposals[at]!;
    expect({ ...now, state: '', remarks: [], decidedAt: '', sentAt: '' }).toEqual({ ...old, state: '', remarks: [], decidedAt: '', sentAt: '' });
    expect(now.remarks.slice(0, old.remarks.length)).toEqual(old.remarks);
    if (isFinal(old.state)) expect(now.state).toBe(old.state);
    if (old.sentAt) expect(now.sentAt).toBe(old.sentAt);
  }
}

function checkPlan(plan: TreatmentPlan): void {
  const current = currentVersion(plan);
  expect(plan.versions.map(({ number }) => number)).toEqual(plan.versions.map((_, at) => at + 1));
  for (const { items, hash } of plan.versions) {
    expect(hash).toBe(hashItems(items));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.filter(({ kind }) => kind === 'review').length).toBeLessThanOrEqual(1);
    for (const { goal, sources } of items) {
      expect(sources.length).toBeGreaterThan(0);
      if (goal !== undefined) expect(items.find(({ id }) => id === goal)?.kind).toBe('goal');
    }
  }
  // An id that has gone never comes back, and no kind changes.
  for (const id of new Set(plan.versions.flatMap(({ items }) => items.map((item) => item.id)))) {
    const there = plan.versions.map(({ items }) => items.some((item) => item.id === id));
    expect(there.slice(there.indexOf(true), there.lastIndexOf(true) + 1)).not.toContain(false);
    expect(new Set(plan.versions.flatMap(({ items }) => items.filter((item) => item.id === id).map(({ kind }) => kind))).size).toBe(1);
  }
  expect(new Set(plan.proposals.map(({ id }) => id)).size).toBe(plan.proposals.length);
  for (const proposal of plan.proposals.filter(isPending)) expect(fits(proposal.change, current.items)).toBe(true);

  const open = plan.proposals.filter(({ state }) => state === 'open' || state === 'to-discuss');
  const yes = (party: Party) => plan.approvals.some((one) => one.party === party && one.version === current.number && one.hash === current.hash);
  expect(agreed(plan)).toBe(open.length === 0 && yes('client') && yes('therapist') && !plan.declined && !plan.closed);
  expect(waitingOn(plan) === 'nobody').toBe(agreed(plan) || plan.declined !== undefined || plan.closed !== undefined);
  // Nothing is left to look at once a plan is closed, and every goal says what became of it.
  if (plan.closed) expect(current.items.filter(({ kind, ended }) => kind === 'review' || (kind === 'goal' && ended === undefined))).toEqual([]);
  expect(statusOf(plan) === 'agreed').toBe(agreed(plan));
  for (const party of ['client', 'therapist'] as const) {
    for (const { by, sentAt } of visibleTo(plan, party).proposals) expect(by === party || sentAt !== undefined).toBe(true);
  }
}

test('whatever both do, in whatever order, with whatever they last saw', () => {
  const reached = new Set<string>();
  fc.assert(fc.property(fc.array(move, { minLength: 1, maxLength: 60 }), (moves) => {
    let plan = deepFreeze(startPlan());
    moves.forEach((each, minute) => {
      const what = toAct(plan, each);
      const now = new Date(Date.UTC(2026, 2, 2, 10, Math.floor(minute / 2))).toISOString();
      const result = act(plan, { party: each.party, person: each.party }, what, now);
      reached.add(result.ok ? what.do : result.refusal.code);
      if (!result.ok || result.plan === plan) return;
      checkStep(plan, result.plan);
      plan = deepFreeze(result.plan);
      checkPlan(plan);
      plan.proposals.forEach(({ state }) => reached.add(state));
      reached.add(statusOf(plan));
    });
    const first = plan.versions[0]!.items;
    for (const { items } of plan.versions) {
      expect(applyDiff(first, diffVersions(first, items), items)).toEqual(items.map(seen));
    }
  }), { numRuns: 1500 });
  // The walk is worth something only if it has been everywhere.
  expect([...reached].sort()).toEqual([
    'accepted', 'add', 'agreed', 'already-decided', 'answered', 'approve', 'ask', 'change', 'changed-since', 'close', 'closed', 'decide', 'decline', 'declined',
    'draft', 'drafted', 'empty', 'in-review', 'keep', 'not-found', 'not-yours', 'nothing-to-send', 'open', 'open-proposals', 'out-of-range', 'remove', 'reopen',
    'reply', 'revisit', 'send', 'to-discuss', 'with-client', 'withdraw', 'withdrawn',
  ]);
});

const line: fc.Arbitrary<PlanItem> = fc.record({
  id: fc.constantFrom('i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i7', 'i8'),
  kind: fc.constant('strategy' as const),
  text: fc.constantFrom('Rest', 'Rest more', 'A walk by the river', 'a walk, by the river!', ''),
  sources: fc.constant([]),
  goal: fc.option(fc.constantFrom('i1', 'i2'), { nil: undefined }),
  why: fc.option(fc.string(), { nil: undefined }),
  target: fc.option(fc.nat(10), { nil: undefined }),
});
const version = fc.uniqueArray(line, { selector: ({ id }) => id });

test('a diff followed over the earlier version gives the later one, order and all', () => {
  fc.assert(fc.property(version, version, (before, after) => {
    const lines = diffVersions(before, after);
    expect(applyDiff(before, lines, after)).toEqual(after.map(seen));
    for (const { words, before: was, after: becomes } of lines) {
      if (!words) continue;
      expect(words.filter(({ change }) => change !== 'added').map(({ text }) => text).join('')).toBe(was ?? '');
      expect(words.filter(({ change }) => change !== 'removed').map(({ text }) => text).join('')).toBe(becomes ?? '');
    }
  }), { numRuns: 500 });
});
