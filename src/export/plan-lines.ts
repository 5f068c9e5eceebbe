import type { DatesInWords } from '../core/dates-in-words.ts';
import { languageName } from '../core/language-name.ts';
import type { PageWords } from '../core/page-words.ts';
import { wordsBeside, type ToldWord } from '../core/plan/client-words.ts';
import type { PlanItem, Source } from '../core/plan/plan.ts';
import type { Copy } from './copy.ts';

/** A name and what is under it. The name is ours, the text may be anybody's. */
export interface Fact {
  label: string;
  text: string;
  /** Of the text, where it is not the copy's. */
  language?: string;
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

/** What the lines of one version are put into words with. */
export interface LineContext {
  copy: Copy;
  words: PageWords;
  dates: DatesInWords;
  /** What to call them. */
  client: string;
  /** All lines of the version. */
  items: PlanItem[];
}

export const contentLine = (context: LineContext, item: PlanItem): ContentLine => ({
  ...read(context, item.id, item.text),
  facts: [...lineFacts(context, item), ...standsIn(context, item)],
  source: [...new Set(item.sources.map((source) => origin(context, source, item)))].join(' · '),
  quotes: [...wordsBeside(context.copy.words, item, context.copy.foreign[item.id]), ...wordsAtTheEnd(context, item)].map((word) => quote(context, word)),
});

/** The client's words, with a note where they are of another language than the copy. */
export function quote({ words }: LineContext, { question, text, language }: ToldWord): Fact {
  if (!language) return { label: question, text };
  const note = words.t('copy.in-language', { language: languageName(language, words.language) });
  return { label: question ? `${question} · ${note}` : note, text, language };
}

const wordsAtTheEnd = ({ copy: { clientLanguage: language }, words }: LineContext, { endedWords }: PlanItem): ToldWord[] =>
  (endedWords ? [{ question: words.t('progress.ended'), text: endedWords, ...(language && { language }) }] : []);

type Said = Pick<Fact, 'text' | 'language'>;

/** Something that a line says, as the reader has it before them: the library's words in the reader's language, anybody else's as they are. */
function read({ copy }: LineContext, line: string, text: string): Said {
  const foreign = copy.foreign[line]?.[text];
  if (foreign?.reading) return { text: foreign.reading.map((piece) => piece.text).join('') };
  return { text, ...(foreign && { language: foreign.language }) };
}

/** What is agreed to are the words of the plan: where the reader has others before them, these stand below. */
function standsIn({ copy, words }: LineContext, { id, text, what, why, connects }: PlanItem): Fact[] {
  const other = [text, what, why, connects].flatMap((one) => (one && copy.foreign[id]?.[one]?.reading ? [{ text: one, ...copy.foreign[id][one] }] : []));
  if (other.length === 0) return [];
  const { language } = other[0]!;
  return [{ label: words.t('copy.stands-in', { language: languageName(language, words.language) }), text: other.map((one) => one.text).join('\n'), language }];
}

function lineFacts(context: LineContext, { id, kind, baseline, target, ended, on, what, why, connects, goal }: PlanItem): Fact[] {
  const { words, dates, items } = context;
  const goalServed = items.find((item) => item.id === goal);
  const ours = (text: string | undefined): Said | undefined => (text === undefined ? undefined : { text });
  const of10 = (value: number | undefined) => ours(value === undefined ? undefined : words.t('progress.of-ten', { value }));
  const said = (text: string | undefined, line = id) => (text ? read(context, line, text) : undefined);
  const servesAll = !goalServed && (kind === 'strategy' || kind === 'measure');
  const found: [label: string, said: Said | undefined][] = [
    ['copy.for-goal', servesAll ? ours(words.t('copy.whole-plan')) : undefined],
    ['copy.on', ours(on && dates.date(on))],
    ['copy.now', of10(baseline)],
    ['copy.enough', of10(target)],
    ['progress.ended', ours(ended && words.t(`progress.ended-${ended}`))],
    ['copy.for-goal', said(goalServed?.text, goal)],
    ['copy.what', said(what)],
    ['copy.why', said(why)],
    ['copy.connects', said(connects)],
  ];
  return found.flatMap(([label, one]): Fact[] => (one ? [{ label: words.t(label), ...one }] : []));
}

function origin(context: LineContext, source: Source, { id, text }: PlanItem): string {
  const { words, client, copy } = context;
  switch (source.from) {
    case 'client': return words.t(source.quote === text ? 'copy.from-client' : 'copy.from-what-client-said', { client });
    case 'library': return words.t('copy.from-library', { because: read(context, id, source.because).text });
    case 'person': return words.t('copy.written-by', { name: source.party === 'client' ? client : copy.therapist.name });
  }
}
