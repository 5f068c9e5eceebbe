import type { DeskIntake } from '../../actions/desk-intake.ts';
import type { StepGroup } from '../../actions/intake-progress.ts';
import { FEWEST, STOPPED_AFTER_DAYS } from '../../core/intake/steps.ts';
import type { PageWords } from '../../core/page-words.ts';
import { belowDesk } from './desk-parts.ts';
import { html, type Html } from './html.ts';

/** How far people come in the intake, topic by topic, in numbers that nobody can be found in. */
export function deskIntakePage(words: PageWords, { practice, progress }: DeskIntake, base: string): Html {
  const { groups, finished, underWay, labels } = progress;
  const t = (key: string, values = {}): string => words.t(`desk-intake.${key}`, { fewest: FEWEST, ...values });
  const most = groups[0]?.reached ?? 0;
  return belowDesk(words, practice, { base, title: t('title') }, html`
<p class="lead">${t('lead', { practice: practice.name })}</p>
<dl class="counts">
  <div><dt>${t('finished')}</dt><dd>${finished ?? t('fewest')}</dd></div>
  <div><dt>${t('under-way')}</dt><dd>${underWay ?? t('fewest')}</dd></div>
</dl>
${groups.length === 0 ? html`<p>${t('too-few')}</p>` : html`<table class="way">
  <caption>${t('caption')}</caption>
  <thead><tr><th scope="col">${t('topic')}</th><th scope="col">${t('reached')}</th><th scope="col">${t('stopped')}</th></tr></thead>
  <tbody>${groups.map(({ topics, reached, stopped }) => html`<tr>
    <th scope="row">${nameOf(words, topics, labels)}${bar(reached, most)}</th>
    <td>${reached}</td>
    <td>${stopped ?? t('stopped-few')}</td>
  </tr>`)}</tbody>
</table>`}
<p class="hint">${t('how', { days: STOPPED_AFTER_DAYS })}</p>
<p class="hint">${t('private')}</p>`);
}

function nameOf(words: PageWords, topics: StepGroup['topics'], labels: Record<string, string>): string {
  const name = (topic: string | null): string => (topic === null ? words.t('desk-intake.before') : (labels[topic] ?? topic));
  const [first, last] = [name(topics[0]!), name(topics.at(-1)!)];
  return topics.length === 1 ? first : words.t('desk-intake.topics', { first, last });
}

/** The number beside it as a length. */
const bar = (count: number, most: number): Html =>
  html`<svg class="length" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${Math.round((count / most) * 100)}" height="4"/></svg>`;
