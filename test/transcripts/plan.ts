import { isOver } from '../../src/core/conversation/state.ts';
import type { Inputs } from '../../src/core/flow/conditions.ts';
import { act, type PlanAct } from '../../src/core/plan/act.ts';
import { newPlan } from '../../src/core/plan/new-plan.ts';
import type { Party, PlanItem, TreatmentPlan } from '../../src/core/plan/plan.ts';
import { planWords } from '../../src/core/review/plan-words.ts';
import { reviewInputs, type ProposalInput } from '../../src/core/review/review-inputs.ts';
import { loaded } from '../support/flows.ts';
import { talk, type Talk } from '../support/talk.ts';

const AT = '2026-03-02T09:00:00.000Z';
const said = (quote: string): PlanItem['sources'] => [{ from: 'client', answer: 'goals#11', quote }];
const library = (entry: string): PlanItem['sources'] => [{ from: 'library', entry, rule: 'area', because: 'It fits the area.' }];

const items: PlanItem[] = [
  { id: 'i1', kind: 'area', text: 'Worry and anxiety', sources: library('anxiety') },
  { id: 'i2', kind: 'goal', text: 'Say what I think in the team meeting', baseline: 2, target: 7, sources: said('Say what I think in the team meeting') },
  { id: 'i3', kind: 'goal', text: 'Never lose my temper with the children', baseline: 4, target: 8, sources: said('Never lose my temper with the children') },
  { id: 'i4', kind: 'strategy', goal: 'i2', text: 'Facing a fear in small steps', sources: library('small-steps') },
  { id: 'i5', kind: 'strategy', goal: 'i3', text: 'A page of writing every evening', sources: library('writing') },
  { id: 'i6', kind: 'measure', goal: 'i2', text: 'I speak once in a meeting without rehearsing it', sources: said('I speak once in a meeting without rehearsing it') },
  { id: 'i7', kind: 'review', text: 'Look at the whole plan together', on: '2026-09-02', sources: library('review') },
];

/** A plan under review, and what the two sides do to it outside the chat: the shell's part, in memory. */
export class Review {
  plan: TreatmentPlan = newPlan('plan-1', { items, nextNumber: 8 }, AT);
  private readonly asked = new Set<string>();

  constructor() {
    this.do('therapist', {
      do: 'change', item: 'i3', to: { text: 'Notice sooner when my temper rises, and step out for a minute' }, seen: 1, send: true,
      reason: 'Never is a hard word to live up to. This is something you can see yourself do.',
    });
    this.do('therapist', {
      do: 'add', item: { kind: 'measure', goal: 'i3', text: 'After an argument we are all right again the same evening', sources: [] }, seen: 1, send: true,
      reason: 'You said the evenings after are the worst part.',
    });
    this.do('therapist', { do: 'remove', item: 'i5', seen: 1, send: true, reason: 'You wrote that you would rather not write things down.' });
    this.do('therapist', { do: 'change', item: 'i2', to: { target: 6 }, seen: 1, send: true, reason: 'Six may be plenty for the first half year.' });
    this.do('therapist', { do: 'ask', item: 'i4', question: 'Who in the team would be the easiest to start with?', seen: 1, send: true });
  }

  get inputs(): Inputs {
    return reviewInputs(this.plan, planWords(loaded.notices.en!), this.asked);
  }

  /** What the client answered in a turn reaches the plan. */
  take({ done, state }: Talk): void {
    for (const effect of done) {
      if (effect.do !== 'perform' || !effect.answer) continue;
      const { key, item, value } = effect.answer;
      const picked = typeof value === 'object' && value !== null && 'choice' in value ? value.choice : null;
      const proposal = (state.context.inputs.proposals as ProposalInput[]).find(({ id }) => id === item)?.proposal ?? item!;
      this.asked.add(key);
      if (effect.effect === 'decide-proposal' && picked) this.do('client', { do: 'decide', proposal, decision: picked as 'accept' });
      if ((effect.effect === 'say-about-proposal' || effect.effect === 'answer-question') && typeof value === 'string') this.do('client', { do: 'reply', proposal, text: value });
      if (effect.effect === 'approve-plan' && picked === 'approve') this.approve('client');
    }
  }

  /** `(Noor writes back: …)`, `(Noor approves the plan)`: what the therapist does meanwhile, and the conversation after it. */
  direct(direction: string, conversation: Talk): Talk {
    const answer = /writes back: (.+)$/.exec(direction)?.[1];
    if (answer) {
      for (const { id } of this.plan.proposals.filter(({ state }) => state === 'to-discuss')) this.do('therapist', { do: 'reply', proposal: id, text: answer });
    } else if (/approves the plan$/.test(direction)) this.approve('therapist');
    else throw new Error(`Nobody knows what this stage direction means: ${direction}`);
    const over = isOver(conversation.flow, conversation.state);
    return over ? talk('plan-review', { inputs: this.inputs, at: conversation.world.now }) : conversation.send({ kind: 'refresh', inputs: this.inputs });
  }

  private approve(party: Party): void {
    const { number, hash } = this.plan.versions.at(-1)!;
    this.do(party, { do: 'approve', version: number, hash });
  }

  private do(party: Party, what: PlanAct): void {
    const result = act(this.plan, { party, person: party === 'client' ? 'sam' : 'noor' }, what, AT);
    if (!result.ok) throw new Error(`The plan refuses: ${result.refusal.code}`);
    this.plan = result.plan;
  }
}
