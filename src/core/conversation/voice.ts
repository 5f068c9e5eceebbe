import type { CommonWords, SayingName } from '../flow/common-words.ts';
import type { CompiledFlow } from '../flow/compile.ts';
import type { Situation } from '../flow/conditions.ts';
import { isAsked, type AskedStep } from '../flow/document.ts';
import type { Asking } from '../flow/questions/question.ts';
import type { Offer } from '../flow/sources.ts';
import { questionType } from '../flow/questions/register.ts';
import { choiceWordsOf, fill, hasPlaceholders, wordsFor, type StepWords, type Values, type Wording } from '../flow/wording.ts';
import type { Answer } from './answer.ts';
import type { Choice, MessageBody } from './message.ts';
import { keyOf, type ConversationState } from './state.ts';

/** The words a turn is taken with: pinned steps, current texts. */
export interface Words {
  wording: Wording;
  common: CommonWords;
  /** `{practice}`, `{therapist}`, `{contact}` and the like. */
  values: Values;
}

/** Puts questions and answers of one flow into words. */
export class Voice {
  readonly flow: CompiledFlow;
  readonly words: Words;
  private readonly lent = new WeakMap<Situation['answers'], { inputs: Situation['inputs']; results: Map<string, unknown> }>();

  constructor(flow: CompiledFlow, words: Words) {
    this.flow = flow;
    this.words = words;
  }

  say(saying: SayingName, values: Values = {}): string {
    return fill(this.words.common.says[saying], this.words.wording.language, { ...this.words.values, ...values });
  }

  /** An authored text of a step, with what may be said about the item at hand. */
  text(message: string, step: string, situation: Situation): string {
    return hasPlaceholders(message) ? fill(message, this.words.wording.language, this.valuesAt(step, situation)) : message;
  }

  /** Everything the question type may look at. */
  asking(step: AskedStep, state: ConversationState): Asking {
    const { context } = state;
    const words = wordsFor(this.words.wording, step.id);
    const filled: Asking['fill'] = (message, values) => hasPlaceholders(message)
      ? fill(message, this.words.wording.language, { ...this.valuesAt(step.id, context), ...values })
      : message;
    const offers: Offer[] = step.type === 'choice' || step.type === 'choices'
      ? step.choices.map((choice) => this.offerOf(choice, words, filled, context))
      : [];
    let offered: Choice[] | undefined;
    let understood: Choice[] | undefined;
    return {
      step, words, common: this.words.common, fill: filled,
      get offered() { return offered ??= offers.flatMap((each) => each.offered); },
      get understood() { return understood ??= offers.flatMap((offer) => offer.all ?? [...offer.offered, ...(offer.more ?? [])]); },
      labelOf(id) {
        return firstOf(offers, ({ labelOf }) => labelOf?.(id)) ?? firstOf(this.understood, (choice) => (choice.id === id ? choice.label : undefined));
      },
      partial: context.partial,
      previous: context.answers[keyOf(this.flow, step.id, context.item)]?.value ?? null,
    };
  }

  private offerOf(choice: Extract<AskedStep, { type: 'choice' }>['choices'][number], words: StepWords, filled: Asking['fill'], context: Situation): Offer {
    if (typeof choice === 'object' && 'from' in choice) return this.once(`source ${choice.from}`, context, this.flow.lent.sources[choice.from]!);
    const id = typeof choice === 'string' ? choice : choice.id;
    const { label, hint, also = [] } = choiceWordsOf(words, id);
    return {
      offered: [{ id, label: filled(label), ...(hint && { hint: filled(hint) }) }],
      more: also.map((other) => ({ id, label: filled(other) })),
    };
  }

  /**
   * The question as a message. `before` is put above it in the same message; `short` asks it in fewer words, where there are
   * some. A question with several wordings is asked in the one whose turn it is.
   */
  ask(step: AskedStep, state: ConversationState, { before, short = false }: { before?: string; short?: boolean } = {}): MessageBody {
    const { text: whole, question } = questionType(step).ask(this.asking(step, state));
    const { again } = wordsFor(this.words.wording, step.id);
    const times = state.context.asked?.[keyOf(this.flow, step.id, state.context.item)] ?? 0;
    const other = Array.isArray(again) ? again[Math.min(times, again.length) - 1] : short ? again : undefined;
    const text = other === undefined ? whole : this.text(other, step.id, state.context);
    return {
      text: before ? `${before}\n\n${text}` : text,
      question: { step: keyOf(this.flow, step.id, state.context.item), ...question },
      ...this.shownProgress(step.id),
    };
  }

  /** A flow of one part has no way to be far along. */
  shownProgress(step: string): { progress?: { at: number; of: number } } {
    const { sections } = this.flow.definition;
    const at = sections.indexOf(this.flow.layout.steps.get(step)!.section) + 1;
    return sections.length > 1 ? { progress: { at, of: sections.length } } : {};
  }

  /** The name of a question in lists of answers. */
  short(answer: Answer, situation: Situation): string {
    const words = wordsFor(this.words.wording, answer.step);
    return this.text(words.short ?? words.ask!, answer.step, { ...situation, item: answer.item ?? null });
  }

  /** An answer as the client reads it. */
  show(answer: Answer, state: ConversationState): string {
    const step = this.flow.layout.steps.get(answer.step)?.step;
    if (!step || !isAsked(step)) return '';
    if (answer.value === null) return this.say('skipped-mark');
    const at = { ...state, context: { ...state.context, item: answer.item ?? null } };
    return questionType(step).show(answer.value, this.asking(step, at));
  }

  private valuesAt(step: string, situation: Situation): Values {
    const { said, items } = this.flow.lent;
    const group = this.flow.layout.steps.get(step)?.group;
    const ofItem = group && situation.item ? items[group['for-each']] : undefined;
    return this.once(`values ${ofItem && group!['for-each']}`, situation, () => ({ ...this.words.values, ...said?.(situation), ...ofItem?.values(situation) }));
  }

  /** What code lends is worked out once for the same situation: a list of answers asks for the same again at every line. */
  private once<T>(name: string, situation: Situation, work: (situation: Situation) => T): T {
    const { answers, inputs, item } = situation;
    let known = this.lent.get(answers);
    if (!known || known.inputs !== inputs) this.lent.set(answers, (known = { inputs, results: new Map() }));
    const key = `${name} ${item}`;
    if (!known.results.has(key)) known.results.set(key, work(situation));
    return known.results.get(key) as T;
  }
}

const firstOf = <T, R>(list: readonly T[], read: (one: T) => R | undefined): R | undefined => {
  for (const one of list) {
    const found = read(one);
    if (found !== undefined) return found;
  }
  return undefined;
};
