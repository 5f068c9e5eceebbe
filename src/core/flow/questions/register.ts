import { CairnError } from '../../../errors.ts';
import type { AskedStep } from '../document.ts';
import { choiceQuestion } from './choice.ts';
import { choicesQuestion } from './choices.ts';
import { confirmQuestion } from './confirm.ts';
import { listQuestion } from './list.ts';
import type { QuestionType } from './question.ts';
import { scaleQuestion } from './scale.ts';
import { textQuestion } from './text.ts';

const register: { [T in AskedStep['type']]: QuestionType<Extract<AskedStep, { type: T }>> } = {
  text: textQuestion,
  choice: choiceQuestion,
  choices: choicesQuestion,
  scale: scaleQuestion,
  confirm: confirmQuestion,
  list: listQuestion,
};

/** The question type of a step; a step of an unknown type names itself. */
export function questionType(step: AskedStep): QuestionType<AskedStep> {
  const type = register[step.type] as QuestionType<AskedStep> | undefined;
  if (!type) throw new CairnError('flow-invalid', `Step "${step.id}" has a type that nothing asks: ${step.type}`);
  return type;
}
