import type { z } from 'zod';
import type { Picked } from '../../conversation/answer.ts';
import type { Choice } from '../../conversation/message.ts';
import type { stepSchemas } from '../document.ts';
import { neededChoiceWords, ownWords, showPicked, sideChoice } from './choice.ts';
import { isPhrase, matchChoice, plain } from './matching.ts';
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
  'own' in one ? 'own' in other && plain(one.own) === plain(other.own) : 'choice' in other && one.choice === other.choice;

function pressed(ids: string[], asking: Asking<ChoicesStep>): Picked[] | Reading {
  const known = ids.filter((id) => asking.understood.some((choice) => choice.id === id));
  if (known.length < ids.length) return { is: 'misfit', reason: 'not-a-choice' };
  const side = known.map((id) => sideChoice(id, asking)).find((reading) => reading !== null);
  return side ?? known.map((choice) => ({ choice }));
}

/** "1, 3", "worry and sleep", one per line, or own words. A line that is a choice as a whole is never cut at its "and". */
function typed(text: string, asking: Asking<ChoicesStep>): Picked[] | Reading {
  const match = (part: string): Choice | null => matchChoice(part, asking.offered, asking.understood, asking.common);
  const whole = match(text);
  if (whole) return sideChoice(whole.id, asking) ?? [{ choice: whole.id }];
  if (isPhrase(text, asking.common.phrases.done)) return { is: 'misfit', reason: 'nothing-picked' };
  if (/^[\d\s,;.&+]+$/.test(text)) {
    const parts = text.match(/\d+/g)!.map(match);
    return parts.every((part) => part !== null) ? parts.map(({ id }) => ({ choice: id })) : { is: 'misfit', reason: 'not-a-choice' };
  }
  const parts = text.split(/[,;\n]/).map((part) => part.trim()).filter((part) => part !== '');
  const found = parts.flatMap((part) => {
    const choice = match(part);
    if (choice) return [{ part, choice }];
    const joined = part.split(new RegExp(`\\s(?:${asking.common.phrases.and.join('|')})\\s`, 'i'));
    const each = joined.map((piece) => ({ part: piece, choice: match(piece) }));
    // Cutting at "and" is right only when every piece is a choice; otherwise it would tear a person's sentence apart.
    return each.every((piece) => piece.choice !== null) ? each : [{ part, choice: null }];
  });
  if (found.every(({ choice }) => choice === null)) {
    const own = ownWords(text, asking.step['own-words']);
    return 'own' in own ? [own] : own;
  }
  if (found.some(({ choice }) => choice === null) && !asking.step['own-words']) return { is: 'misfit', reason: 'not-a-choice' };
  return found.map(({ part, choice }) => (choice ? { choice: choice.id } : { own: part }));
}
