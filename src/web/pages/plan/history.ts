import type { PlanView } from '../../../actions/plan-view.ts';
import { isPending } from '../../../core/plan/versions.ts';
import { html, type Html } from '../html.ts';
import { compare } from './compare.ts';
import { nameOf, type PlanContext } from './context.ts';
import { diffList } from './diff-list.ts';
import { proposalBrief } from './proposal.ts';
import { written } from './reading.ts';

/** Every version with what changed in it, newest first, and every suggestion with its answer. */
export function history(context: PlanContext, open = false): Html {
  const { words, view } = context;
  const decided = view.plan.proposals.filter((proposal) => !isPending(proposal) && proposal.sentAt).toReversed();
  return html`<section class="history" aria-labelledby="history">
<h2 id="history">${words.t('agree.history')}</h2>
<ol class="versions" reversed>${view.history.map((entry, at) => html`<li>${version(context, entry, open && at === 0)}</li>`)}</ol>
${compare(context)}
${decided.length ? html`<details class="decided">
  <summary>${words.t('agree.decided', { count: decided.length })}</summary>
  <ul>${decided.map((proposal) => html`<li>${proposalBrief(context, proposal)}</li>`)}</ul>
</details>` : ''}
</section>`;
}

function version(context: PlanContext, { version, diff }: PlanView['history'][number], open: boolean): Html {
  const { words, dates, view } = context;
  const { number, at, by, reason } = version;
  const who = by === 'draft' ? words.t('agree.by-draft')
    : by === view.viewer ? words.t('agree.by-you')
    : words.t('agree.by-other', { name: nameOf(context, by) });
  return html`<details${open ? html` open` : ''}>
  <summary>${words.t('agree.version-line', { number, day: dates.day(at) })} <span class="hint">${who}</span></summary>
  <div class="fold-in">
    ${reason ? html`<p dir="auto">${by === 'draft' ? reason : written(context, by, reason)}</p>` : ''}
    ${diff.length ? diffList(context, diff) : html`<p class="hint">${words.t(number === 1 ? 'agree.first-version' : 'agree.no-difference')}</p>`}
  </div>
</details>`;
}
