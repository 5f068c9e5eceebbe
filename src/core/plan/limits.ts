import { isDate } from './dates.ts';
import { goalEnds, type PlanItem } from './plan.ts';
import type { ItemEdit, NewItem, Refusal } from './act.ts';

/** Characters, for every text a person gives. */
export const LONGEST_TEXT = 4000;

type Wrong = Extract<Refusal['code'], 'empty' | 'too-long' | 'out-of-range'>;
/** The value as it will be kept, or what is wrong with it. */
export type Checked<T> = { ok: true; value: T } | { ok: false; code: Wrong };

const fine = <T>(value: T): Checked<T> => ({ ok: true, value });
const wrong = (code: Wrong): { ok: false; code: Wrong } => ({ ok: false, code });

/** Without the spaces around it, and without the few code points that a PostgreSQL text cannot hold. */
const tidy = (text: string): string => text.toWellFormed().replaceAll('\u0000', '').trim();

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

export function checkText(raw: string): Checked<string> {
  const text = tidy(raw);
  if (!VISIBLE.test(text)) return wrong('empty');
  return [...text].length > LONGEST_TEXT ? wrong('too-long') : fine(text);
}

/** As `checkText`, but nothing written is fine too and comes out as ''. */
export const checkOptionalText = (raw: string | undefined): Checked<string> => {
  const checked = checkText(raw ?? '');
  return !checked.ok && checked.code === 'empty' ? fine('') : checked;
};

const isRating = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 10;

/** `today` is YYYY-MM-DD: a review in the past is no review. */
export function checkEdit(kind: PlanItem['kind'], edit: ItemEdit, today: string): Checked<ItemEdit> {
  const checked: ItemEdit = {};
  if (edit.text !== undefined) {
    const text = checkText(edit.text);
    if (!text.ok) return text;
    checked.text = text.value;
  }
  for (const field of ['baseline', 'target'] as const) {
    const rating = edit[field];
    if (rating === undefined) continue;
    if (kind !== 'goal' || !isRating(rating)) return wrong('out-of-range');
    checked[field] = rating;
  }
  if (edit.on !== undefined) {
    if (kind !== 'review' || !isDate(edit.on) || edit.on < today) return wrong('out-of-range');
    checked.on = edit.on;
  }
  if (edit.ended !== undefined) {
    if (kind !== 'goal' || !goalEnds.includes(edit.ended)) return wrong('out-of-range');
    checked.ended = edit.ended;
  }
  if (edit.endedWords !== undefined) {
    const words = checkOptionalText(edit.endedWords);
    if (!words.ok) return words;
    if (kind !== 'goal') return wrong('out-of-range');
    if (words.value !== '') checked.endedWords = words.value;
  }
  return fine(checked);
}

/** A new line: as an edit, with its text, a date where it is a review, and the fields that its kind has. */
export function checkNewItem(item: NewItem, today: string): Checked<NewItem> {
  const { kind, text, baseline, target, on, goal } = item;
  const edit = checkEdit(kind, { text, baseline, target, on }, today);
  if (!edit.ok) return edit;
  const serves = kind === 'strategy' || kind === 'measure';
  if ((goal !== undefined && !serves) || (kind === 'review' && on === undefined)) return wrong('out-of-range');
  const checked: NewItem = { kind, text: edit.value.text!, sources: item.sources, ...edit.value };
  if (goal !== undefined) checked.goal = goal;
  for (const field of ['what', 'why', 'connects'] as const) {
    const words = checkOptionalText(item[field]);
    if (!words.ok) return words;
    if (words.value === '') continue;
    if (!serves) return wrong('out-of-range');
    checked[field] = words.value;
  }
  return fine(checked);
}
