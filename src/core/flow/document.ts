import { z } from 'zod';
import { commandNames, type CommandName } from './common-words.ts';

/**
 * The authored form of a flow: `flows/<name>/flow.yaml`. Steps, types and branches live here; every word
 * that a person reads lives in the wording file of a language beside it.
 */

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens, starting with a letter');

export type Condition =
  | { answer: string; is: string | boolean }
  | { answer: string; answered: boolean }
  | { fact: string }
  | { not: Condition }
  | { all: Condition[] }
  | { any: Condition[] };

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ answer: id, is: z.union([z.string(), z.boolean()]) }),
    z.strictObject({ answer: id, answered: z.boolean() }),
    z.strictObject({ fact: id }),
    z.strictObject({ not: condition }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
  ]),
).meta({ id: 'Condition', description: 'When a branch is taken or a step is asked.' });

const next = z.union([
  id,
  z.array(z.strictObject({ when: condition.optional(), go: id })).min(1),
]).meta({ id: 'Next', description: 'Where to go afterwards; without it, the step written below. The first branch whose condition holds is taken.' });

const common = {
  id,
  section: id.optional().describe('Counts for "about 3 of 9"; a step without one belongs to the section above it.'),
  next: next.optional(),
  effect: id.optional().describe('What Cairn does besides talking; one of the effects the code knows.'),
};
const asked = {
  ...common,
  'ask-if': condition.optional().describe('The step is passed over when this does not hold.'),
  required: z.boolean().optional().describe('Cannot be skipped. Keep this rare.'),
  shows: z.literal('answers').optional().describe('Everything the client said so far is shown before the question.'),
  unlisted: z.literal(true).optional().describe('Left out when the client looks through their answers; going back still reaches it.'),
  'out-of-plan': z.boolean().optional().describe('For the therapist only; never part of the plan.'),
};

const offered = z.union([
  id,
  z.strictObject({ id, command: z.enum(commandNames).describe('Pressing it means this command; nothing is recorded.') }),
  z.strictObject({ id, reply: z.literal(true).describe('Says the reply of the wording file, then asks again.') }),
  z.strictObject({ from: id.describe('A list the code makes, such as suggested areas.') }),
]);
const choosing = {
  choices: z.array(offered).min(1),
  'own-words': z.boolean().optional().describe('Anything else the client writes is taken as it stands.'),
};

export const stepSchemas = {
  say: z.strictObject({ ...common, type: z.literal('say'), 'ask-if': condition.optional() }),
  text: z.strictObject({ ...asked, type: z.literal('text') }),
  choice: z.strictObject({ ...asked, ...choosing, type: z.literal('choice') }),
  choices: z.strictObject({ ...asked, ...choosing, type: z.literal('choices'), most: z.int().min(1).optional() }),
  scale: z.strictObject({ ...asked, type: z.literal('scale'), from: z.int(), to: z.int() }),
  confirm: z.strictObject({ ...asked, type: z.literal('confirm') }),
  list: z.strictObject({ ...asked, type: z.literal('list'), most: z.int().min(1).max(9), ranked: z.boolean().optional() }),
  end: z.strictObject({
    ...common,
    type: z.literal('end'),
    'may-start-over': z.boolean().optional().describe('"start over" begins the flow anew from here.'),
  }),
};

const step = z.discriminatedUnion('type', [
  stepSchemas.say, stepSchemas.text, stepSchemas.choice, stepSchemas.choices,
  stepSchemas.scale, stepSchemas.confirm, stepSchemas.list, stepSchemas.end,
]).meta({ id: 'Step' });

const group = z.strictObject({
  'for-each': z.string().regex(/^(inputs\.)?[a-z][a-z0-9-]*$/)
    .describe('A list step above, or `inputs.<name>` for a list the code brings along.'),
  steps: z.array(step).min(1),
}).meta({ id: 'Group', description: 'Steps that are asked once per item of a list.' });

export const flowSchema = z.strictObject({
  flow: id,
  about: z.string().describe('What this flow is for, in a sentence.'),
  sections: z.array(id).min(1),
  'start-over': z.literal(false).optional().describe('For flows whose answers take effect one by one: "start over" then explains instead of beginning anew.'),
  steps: z.array(z.union([step, group])).min(1),
}).meta({ id: 'Flow' });

export type FlowDefinition = z.infer<typeof flowSchema>;
export type Step = z.infer<typeof step>;
export type Group = z.infer<typeof group>;
export type AskedStep = Exclude<Step, { type: 'say' } | { type: 'end' }>;
export type Next = z.infer<typeof next>;
export type OfferedChoice = z.infer<typeof offered>;

export const isGroup = (entry: Step | Group): entry is Group => 'for-each' in entry;
export const isAsked = (step: Step): step is AskedStep => step.type !== 'say' && step.type !== 'end';

/** The authored choices of a step: those with an id and wording of their own, without the lists the code makes. */
export const authoredChoices = (choices: OfferedChoice[]): { id: string; command?: CommandName; reply?: boolean }[] =>
  choices.flatMap((choice) => (typeof choice === 'string' ? [{ id: choice }] : 'from' in choice ? [] : [choice]));

/** Every step with the place it is written at. */
export const stepsWithPaths = (flow: FlowDefinition): { step: Step; path: (string | number)[] }[] =>
  flow.steps.flatMap((entry, at) => isGroup(entry)
    ? entry.steps.map((step, inner) => ({ step, path: ['steps', at, 'steps', inner] }))
    : [{ step: entry, path: ['steps', at] }]);
