import { html, type Html } from '../html.ts';
import type { PlanContext } from './context.ts';

/** The plan to take along: as files, and on paper. Without script a browser prints by its own menu. */
export function copies({ words, view, action }: PlanContext): Html {
  const link = (file: string, name: string): Html =>
    html`<li><a class="button quiet" href="${action}/${file}" download>${words.t(`copy.${name}`)}</a></li>`;
  return html`<section class="part copies no-print" aria-labelledby="copies">
<h2 id="copies">${words.t('copy.copies')}</h2>
<p class="hint">${words.t('copy.copies-hint')}</p>
<ul>
  ${link('plan.pdf', 'get-pdf')}
  ${link('plan.ics', 'get-calendar')}
  ${view.viewer === 'therapist' ? link('plan.fhir.json', 'get-record') : ''}
  <li data-print hidden><button type="button" class="button quiet">${words.t('copy.print')}</button></li>
</ul>
</section>`;
}
