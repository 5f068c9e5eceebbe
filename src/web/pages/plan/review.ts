import type { PageWords } from '../../../core/page-words.ts';
import { generalWords } from '../../../core/plan/client-words.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { datesInWords } from '../../../core/dates-in-words.ts';
import type { PlanPage } from '../../parts.ts';
import { html, type Html } from '../html.ts';
import { bar, layout } from '../layout.ts';
import { safetyBlock } from '../safety.ts';
import { addLine } from './add.ts';
import { closing } from './closing.ts';
import { clientName, isOver, say, type PlanContext } from './context.ts';
import { therapistDecides } from './decide.ts';
import { button, planForm } from './forms.ts';
import { copies } from './copies.ts';
import { diffList } from './diff-list.ts';
import { history } from './history.ts';
import { progressSection } from './progress.ts';
import { proposalBrief } from './proposal.ts';
import { clientWord } from './quote.ts';
import { looseProposals, planBody } from './sections.ts';
import { sinceSection } from './since.ts';
import { approvals, outcome, standing, type PlanPageState } from './standing.ts';
import { suggestions } from './suggestions.ts';

/** The therapist's page: four minutes, top to bottom, one deliberate act at the end. */
export function reviewPage(words: PageWords, { view, language, timeZone, alerts = [], progress }: PlanPage, state: PlanPageState): Html {
  const { action, kept, did, compared } = state;
  const context: PlanContext = { words, view, dates: datesInWords(language, timeZone), action, kept, compared, review: progress?.review };
  const { practice } = view;
  return layout({ words, practice, title: say(context, 'title'), kind: 'plan', scripts: ['page.js'] }, html`
${bar(practice, html`<a class="plain-link" href="#decide">${say(context, 'to-end')}</a>`)}
<main id="main" class="sheet" data-plan="${view.plan.id}" data-did="${did ?? ''}">
${outcome(context, state)}
<div class="who">
  <p class="eyebrow">${say(context, 'eyebrow')}</p>
  <h1 dir="auto">${clientName(context)}</h1>
  <p class="hint">${say(context, 'with')}</p>
  <div class="record">${approvals(context)}</div>
</div>
${safetyBlock({ words, dates: context.dates, base: action, named: false }, alerts)}
${sinceSection(context, progress?.since)}
${standing(context)}
${closing(context)}
${progress?.since.since ? '' : news(context)}
${ownWords(context)}
${looseProposals(context)}
${planBody(context)}
${progressSection(context, progress)}
${isOver(view) ? '' : html`${addLine(context)}${suggestions(context)}`}
${therapistDecides(context)}
${notes(context)}
${history(context)}
${copies(context)}
${state.handOver ? html`<p class="no-print"><a class="plain-link" href="${state.handOver}">${words.t('hand-over.title')}</a></p>` : ''}
${state.leave ?? ''}
</main>`);
}

/** What changed since the version before, and how the client answered the last suggestions. Once something was agreed, all that came since stands above. */
function news(context: PlanContext): Html | null {
  const { plan, current, history } = context.view;
  const sentAt = plan.proposals.map((proposal) => (proposal.by === 'therapist' && proposal.sentAt) || '').sort().at(-1);
  const answered = plan.proposals.filter((proposal) => proposal.by === 'therapist' && sentAt && !isPending(proposal)
    && proposal.state !== 'withdrawn' && (proposal.decidedAt ?? '') >= sentAt);
  const changes = history[0]?.diff ?? [];
  if (answered.length === 0 && current.number === 1) return null;
  return html`<section class="part news" aria-labelledby="news">
<h2 id="news">${say(context, 'news')}</h2>
${answered.length ? html`<ul class="answered">${answered.map((proposal) => html`<li>${proposalBrief(context, proposal, proposal.state !== 'accepted')}</li>`)}</ul>` : ''}
${changes.length ? diffList(context, changes) : ''}
</section>`;
}

function ownWords(context: PlanContext): Html | null {
  const general = generalWords(context.view.words);
  const apart = context.view.words.filter(({ outOfPlan }) => outOfPlan);
  if (general.length + apart.length === 0) return null;
  return html`<section class="part" aria-labelledby="own-words">
<h2 id="own-words">${say(context, 'own-words')}</h2>
<div class="quotes">${general.map((one) => clientWord(context, one))}</div>
${apart.length ? html`<div class="apart no-print">
  <h3>${say(context, 'apart')}</h3>
  <p class="hint">${say(context, 'apart-hint')}</p>
  ${apart.map((one) => clientWord(context, one))}
</div>` : ''}
</section>`;
}

/** The therapist's own, never part of the plan. */
function notes(context: PlanContext): Html {
  const { view, dates } = context;
  const note = planForm(context, 'note');
  return html`<section class="private no-print" id="notes" tabindex="-1" aria-labelledby="notes-title">
<h2 id="notes-title">${say(context, 'notes')}</h2>
<p class="hint">${say(context, 'notes-hint')}</p>
${note.form({ do: 'note' }, html`
  ${note.text({ name: 'text', label: say(context, 'note-label'), required: true })}
  ${button(say(context, 'note-save'), '')}`)}
${view.notes.length ? html`<ul class="notes">${view.notes.map(({ text, at }) => html`<li>
  <p class="eyebrow"><time datetime="${at}">${dates.moment(at)}</time></p>
  <p dir="auto">${text}</p>
</li>`)}</ul>` : ''}
</section>`;
}
