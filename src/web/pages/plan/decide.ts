import { html, type Html } from '../html.ts';
import { approvalOf, pendingOf, say, type PlanContext } from './context.ts';
import { button, planForm } from './forms.ts';

/** The therapist's end of the page: send, approve or decline. What the button does next stands above it. */
export function therapistDecides(context: PlanContext): Html {
  const { status } = context.view;
  const decline = planForm(context, 'decline');
  return decision(context, status === 'declined' ? reopen(context) : html`
${send(context)}
${approve(context)}
<div class="acts">${decline.folded(say(context, 'decline'), { do: 'decline' }, html`
  <p>${say(context, 'decline-next')}</p>
  ${decline.text({ name: 'reason', label: say(context, 'decline-reason'), required: true })}${button(say(context, 'decline-now'), '')}`)}
</div>`);
}

/** The client's: agree, once the therapist has looked and nothing is open. */
export function clientDecides(context: PlanContext): Html | null {
  const { status, plan } = context.view;
  return status === 'declined' || plan.openedAt === undefined ? null : decision(context, approve(context));
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
