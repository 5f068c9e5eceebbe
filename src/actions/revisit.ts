import { pickedId, type Picked } from '../core/conversation/answer.ts';
import type { Inputs } from '../core/flow/conditions.ts';
import { chosenLine, type LineInput, type livingEffects } from '../core/living/lend.ts';
import { choiceWordsOf, fill, wordsFor } from '../core/flow/wording.ts';
import type { PlanAct } from '../core/plan/act.ts';
import { currentVersion } from '../core/plan/versions.ts';
import type { TreatmentPlan } from '../core/plan/plan.ts';
import type { App } from './app.ts';
import { beginTalk, type FullClient, type Talk } from './begin-talk.ts';
import type { EffectContext, Performer } from './effects.ts';
import { lineInputs } from './plan-inputs.ts';
import { refused } from './review-in-chat.ts';

export const REVISIT_FLOW = 'revisit';

export type RevisitCommand = 'changed' | 'reached' | 'fits' | 'unclear' | 'simpler' | 'approach';

/** The client comes back to their plan with one of the words for it. */
export function revisitTalk(app: App, client: FullClient, plan: TreatmentPlan, topic: RevisitCommand, now: Date): Talk {
  const { number, items } = currentVersion(plan);
  const inputs: Inputs = { topic, version: number, lines: lineInputs(items, app.flows.notices[client.language]!) };
  return beginTalk(app, REVISIT_FLOW, inputs, client, now);
}

type RevisitEffect = Extract<
  (typeof livingEffects)[number],
  'tell-therapist-so' | 'goal-reached' | 'suggest-goal' | 'line-does-not-fit' | 'reword-line' | 'ask-for-simpler' | 'revisit-over'
>;

/** What the client sees and says, out of the answers of the conversation. */
const said = ({ turn: { state } }: EffectContext) => {
  const { context } = state;
  const valueOf = (step: string) => context.answers[step]?.value ?? null;
  const picked = (step: string): string | null => pickedId(valueOf(step));
  const words = (step: string): string => {
    const value = valueOf(step);
    return typeof value === 'string' ? value : '';
  };
  return { seen: context.inputs.version as number, line: chosenLine({ ...context, item: null }), picked, words, valueOf };
};

async function take(context: EffectContext, ...acts: (PlanAct | null)[]): Promise<void> {
  if (!(await context.plan.load())) return;
  for (const act of acts) {
    const refusal = act && context.plan.try(act);
    // The client is told once, in the same turn; what came before it is not taken either way.
    if (refusal) return refused(context, refusal);
  }
}

/** A question about one line or the whole: their words, and nothing where there are none. */
const ask = (question: string, seen: number, line: LineInput | null): PlanAct | null =>
  (question === '' ? null : { do: 'ask', ...(line && { item: line.id }), question, seen, send: true });

export const revisitPerformers: Record<RevisitEffect, Performer> = {
  'tell-therapist-so'(context) {
    const { seen, line } = said(context);
    const { value } = context.answer!;
    return take(context, ask(typeof value === 'string' ? value : '', seen, line));
  },
  'goal-reached'(context) {
    const { seen, line, picked, words } = said(context);
    const own = words('how-so');
    if (!line || picked('what-now') === null) return;
    if (picked('what-now') === 'go-on') return take(context, ask(own, seen, line));
    return take(context, { do: 'change', item: line.id, to: { ended: 'achieved', ...(own && { endedWords: own }) }, reason: '', seen, send: true });
  },
  'suggest-goal'(context) {
    const { value } = context.answer!;
    if (typeof value !== 'string') return;
    return take(context, { do: 'add', item: { kind: 'goal', text: value, sources: [] }, reason: '', seen: said(context).seen, send: true });
  },
  'line-does-not-fit'(context) {
    const { seen, line, picked, words } = said(context);
    const own = words('what-does-not-fit');
    if (line && picked('do-what') === 'take-out') return take(context, { do: 'remove', item: line.id, reason: own, seen, send: true });
    return take(context, ask(own || (line ? labelOf(context, 'do-what', 'talk') : ''), seen, line));
  },
  'reword-line'(context) {
    const { seen, line } = said(context);
    const { value } = context.answer!;
    if (!line || typeof value !== 'string') return;
    return take(context, { do: 'change', item: line.id, to: { text: value }, reason: '', seen, send: true });
  },
  'ask-for-simpler'(context) {
    const { seen, valueOf } = said(context);
    const how = valueOf('simpler-how') as Picked | null;
    if (!how) return;
    const wish = 'own' in how ? how.own : labelOf(context, 'simpler-how', how.choice);
    const lines = ((context.answer!.value ?? []) as Picked[]).flatMap((one) => ('choice' in one ? lineById(context, one.choice) ?? [] : []));
    if (lines.length === 1) return take(context, ask(wish, seen, lines[0]!));
    return take(context, ask([wish, ...lines.map(({ text }) => `• ${text}`)].join('\n'), seen, null));
  },
  'revisit-over': ({ out }) => {
    out.goOn = true;
  },
};

const lineById = ({ turn }: EffectContext, id: string): LineInput | undefined => (turn.state.context.inputs.lines as LineInput[]).find((line) => line.id === id);

/** What a button they pressed says, in their own name. */
const labelOf = ({ words }: EffectContext, step: string, choice: string): string =>
  fill(choiceWordsOf(wordsFor(words.wording, step), choice).label, words.wording.language, words.values);
