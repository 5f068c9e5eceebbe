import type { z } from 'zod';
import type { ListItem } from '../../conversation/answer.ts';
import type { Choice } from '../../conversation/message.ts';
import type { stepSchemas } from '../document.ts';
import { isPhrase, justThese, matchChoice, sameText, typedNumber } from './matching.ts';
import type { Asking, Given, QuestionType, Reading } from './question.ts';
import { LONGEST_ANSWER } from './text.ts';

type ListStep = z.infer<typeof stepSchemas.list>;

/**
 * First the items are gathered, over as many messages as it takes; then, where order matters or there are more than
 * the list holds, they are put in order.
 */
interface Partial {
  items: ListItem[];
  /** Ids in the client's order so far; absent while gathering. */
  ranked?: string[];
}

const DONE = 'done';
const AS_IS = 'as-is';

/** With more items than the list holds the client chooses; with more than this nobody can choose from buttons. */
const MOST_TO_CHOOSE_FROM = 9;

const SAYS_SOMETHING = /[\p{L}\p{N}\p{S}]/u;

export const listQuestion: QuestionType<ListStep> = {
  needsWords: (step) => ['ask', 'example', 'smaller', ...(step.ranked ? ['rank'] : [])],
  ask(asking) {
    const { step, words, common, fill } = asking;
    const { items, ranked } = begun(asking.partial);
    if (ranked) {
      const first = items.length > step.most ? fill(common.says['list-too-many'], { count: items.length, most: step.most }) : fill(words.rank!);
      return {
        text: ranked.length === 0 ? first : fill(common.says['list-rank']),
        question: { kind: 'one', choices: rankChoices(asking), ownWords: false },
      };
    }
    if (items.length > 0) {
      return {
        text: fill(common.says['list-more'], { count: items.length, most: step.most }),
        question: { kind: 'one', choices: [{ id: DONE, label: fill(common.says['list-done']) }], ownWords: true },
      };
    }
    return { text: fill(words.ask!), question: { kind: 'text', choices: [], ownWords: true } };
  },
  read: (given, asking) => (begun(asking.partial).ranked ? rank(given, asking) : gather(given, asking)),
  show: (value) => (value as ListItem[]).map(({ text }, at) => `${at + 1}. ${text}`).join('\n'),
  settle: (partial, step) => inOrder(begun(partial), step),
  stepBack: (partial) => (begun(partial).ranked ? { items: begun(partial).items } : null),
};

const begun = (partial: unknown): Partial => (partial as Partial | null) ?? { items: [] };

const unranked = ({ items, ranked = [] }: Partial): ListItem[] => items.filter(({ id }) => !ranked.includes(id));

/** The ranked ones first, the others as they came, and no more than the list holds. */
const inOrder = (partial: Partial, { most }: ListStep): ListItem[] => [
  ...(partial.ranked ?? []).map((id) => partial.items.find((item) => item.id === id)!),
  ...unranked(partial),
].slice(0, most);

function gather(given: Given, asking: Asking<ListStep>): Reading {
  const { step, common } = asking;
  const { items } = begun(asking.partial);
  // A bare number presses the one button there is; it is never a goal.
  const number = 'text' in given ? typedNumber(given.text, common) : null;
  const done = 'ids' in given ? given.ids[0] === DONE
    : number === 1 || isPhrase(given.text, common.phrases.done) || isPhrase(given.text, common.phrases.no);
  if (done && items.length > 0) return gathered(items, step);
  if ('ids' in given) return { is: 'misfit', reason: 'not-a-choice' };
  if (done || number !== null) return { is: 'misfit', reason: 'nothing-picked' };
  const texts = given.text.split('\n').map((line) => line.replace(/^\s*(?:[-*•–]|\d{1,2}[.):])\s+/, '').trim()).filter((line) => SAYS_SOMETHING.test(line));
  if (texts.length === 0) return { is: 'misfit', reason: 'nothing-picked' };
  const tooLong = texts.find((text) => [...text].length > LONGEST_ANSWER);
  if (tooLong) return { is: 'misfit', reason: 'too-long', values: { most: LONGEST_ANSWER, length: [...tooLong].length } };
  const all = withIds([...items.map(({ text }) => text), ...texts], asking.previous as ListItem[] | null);
  if (all.length > Math.max(step.most, MOST_TO_CHOOSE_FROM)) return { is: 'misfit', reason: 'too-many', values: { most: step.most, count: all.length } };
  return all.length >= step.most ? gathered(all, step) : { is: 'partial', partial: { items: all } satisfies Partial };
}

/** An item that is kept word for word keeps its id, so that what was said about it stays with it. */
function withIds(texts: string[], previous: ListItem[] | null): ListItem[] {
  const distinct = texts.filter((text, at) => texts.findIndex((other) => sameText(other, text)) === at);
  let last = Math.max(0, ...(previous ?? []).map(({ id }) => Number(id.slice(1))));
  return distinct.map((text) => ({ id: previous?.find((item) => item.text === text)?.id ?? `g${++last}`, text }));
}

const gathered = (items: ListItem[], step: ListStep): Reading =>
  items.length > step.most || (step.ranked && items.length > 1)
    ? { is: 'partial', partial: { items, ranked: [] } satisfies Partial }
    : { is: 'value', value: items };

function rankChoices({ partial, step, common, fill }: Asking<ListStep>): Choice[] {
  const asIs = begun(partial).items.length > step.most ? fill(common.says['list-take-first'], { most: step.most }) : fill(common.says['list-as-is']);
  return [...unranked(begun(partial)).map(({ id, text }) => ({ id, label: text })), { id: AS_IS, label: asIs }];
}

function rank(given: Given, asking: Asking<ListStep>): Reading {
  const { step, common } = asking;
  const { items, ranked } = begun(asking.partial);
  const choices = rankChoices(asking);
  const ids = 'ids' in given ? given.ids.slice(0, 1) : isPhrase(given.text, common.phrases.done) ? [AS_IS] : named(given.text, choices, asking);
  if (ids.length === 0 || !ids.every((id) => choices.some((choice) => choice.id === id))) return { is: 'misfit', reason: 'not-a-choice' };
  const further = { items, ranked: [...ranked!, ...ids.filter((id) => id !== AS_IS)] };
  const settled = ids.includes(AS_IS) || further.ranked.length >= Math.min(step.most, items.length - 1);
  return settled ? { is: 'value', value: inOrder(further, step) } : { is: 'partial', partial: further satisfies Partial };
}

/** One choice by its number or its words, or several numbers at once: "2, 1, 3". */
function named(text: string, choices: Choice[], { common }: Asking<ListStep>): string[] {
  const one = matchChoice(text, justThese(choices), common, { loosely: true });
  if (one) return [one.id];
  const numbers = text.split(/[\s,;>]+/).map((part) => typedNumber(part, common));
  const found = numbers.map((number) => choices[(number ?? 0) - 1]);
  return found.every((choice) => choice !== undefined) ? [...new Set(found.map(({ id }) => id))] : [];
}
