import type { ClientWord } from '../../../actions/plan-view.ts';
import { lineOf } from '../../../core/plan/apply.ts';
import type { PlanItem } from '../../../core/plan/plan.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';
import { area, day, fold, planForm, rating } from './forms.ts';
import { itemFacts } from './item.ts';
import { proposalCard } from './proposal.ts';

/** One line of the plan: what it says and where it comes from; beside it the client's words; under it what may be done. */
export function line(context: PlanContext, item: PlanItem): Html {
  const about = context.view.plan.proposals.filter((proposal) => isPending(proposal) && lineOf(proposal.change) === item.id);
  const taken = about.some(({ by, change }) => by === context.view.viewer && change.do !== 'ask');
  const words = wordsBeside(context, item);
  return html`<li class="line" id="line-${item.id}" tabindex="-1"><div class="line-main">
<h3 dir="auto">${item.text}</h3>
${itemFacts(context, item)}
<p class="source">${sourceOf(context, item)}</p>
${smart(context, item)}
${about.map((proposal) => proposalCard(context, proposal))}
${taken ? '' : lineForms(context, item)}
</div>${words.length ? html`<div class="line-words">${words}</div>` : ''}</li>`;
}

function sourceOf(context: PlanContext, item: PlanItem): Html[] {
  const said = item.sources.map((source) =>
    source.from === 'client' ? html`${say(context, source.quote === item.text ? 'from-client' : 'from-what-client-said')}`
    : source.from === 'library' ? html`${context.words.t('agree.from-library')} <span dir="auto">${source.because}</span>`
    : html`${say(context, source.party === 'client' ? 'by-client' : 'by-therapist')}`);
  const seen = new Set<string>();
  return said.filter((piece) => !seen.has(String(piece)) && seen.add(String(piece))).map((piece, at) => (at ? html` · ${piece}` : piece));
}

/** The words that led to a line: those it quotes, and what was said about it. */
function wordsBeside(context: PlanContext, item: PlanItem): Html[] {
  const { view } = context;
  // A line that is the client's words letter for letter needs no echo beside it.
  const quoted = item.sources.flatMap((source) => (source.from === 'client' && source.quote !== item.text ? [source] : []));
  const told = view.words.filter((word) => !word.outOfPlan && word.text !== item.text && (quoted.some(({ answer }) => answer === word.answer) || word.goal === item.id));
  const rest = quoted.filter(({ answer }) => !told.some((word) => word.answer === answer));
  return [
    ...told.map((word) => clientWord(word)),
    ...rest.map(({ quote }) => quotation(quote)),
  ].map((piece, at) => (at === 0 ? html`<p class="eyebrow">${say(context, 'words-of')}</p>${piece}` : piece));
}

export const clientWord = ({ question, text }: ClientWord): Html => quotation(text, question);

const quotation = (text: string, label?: string): Html =>
  html`<figure class="quote">${label ? html`<figcaption>${label}</figcaption>` : ''}<blockquote dir="auto">${text}</blockquote></figure>`;

function smart(context: PlanContext, item: PlanItem): Html | null {
  const points = context.view.points[item.id];
  if (context.view.viewer !== 'therapist' || !points?.length) return null;
  const met = points.filter(({ meets }) => meets).length;
  return html`<details class="smart"><summary>${say(context, 'smart', { met, of: points.length })}</summary><ul>${points.map(({ name, meets, note }) =>
    html`<li class="${meets ? 'met' : 'lacks'}"><b>${name}</b> <span class="unseen">${say(context, meets ? 'smart-met' : 'smart-lacks')}</span> ${note}</li>`)}</ul></details>`;
}

/** Reword, remove, ask. Leaving a line alone keeps it. */
function lineForms(context: PlanContext, item: PlanItem): Html {
  const { view, words } = context;
  const base = { item: item.id, seen: view.current.number };
  const reason = { name: 'reason', label: say(context, 'why-label'), hint: say(context, 'why-hint'), required: view.viewer === 'therapist' };
  const [change, remove, ask] = ['change', 'remove', 'ask'].map((act) => `${act}:${item.id}`) as [string, string, string];
  const submit = html`<button class="button strong">${say(context, 'propose')}</button>`;
  const forms = html`<div class="acts">
${fold(context, [change], say(context, item.kind === 'review' ? 'move' : 'reword'), planForm(context, change, { do: 'change', ...base }, html`
${item.kind === 'review' ? '' : area(context, change, { name: 'text', label: say(context, 'new-words'), value: item.text, required: true })}
${item.kind === 'goal' ? html`<div class="fields">${view.viewer === 'client' ? rating(context, change, { name: 'baseline', label: say(context, 'now-label'), value: numberText(item.baseline) }) : ''}
${rating(context, change, { name: 'target', label: say(context, 'enough-label'), value: numberText(item.target) })}</div>` : ''}
${item.kind === 'review' ? day(context, change, { name: 'on', label: say(context, 'new-day'), value: item.on, required: true }) : ''}
${area(context, change, reason)}${submit}`))}
${item.kind === 'review' ? '' : fold(context, [remove], say(context, 'remove'), planForm(context, remove, { do: 'remove', ...base }, html`${area(context, remove, reason)}${submit}`))}
${fold(context, [ask], say(context, 'ask'), planForm(context, ask, { do: 'ask', ...base }, html`
${area(context, ask, { name: 'question', label: say(context, 'question-label'), required: true })}<button class="button strong">${say(context, 'propose-question')}</button>`))}
</div>`;
  // The therapist works through the lines; the client mostly reads, so one word stands for all three.
  return view.viewer === 'therapist' ? forms : html`<div class="acts">${fold(context, [change, remove, ask], words.t('plan.change-or-ask'), forms)}</div>`;
}

const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value));
