import { contentHash } from '../content-hash.ts';
import { foldText, wholePhrase, wordsAnywhere, type PhraseLists } from './phrase.ts';
import type { GoalKind, GoalWordingDocument } from './goal-wording-document.ts';

export interface WordingOffer {
  /** Changes with the text, so that a choice made earlier never stands for words the client did not see. */
  id: string;
  text: string;
}

export interface OfferedWording {
  kind: GoalKind;
  rule: string;
  /** One or two, to be shown beside the client's own words. */
  offers: WordingOffer[];
  /** One kind sentence to the client. */
  because: string;
}

/** The authored document, made ready for reading goals. */
export interface GoalWordingRules {
  language: string;
  leadIns: RegExp[];
  leaveAlone: RegExp;
  saysNothing: RegExp[];
  rules: WordingRule[];
  /** By name of the list: how a found form is said in an offer. */
  insertions: Record<string, { said: string; forms: RegExp[] }[]>;
  smart: GoalWordingDocument['smart'];
  draft: GoalWordingDocument['draft'];
}

interface WordingRule {
  id: string;
  kind: GoalKind;
  any: RegExp[];
  unless: RegExp[];
  offers: string[];
  because: string;
}

/** Longer goals say more than any phrase could do justice to. */
const LONGEST_GOAL = 200;
const MOST_LEAD_INS = 4;

/** Throws `PhraseMistake` on a phrase that cannot be read; for documents that `checkGoalWording` has passed. */
export function compileRules(document: GoalWordingDocument): GoalWordingRules {
  const lists = phraseLists(document);
  const whole = (phrases: readonly string[] = []): RegExp[] => phrases.map((phrase) => wholePhrase(phrase, lists));
  return {
    language: document.language,
    leadIns: document['lead-ins'].map((phrase) => leadIn(phrase, lists)),
    leaveAlone: wordsAnywhere(document['leave-alone']),
    saysNothing: whole(document['says-nothing']),
    rules: document.rules.map(({ id, kind, any, unless, offers, because }) =>
      ({ id, kind, any: whole(any), unless: whole(unless), offers, because })),
    insertions: Object.fromEntries(Object.entries(lists.insertions).map(([name, entries]) =>
      [name, [...entries].map(([said, forms]) => ({ said, forms: whole(forms) }))])),
    smart: document.smart,
    draft: document.draft,
  };
}

export function phraseLists({ groups, insertions }: Pick<GoalWordingDocument, 'groups' | 'insertions'>): PhraseLists {
  const entriesOf = (written: GoalWordingDocument['insertions'][string]): [string, string[]][] =>
    (Array.isArray(written) ? written : [written]).flatMap((entry): [string, string[]][] => (typeof entry === 'string' ? [[entry, [entry]]] : Object.entries(entry)));
  return { groups, insertions: Object.fromEntries(Object.entries(insertions).map(([name, written]) => [name, new Map(entriesOf(written))])) };
}

/**
 * Other wordings for a goal that asks for all or nothing, only says what should stop, is hard to picture, or lies in
 * another person's hands; null for every other goal. The first rule that fits decides.
 */
export function offerWording(goal: string, wording: GoalWordingRules): OfferedWording | null {
  if (goal.length > LONGEST_GOAL) return null;
  const whole = foldText(goal);
  if (whole === '' || wording.leaveAlone.test(whole)) return null;
  for (const text of withoutLeadIns(whole, wording.leadIns)) {
    for (const rule of wording.rules) {
      const found = firstMatch(rule.any, text);
      if (!found || rule.unless.some((phrase) => phrase.test(text))) continue;
      const texts = rule.offers.map((offer) => fillOffer(offer, found.groups ?? {}, wording.insertions));
      const offers = texts.filter((offer) => foldText(offer) !== whole)
        .map((offer, at) => ({ id: `${rule.id}-${at + 1}-${markOf(offer)}`, text: offer }));
      return offers.length > 0 ? { kind: rule.kind, rule: rule.id, offers, because: rule.because } : null;
    }
  }
  return null;
}

const firstMatch = (phrases: readonly RegExp[], text: string): RegExpExecArray | null => {
  for (const phrase of phrases) {
    const match = phrase.exec(text);
    if (match) return match;
  }
  return null;
};

const marks = new Map<string, string>();

/** Changes when the wording does. Offers are put together from authored words alone, so there are not many to remember. */
function markOf(offer: string): string {
  const mark = marks.get(offer) ?? contentHash(offer).slice(0, 8);
  marks.set(offer, mark);
  return mark;
}

const PICTURE = /\p{Extended_Pictographic}/u;

/** "Nothing so far", "I don't know", "...": a fine answer, and no line of a plan. A picture alone does say something. */
export const saysNothing = (text: string, wording: GoalWordingRules): boolean => {
  const folded = foldText(text);
  return (folded === '' && !PICTURE.test(text)) || wording.saysNothing.some((phrase) => phrase.test(folded));
};

const leadIn = (phrase: string, lists: PhraseLists): RegExp => new RegExp(wholePhrase(phrase, lists).source.replace(/\$$/u, '(?= )'), 'u');

/** The text as it is, then with one lead-in after the other taken off: rules may begin with what a lead-in would take. */
function withoutLeadIns(text: string, leadIns: readonly RegExp[]): string[] {
  const texts = [text];
  for (let round = 0; round < MOST_LEAD_INS; round++) {
    const last = texts.at(-1)!;
    const shortened = leadIns.map((phrase) => last.replace(phrase, '')).find((rest) => rest !== last);
    if (shortened === undefined) break;
    texts.push(shortened);
  }
  return texts;
}

/** Slots in an offer: {name}, or ( … {name} …) that is left out when nothing was found for it. */
const OPTIONAL = /\(([^(){}]*)\{([a-z]+)\}([^(){}]*)\)/gu;
const SLOT = /\{([a-z]+)\}/gu;

export const slotsOf = (offer: string): { required: string[]; optional: string[] } => ({
  required: [...offer.replace(OPTIONAL, '').matchAll(SLOT)].map(([, name]) => name!),
  optional: [...offer.matchAll(OPTIONAL)].map(([, , name]) => name!),
});

function fillOffer(offer: string, found: Record<string, string | undefined>, insertions: GoalWordingRules['insertions']): string {
  const said = (name: string): string =>
    insertions[name]?.find(({ forms }) => forms.some((form) => form.test(found[name] ?? '')))?.said ?? '';
  const filled = offer
    .replace(OPTIONAL, (_, before: string, name: string, after: string) => (found[name] === undefined ? '' : `${before}${said(name)}${after}`))
    .replace(SLOT, (_, name: string) => said(name));
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}
