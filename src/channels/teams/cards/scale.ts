import type { Choice, Question } from '../../../core/conversation/message.ts';
import { inGroups } from '../../shared/in-groups.ts';
import { quiet, richText, submit, type CardPart } from './card.ts';

/** Narrower columns are too small for a thumb. */
const ROW = 6;
const MOST_NUMBERS = 2 * ROW;

export const fitsScale = ({ choices }: Question): boolean => choices.length > 0 && choices.length <= MOST_NUMBERS;

/** One tap on a number: rows of numbers between what the two ends mean. */
export function scaleRows({ choices, scale }: Question, choose: (choice: Choice) => object): CardPart[] {
  const rows = inGroups(choices, ROW);
  return [
    ...(scale ? [quiet(`${scale.from}: ${scale.low}`, { spacing: 'Medium' })] : []),
    ...rows.map((row): CardPart => ({ type: 'ColumnSet', spacing: 'Small', columns: [...row.map((choice) => column(choice, choose)), ...gaps(rows, row)] })),
    ...(scale ? [quiet(`${scale.to}: ${scale.high}`, { horizontalAlignment: 'Right', spacing: 'Small' })] : []),
  ];
}

const column = (choice: Choice, choose: (choice: Choice) => object): CardPart => ({
  type: 'Column', width: 'stretch', style: 'emphasis', spacing: 'Small', verticalContentAlignment: 'Center',
  selectAction: submit(choice.label, choose(choice)),
  items: [richText(choice.label, { weight: 'Bolder' }, { horizontalAlignment: 'Center' })],
});

/** A shorter last row keeps the width of the others. */
const gaps = (rows: Choice[][], row: Choice[]): CardPart[] =>
  Array.from({ length: rows.length > 1 ? ROW - row.length : 0 }, () => ({ type: 'Column', width: 'stretch', spacing: 'Small', items: [] }));
