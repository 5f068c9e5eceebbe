import type { PlanProgress } from '../../../actions/plan-progress.ts';
import type { PlanView } from '../../../actions/plan-view.ts';
import type { PageWords } from '../../../core/page-words.ts';
import type { Approval, Party, PlanItem } from '../../../core/plan/plan.ts';
import { isPending } from '../../../core/plan/versions.ts';
import type { Compared } from './compare.ts';
import type { DatesInWords } from '../../../core/dates-in-words.ts';


/** A form that was not taken: what was typed is given back, with the reason. */
export interface KeptForm {
  form: string;
  fields: Record<string, string>;
  problem: string;
}

/** What every piece of a plan page is drawn from. */
export interface PlanContext {
  words: PageWords;
  view: PlanView;
  dates: DatesInWords;
  /** Where the page's forms go: the page itself. */
  action: string;
  kept?: KeptForm;
  /** The look at the whole plan: what the client said in the one that is due, and the day for the next. */
  review?: PlanProgress['review'];
  /** Two versions that the reader holds against each other. */
  compared?: Compared;
}

/** Words in the voice of the page: `review.…` speaks to the therapist, `plan.…` to the client. Both names are always filled in. */
export function say(context: PlanContext, key: string, values: Record<string, string | number> = {}): string {
  const { words, view } = context;
  const voice = view.viewer === 'therapist' ? 'review' : 'plan';
  return words.t(`${voice}.${key}`, { client: clientName(context), therapist: view.therapist.name, ...values });
}

export const clientName = ({ words, view }: PlanContext): string =>
  view.client.name ?? words.t(view.viewer === 'client' ? 'agree.client-unnamed-self' : 'agree.client-unnamed');

export const partyName = (context: PlanContext, party: Party): string =>
  party === 'client' ? clientName(context) : context.view.therapist.name;

/** "You" for the reader, a name for the other side. */
export const nameOf = (context: PlanContext, party: Party): string =>
  party === context.view.viewer ? context.words.t('agree.you') : partyName(context, party);

/** Pending proposals, told apart the way a page needs them. Words from the other side hand a proposal back to its author. */
export function pendingOf({ viewer, plan }: PlanView) {
  const pending = plan.proposals.filter(isPending);
  const mine = pending.filter(({ by, state }) => by === viewer && state !== 'drafted');
  const askedBack = mine.filter(({ remarks }) => remarks.length > 0 && remarks.at(-1)!.by !== viewer);
  const theirs = pending.filter(({ by }) => by !== viewer);
  return {
    drafted: pending.filter(({ by, state }) => by === viewer && state === 'drafted'),
    /** Open whoever's turn it is: nobody approves before these are settled. */
    open: [...mine, ...theirs],
    waitingForMe: [...theirs.filter(({ remarks }) => remarks.at(-1)?.by !== viewer), ...askedBack],
  };
}

/** Declined or closed: it is there to read, and nothing in it changes until it is taken up again. */
export const isOver = ({ status }: PlanView): boolean => status === 'declined' || status === 'closed';

export const approvalOf = ({ plan, current }: PlanView, by: Party): Approval | undefined =>
  plan.approvals.find(({ party, version, hash }) => party === by && version === current.number && hash === current.hash);

export const itemsOf = (view: PlanView, kind: PlanItem['kind']): PlanItem[] =>
  view.current.items.filter((item) => item.kind === kind);

export const goalText = (view: PlanView, goal: string | undefined): string | undefined =>
  view.current.items.find(({ id }) => id === goal)?.text;
