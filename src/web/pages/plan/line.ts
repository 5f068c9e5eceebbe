import { lineOf } from '../../../core/plan/apply.ts';
import type { PlanItem, Source } from '../../../core/plan/plan.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { html, type Html } from '../html.ts';
import { isOver, say, type PlanContext } from './context.ts';
import { itemFacts } from './item.ts';
import { lineForms } from './line-forms.ts';
import { proposalCard } from './proposal.ts';
import { quotesBeside } from './quote.ts';
import { languageNote, read, readPlainly } from './reading.ts';

/** One line of the plan: what it says and where it comes from; beside it the client's words; under it what may be done. */
export function line(context: PlanContext, item: PlanItem): Html {
  const { plan, viewer } = context.view;
  const about = plan.proposals.filter((proposal) => isPending(proposal) && lineOf(proposal.change) === item.id);
  const taken = about.some(({ by, change }) => by === viewer && change.do !== 'ask');
  return html`<li class="line" id="line-${item.id}" tabindex="-1">
<div class="line-main">
  <h3 dir="auto">${read(context, item.id, item.text)}</h3>
  ${itemFacts(context, item)}
  <p class="source">${sources(context, item)}</p>
  ${smart(context, item)}
  ${about.map((proposal) => proposalCard(context, proposal))}
  ${taken || isOver(context.view) ? '' : lineForms(context, item)}
</div>
${quotesBeside(context, item)}
</li>`;
}

/** Where the line comes from, each origin once, and its language, where that is not the reader's. */
function sources(context: PlanContext, item: PlanItem): Html {
  const { words } = context;
  const origin = (source: Source): string => {
    switch (source.from) {
      case 'client': return say(context, source.quote === item.text ? 'from-client' : 'from-what-client-said');
      case 'library': return `${words.t('agree.from-library')} ${readPlainly(context, item.id, source.because)}`;
      case 'person': return say(context, source.party === 'client' ? 'by-client' : 'by-therapist');
    }
  };
  const foreign = context.view.foreign[item.id]?.[item.text];
  const note = foreign && !foreign.reading ? [languageNote(words, foreign.language)] : [];
  return html`${[...new Set(item.sources.map(origin)), ...note].join(' · ')}`;
}

/** The therapist's notes on how the goal is worded: folded, never a mark. */
function smart(context: PlanContext, item: PlanItem): Html | null {
  const points = context.view.points[item.id];
  if (context.view.viewer !== 'therapist' || !points?.length) return null;
  const met = points.filter(({ meets }) => meets).length;
  return html`<details class="smart">
  <summary>${say(context, 'smart', { met, of: points.length })}</summary>
  <ul>${points.map(({ name, meets, note }) => html`<li class="${meets ? 'met' : 'lacks'}">
    <b>${name}</b> <span class="unseen">${say(context, meets ? 'smart-met' : 'smart-lacks')}</span> ${note}</li>`)}</ul>
</details>`;
}
