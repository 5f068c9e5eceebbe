import type { TeamsWords } from '../../../core/chat-words.ts';
import type { Choice, Question } from '../../../core/conversation/message.ts';
import { howMany } from '../../shared/words.ts';
import { asMarkdown, clip } from '../plain-text.ts';
import { PICKED, type CardData } from './card-data.ts';
import { quiet, submit, type CardPart } from './card.ts';
import { scaleRows, fitsScale } from './scale.ts';

/** More buttons than this hide behind a menu, and longer ones are cut off. */
const MOST_BUTTONS = 6;
const LONGEST_BUTTON = 40;
/** A list of more than this is folded up. */
const LONGEST_OPEN_LIST = 12;
/** What all titles of a list may take together; each keeps at least a line of it. */
const ALL_TITLES = 2_400;
const SHORTEST_TITLE = 80;
/** How much of a label the answered card tells. */
const LONGEST_CHOSEN = 100;

export interface ChoiceParts {
  body: CardPart[];
  actions: CardPart[];
}

/** The way in which the choices of a question are offered. */
export function waysToChoose(question: Question): 'buttons' | 'scale' | 'list' {
  if (question.kind === 'scale' && fitsScale(question)) return 'scale';
  const areShort = question.choices.every(({ label, hint }) => label.length <= LONGEST_BUTTON && !hint);
  return question.kind === 'one' && question.choices.length <= MOST_BUTTONS && areShort ? 'buttons' : 'list';
}

/** `text`: what the card says besides, to be kept when it is answered. */
export function choiceParts(question: Question, text: string, words: TeamsWords): ChoiceParts {
  const choose = ({ id, label }: Choice): { cairn: CardData } => ({ cairn: { does: 'choose', step: question.step, id, label, text } });
  const hint = hintOf(question, words);
  const hints = hint === '' ? [] : [quiet(hint, { spacing: 'Medium' })];
  switch (waysToChoose(question)) {
    case 'buttons': return { body: hints, actions: question.choices.map((choice) => submit(choice.label, choose(choice))) };
    case 'scale': return { body: scaleRows(question, choose), actions: [] };
    case 'list': return { body: [...hints, list(question)], actions: [submit(words.done, { cairn: picking(question, text) })] };
  }
}

const hintOf = (question: Question, words: TeamsWords): string =>
  [...(question.kind === 'many' ? [howMany(question, words)] : []), ...(question.ownWords ? [words['own-words']] : [])].join(' · ');

const picking = ({ step, choices }: Question, text: string): CardData => ({
  does: 'pick', step, ids: choices.map(({ id }) => id), labels: choices.map(({ label }) => clip(label, LONGEST_CHOSEN)), text,
});

function list({ kind, choices }: Question): CardPart {
  const longest = Math.max(SHORTEST_TITLE, Math.floor(ALL_TITLES / choices.length));
  return {
    type: 'Input.ChoiceSet', id: PICKED, wrap: true, isMultiSelect: kind === 'many',
    style: kind === 'many' || choices.length <= LONGEST_OPEN_LIST ? 'expanded' : 'compact',
    choices: choices.map(({ label, hint }, place) => ({ title: asMarkdown(clip(hint ? `${label} (${hint})` : label, longest)) || String(place + 1), value: String(place) })),
  };
}
