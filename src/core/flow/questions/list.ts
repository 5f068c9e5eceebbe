import type { z } from 'zod';
import type { ListItem } from '../../conversation/answer.ts';
import type { stepSchemas } from '../document.ts';
import { isPhrase, plain, typedNumber } from './matching.ts';
import type { Asking, QuestionType, Reading } from './question.ts';
import { LONGEST_ANSWER } from './text.ts';

type ListStep = z.infer<typeof stepSchemas.list>;

/** First the items are gathered, over as many messages as it takes; then, where order matters, they are ranked. */
interface Partial {
  items: ListItem[];
  /** Ids in the client's order so far; absent while gathering. */
  ranked?: string[];
}

const DONE = 'done';
const AS_IS = 'as-is';

export const listQuestion: QuestionType<ListStep> = {
  needsWords: (step) => ['ask', 'example', 'smaller', ...(step.ranked ? ['rank'] : [])],
  ask(asking) {
    const { words, common, fill } = asking;
    const partial = asking.partial as Partial | null;
    if (partial?.ranked) {
      const left = unranked(partial);
      return {
        text: fill(partial.ranked.length === 0 ? words.rank! : common.says['list-rank']),
        question: {
          kind: 'one',
          choices: [...left.map(({ id, text }) => ({ id, label: text })), { id: AS_IS, label: fill(common.says['list-as-is']) }],
          ownWords: false,
        },
      };
    }
    if (partial?.items.length) {
      return {
        text: fill(common.says['list-more'], { count: partial.items.length, most: asking.step.most }),
        question: { kind: 'one', choices: [{ id: DONE, label: fill(common.says['list-done']) }], ownWords: true },
      };
    }
    return { text: fill(words.ask!), question: { kind: 'text', choices: [], ownWords: true } };
  },
  read(given, asking) {
    const partial = (asking.partial as Partial | null) ?? { items: [] };
    return partial.ranked ? rank(given, partial, asking) : gather(given, partial, asking);
  },
  show: (value) => (value as ListItem[]).map(({ text }, at) => `${at + 1}. ${text}`).join('\n'),
  settle: (partial) => {
    const { items } = partial as Partial;
    return items.length ? items : undefined;
  },
};

const unranked = ({ items, ranked = [] }: Partial): ListItem[] => items.filter(({ id }) => !ranked.includes(id));

function gather(given: Parameters<typeof listQuestion.read>[0], { items }: Partial, asking: Asking<ListStep>): Reading {
  const { step, common } = asking;
  // A bare number presses the one button there is; it is never a goal.
  const number = 'text' in given ? typedNumber(given.text, common) : null;
  const done = 'ids' in given ? given.ids[0] === DONE : number === 1 || isPhrase(given.text, [...common.phrases.done, ...common.phrases.no]);
  if (done && items.length > 0) return afterGathering(items, step);
  if ('ids' in given) return { is: 'misfit', reason: 'not-a-choice' };
  if (done || number !== null) return { is: 'misfit', reason: 'nothing-picked' };
  const texts = given.text.split('\n').map((line) => line.replace(/^\s*(?:[-*•–]|\d{1,2}[.):])\s+/, '').trim()).filter((line) => line !== '');
  const tooLong = texts.find((text) => [...text].length > LONGEST_ANSWER);
  if (tooLong) return { is: 'misfit', reason: 'too-long', values: { most: LONGEST_ANSWER, length: [...tooLong].length } };
  const all = withIds([...items.map(({ text }) => text), ...texts], asking.previous as ListItem[] | null);
  if (all.length === 0) return { is: 'misfit', reason: 'nothing-picked' };
  if (all.length > step.most) return { is: 'misfit', reason: 'too-many', values: { most: step.most, count: all.length } };
  return all.length === step.most ? afterGathering(all, step) : { is: 'partial', partial: { items: all } satisfies Partial };
}

/** An item that is kept word for word keeps its id, so that what was said about it stays with it. */
function withIds(texts: string[], previous: ListItem[] | null): ListItem[] {
  const distinct = texts.filter((text, at) => texts.findIndex((other) => plain(other) === plain(text)) === at);
  let last = Math.max(0, ...(previous ?? []).map(({ id }) => Number(id.slice(1))));
  return distinct.map((text) => ({ id: previous?.find((item) => item.text === text)?.id ?? `g${++last}`, text }));
}

const afterGathering = (items: ListItem[], step: ListStep): Reading =>
  step.ranked && items.length > 1
    ? { is: 'partial', partial: { items, ranked: [] } satisfies Partial }
    : { is: 'value', value: items };

function rank(given: Parameters<typeof listQuestion.read>[0], partial: Partial, { common }: Asking<ListStep>): Reading {
  const left = unranked(partial);
  const finish = (order: string[]): Reading => ({
    is: 'value',
    value: [...order, ...partial.items.map(({ id }) => id).filter((id) => !order.includes(id))].map((id) => partial.items.find((item) => item.id === id)!),
  });
  const take = (ids: string[]): Reading => {
    const ranked = [...partial.ranked!, ...ids];
    return ranked.length >= partial.items.length - 1 ? finish(ranked) : { is: 'partial', partial: { items: partial.items, ranked } satisfies Partial };
  };
  if ('ids' in given) {
    if (given.ids[0] === AS_IS) return finish(partial.ranked!);
    return left.some(({ id }) => id === given.ids[0]) ? take([given.ids[0]!]) : { is: 'misfit', reason: 'not-a-choice' };
  }
  if (isPhrase(given.text, [...common.phrases.done, common.says['list-as-is']])) return finish(partial.ranked!);
  const numbers = given.text.split(/[\s,;>]+/).map((part) => typedNumber(part, common));
  const named = numbers.every((number) => number !== null && left[number - 1])
    ? [...new Set(numbers.map((number) => left[number! - 1]!.id))]
    : left.filter(({ text }) => plain(text).startsWith(plain(given.text))).map(({ id }) => id).slice(0, 2);
  const typedAsIs = numbers.length === 1 && numbers[0] === left.length + 1;
  if (typedAsIs) return finish(partial.ranked!);
  if (named.length === 0 || (numbers.includes(null) && named.length > 1)) return { is: 'misfit', reason: 'not-a-choice' };
  return take(named);
}
