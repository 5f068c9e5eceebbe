import { CairnError } from '../errors.ts';
import { languageName } from '../core/language-name.ts';
import { datesInWords, type DatesInWords } from '../core/dates-in-words.ts';
import { agreements } from '../core/progress/agreements.ts';
import { generalWords, ratherNotWords, wordsBeside, type ToldWord } from '../core/plan/client-words.ts';
import type { ItemKind, Party, PlanItem, PlanVersion, Source, TreatmentPlan } from '../core/plan/plan.ts';
import { currentVersion } from '../core/plan/versions.ts';
import type { Copy, CopyWords } from './copy.ts';

/**
 * A plan as it is read on paper, as plain texts in order: what the PDF, the client's own copy and the record's narrative
 * all say. Suggestions, questions, the therapist's notes and what was to stay out of the plan are not in it.
 */
export interface PlanContent {
  title: string;
  facts: Fact[];
  /** Whether it is agreed. */
  standing: string;
  sections: ContentSection[];
  approvals: ContentApproval[];
  notice: { heading: string; paragraphs: string[] };
}

/** A name and what is under it. The name is ours, the text may be anybody's. */
export interface Fact {
  label: string;
  text: string;
  /** Of the text, where it is not the copy's. */
  language?: string;
}

export interface ContentSection {
  heading: string;
  /** What the client said, about no single line. */
  quotes: Fact[];
  lines: ContentLine[];
}

export interface ContentLine {
  /** As the reader of the copy has it before them; where the plan says it in another language, that stands among the facts. */
  text: string;
  language?: string;
  facts: Fact[];
  /** Where the line comes from. */
  source: string;
  /** The client's words that led to it; never anybody else's. */
  quotes: Fact[];
}

/** One party's yes, or the place for it. */
export interface ContentApproval {
  name: string;
  role: string;
  /** "Not yet" where there is none. */
  when: string;
  /** The content hash they approved; '' where there is none. */
  hash: string;
}

const HEADINGS: Record<ItemKind, string> = {
  area: 'copy.areas', goal: 'copy.goals', strategy: 'copy.strategies', measure: 'copy.measures', review: 'copy.review-date',
};

interface Context {
  copy: Copy;
  words: CopyWords;
  dates: DatesInWords;
  client: string;
  items: PlanItem[];
  /** Where this version is the one that closed the plan. */
  closed?: NonNullable<TreatmentPlan['closed']>;
}

/** One version of the plan, the current one unless another is named. Throws `not-found` for a version it does not have. */
export function planContent(copy: Copy, words: CopyWords, number?: number): PlanContent {
  const version = versionOf(copy, number);
  const context: Context = {
    copy, words, dates: datesInWords(words.language, copy.timeZone),
    client: copy.client.name ?? words.t('copy.client-unnamed'),
    items: version.items,
    ...(copy.plan.closed && version === currentVersion(copy.plan) && { closed: copy.plan.closed }),
  };
  // The version that closes a plan is nobody's to say yes to: what both said yes to stands before it.
  const approved = context.closed ? agreements(copy.plan).at(-1)?.version ?? version : version;
  const sections = [general(context), part(context, 'area'), part(context, 'goal'), part(context, 'strategy'), part(context, 'measure'), ratherNot(context), part(context, 'review')];
  return {
    title: words.t('copy.title'),
    facts: facts(context, version),
    standing: standing(context, version),
    sections: sections.filter(({ quotes, lines }) => quotes.length + lines.length > 0),
    approvals: [approval(context, approved, 'client'), approval(context, approved, 'therapist')],
    notice: {
      heading: words.t('copy.notice'),
      paragraphs: ['is', 'changes', 'progress', 'no', 'not', 'urgent', 'private'].map((name) => words.t(`copy.notice-${name}`)),
    },
  };
}

export function versionOf({ plan }: Copy, number?: number): PlanVersion {
  const version = number === undefined ? currentVersion(plan) : plan.versions.find((one) => one.number === number);
  if (!version) throw new CairnError('not-found', 'The plan has no such version.', { details: { version: number } });
  return version;
}

const facts = ({ copy, words, dates, client, closed }: Context, version: PlanVersion): Fact[] => [
  { label: words.t('copy.for'), text: client },
  { label: words.t('copy.with'), text: copy.therapist.name },
  { label: words.t('copy.practice'), text: copy.practice.name },
  { label: words.t('copy.contact'), text: copy.practice.contact },
  { label: words.t('copy.version'), text: words.t('copy.version-of', { number: version.number, day: dates.day(version.at) }) },
  { label: words.t('copy.made'), text: dates.momentAndZone(copy.at) },
  ...(closed?.words ? [{ label: words.t('copy.closing-words'), text: closed.words }] : []),
];

function standing({ copy: { plan }, words, dates, closed }: Context, version: PlanVersion): string {
  const agreed = agreements(plan);
  const own = agreed.find((one) => one.version === version);
  const isCurrent = version === currentVersion(plan);
  if (plan.declined && isCurrent) return words.t('copy.declined');
  if (closed) return words.t('copy.closed', { day: dates.day(closed.at) });
  const later = agreed.findLast((one) => one.version.number > version.number);
  if (own && !later) return words.t('copy.agreed', { day: dates.day(own.at) });
  if (own && later) return words.t('copy.replaced', { day: dates.day(own.at), number: later.version.number, later: dates.day(later.at) });
  const before = agreed.findLast((one) => one.version.number < version.number);
  return before ? words.t('copy.draft-after', { number: before.version.number, day: dates.day(before.at) }) : words.t('copy.draft');
}

function approval({ copy, words, dates, client, closed }: Context, { number, hash }: PlanVersion, party: Party): ContentApproval {
  const given = copy.plan.approvals.find((one) => one.party === party && one.version === number && one.hash === hash);
  const when = given && dates.momentAndZone(given.at);
  return {
    name: party === 'client' ? client : copy.therapist.name,
    role: words.t(`copy.role-${party}`),
    when: !when ? words.t('copy.not-yet') : closed ? words.t('copy.yes-to', { when, number }) : when,
    hash: given?.hash ?? '',
  };
}

/** What the client said about no single line, in the order of the conversation. */
const general = (context: Context): ContentSection => ({
  heading: context.words.t('copy.own-words', { client: context.client }),
  quotes: generalWords(context.copy.words).map(quoteIn(context)),
  lines: [],
});

const ratherNot = (context: Context): ContentSection => ({
  heading: context.words.t('copy.rather-not'),
  quotes: ratherNotWords(context.copy.words).map(quoteIn(context)),
  lines: [],
});

const part = (context: Context, kind: ItemKind): ContentSection => ({
  heading: context.words.t(HEADINGS[kind]),
  quotes: [],
  lines: context.items.filter((item) => item.kind === kind).map((item): ContentLine => ({
    ...read(context, item.id, item.text),
    facts: [...lineFacts(context, item), ...standsIn(context, item)],
    source: [...new Set(item.sources.map((source) => origin(context, source, item)))].join(' · '),
    quotes: [...wordsBeside(context.copy.words, item, context.copy.foreign[item.id]), ...ownWords(context, item)].map(quoteIn(context)),
  })),
});

/** The client's words, with a note where they are of another language than the copy. */
const quoteIn = ({ words }: Context) => ({ question, text, language }: ToldWord): Fact => {
  if (!language) return { label: question, text };
  const note = words.t('copy.in-language', { language: languageName(language, words.language) });
  return { label: question ? `${question} · ${note}` : note, text, language };
};

const ownWords = ({ copy: { clientLanguage: language }, words }: Context, { endedWords }: PlanItem): ToldWord[] =>
  (endedWords ? [{ question: words.t('progress.ended'), text: endedWords, ...(language && { language }) }] : []);

/** Something that a line says, as the reader has it before them: the library's words in the reader's language, anybody else's as they are. */
function read({ copy }: Context, line: string, text: string): { text: string; language?: string } {
  const foreign = copy.foreign[line]?.[text];
  if (foreign?.reading) return { text: foreign.reading.map((piece) => piece.text).join('') };
  return { text, ...(foreign && { language: foreign.language }) };
}

/** What is agreed to are the words of the plan: where the reader has others before them, these stand below. */
function standsIn({ copy, words }: Context, { id, text, what, why, connects }: PlanItem): Fact[] {
  const other = [text, what, why, connects].flatMap((one) => (one && copy.foreign[id]?.[one]?.reading ? [{ text: one, ...copy.foreign[id][one] }] : []));
  if (other.length === 0) return [];
  const { language } = other[0]!;
  return [{ label: words.t('copy.stands-in', { language: languageName(language, words.language) }), text: other.map((one) => one.text).join('\n'), language }];
}

function lineFacts(context: Context, { id, kind, baseline, target, ended, on, what, why, connects, goal }: PlanItem): Fact[] {
  const { words, dates, items } = context;
  const served = items.find((item) => item.id === goal);
  const of10 = (value: number): string => words.t('progress.of-ten', { value });
  const said = (line: string, text: string | undefined) => text && read(context, line, text);
  const found: [label: string, text: string | { text: string; language?: string } | undefined][] = [
    ['copy.on', on && dates.date(on)],
    ['copy.now', baseline === undefined ? undefined : of10(baseline)],
    ['copy.enough', target === undefined ? undefined : of10(target)],
    ['progress.ended', ended && words.t(`progress.ended-${ended}`)],
    ['copy.for-goal', served && read(context, served.id, served.text)],
    ['copy.what', said(id, what)],
    ['copy.why', said(id, why)],
    ['copy.connects', said(id, connects)],
  ];
  if (served === undefined && (kind === 'strategy' || kind === 'measure')) found.unshift(['copy.for-goal', words.t('copy.whole-plan')]);
  return found.flatMap(([label, text]): Fact[] => (text ? [{ label: words.t(label), ...(typeof text === 'string' ? { text } : text) }] : []));
}

function origin(context: Context, source: Source, { id, text }: PlanItem): string {
  const { words, client, copy } = context;
  switch (source.from) {
    case 'client': return words.t(source.quote === text ? 'copy.from-client' : 'copy.from-what-client-said', { client });
    case 'library': return words.t('copy.from-library', { because: read(context, id, source.because).text });
    case 'person': return words.t('copy.written-by', { name: source.party === 'client' ? client : copy.therapist.name });
  }
}
