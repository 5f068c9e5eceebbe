import type { Answer, Picked } from '../core/conversation/answer.ts';
import type { ConversationState } from '../core/conversation/state.ts';
import { Voice } from '../core/conversation/voice.ts';
import type { Step } from '../core/flow/document.ts';
import type { ClientWord } from '../core/plan/client-words.ts';
import type { TreatmentPlan } from '../core/plan/plan.ts';
import type { Languages, Piece } from '../core/plan/reading.ts';
import type { Conversation } from '../store/conversations.ts';
import type { App } from './app.ts';
import { wordsFor, type People } from './words-for.ts';

/** `client`: of the client's words and of the draft; that of their intake, which does not change with what they speak later. */
export const languagesFor = ({ flows: { knowledge } }: App, reader: string, client: string): Languages =>
  ({ reader: knowledge[reader]!, client, all: Object.values(knowledge) });

type ReadAnswer = Pick<ClientWord, 'question' | 'text' | 'language' | 'reading'>;

/** The client's own words of the intake a plan was drafted from, in the order of the conversation, for a reader of a language. */
export async function clientWords(app: App, plan: TreatmentPlan, intake: Conversation | null, people: People, language: string): Promise<ClientWord[]> {
  if (!intake) return [];
  const { answers, stepOf, read } = await answersRead(app, intake, people, language);
  return answers.flatMap((answer): ClientWord[] => {
    const step = stepOf(answer);
    if (answer.value === null || !step || !holdsWords(step)) return [];
    const goal = answer.item ? goalAbout(plan, answer.item, answers) : undefined;
    return [{
      answer: answer.id, step: answer.step, ...read(answer),
      ...(goal && { goal }),
      outOfPlan: 'out-of-plan' in step && step['out-of-plan'] === true,
    }];
  });
}

/** What stands answered in a conversation, and how somebody who reads `language` has it before them. */
export async function answersRead(app: App, { flowHash, snapshot, language: spoken }: Pick<Conversation, 'flowHash' | 'snapshot' | 'language'>, people: People, language: string) {
  const shelved = await app.shelf.byHash(flowHash);
  const { flow } = shelved;
  const state = snapshot as ConversationState;
  const voiceIn = (one: string): Voice => new Voice(flow, wordsFor(app, { flow: shelved, language: one, inputs: state.context.inputs }, people));
  const said = voiceIn(spoken);
  // An older flow may not have been written in the reader's language yet. What code lends to choose from follows the state's.
  const foreign = spoken !== language && shelved.speaks(language);
  const [reads, readState] = foreign ? [voiceIn(language), { ...state, context: { ...state.context, language } }] : [said, state];

  /** What they gave: their own words as they are, everything that Cairn worded in the reader's language. */
  const reading = (answer: Answer): Piece[] => [answer.value].flat().flatMap((one, at): Piece[] => [
    ...(at > 0 ? [{ text: '; ' }] : []),
    isOwn(one) ? { text: one.own, language: spoken } : { text: reads.show({ ...answer, value: Array.isArray(answer.value) ? [one] as Picked[] : answer.value }, readState) },
  ]);
  return {
    answers: Object.values(state.context.answers),
    stepOf: ({ step }: Answer): Step | undefined => flow.layout.steps.get(step)?.step,
    read: (answer: Answer): ReadAnswer => ({
      question: reads.short(answer, readState.context),
      text: said.show(answer, state),
      ...(spoken !== language && { language: spoken }),
      ...(foreign && isWorded(answer) && { reading: reading(answer) }),
    }),
  };
}

const isOwn = (one: unknown): one is { own: string } => typeof one === 'object' && one !== null && 'own' in one;

/** Whether an answer holds anything in Cairn's words: what was picked, a yes or a no. */
const isWorded = ({ value }: Answer): boolean =>
  [value].flat().some((one: unknown) => typeof one === 'boolean' || (typeof one === 'object' && one !== null && 'choice' in one));

/** Ratings, yes and no, a name or a country are no words to read beside a line; they stand elsewhere on the page. */
const holdsWords = (step: Step): boolean => (step.type === 'text' || step.type === 'list' || step.type === 'choices') && !step.effect && !step.unlisted;

/** The plan's goal that a listed goal of the intake became: any of its answers may be the one its line quotes. */
function goalAbout(plan: TreatmentPlan, item: string, answers: Answer[]): string | undefined {
  const about = new Set(answers.filter((answer) => answer.item === item).map(({ id }) => id));
  return plan.versions[0]!.items.find(({ kind, sources }) => kind === 'goal' && sources.some((source) => 'answer' in source && source.answer !== undefined && about.has(source.answer)))?.id;
}
