import { datesInWords } from '../../../core/dates-in-words.ts';
import type { PageWords } from '../../../core/page-words.ts';
import type { PlanPage } from '../../parts.ts';
import { html, type Html } from '../html.ts';
import { backToChat, bar, layout, urgentHelp } from '../layout.ts';
import { addLine } from './add.ts';
import { closing } from './closing.ts';
import { isOver, say, type PlanContext } from './context.ts';
import { clientDecides } from './decide.ts';
import { copies } from './copies.ts';
import { history } from './history.ts';
import { progressSection } from './progress.ts';
import { looseProposals, planBody } from './sections.ts';
import { approvals, outcome, standing, type PlanPageState } from './standing.ts';
import { helpBlock } from '../safety.ts';
import { button, fold } from './forms.ts';

/** The client's page of the same plan: their words, what is suggested and why, and four answers that weigh the same. */
export function clientPlanPage(words: PageWords, { view, language, timeZone, help, withdrawn, progress }: PlanPage, state: PlanPageState): Html {
  const { action, kept, did, compared } = state;
  const context: PlanContext = { words, view, dates: datesInWords(language, timeZone), action, kept, compared, review: progress?.review };
  const { practice } = view;
  const title = say(context, 'title');
  return layout({ words, practice, title, kind: 'plan', scripts: ['page.js'] }, html`
${bar(practice, urgentHelp(words, practice, state.fromChat))}
<main id="main" class="sheet" data-plan="${view.plan.id}" data-did="${did ?? ''}">
${outcome(context, state)}
${help ? helpBlock(words, practice, help, { therapist: view.therapist.name, fromChat: state.fromChat === true }) : ''}
<div class="who">
  <h1>${title}</h1>
  <p class="lead">${say(context, view.status === 'closed' ? 'intro-closed' : 'intro')}</p>
  <div class="record">${approvals(context)}</div>
</div>
${standing(context)}
${closing(context)}
${looseProposals(context)}
${planBody(context)}
${progressSection(context, progress)}
${isOver(view) ? '' : addLine(context)}
${clientDecides(context)}
${history(context)}
${copies(context)}
${consent(context, withdrawn === true)}
${yourData(context, state.fromChat === true)}
<p class="contact">${say(context, 'contact')} <span dir="auto">${practice.contact}</span></p>
${state.fromChat ? backToChat(words, practice) : ''}
${state.leave ?? ''}
</main>`);
}

/** From a plan's link the page stands below it; in the web chat it needs no plan. */
const yourData = (context: PlanContext, fromChat: boolean): Html => {
  const page = fromChat ? context.action.replace(/my-plan$/, 'my-data') : `${context.action}/my-data`;
  return html`<p class="no-print">${say(context, 'your-data')} <a href="${page}">${say(context, 'your-data-open')}</a></p>`;
};

/** Consent can be taken back as easily as it was given: what happens, and one press. */
const consent = (context: PlanContext, withdrawn: boolean): Html => withdrawn
  ? html`<p class="no-print">${say(context, 'consent-withdrawn')}</p>`
  : html`<div class="no-print">${fold(say(context, 'withdraw'), html`<form method="post" action="${context.action}/withdraw-consent">
  <p>${say(context, 'withdraw-next')}</p>${button(say(context, 'withdraw-now'), '')}
</form>`, false)}</div>`;
