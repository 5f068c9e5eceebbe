import { expect } from 'vitest';
import { act, type PlanAct, type Refusal } from '../../../src/core/plan/act.ts';
import { newPlan } from '../../../src/core/plan/new-plan.ts';
import type { Party, PlanItem, Proposal, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { currentVersion } from '../../../src/core/plan/versions.ts';

export const NOW = '2026-03-02T10:00:00.000Z';

export const items: PlanItem[] = [
  { id: 'i1', kind: 'area', text: 'Sleep', sources: [{ from: 'library', entry: 'sleep', rule: 'picked', because: 'Picked.', answer: 'areas#3' }] },
  { id: 'i2', kind: 'goal', text: 'Sleep through the night', sources: [{ from: 'client', answer: 'goals#4', quote: 'Sleep through the night' }], baseline: 3, target: 7 },
  {
    id: 'i3', kind: 'strategy', text: 'A steady rhythm', goal: 'i2', what: 'You get up at the same time.', why: 'The body likes a rhythm.',
    connects: 'This may help with “Sleep through the night”.', sources: [{ from: 'library', entry: 'rhythm', rule: 'usual', because: 'Chosen for: Sleep.' }],
  },
  { id: 'i4', kind: 'measure', text: 'I wake up before the alarm', goal: 'i2', sources: [{ from: 'client', answer: 'signs@g1#5', quote: 'I wake up before the alarm' }] },
  { id: 'i5', kind: 'review', text: 'Look at the plan together', on: '2026-09-02', sources: [{ from: 'library', entry: 'review', rule: 'usual', because: 'Usual.' }] },
];

export const startPlan = (): TreatmentPlan => newPlan('plan-1', { items, nextNumber: 6 }, '2026-03-01T09:00:00.000Z');

const minutesLater = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

/** Both parties at one plan: every act is a minute after the one before. */
export class Desk {
  plan: TreatmentPlan;
  private minutes = 0;

  constructor(plan = startPlan()) {
    this.plan = plan;
  }

  /** Takes the act and gives the newest proposal after it; fails when it is refused. */
  does(party: Party, what: PlanAct): Proposal {
    const result = act(this.plan, { party, person: `${party}-1` }, what, minutesLater(this.minutes++));
    expect(result, JSON.stringify(what)).toMatchObject({ ok: true });
    if (result.ok) this.plan = result.plan;
    return this.plan.proposals.at(-1)!;
  }

  /** The refusal; fails when the act is taken. */
  refuses(party: Party, what: PlanAct): Refusal {
    const result = act(this.plan, { party, person: `${party}-1` }, what, minutesLater(this.minutes++));
    expect(result, JSON.stringify(what)).toMatchObject({ ok: false });
    return (result as Extract<typeof result, { ok: false }>).refusal;
  }

  get version(): number {
    return currentVersion(this.plan).number;
  }

  get lines(): PlanItem[] {
    return currentVersion(this.plan).items;
  }

  line(id: string): PlanItem | undefined {
    return this.lines.find((item) => item.id === id);
  }

  state(id: string): Proposal['state'] | undefined {
    return this.plan.proposals.find((proposal) => proposal.id === id)?.state;
  }

  rewords(party: Party, item: string, text: string, options: { send?: boolean; seen?: number; reason?: string } = {}): Proposal {
    const { send = true, seen = this.version, reason = 'Plainer.' } = options;
    return this.does(party, { do: 'change', item, to: { text }, reason, seen, send });
  }

  approves(party: Party): void {
    const { number, hash } = currentVersion(this.plan);
    this.does(party, { do: 'approve', version: number, hash });
  }
}
