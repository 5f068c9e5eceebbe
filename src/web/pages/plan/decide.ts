import { agreements } from '../../../core/progress/agreements.ts';
import { html, type Html } from '../html.ts';
import { approvalOf, isOver, pendingOf, say, type PlanContext } from './context.ts';
import { button, planForm } from './forms.ts';
import { closePlan, keepPlan, revisitPlan } from './whole.ts';

/** The therapist's end of the page: send, approve, and what becomes of the plan as a whole. What a button does next stands above it. */
export function therapistDecides(context: PlanContext): Html {
  const { status } = context.view;
  if (status === 'declined') return decision(context, reopen(context));
  if (status === 'closed') return decision(context, html`<p>${say(context, 'is-closed')}</p><div class="acts">${revisitPlan(context)}</div>`);
  return decision(context, html`
${send(context)}
${approve(context)}
<div class="acts">${status === 'agreed' ? html`${keepPlan(context)}${closePlan(context)}${revisitPlan(context)}` : html`${mayClose(context) ? closePlan(context) : ''}${decline(context)}`}</div>`);
}

/** A plan that was in use can be brought to a close while it is talked about again, once nothing in it waits for an answer. */
const mayClose = ({ view }: PlanContext): boolean => agreements(view.plan).length > 0 && pendingOf(view).open.length === 0;

function decline(context: PlanContext): Html {
  const form = planForm(context, 'decline');
  return form.folded(say(context, 'decline'), { do: 'decline' }, html`
<p>${say(context, 'decline-next')}</p>
${form.text({ name: 'reason', label: say(context, 'decline-reason'), required: true })}${button(say(context, 'decline-now'), '')}`);
}

/** The client's: agree, once the therapist has looked and nothing is open. */
export function clientDecides(context: PlanContext): Html | null {
  const { view } = context;
  return isOver(view) || view.plan.openedAt === undefined ? null : decision(context, approve(context));
}

const decision = (context: PlanContext, body: Html | null): Html => html`
<section class="part decide no-print" id="decide" tabindex="-1" aria-labelledby="decide-title">
<h2 id="decide-title">${say(context, 'decide')}</h2>
${body}
</section>`;

function send(context: PlanContext): Html | null {
  const count = pendingOf(context.view).drafted.length;
  return count === 0 ? null : planForm(context, 'send').form({ do: 'send' }, html`
<p>${say(context, 'send-next', { count })}</p>${button(say(context, 'send', { count }), 'strong big')}`);
}

function reopen(context: PlanContext): Html {
  return planForm(context, 'reopen').form({ do: 'reopen' }, html`
<p>${say(context, 'reopen-next')}</p>${button(say(context, 'reopen'), 'strong big')}`);
}

/** The yes to the version on this page; or what comes before it. */
function approve(context: PlanContext): Html | null {
  const { view } = context;
  const { number, hash } = view.current;
  const { drafted, open, waitingForMe } = pendingOf(view);
  if (view.held) return html`<p>${say(context, 'held')}</p>`;
  if (waitingForMe.length > 0) return html`<p>${say(context, 'answer-first', { count: waitingForMe.length })}</p>`;
  if (open.length > 0) return html`<p>${say(context, 'wait-first', { count: open.length })}</p>`;
  if (drafted.length > 0) return null;
  if (approvalOf(view, view.viewer)) return html`<p>${say(context, view.status === 'agreed' ? 'approved-both' : 'approved-waiting')}</p>`;
  return planForm(context, 'approve').form({ do: 'approve', version: number, hash }, html`
<p>${say(context, 'approve-next', { number })}</p>${button(say(context, 'approve'), 'strong big')}`);
}
