import type { PlanView } from '../../../src/actions/plan-view.ts';
import { newPlan } from '../../../src/core/plan/new-plan.ts';
import type { PlanItem, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { AT, freshPlan, planAfter } from './plan.ts';

/** A client who writes Spanish. */

const items: PlanItem[] = [
  { id: 'i1', kind: 'goal', text: 'Dormir casi todas las noches', baseline: 3, target: 7, sources: [{ from: 'client', answer: 'goals#9', quote: 'Dormir casi todas las noches' }] },
  {
    id: 'i2', kind: 'strategy', goal: 'i1', text: 'Una última hora tranquila', what: 'Tres pasos tranquilos.', why: 'El cuerpo aprende.', connects: 'Da lugar a «Dormir casi todas las noches».',
    sources: [{ from: 'library', entry: 'calm-hour', rule: 'area', because: 'Encaja con dormir.' }],
  },
];
const es = (text: string) => ({ language: 'es', reading: [{ text }] });
const foreign: PlanView['foreign'] = {
  i1: { 'Dormir casi todas las noches': { language: 'es' } },
  i2: {
    'Una última hora tranquila': es('A calm last hour'), 'Tres pasos tranquilos.': es('Three quiet steps.'), 'El cuerpo aprende.': es('The body learns.'), 'Encaja con dormir.': es('It fits sleep.'),
    'Da lugar a «Dormir casi todas las noches».': { language: 'es', reading: [{ text: 'It makes room for “' }, { text: 'Dormir casi todas las noches', language: 'es' }, { text: '”.' }] },
  },
};
/** With a question and a suggestion of the client’s. */
export const spanishPlan = (): TreatmentPlan => planAfter([['client', { do: 'ask', item: 'i2', question: '¿Cada <noche>?', seen: 1, send: true }], ['client', { do: 'remove', item: 'i1', reason: 'Ya no hace falta.', seen: 1, send: true }]], newPlan(freshPlan().id, { items, nextNumber: 3 }, AT));
/** What their therapist, who reads English, has before them besides. */
export const spanishView: Partial<PlanView> = {
  clientLanguage: 'es', foreign, points: {},
  words: [
    { answer: 'hope#3', step: 'hope', question: 'What you hope to get out of therapy', text: 'Descansar.', language: 'es', outOfPlan: false },
    { answer: 'areas#6', step: 'areas', question: 'What to look at', text: 'Dormir; mi gato', language: 'es', reading: [{ text: 'Sleep' }, { text: '; ' }, { text: 'mi gato', language: 'es' }], outOfPlan: false },
  ],
  suggestions: [{ entry: 'breath', kind: 'strategy', text: 'Respirar', because: 'Calma.', foreign: { Respirar: es('Breathing'), 'Calma.': es('It calms.') } }],
};
