import type { PlanPage } from '../../parts.ts';
import type { Words } from '../../words.ts';
import { datesIn, html, type Html } from '../html.ts';
import { bar, layout, urgentHelp } from '../layout.ts';
import { addLine } from './add.ts';
import { approvalOf, pendingOf, say, type PlanContext } from './context.ts';
import { planForm } from './forms.ts';
import { history } from './history.ts';
import type { PlanPageState } from './review.ts';
import { approvals, looseProposals, planSection, ratherNot, refused, standing } from './sections.ts';

/** The client's page of the same plan: their words, what is suggested and why, and four answers that weigh the same. */
export function clientPlanPage(words: Words, page: PlanPage, { action, did, kept, problem, since = [] }: PlanPageState): Html {
  const { view } = page;
  const context: PlanContext = { words, view, dates: datesIn(page.language, page.timeZone), action, kept };
  const title = say(context, 'title');
  return layout({ words, practice: view.practice, title, kind: 'plan', scripts: ['page.js'] }, html`${bar(view.practice, urgentHelp(words, view.practice))}
<main id="main" class="sheet client" data-plan="${view.plan.id}" data-did="${did ?? ''}">
${did ? html`<p class="flash" role="status">${say(context, `done-${did}`)}</p>` : ''}${refused(context, problem, since)}
<div class="who"><h1>${title}</h1><p class="lead">${say(context, 'intro')}</p><div class="record">${approvals(context)}</div></div>
${standing(context)}${looseProposals(context)}
${planSection(context, 'area')}${planSection(context, 'goal')}${planSection(context, 'strategy')}${planSection(context, 'measure')}${ratherNot(context)}${planSection(context, 'review')}
<section class="part no-print" aria-labelledby="more"><h2 id="more">${say(context, 'more')}</h2>${addLine(context)}</section>
${decide(context)}${history(context)}<p class="contact">${say(context, 'contact')} <span dir="auto">${view.practice.contact}</span></p>
</main>`);
}

function decide(context: PlanContext): Html | null {
  const { view } = context;
  const { open, waitingForMe } = pendingOf(view);
  if (view.status === 'declined' || view.status === 'draft' || view.status === 'in-review') return null;
  return html`<section class="part decide no-print" id="decide" tabindex="-1" aria-labelledby="decide-title"><h2 id="decide-title">${say(context, 'decide')}</h2>
${waitingForMe.length ? html`<p>${say(context, 'answer-first', { count: waitingForMe.length })}</p>`
    : open.length ? html`<p>${say(context, 'wait-first', { count: open.length })}</p>`
    : approvalOf(view, 'client') ? html`<p>${say(context, view.status === 'agreed' ? 'approved-both' : 'approved-waiting')}</p>`
    : planForm(context, 'approve', { do: 'approve', version: view.current.number, hash: view.current.hash }, html`<p>${say(context, 'approve-next')}</p><button class="button strong big">${say(context, 'approve')}</button>`)}</section>`;
}
