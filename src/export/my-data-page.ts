import { html, raw } from 'hono/html';
import { datesInWords, type DatesInWords } from '../core/dates-in-words.ts';
import type { PageWords } from '../core/page-words.ts';
import { progressOf, type Progress } from '../core/progress/progress.ts';
import { progressTable } from '../core/progress/table.ts';
import type { Proposal } from '../core/plan/plan.ts';
import type { Copy } from './copy.ts';
import type { MyConversation, MyData } from './my-data.ts';
import { planContent } from './plan-content.ts';
import type { ContentLine, Fact } from './plan-lines.ts';

type Html = ReturnType<typeof html>;

interface Context {
  words: PageWords;
  dates: DatesInWords;
}

/** Everything but styles is refused, should a program open the page and a mistake of ours let markup through. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE = `
:root { color-scheme: light dark; --page: Canvas; --accent-ink: LinkText; }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; background: Canvas; color: CanvasText; }
h1 { line-height: 1.2; } h2 { margin-top: 3rem; border-bottom: 1px solid; } h3 { margin: 1.5rem 0 0.3rem; }
.said { white-space: pre-wrap; unicode-bidi: plaintext; margin: 0.2rem 0 0.8rem; }
blockquote { margin: 0.3rem 0 0.8rem; padding-inline-start: 1rem; border-inline-start: 3px solid; }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: 0.2rem 1rem; } dt, .when { opacity: 0.8; font-size: 0.92rem; margin-bottom: 0; } dd.said { margin: 0; }
table { border-collapse: collapse; } th, td { text-align: start; padding: 0.25rem 1rem 0.25rem 0; vertical-align: top; border-bottom: 1px solid; } caption { text-align: start; font-weight: 600; }
th, td:not(:last-child) { white-space: nowrap; } td:last-child { overflow-wrap: anywhere; }
.progress-chart { max-width: 100%; height: auto; }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } h2, h3 { break-after: avoid; } li, blockquote, tr, .progress-chart { break-inside: avoid; } }
`;

/** A page that needs nothing but itself: no script, no address elsewhere; everything anybody wrote stands in it as text. */
export async function myDataPage(data: MyData, words: PageWords): Promise<string> {
  const context: Context = { words, dates: datesInWords(words.language, data.timeZone) };
  const plans = await Promise.all(data.plans.map((copy) => plan(context, copy)));
  const page = html`<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${words.t('copy.data-title')}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${words.t('copy.data-title')}</h1>
<p>${words.t('copy.data-lead', { moment: context.dates.momentAndZone(data.at) })}</p>
<p>${words.t('copy.data-private')}</p>
<h2>${words.t('copy.data-files')}</h2>
<ul><li>${words.t('copy.data-file-page')}</li><li>${words.t('copy.data-file-json')}</li>${data.plans.length > 0 ? html`<li>${words.t('copy.data-file-plan')}</li>` : ''}</ul>
${you(context, data)}
${plans.length > 0 ? plans : html`<h2>${words.t('copy.data-plan')}</h2><p>${words.t('copy.data-plan-none')}</p>`}
${section(context, 'check-ins', data.checkIns.map(({ at, words: text }) => entry(context, at, text)))}
${section(context, 'answers', data.conversations.map((one) => conversation(context, one)))}
${section(context, 'consents', data.consents.map(({ at, given, shown, withdrawnAt }) => html`<h3>${words.t(given ? 'copy.data-consent-given' : 'copy.data-consent-not-given', { moment: context.dates.momentAndZone(at) })}</h3>
${withdrawnAt ? html`<p>${words.t('copy.data-consent-withdrawn', { moment: context.dates.momentAndZone(withdrawnAt) })}</p>` : ''}<blockquote>${said(shown)}</blockquote>`))}
${section(context, 'disclosures', data.disclosures.map(({ at }) => html`<p>${words.t('copy.data-disclosure', { moment: context.dates.momentAndZone(at) })}</p>`))}
${section(context, 'shared', data.releases.map(({ at, what, whom }) => html`<p dir="auto">${words.t('copy.data-shared-line', { day: context.dates.day(at), what, whom })}</p>`))}
${section(context, 'messages', data.messages.map(({ at, from, text }) => html`<p class="when">${words.t(from === 'client' ? 'copy.data-from-you' : 'copy.data-from-us')}, ${context.dates.momentAndZone(at)}</p>${said(text)}`))}
</main>
</body>
</html>
`;
  return String(page);
}

const said = (text: string, language?: string): Html => html`<p class="said" dir="auto"${language ? html` lang="${language}"` : ''}>${text}</p>`;

const entry = ({ dates }: Context, at: string, text: string): Html => html`<p class="when">${dates.momentAndZone(at)}</p>${said(text)}`;

const section = ({ words }: Context, name: string, entries: Html[]): Html =>
  html`<h2>${words.t(`copy.data-${name}`)}</h2>${entries.length > 0 ? entries : html`<p>${words.t('copy.data-none')}</p>`}`;

const pairs = (facts: Fact[]): Html | '' =>
  facts.length === 0 ? '' : html`<dl>${facts.map(({ label, text, language }) => html`<dt>${label}</dt><dd class="said" dir="auto"${language ? html` lang="${language}"` : ''}>${text}</dd>`)}</dl>`;

function you({ words, dates }: Context, { client, practice }: MyData): Html {
  const fact = (key: string, text: string): Fact => ({ label: words.t(`copy.${key}`), text });
  return html`<h2>${words.t('copy.data-you')}</h2>${pairs([
    fact('data-name', client.name ?? words.t('copy.data-no-name')), fact('data-language', client.language),
    ...(client.country ? [fact('data-country', client.country)] : []),
    fact('data-since', dates.day(client.since)), fact('practice', practice.name), fact('contact', practice.contact),
    ...client.chats.map(({ name, since }) => fact('data-chats', `${name}, ${dates.day(since)}`)),
  ])}`;
}

async function plan(context: Context, copy: Copy): Promise<Html> {
  const { words, dates } = context;
  const { title, facts, standing, sections, approvals, notice } = planContent(copy, words);
  const { versions, proposals } = copy.plan;
  return html`<h2>${title}</h2>${pairs(facts)}<p><b>${standing}</b></p>
${sections.map(({ heading, quotes, lines }) => html`<h3 dir="auto">${heading}</h3>${quotes.map(quotation)}${lines.length > 0 ? html`<ul>${lines.map(line)}</ul>` : ''}`)}
<h3>${words.t('copy.approvals')}</h3><ul>${approvals.map(({ name, role, when, hash }) => html`<li dir="auto">${name} (${role}): ${when} ${hash}</li>`)}</ul>
<h3>${notice.heading}</h3>${notice.paragraphs.map((text) => html`<p>${text}</p>`)}
${await progressPart(context, copy)}
<h3>${words.t('copy.data-suggestions')}</h3>${proposals.length > 0 ? html`<ul>${proposals.map((one) => proposal(context, copy, one))}</ul>` : html`<p>${words.t('copy.data-none')}</p>`}
<h3>${words.t('copy.data-versions')}</h3>${versions.map(({ number, at, items }) => html`<h4>${words.t('copy.version-of', { number, day: dates.day(at) })}</h4><ul>${items.map(({ text }) => html`<li class="said" dir="auto">${text}</li>`)}</ul>`)}`;
}

const line = ({ text, facts, source, quotes }: ContentLine): Html =>
  html`<li><b class="said" dir="auto">${text}</b>${pairs(facts)}<p class="when" dir="auto">${source}</p>${quotes.map(quotation)}</li>`;

const quotation = ({ label, text, language }: Fact): Html => html`<blockquote>${label ? html`<p class="when">${label}</p>` : ''}${said(text, language)}</blockquote>`;

function proposal({ words, dates }: Context, { client, therapist }: Copy, { by, change, reason, state, remarks, createdAt }: Proposal): Html {
  const name = (party: string): string => (party === 'client' ? client.name ?? words.t('copy.client-unnamed') : therapist.name);
  const byWhom = (party: string, at: string): string => words.t('copy.data-by', { name: name(party), day: dates.day(at) });
  const what = (): string => {
    switch (change.do) {
      case 'add': return words.t('copy.data-add', { text: change.item.text });
      case 'remove': return words.t('copy.data-remove', { text: change.before.text });
      case 'ask': return words.t('copy.data-ask', { text: change.question });
      case 'change': return change.before.text === change.after.text
        ? words.t('copy.data-change-detail', { text: change.after.text })
        : words.t('copy.data-change', { before: change.before.text, after: change.after.text });
    }
  };
  return html`<li><p class="when" dir="auto">${byWhom(by, createdAt)}</p>${said(what())}${reason ? said(words.t('copy.data-reason', { text: reason })) : ''}
${remarks.map((remark) => html`<p class="when" dir="auto">${byWhom(remark.by, remark.at)}</p>${said(remark.text)}`)}<p>${words.t(`copy.data-state-${state}`)}</p></li>`;
}

async function progressPart({ words, dates }: Context, copy: Copy): Promise<Html> {
  const progress: Progress = progressOf(copy);
  if (progress.goals.every(({ now }) => now === undefined)) return html`<h3>${words.t('copy.data-progress')}</h3><p>${words.t('progress.none-yet')}</p>`;
  const { progressChart } = await import('./progress-chart.ts');
  return html`<h3>${words.t('copy.data-progress')}</h3><p>${words.t('progress.scale')}</p>
${progress.goals.map((goal) => {
  const { caption, head, rows } = progressTable(goal, progress, words, dates.brief);
  // Drawn by us, from numbers and our own words alone.
  return html`${raw(progressChart(goal, progress, words, copy.timeZone) ?? '')}<table><caption dir="auto">${caption}</caption>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(({ day, rating, note }) => html`<tr><td>${day}</td><td>${rating}</td><td class="said" dir="auto">${note}</td></tr>`)}</tbody></table>`;
})}`;
}

function conversation({ words, dates }: Context, { title, at, answers }: MyConversation): Html {
  const one = ({ question, text, at: when, outOfPlan }: MyConversation['answers'][number]): Html =>
    html`<p class="when"><span dir="auto">${question}</span> · ${dates.momentAndZone(when)}${outOfPlan ? ` · ${words.t('copy.data-apart')}` : ''}</p>${text === null ? html`<p><i>${words.t('copy.data-skipped')}</i></p>` : said(text)}`;
  return html`<h3>${title}, ${dates.day(at)}</h3>${answers.map(one)}`;
}
