import { z } from 'zod';
import type { PlanView } from '../actions/plan-view.ts';
import { revisitReasons, type ItemEdit, type NewItem, type PlanAct } from '../core/plan/act.ts';
import { goalEnds, type GoalEnd, type PlanItem, type Source } from '../core/plan/plan.ts';

/** What a form on a plan page asks for; or, under `problem`, the key of the words that say what is missing in it. */
export type FormAct = { act: PlanAct } | { note: string } | { problem: string };

const text = z.string().default('');
const id = z.string().min(1).max(200);
const seen = z.coerce.number().int().positive();
const maybe = z.string().optional();
const blank = z.literal('').transform(() => undefined);
/** An empty box means: leave it as it is. */
const rating = blank.or(z.coerce.number()).optional();
const goal = blank.or(id).optional();

const formSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('add'), kind: z.enum(['area', 'goal', 'strategy', 'measure']), goal, text, reason: text, seen }),
  z.object({ do: z.literal('suggest'), entry: id, goal, reason: text, seen }),
  z.object({ do: z.literal('change'), item: id, text: maybe, baseline: rating, target: rating, on: maybe, reason: text, seen }),
  z.object({ do: z.literal('remove'), item: id, reason: text, seen }),
  z.object({ do: z.literal('ask'), item: id.optional(), question: text, seen }),
  z.object({ do: z.literal('send') }),
  z.object({ do: z.literal('withdraw'), proposal: id }),
  z.object({ do: z.literal('answer'), proposal: id, answer: z.enum(['accept', 'decline', 'discuss', 'why', 'reply']), text }),
  z.object({ do: z.literal('reply'), proposal: id, text }),
  z.object({ do: z.literal('approve'), version: seen, hash: id }),
  z.object({ do: z.literal('decline'), reason: text }),
  z.object({ do: z.literal('reopen') }),
  z.object({ do: z.literal('keep'), seen, on: text }),
  z.object({ do: z.literal('revisit'), why: z.enum(revisitReasons), words: text }),
  // With a field for each goal: `ended:` and its id.
  z.looseObject({ do: z.literal('close'), seen, words: text }),
  z.object({ do: z.literal('note'), text }),
]);

type Form = z.infer<typeof formSchema>;

/**
 * Reads a plan page's form. `view` is the plan as it stands, for what a form only names: a library suggestion, the line
 * that an edit is compared with. `why` are the words sent for a bare "Why?". What the client changes is sent at once;
 * what the therapist changes is drafted until they send it.
 */
export function readPlanForm(body: unknown, view: PlanView, why: string): FormAct {
  const parsed = formSchema.safeParse(body);
  if (!parsed.success) return { problem: 'bad-form' };
  const form = parsed.data;
  const send = view.viewer === 'client';
  switch (form.do) {
    case 'note':
      // Private notes are a therapist's; a client has no such form.
      if (view.viewer === 'client') return { problem: 'bad-form' };
      return form.text.trim() ? { note: form.text } : { problem: 'empty' };
    case 'add':
      return { act: { do: 'add', item: newItem(form, view), reason: form.reason, seen: form.seen, send } };
    case 'suggest': {
      const item = suggestedItem(form, view);
      return item ? { act: { do: 'add', item, reason: form.reason, seen: form.seen, send } } : { problem: 'not-found' };
    }
    case 'change': {
      const { item, reason, seen } = form;
      const to = edit(form, view);
      return Object.keys(to).length > 0 ? { act: { do: 'change', item, to, reason, seen, send } } : { problem: 'nothing-changed' };
    }
    case 'remove':
    case 'ask':
      return { act: { ...form, send } };
    case 'answer':
      return answer(form, why);
    case 'close':
      return close(form);
    default:
      return { act: form };
  }
}

const ENDED = 'ended:';

function close({ seen, words, ...fields }: Extract<Form, { do: 'close' }>): FormAct {
  const goals: { item: string; ended: GoalEnd }[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (!name.startsWith(ENDED)) continue;
    const ended = goalEnds.find((end) => end === value);
    if (!ended) return { problem: 'goal-without-end' };
    goals.push({ item: name.slice(ENDED.length), ended });
  }
  return { act: { do: 'close', seen, goals, words } };
}

/** Only strategies and measures serve a goal; a goal chosen for another kind is left out. */
function newItem({ kind, goal, text }: Extract<Form, { do: 'add' }>, { viewer }: PlanView): NewItem {
  const item: NewItem = { kind, text, sources: [{ from: 'person', party: viewer }] };
  return goal && (kind === 'strategy' || kind === 'measure') ? { ...item, goal } : item;
}

function suggestedItem({ entry, goal }: Extract<Form, { do: 'suggest' }>, view: PlanView): NewItem | null {
  const suggestion = view.suggestions.find((one) => one.entry === entry && one.goal === goal);
  if (!suggestion) return null;
  const { kind, text, what, why, connects, because } = suggestion;
  const source: Source = { from: 'library', entry, rule: 'chosen-by-therapist', because };
  const facts = Object.fromEntries(Object.entries({ goal, what, why, connects }).filter(([, value]) => value !== undefined));
  return { kind, text, sources: [source], ...facts };
}

/** Only the fields that differ from the line as it stands, so that an untouched box changes nothing. */
function edit(form: Extract<Form, { do: 'change' }>, view: PlanView): ItemEdit {
  const line = lineNamed(form.item, view);
  const to: ItemEdit = {};
  if (form.text !== undefined && form.text.trim() !== line?.text) to.text = form.text;
  if (form.baseline !== undefined && form.baseline !== line?.baseline) to.baseline = form.baseline;
  if (form.target !== undefined && form.target !== line?.target) to.target = form.target;
  if (form.on && form.on !== line?.on) to.on = form.on;
  return to;
}

function lineNamed(item: string, { current, plan }: PlanView): PlanItem | undefined {
  const added = plan.proposals.flatMap(({ change }) => (change.do === 'add' ? [change.item] : []));
  return [...current.items, ...added].find(({ id }) => id === item);
}

/** Four answers and, for a question, words. "Why?" is words too: it hands the suggestion back with a question. */
function answer({ proposal, answer, text }: Extract<Form, { do: 'answer' }>, why: string): FormAct {
  if (answer === 'why') return { act: { do: 'reply', proposal, text: text.trim() ? text : why } };
  if (answer === 'reply') return { act: { do: 'reply', proposal, text } };
  return { act: { do: 'decide', proposal, decision: answer, ...(text.trim() ? { remark: text } : {}) } };
}
