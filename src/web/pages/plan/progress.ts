import { raw } from 'hono/html';
import type { PlanProgress } from '../../../actions/plan-progress.ts';
import { sayChange } from '../../../core/progress/change.ts';
import type { GoalProgress, NumberedSign } from '../../../core/progress/progress.ts';
import { progressTable } from '../../../core/progress/table.ts';
import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';
import { fold } from './forms.ts';
import { read, written } from './reading.ts';

/** How close each goal has felt: a picture, the change in words, and the same as a table. Nothing before the first check-in. */
export function progressSection(context: PlanContext, told: PlanProgress | null | undefined): Html | null {
  const rated = told?.progress.goals.filter(({ goal }) => told.pictures[goal]) ?? [];
  if (!told || rated.length === 0) return null;
  const { signs } = told.progress;
  return html`<section class="part moved" id="moved" aria-labelledby="moved-title">
<h2 id="moved-title">${context.words.t('progress.title')}</h2>
<p class="hint">${say(context, 'moved-scale')}</p>
<div class="pictures">${rated.map((goal) => goalPicture(context, told, goal))}</div>
${signs.length > 0 ? html`<div class="noted"><h3>${say(context, 'moved-signs')}</h3><ol>${signs.map((sign) => signLine(context, sign))}</ol></div>` : ''}
</section>`;
}

function goalPicture(context: PlanContext, { progress, pictures }: PlanProgress, goal: GoalProgress): Html {
  const { words, dates } = context;
  const table = progressTable(goal, progress, words, dates.day);
  const changes = [
    ...(goal.sinceStart ? [sayChange(goal.sinceStart, 'start', words)] : []),
    ...(goal.sinceLast && goal.ratings.length > 1 ? [sayChange(goal.sinceLast, 'last', words)] : []),
  ];
  return html`<div class="moved-goal">
<h3 dir="auto">${read(context, goal.goal, goal.text)}</h3>
${goal.inPlan ? '' : html`<p class="hint">${words.t('progress.gone')}</p>`}
${raw(pictures[goal.goal]!)}
${changes.map((change) => html`<p>${sentence(change)}</p>`)}
${goal.reached ? html`<p>${say(context, 'moved-reached')}</p>` : ''}
${fold(words.t('progress.as-table'), html`<table>
  <caption>${table.caption}</caption>
  <thead><tr>${table.head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
  <tbody>${table.rows.map(({ day, rating, note }) => html`<tr><th scope="row">${day}</th><td>${rating}</td><td dir="auto">${note}</td></tr>`)}</tbody>
</table>`, false)}
</div>`;
}

const signLine = (context: PlanContext, { at, text, own, number }: NumberedSign): Html =>
  html`<li value="${number}"><span dir="auto">${own ? written(context, 'client', text) : text}</span> <time class="hint" datetime="${at}">${context.dates.day(at)}</time></li>`;

const sentence = (text: string): string => `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}.`;
