import { CairnError } from '../errors.ts';
import { datesInWords } from '../core/dates-in-words.ts';
import type { PageWords } from '../core/page-words.ts';
import { agreements } from '../core/progress/agreements.ts';
import { generalWords, ratherNotWords } from '../core/plan/client-words.ts';
import type { ItemKind, Party, PlanVersion, TreatmentPlan } from '../core/plan/plan.ts';
import { currentVersion } from '../core/plan/versions.ts';
import type { Copy } from './copy.ts';
import { contentLine, quote, type ContentLine, type Fact, type LineContext } from './plan-lines.ts';

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

export interface ContentSection {
  heading: string;
  /** What the client said, about no single line. */
  quotes: Fact[];
  lines: ContentLine[];
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

interface Context extends LineContext {
  /** Where this version is the one that closed the plan. */
  closed?: NonNullable<TreatmentPlan['closed']>;
}

/** One version of the plan, the current one unless another is named. Throws `not-found` for a version it does not have. */
export function planContent(copy: Copy, words: PageWords, number?: number): PlanContent {
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
  quotes: generalWords(context.copy.words).map((word) => quote(context, word)),
  lines: [],
});

const ratherNot = (context: Context): ContentSection => ({
  heading: context.words.t('copy.rather-not'),
  quotes: ratherNotWords(context.copy.words).map((word) => quote(context, word)),
  lines: [],
});

const part = (context: Context, kind: ItemKind): ContentSection => ({
  heading: context.words.t(HEADINGS[kind]),
  quotes: [],
  lines: context.items.filter((item) => item.kind === kind).map((item) => contentLine(context, item)),
});
