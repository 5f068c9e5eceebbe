import { expect, test } from 'vitest';
import type { PlanView } from '../../src/actions/plan-view.ts';
import { newPlan } from '../../src/core/plan/new-plan.ts';
import type { PlanItem } from '../../src/core/plan/plan.ts';
import { reviewPage } from '../../src/web/pages/plan/review.ts';
import { AT, planAfter, viewOf } from './support/plan.ts';
import { english } from './support/words.ts';

/** What a therapist who reads English has before them of a client who writes Spanish. */

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
const plan = planAfter([['client', { do: 'ask', item: 'i2', question: '¿Cada <noche>?', seen: 1, send: true }], ['client', { do: 'remove', item: 'i1', reason: 'Ya no hace falta.', seen: 1, send: true }]], newPlan('7d0c2f7e-0001-4000-8000-000000000002', { items, nextNumber: 3 }, AT));
const view = viewOf(plan, 'therapist', {
  clientLanguage: 'es', foreign, points: {},
  words: [
    { answer: 'hope#3', step: 'hope', question: 'What you hope to get out of therapy', text: 'Descansar.', language: 'es', outOfPlan: false },
    { answer: 'areas#6', step: 'areas', question: 'What to look at', text: 'Dormir; mi gato', language: 'es', reading: [{ text: 'Sleep' }, { text: '; ' }, { text: 'mi gato', language: 'es' }], outOfPlan: false },
  ],
  suggestions: [{ entry: 'breath', kind: 'strategy', text: 'Respirar', because: 'Calma.', foreign: { Respirar: es('Breathing'), 'Calma.': es('It calms.') } }],
});
const page = String(reviewPage(english, { view, language: 'en', timeZone: 'UTC', alerts: [] }, { action: '/review/t' }));
const line = page.slice(page.indexOf('id="line-i2"'), page.indexOf('id="more"'));

test('the client’s words stay as they are, say their language, and are marked with it', () => {
  expect(page).toContain('<h3 dir="auto"><span lang="es">Dormir casi todas las noches</span></h3>');
  expect(page).toContain('<figcaption>What you hope to get out of therapy · in Spanish</figcaption>');
  expect(page).toContain('<blockquote dir="auto"><span lang="es">Descansar.</span></blockquote>');
  expect(page).toContain('<span lang="es">¿Cada &lt;noche&gt;?</span>');
  expect(page).toContain('<span lang="es">Ya no hace falta.</span>');
  // What they picked from a list can be read too; their own words in it stay theirs.
  expect(page).toContain('<p class="hint" dir="auto">Sleep; <span lang="es">mi gato</span></p>');
});

test('the library’s words are read in the reader’s language, and what the plan says stands behind a word', () => {
  expect(line).toContain('<h3 dir="auto">A calm last hour</h3>');
  for (const read of ['Three quiet steps.', 'The body learns.', 'It makes room for “<span lang="es">Dormir casi todas las noches</span>”.', 'From the library: It fits sleep.']) expect(line).toContain(read);
  const original = /<details class="more original">([\s\S]*?)<\/details>/.exec(line)![1]!;
  expect(original).toContain('In the plan this stands in Spanish');
  expect(original).toContain('<div lang="es"><p dir="auto">Una última hora tranquila</p><p dir="auto">Tres pasos tranquilos.</p><p dir="auto">El cuerpo aprende.</p><p dir="auto">Da lugar a «Dormir casi todas las noches».</p></div>');
});

test('a new wording begins from the words that stand in the plan, and a suggestion from the client’s language', () => {
  expect(line).toMatch(/<textarea id="change-i2-text"[^>]*>\s*Una última hora tranquila<\/textarea>/);
  const card = page.slice(page.indexOf('id="suggestions"'));
  expect(card).toContain('<h3>Breathing</h3>');
  expect(card).toMatch(/It calms\.<\/p>\s*<textarea[^>]*>\s*Calma\.<\/textarea>/);
});
