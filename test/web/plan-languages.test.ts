import { expect, test } from 'vitest';
import { reviewPage } from '../../src/web/pages/plan/review.ts';
import { viewOf } from './support/plan.ts';
import { spanishPlan, spanishView } from './support/spanish.ts';
import { english } from './support/words.ts';

const view = viewOf(spanishPlan(), 'therapist', spanishView);
const page = String(reviewPage(english, { view, language: 'en', timeZone: 'UTC', alerts: [] }, { action: '/review/t' }));
const line = page.slice(page.indexOf('id="line-i2"'), page.indexOf('id="more"'));

test('the client’s words stay as they are, say their language, and are marked with it', () => {
  expect(page).toContain('<h3 dir="auto"><span lang="es">Dormir casi todas las noches</span></h3>');
  expect(page).toContain('Mara’s own words · in Spanish');
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
  expect(card).toContain('Mara would read this in Spanish');
  expect(card).toMatch(/It calms\.<\/p>\s*<textarea[^>]*>\s*Calma\.<\/textarea>/);
});
