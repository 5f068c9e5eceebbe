import type { DeskRow } from '../../actions/plan-view.ts';
import { datesInWords, type DatesInWords } from '../../core/dates-in-words.ts';
import type { PageWords } from '../../core/page-words.ts';
import type { DeskPage, PlanPage } from '../parts.ts';
import { html, safeHref, type Html } from './html.ts';
import { bar, layout } from './layout.ts';
import type { Compared } from './plan/compare.ts';
import { clientName, type PlanContext } from './plan/context.ts';
import { history } from './plan/history.ts';
import { approvals } from './plan/standing.ts';
import { safetyBlock } from './safety.ts';

/** The desk's filters, in the order of the page. */
export const shelves = {
  all: () => true,
  'for-me': ({ waiting }: DeskRow) => waiting === 'therapist',
  'for-client': ({ waiting }: DeskRow) => waiting === 'client',
  agreed: ({ status }: DeskRow) => status === 'agreed',
  due: ({ review }: DeskRow) => review !== null && review.due !== 'later',
} as const;

export type Shelf = keyof typeof shelves;
export const isShelf = (text: unknown): text is Shelf => typeof text === 'string' && Object.hasOwn(shelves, text);

export interface DeskState {
  /** The desk's own address. */
  base: string;
  shelf: Shelf;
  search: string;
  /** What was just done about an alert. */
  did?: 'alert-seen' | 'alert-cleared' | undefined;
  /** Ways to sign out, at the foot of the page. */
  leave?: Html;
}

export function deskPage(words: PageWords, desk: DeskPage, state: DeskState): Html {
  const { base, shelf, search } = state;
  const folded = (text: string): string => text.toLocaleLowerCase(words.language);
  const named = desk.rows.filter(({ client }) => !search || folded(client.name ?? '').includes(folded(search)));
  const rows = named.filter(shelves[shelf]);
  const dates = datesInWords(desk.language, desk.timeZone);
  const title = words.t('desk.title');
  return layout({ words, practice: desk.practice, title, kind: 'desk' }, html`
${bar(desk.practice)}
<main id="main" class="sheet">
  <div class="who with-ways">
    <div><h1>${title}</h1><p class="hint">${desk.therapist.name}</p></div>
    <nav class="desk-ways" aria-label="${words.t('desk.ways')}">
      <a class="button" href="${base}/invite">${words.t('desk.invite')}</a>
      <a class="button quiet" href="${base}/settings">${words.t('desk.settings')}</a>
    </nav>
  </div>
  ${state.did ? html`<p class="flash" role="status">${words.t(`review.done-${state.did}`)}</p>` : ''}
  ${safetyBlock({ words, dates, base, named: true }, desk.alerts)}
  ${shelfLinks(words, named, state)}
  <form class="search" method="get" action="${base}" role="search">
    <input type="hidden" name="show" value="${shelf}">
    <label for="q">${words.t('desk.search')}</label>
    <div class="write">
      <input id="q" name="q" type="search" value="${search}" dir="auto" autocomplete="off">
      <button class="button">${words.t('desk.search-now')}</button>
    </div>
  </form>
  ${rows.length > 0 ? html`<ul class="rows">${rows.map((row) => deskRow(words, dates, base, row))}</ul>`
    : html`<p class="empty">${words.t(search ? 'desk.none-found' : desk.rows.length ? 'desk.none-here' : 'desk.none-yet')}</p>`}
  <p class="no-print"><a class="plain-link" href="${base}/intake">${words.t('desk.intake')}</a></p>
  ${state.leave ?? ''}
</main>`);
}

function shelfLinks(words: PageWords, rows: DeskRow[], { base, shelf, search }: DeskState): Html {
  const query = search ? `&q=${encodeURIComponent(search)}` : '';
  return html`<nav class="shelves" aria-label="${words.t('desk.filters')}">
  ${(Object.keys(shelves) as Shelf[]).map((name) => html`
  <a href="${base}?show=${name}${query}" ${name === shelf ? html`aria-current="page"` : ''}>
    ${words.t(`desk.${name}`)} <span class="count">${rows.filter(shelves[name]).length}</span></a>`)}
</nav>`;
}

function deskRow(words: PageWords, dates: DatesInWords, base: string, row: DeskRow): Html {
  const { version, since, openProposals, reviewOn, review, lastCheckIn, goneQuiet, drop } = row;
  // A look that is due stays due until both have said what comes of it, also while a later day is being agreed.
  const lookOn = review?.on ?? reviewOn;
  const client = row.client.name ?? words.t('desk.unnamed');
  const state = row.waiting === 'nobody' ? row.status : row.waiting === 'therapist' ? 'for-me' : 'for-client';
  return html`<li class="row">
  <div>
    <h2 dir="auto"><a href="${safeHref(row.reviewPath) ?? base}">${client}</a></h2>
    <p class="hint">${words.t('desk.row-facts', { number: version, day: dates.day(since) })}${openProposals
      ? html` · ${words.t('desk.row-open', { count: openProposals })}` : ''}${lastCheckIn
      ? html` · ${words.t('desk.last-check-in', { day: dates.day(lastCheckIn) })}` : ''}</p>
    ${drop ? html`<p class="due">${words.t('desk.drop', { from: drop.change.from.value, to: drop.change.to.value })} <bdi>${drop.goal}</bdi></p>` : ''}
    ${review?.said ? html`<p class="hint">${words.t('desk.review-said', { said: review.said })}</p>` : ''}
  </div>
  <div class="row-end">
    <span class="badge ${state}">${words.t(`desk.state-${state}`)}</span>
    ${goneQuiet ? html`<span class="badge">${words.t('desk.gone-quiet')}</span>` : ''}
    ${lookOn ? html`<span class="hint${review && review.due !== 'later' ? ' due' : ''}">
      ${words.t(`desk.review-${review?.due === 'overdue' ? 'due' : 'on'}`, { day: dates.date(lookOn) })}</span>` : ''}
    <a class="plain-link" href="${base}/history/${encodeURIComponent(row.planId)}"
      aria-label="${words.t('desk.history-of', { client })}">${words.t('desk.history')}</a>
  </div>
</li>`;
}

/** How one plan came to be what it is. */
export function deskHistoryPage(words: PageWords, { view, language, timeZone }: PlanPage, base: string, compared?: Compared): Html {
  const context: PlanContext = { words, view, dates: datesInWords(language, timeZone), action: `${base}/history/${view.plan.id}`, compared };
  const title = words.t('desk.history-of', { client: clientName(context) });
  return layout({ words, practice: view.practice, title, kind: 'plan' }, html`
${bar(view.practice, html`<a class="plain-link" href="${base}">${words.t('desk.back')}</a>`)}
<main id="main" class="sheet">
  <div class="who"><h1>${title}</h1><div class="record">${approvals(context)}</div></div>
  ${history(context, true)}
</main>`);
}
