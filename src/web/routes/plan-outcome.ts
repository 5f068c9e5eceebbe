import type { Refusal } from '../../core/plan/act.ts';
import { lineOf } from '../../core/plan/apply.ts';
import type { Party } from '../../core/plan/plan.ts';
import type { PlanView } from '../../actions/plan-view.ts';
import type { FormAct } from '../plan-form.ts';

/** What a form did: where the browser goes next, and what the page says there. */

type Done = Exclude<FormAct, { problem: string }>;

/** By whose page says them: each has words under `done-…` in that voice. */
export const deeds = {
  therapist: [
    'drafted', 'sent', 'withdrawn', 'accepted', 'declined', 'to-discuss', 'replied', 'approved', 'kept', 'closed', 'reopened', 'plan-declined', 'noted',
    'alert-seen', 'alert-cleared',
  ],
  client: ['proposed', 'withdrawn', 'accepted', 'declined', 'to-discuss', 'replied', 'approved', 'consent-withdrawn'],
} as const;
type Deed = (typeof deeds)[Party][number];

/** The deed that an address names; anything else in it is left out. */
export const readDeed = (text: unknown, viewer: Party): Deed | undefined => deeds[viewer].find((deed) => deed === text);

export function deedOf(done: Done, { viewer }: PlanView): Deed {
  if ('note' in done) return 'noted';
  const { act } = done;
  switch (act.do) {
    case 'add': case 'change': case 'remove': case 'ask': return viewer === 'therapist' ? 'drafted' : 'proposed';
    case 'send': return 'sent';
    case 'withdraw': return 'withdrawn';
    case 'decide': return act.decision === 'accept' ? 'accepted' : act.decision === 'decline' ? 'declined' : 'to-discuss';
    case 'reply': return 'replied';
    case 'approve': case 'open': return 'approved';
    case 'keep': return viewer === 'therapist' ? 'kept' : 'approved';
    case 'decline': return 'plan-declined';
    case 'reopen': case 'revisit': return 'reopened';
    case 'close': return 'closed';
  }
}

/** The part of the page that was being read, as the end of an address. */
export function placeOf(done: Done, { plan }: PlanView): string {
  if ('note' in done) return '#notes';
  const { act } = done;
  const line = (id: string | undefined): string => (id ? `#line-${encodeURIComponent(id)}` : '');
  switch (act.do) {
    case 'change': case 'remove': case 'ask': return line(act.item);
    case 'add': return act.item.sources.some(({ from }) => from === 'library') ? '#suggestions' : '';
    case 'reply': return `#proposal-${encodeURIComponent(act.proposal)}`;
    case 'decide': case 'withdraw': {
      if (act.do === 'decide' && act.decision === 'discuss') return `#proposal-${encodeURIComponent(act.proposal)}`;
      const proposal = plan.proposals.find(({ id }) => id === act.proposal);
      return line(proposal && lineOf(proposal.change));
    }
    default: return '';
  }
}

const OVERTAKEN: ReadonlySet<Refusal['code']> = new Set(['changed-since', 'already-decided', 'open-proposals', 'declined', 'not-found', 'held-for-safety']);

/** Overtaken by the other side, or by oneself in another tab: 409. All else is for the writer to put right. */
export const refusalStatus = ({ code }: Refusal): number => (OVERTAKEN.has(code) ? 409 : 422);
