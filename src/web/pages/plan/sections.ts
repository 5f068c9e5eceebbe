import type { PlanView } from '../../../actions/plan-view.ts';
import { lineOf } from '../../../core/plan/apply.ts';
import type { ItemKind, Proposal } from '../../../core/plan/plan.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { html, type Html } from '../html.ts';
import { itemsOf, say, type PlanContext } from './context.ts';
import { line } from './line.ts';
import { proposalCard } from './proposal.ts';
import { ratherNot } from './quote.ts';

const heading: Record<ItemKind, string> = {
  area: 'areas', goal: 'goals', strategy: 'strategies', measure: 'measures', review: 'review-date',
};

/** The plan itself, from what it is about to when it is looked at again. */
export const planBody = (context: PlanContext): Html => html`
${planSection(context, 'area')}
${planSection(context, 'goal')}
${planSection(context, 'strategy')}
${planSection(context, 'measure')}
${ratherNot(context)}
${planSection(context, 'review')}`;

/** One part of the plan: its lines, and below them the new lines that either side suggests. */
function planSection(context: PlanContext, kind: ItemKind): Html | null {
  const items = itemsOf(context.view, kind);
  const added = additions(context.view).filter(({ item }) => item.kind === kind);
  if (items.length + added.length === 0) return null;
  return html`<section class="part ${kind}" aria-labelledby="part-${kind}">
<h2 id="part-${kind}">${say(context, heading[kind])}</h2>
<ul class="lines">
  ${items.map((item) => line(context, item))}
  ${added.map(({ proposals }) => html`<li class="line"><div class="line-main">
    ${proposals.map((proposal) => proposalCard(context, proposal))}
  </div></li>`)}
</ul>
</section>`;
}

/** Suggested new lines, each with the other wordings suggested for it. */
function additions({ plan }: PlanView) {
  const pending = plan.proposals.filter(isPending);
  return pending.flatMap(({ change }) =>
    (change.do === 'add' ? [{ item: change.item, proposals: pending.filter((one) => lineOf(one.change) === change.item.id) }] : []));
}

/** Questions about the plan as a whole, and about lines that have since gone. */
export function looseProposals(context: PlanContext): Html | null {
  const { view, words } = context;
  const lines = new Set([...view.current.items, ...additions(view).map(({ item }) => item)].map(({ id }) => id));
  const isLoose = (proposal: Proposal): boolean => isPending(proposal) && !lines.has(lineOf(proposal.change) ?? '');
  const loose = view.plan.proposals.filter(isLoose);
  return loose.length === 0 ? null : html`<section class="part" aria-labelledby="loose">
<h2 id="loose">${words.t('agree.whole-plan')}</h2>
${loose.map((proposal) => proposalCard(context, proposal))}
</section>`;
}
