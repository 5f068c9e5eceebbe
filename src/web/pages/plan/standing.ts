import type { DiffLine } from '../../../core/plan/diff.ts';
import { agreements } from '../../../core/progress/agreements.ts';
import { html, type Html } from '../html.ts';
import { approvalOf, isOver, partyName, pendingOf, say, type PlanContext } from './context.ts';
import { diffList } from './diff-list.ts';

/** What a plan page is shown with, besides the plan. */
export interface PlanPageState {
  /** The page's own address: its forms go there. */
  action: string;
  /** The reader came from the chat on this site, and may go back there. */
  fromChat?: boolean;
  /** What was just done, a word under `done-…`. */
  did?: string;
  /** Why a form was not taken, and what changed meanwhile. */
  problem?: string;
  since?: DiffLine[];
  kept?: PlanContext['kept'];
  compared?: PlanContext['compared'];
  /** The therapist's way to give the client to a colleague. */
  handOver?: string;
  /** Ways to sign out, at the foot of the page. */
  leave?: Html;
}

/** On top of the page: what was just done, or why it was not. The words typed are still in their form. */
export function outcome(context: PlanContext, { did, problem, since = [] }: PlanPageState): Html {
  return html`
${did ? html`<p class="flash" role="status">${say(context, `done-${did}`)}</p>` : ''}
${problem === undefined ? '' : html`<div class="notice" role="alert">
  <p>${problem}</p>
  ${context.kept ? html`<p><a href="#kept">${context.words.t('agree.your-words-kept')}</a></p>` : ''}
  ${since.length ? diffList(context, since) : ''}
</div>`}`;
}

/** Where the plan stands, in a sentence, with the way to what waits for the reader. */
export function standing(context: PlanContext): Html {
  const { view, words, dates, review } = context;
  const { waitingForMe, open } = pendingOf(view);
  const settledAt = view.plan.closed?.at ?? agreements(view.plan).at(-1)?.at;
  const sentence = say(context, standingKey(context), {
    count: waitingForMe.length || open.length,
    day: settledAt ? dates.day(settledAt) : '',
    on: review?.on ? dates.date(review.on) : '',
  });
  const [first] = waitingForMe;
  return html`<div class="standing">
  <p>${sentence}</p>
  ${first ? html`<p><a class="button quiet" href="#proposal-${first.id}">${words.t('agree.first-one')}</a></p>` : ''}
  ${review?.due && view.status === 'agreed' && view.viewer === 'therapist' ? html`<p><a class="button quiet" href="#decide">${say(context, 'to-end')}</a></p>` : ''}
  ${view.plan.declined ? html`<p dir="auto">${view.plan.declined.reason}</p>` : ''}
</div>`;
}

function standingKey({ view, review }: PlanContext): string {
  const { waitingForMe, open } = pendingOf(view);
  if (view.status === 'agreed') return review?.due ? 'standing-due' : 'standing-agreed';
  if (isOver(view)) return `standing-${view.status}`;
  if (waitingForMe.length > 0) return 'standing-for-you';
  if (open.length > 0) return 'standing-with-other';
  if (approvalOf(view, view.viewer)) return 'standing-approved';
  if (view.held && view.viewer === 'client') return 'standing-held';
  if (view.viewer === 'therapist' || view.status === 'with-client') return 'standing-open';
  return agreements(view.plan).length > 0 ? 'standing-again' : 'standing-not-yet';
}

/** Which version this is and who approved it, by name: for the page and for the record. */
export function approvals(context: PlanContext): Html {
  const { view, words, dates } = context;
  const { number, at, hash } = view.current;
  const given = (['client', 'therapist'] as const).flatMap((party) => approvalOf(view, party) ?? []);
  const last = agreements(view.plan).at(-1);
  return html`<p class="facts">${words.t('agree.version-facts', { number, day: dates.day(at) })}
  <span class="on-paper">${words.t('agree.mark', { mark: hash.slice(0, 12) })}</span></p>
${given.map(({ party, at }) => html`<p class="facts">
  ${words.t('agree.approved-by', { name: partyName(context, party), moment: dates.moment(at) })}</p>`)}
${last && last.version.number !== number ? html`<p class="facts">${words.t('agree.last-agreed', { number: last.version.number, day: dates.day(last.at) })}</p>` : ''}`;
}
