import type { DiffLine } from '../../../core/plan/diff.ts';
import { isPending } from '../../../core/plan/versions.ts';
import type { PlanPage } from '../../parts.ts';
import type { Words } from '../../words.ts';
import { datesIn, html, type Html } from '../html.ts';
import { bar, layout } from '../layout.ts';
import { addLine, suggestions } from './add.ts';
import { approvalOf, clientName, nameOf, pendingOf, say, type KeptForm, type PlanContext } from './context.ts';
import { area, fold, planForm } from './forms.ts';
import { diffList, history } from './history.ts';
import { clientWord } from './line.ts';
import { changeBody } from './proposal.ts';
import { approvals, generalWords, looseProposals, planSection, ratherNot, refused, standing } from './sections.ts';

export interface PlanPageState {
  action: string;
  /** What was just done, a word under `done.…`. */
  did?: string;
  kept?: KeptForm;
  problem?: string;
  since?: DiffLine[];
}

/** The therapist's page: four minutes, top to bottom, one deliberate act at the end. */
export function reviewPage(words: Words, page: PlanPage, { action, did, kept, problem, since = [] }: PlanPageState): Html {
  const { view } = page;
  const context: PlanContext = { words, view, dates: datesIn(page.language, page.timeZone), action, kept };
  const title = say(context, 'title');
  return layout({ words, practice: view.practice, title, kind: 'plan', scripts: ['page.js'] }, html`${bar(view.practice, html`<a class="plain-link" href="#decide">${say(context, 'to-end')}</a>`)}
<main id="main" class="sheet" data-plan="${view.plan.id}" data-did="${did ?? ''}">
${did ? html`<p class="flash" role="status">${say(context, `done-${did}`)}</p>` : ''}${refused(context, problem, since)}
<div class="who"><p class="eyebrow">${say(context, 'eyebrow')}</p><h1 dir="auto">${clientName(context)}</h1><p class="hint">${say(context, 'with', { therapist: view.therapist.name })}</p>
<div class="record">${approvals(context)}</div></div>
${alerts(context, page.alerts ?? [])}${standing(context)}${news(context)}
${ownWords(context)}${looseProposals(context)}
${planSection(context, 'area')}${planSection(context, 'goal')}${planSection(context, 'strategy')}${planSection(context, 'measure')}${ratherNot(context)}${planSection(context, 'review')}
<section class="part no-print" aria-labelledby="more"><h2 id="more">${say(context, 'more')}</h2>${addLine(context)}</section>
${suggestions(context)}${decide(context)}${notes(context)}${history(context)}
</main>`);
}

const alerts = (context: PlanContext, texts: string[]): Html | null =>
  texts.length === 0 ? null : html`<section class="alerts" aria-labelledby="alerts"><h2 id="alerts">${say(context, 'safety')}</h2><ul>${texts.map((text) => html`<li dir="auto">${text}</li>`)}</ul></section>`;

/** What changed since the version before, and how the client answered the last suggestions. */
function news(context: PlanContext): Html | null {
  const { view, words } = context;
  const diff = view.history[0]?.diff ?? [];
  const sent = view.plan.proposals.map(({ by, sentAt }) => (by === 'therapist' && sentAt) || '').sort().at(-1) ?? '';
  const answered = view.plan.proposals.filter((proposal) => proposal.by === 'therapist' && !isPending(proposal) && (proposal.decidedAt ?? '') >= sent && sent && proposal.state !== 'withdrawn');
  if (view.current.number === 1 && answered.length === 0) return null;
  return html`<section class="part news" aria-labelledby="news"><h2 id="news">${say(context, 'news')}</h2>
${answered.length ? html`<ul class="answered">${answered.map(({ state, change, remarks }) => html`<li class="${state}"><p class="eyebrow">${words.t(`agree.${change.do}-mine`)}<span class="badge">${words.t(`agree.state-${state}`)}</span></p>
${state === 'accepted' ? '' : changeBody(context, change)}${remarks.map(({ by, text }) => html`<p class="remark"><b>${nameOf(context, by)}:</b> <span dir="auto">${text}</span></p>`)}</li>`)}</ul>` : ''}
${diff.length ? diffList(context, diff) : ''}</section>`;
}

function ownWords(context: PlanContext): Html | null {
  const { view } = context;
  const [general, apart] = [generalWords(context), view.words.filter(({ outOfPlan }) => outOfPlan)];
  if (general.length + apart.length === 0) return null;
  return html`<section class="part own-words" aria-labelledby="own-words"><h2 id="own-words">${say(context, 'own-words')}</h2><div class="quotes">${general.map(clientWord)}</div>
${apart.length ? html`<div class="apart no-print"><h3>${say(context, 'apart')}</h3><p class="hint">${say(context, 'apart-hint')}</p>${apart.map(clientWord)}</div>` : ''}</section>`;
}

/** Send, approve or decline: what the button does next stands above it. */
function decide(context: PlanContext): Html {
  const { view } = context;
  const { drafted, open, waitingForMe } = pendingOf(view);
  const approved = approvalOf(view, 'therapist');
  const declined = view.status === 'declined';
  return html`<section class="part decide no-print" id="decide" tabindex="-1" aria-labelledby="decide-title"><h2 id="decide-title">${say(context, 'decide')}</h2>
${drafted.length ? planForm(context, 'send', { do: 'send' }, html`<p>${say(context, 'send-next', { count: drafted.length })}</p><button class="button strong big">${say(context, 'send', { count: drafted.length })}</button>`) : ''}
${declined ? planForm(context, 'reopen', { do: 'reopen' }, html`<p>${say(context, 'reopen-next')}</p><button class="button strong big">${say(context, 'reopen')}</button>`)
    : waitingForMe.length ? html`<p>${say(context, 'answer-first', { count: waitingForMe.length })}</p>`
    : open.length ? html`<p>${say(context, 'wait-first', { count: open.length })}</p>`
    : drafted.length ? ''
    : approved ? html`<p>${say(context, view.status === 'agreed' ? 'approved-both' : 'approved-waiting')}</p>`
    : planForm(context, 'approve', { do: 'approve', version: view.current.number, hash: view.current.hash }, html`<p>${say(context, 'approve-next', { number: view.current.number })}</p><button class="button strong big">${say(context, 'approve')}</button>`)}
${declined ? '' : html`<div class="acts">${fold(context, ['decline'], say(context, 'decline'), planForm(context, 'decline', { do: 'decline' }, html`<p>${say(context, 'decline-next')}</p>
${area(context, 'decline', { name: 'reason', label: say(context, 'decline-reason'), required: true })}<button class="button">${say(context, 'decline-now')}</button>`))}</div>`}</section>`;
}

function notes(context: PlanContext): Html {
  const { view, dates } = context;
  return html`<section class="private no-print" id="notes" tabindex="-1" aria-labelledby="notes-title"><h2 id="notes-title">${say(context, 'notes')}</h2><p class="hint">${say(context, 'notes-hint')}</p>
${planForm(context, 'note', { do: 'note' }, html`${area(context, 'note', { name: 'text', label: say(context, 'note-label'), required: true })}<button class="button">${say(context, 'note-save')}</button>`)}
${view.notes.length ? html`<ul class="notes">${view.notes.map(({ text, at }) => html`<li><p class="eyebrow"><time datetime="${at}">${dates.moment(at)}</time></p><p dir="auto">${text}</p></li>`)}</ul>` : ''}</section>`;
}
