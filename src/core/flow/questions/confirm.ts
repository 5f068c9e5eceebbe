import type { z } from 'zod';
import type { stepSchemas } from '../document.ts';
import { isPhrase, justThese, matchChoice } from './matching.ts';
import type { Asking, QuestionType } from './question.ts';

type Confirm = z.infer<typeof stepSchemas.confirm>;

const yesAndNo = ({ words, common, fill }: Asking<Confirm>) => [
  { id: 'yes', label: fill(words.yes ?? common.says.yes) },
  { id: 'no', label: fill(words.no ?? common.says.no) },
];

export const confirmQuestion: QuestionType<Confirm> = {
  needsWords: () => ['ask'],
  ask: (asking) => ({
    text: asking.fill(asking.words.ask!),
    question: { kind: 'one', choices: yesAndNo(asking), ownWords: false },
  }),
  read(given, asking) {
    const choices = yesAndNo(asking);
    const picked = 'ids' in given
      ? choices.find(({ id }) => id === given.ids[0])
      : matchChoice(given.text, justThese(choices), asking.common);
    if (picked) return { is: 'value', value: picked.id === 'yes' };
    if ('text' in given && isPhrase(given.text, asking.common.phrases.yes)) return { is: 'value', value: true };
    if ('text' in given && isPhrase(given.text, asking.common.phrases.no)) return { is: 'value', value: false };
    return { is: 'misfit', reason: 'not-yes-or-no' };
  },
  show: (value, asking) => yesAndNo(asking)[value === true ? 0 : 1]!.label,
};
