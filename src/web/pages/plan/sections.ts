import type { PlanView } from '../../../actions/plan-view.ts';
import { lineOf } from '../../../core/plan/apply.ts';
import type { DiffLine } from '../../../core/plan/diff.ts';
import type { ItemKind } from '../../../core/plan/plan.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { html, type Html } from '../html.ts';
import { approvalOf, clientName, itemsOf, pendingOf, say, type PlanContext } from './context.ts';
import { diffList } from './history.ts';
import { clientWord, line } from './line.ts';
import { proposalCard } from './proposal.ts';

/** The step in which the intake asks what the client would rather not do. */
const RATHER_NOT = 'rather-not';

const plural: Record<ItemKind, string> = { area: 'areas', goal: 'goals', strategy: 'strategies', measure: 'measures', review: 'review-date' };

/** One part of the plan: its lines, and below them the new lines that either side suggests. */
export function planSection(context: PlanContext, kind: ItemKind): Html | null {
  const items = itemsOf(context.view, kind);
  const added = additions(context.view, kind);
  if (items.length + added.length === 0) return null;
  return html`<section class="part ${kind}" aria-labelledby="part-${kind}"><h2 id="part-${kind}">${say(context, plural[kind])}</h2>
<ul class="lines">${items.map((item) => line(context, item))}${added.map(({ addition, counters }) =>
    html`<li class="line"><div class="line-main">${[addition, ...counters].map((proposal) => proposalCard(context, proposal))}</div></li>`)}</ul></section>`;
}

/** Suggested new lines of a kind, each with the other wordings suggested for it. */
function additions({ plan }: PlanView, kind?: ItemKind) {
  const pending = plan.proposals.filter(isPending);
  return pending.flatMap((addition) => {
    const { change } = addition;
    if (change.do !== 'add' || (kind && change.item.kind !== kind)) return [];
    return [{ addition, counters: pending.filter((one) => one.change.do !== 'add' && lineOf(one.change) === change.item.id) }];
  });
}

export function ratherNot(context: PlanContext): Html | null {
  const words = context.view.words.filter(({ step, outOfPlan }) => step === RATHER_NOT && !outOfPlan);
  return words.length === 0 ? null : html`<section class="part" aria-labelledby="rather-not"><h2 id="rather-not">${say(context, 'rather-not')}</h2>${words.map(clientWord)}</section>`;
}

/** What the client said that is about no single line, in the order of the conversation. */
export const generalWords = (context: PlanContext) => context.view.words.filter(({ goal, step, outOfPlan }) => !goal && !outOfPlan && step !== RATHER_NOT);

/** Questions about the plan as a whole, and suggestions about lines that have since gone. */
export function looseProposals(context: PlanContext): Html | null {
  const { plan, current } = context.view;
  const elsewhere = new Set([...current.items.map(({ id }) => id), ...additions(context.view).map(({ addition }) => lineOf(addition.change))]);
  const loose = plan.proposals.filter((proposal) => isPending(proposal) && proposal.change.do !== 'add' && !elsewhere.has(lineOf(proposal.change) ?? ''));
  return loose.length === 0 ? null : html`<section class="part" aria-labelledby="loose"><h2 id="loose">${context.words.t('agree.whole-plan')}</h2>${loose.map((proposal) => proposalCard(context, proposal))}</section>`;
}

/** Where the plan stands, in a sentence, with the way to what waits for the reader. */
export function standing(context: PlanContext): Html {
  const { view, dates } = context;
  const { waitingForMe, open } = pendingOf(view);
  const agreed = [approvalOf(view, 'client'), approvalOf(view, 'therapist')].map((approval) => approval?.at ?? '').sort().at(-1) ?? '';
  const key = view.status === 'agreed' ? 'standing-agreed'
    : view.status === 'declined' ? 'standing-declined'
    : waitingForMe.length ? 'standing-for-you'
    : open.length ? 'standing-with-other'
    : approvalOf(view, view.viewer) ? 'standing-approved'
    : view.viewer === 'client' && view.status !== 'with-client' ? 'standing-not-yet'
    : 'standing-open';
  const first = waitingForMe[0];
  return html`<div class="standing ${view.status}"><p>${say(context, key, { count: waitingForMe.length || open.length, day: agreed ? dates.day(agreed) : '' })}</p>
${first ? html`<p><a class="button quiet" href="#proposal-${first.id}">${context.words.t('agree.first-one')}</a></p>` : ''}
${view.status === 'declined' && view.plan.declined ? html`<p dir="auto">${view.plan.declined.reason}</p>` : ''}</div>`;
}

/** Who approved what, for the page and for the record. */
export function approvals(context: PlanContext): Html {
  const { view, words, dates } = context;
  const given = (['client', 'therapist'] as const).flatMap((party) => approvalOf(view, party) ?? []);
  return html`<p class="facts">${words.t('agree.version-facts', { number: view.current.number, day: dates.day(view.current.at) })}<span class="on-paper"> ${words.t('agree.mark', { mark: view.current.hash.slice(0, 12) })}</span></p>
${given.map(({ party, at }) => html`<p class="facts">${words.t('agree.approved-by', { name: party === 'client' ? clientName(context) : view.therapist.name, moment: dates.moment(at) })}</p>`)}`;
}

/** Above everything after a refusal: what changed meanwhile. The words typed are still in their form. */
export function refused(context: PlanContext, problem: string | undefined, since: DiffLine[]): Html | null {
  return problem === undefined ? null : html`<div class="notice top" role="alert"><p>${problem}</p>${context.kept ? html`<p><a href="#kept">${context.words.t('agree.your-words-kept')}</a></p>` : ''}${since.length ? diffList(context, since) : ''}</div>`;
}
