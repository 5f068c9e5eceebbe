import type { z } from 'zod';
import type { Picked } from '../../conversation/answer.ts';
import type { Choice } from '../../conversation/message.ts';
import type { CommonWords } from '../common-words.ts';
import type { stepSchemas } from '../document.ts';
import { neededChoiceWords, ownWords, showPicked, sideChoice } from './choice.ts';
import { isPhrase, matchChoice, sameText } from './matching.ts';
import type { Asking, QuestionType, Reading } from './question.ts';

type ChoicesStep = z.infer<typeof stepSchemas.choices>;

export const choicesQuestion: QuestionType<ChoicesStep> = {
  needsWords: (step) => ['ask', ...neededChoiceWords(step.choices)],
  ask: ({ step, words, offered, fill }) => ({
    text: fill(words.ask!),
    question: { kind: 'many', choices: offered, most: step.most, ownWords: step['own-words'] ?? false },
  }),
  read(given, asking) {
    const picked = 'ids' in given ? pressed(given.ids, asking) : typed(given.text, asking);
    if ('is' in picked) return picked;
    const once = picked.filter((one, at) => picked.findIndex((other) => same(one, other)) === at);
    if (once.length === 0) return { is: 'misfit', reason: 'nothing-picked' };
    const most = asking.step.most;
    if (most !== undefined && once.length > most) return { is: 'misfit', reason: 'too-many', values: { most, count: once.length } };
    return { is: 'value', value: once };
  },
  show: (value, asking) => (value as Picked[]).map((picked) => showPicked(picked, asking)).join('; '),
};

const same = (one: Picked, other: Picked): boolean =>
  'own' in one ? 'own' in other && sameText(one.own, other.own) : 'choice' in other && one.choice === other.choice;

function pressed(ids: string[], asking: Asking<ChoicesStep>): Picked[] | Reading {
  const known = ids.filter((id) => asking.understood.some((choice) => choice.id === id));
  return known.length < ids.length ? { is: 'misfit', reason: 'not-a-choice' } : taken(known.map((id) => ({ choice: id })), asking);
}

/** One choice that does something other than answer does so, whatever else was picked. */
const taken = (picked: Picked[], asking: Asking<ChoicesStep>): Picked[] | Reading =>
  picked.map((one) => ('choice' in one ? sideChoice(one.choice, asking) : null)).find((reading) => reading !== null) ?? picked;

/** A part of what was typed, and the choice that it means, if any. */
interface Part {
  text: string;
  choice: Choice | null;
}

/** "1, 3", "worry and sleep", one per line, or own words. A line that is a choice as a whole is never cut at its "and". */
function typed(text: string, asking: Asking<ChoicesStep>): Picked[] | Reading {
  const { step, common } = asking;
  const loosely = !step['own-words'];
  const part = (piece: string): Part => ({ text: piece, choice: matchChoice(piece, asking, common, { loosely }) });
  const whole = part(text).choice;
  if (whole) return taken([{ choice: whole.id }], asking);
  if (isPhrase(text, common.phrases.done)) return { is: 'misfit', reason: 'nothing-picked' };
  const numbers = /^[\d\s,;.&+]+$/.test(text);
  const parts = numbers ? (text.match(/\d+/g) ?? []).map(part) : text.split(/[;\n]/).flatMap((line) => partsOf(line, part, andBetween(common)));
  const own = parts.filter(({ choice }) => choice === null);
  if (numbers && (own.length > 0 || parts.length === 0)) return { is: 'misfit', reason: 'not-a-choice' };
  if (own.length === parts.length) {
    const words = ownWords(text, step['own-words']);
    return 'own' in words ? [words] : words;
  }
  const misfit = own.map((piece) => ownWords(piece.text, step['own-words'])).find((reading) => 'is' in reading);
  return misfit ?? taken(parts.map(({ text: words, choice }) => (choice ? { choice: choice.id } : { own: words })), asking);
}

/** Cut at commas and "and" wherever that leaves choices; a person's own sentence is never torn apart. */
function partsOf(line: string, part: (piece: string) => Part, and: RegExp): Part[] {
  const parts: Part[] = [];
  for (const piece of line.split(',')) {
    const each = part(piece.trim()).choice ? [part(piece.trim())] : piece.trim().split(and).map(part);
    const last = parts.at(-1);
    if (each.every(({ choice }) => choice !== null)) parts.push(...each);
    else if (last?.choice === null) last.text += `,${piece.trimEnd()}`;
    else parts.push({ text: piece.trim(), choice: null });
  }
  return parts.filter(({ text }) => text !== '');
}

const andBetween = ({ phrases }: CommonWords): RegExp =>
  new RegExp(`\\s(?:${phrases.and.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})\\s`, 'i');
