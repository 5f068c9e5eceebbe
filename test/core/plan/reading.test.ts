import { describe, expect, it } from 'vitest';
import { act, type PlanAct } from '../../../src/core/plan/act.ts';
import { draftPlan } from '../../../src/core/plan/draft.ts';
import { newPlan } from '../../../src/core/plan/new-plan.ts';
import type { Party, PlanItem, TreatmentPlan } from '../../../src/core/plan/plan.ts';
import { foreignInSuggestion, foreignLines, type Languages, type Piece } from '../../../src/core/plan/reading.ts';
import { suggestForPlan } from '../../../src/core/plan/suggest.ts';
import type { Answer } from '../../../src/core/conversation/answer.ts';
import { loaded } from '../../support/flows.ts';

const { en, es } = loaded.knowledge as Record<'en' | 'es', (typeof loaded.knowledge)[string]>;
const all = Object.values(loaded.knowledge);
const AT = '2026-03-02T10:00:00.000Z';

const answer = (key: string, value: Answer['value']): Answer => {
  const [step, item] = key.split('@');
  return { id: `${key}#1`, key, step: step!, ...(item && { item }), value, at: AT };
};

/** What somebody says in Spanish: two areas of the list and one of their own, a goal, a sign, what helped, what they would try. */
const answers = [
  answer('hope', 'Volver a dormir sin miedo'),
  answer('areas', [{ choice: 'sleep' }, { choice: 'eating-body' }, { own: 'Trabajo o estudios' }]),
  answer('goals', [{ id: 'g1', text: 'Dormir bien casi todas las noches.' }]),
  answer('signs@g1', 'Que me despierte con ganas'),
  answer('helped-before', 'Salir a caminar'),
  answer('would-try', [{ choice: 'writing' }, { own: 'Pintar con mi hija' }]),
  answer('review-rhythm', { choice: 'three-months' }),
];
const draft = (): TreatmentPlan => newPlan('p', draftPlan({ ...es, answers, orientations: ['cbt'], today: '2026-03-02', reviewMonths: 6 }), AT);

const after = (plan: TreatmentPlan, ...steps: [Party, PlanAct][]): TreatmentPlan => steps.reduce((current, [party, what]) => {
  const result = act(current, { party, person: party }, what, AT);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.plan;
}, plan);

const reads = (reader: 'en' | 'es', client = 'es'): Languages => ({ reader: loaded.knowledge[reader]!, client, all });
const items = (plan: TreatmentPlan): PlanItem[] => plan.versions.at(-1)!.items;
const said = (pieces: Piece[] | undefined): string | undefined => pieces?.map(({ text }) => text).join('');

describe('a plan in Spanish before somebody who reads English', () => {
  const plan = draft();
  const lines = foreignLines(plan, reads('en'));
  const wordsOf = (item: PlanItem) => lines[item.id] ?? {};
  const find = (kind: PlanItem['kind'], entry: string): PlanItem =>
    items(plan).find((item) => item.kind === kind && item.sources.some((source) => source.from === 'library' && source.entry === entry))!;

  it('has every line of the library in English, with what, why and how, and why it was chosen', () => {
    const chosen = items(plan).filter(({ kind, sources }) => kind === 'strategy' && sources.every((source) => source.from === 'library') && sources.length > 0);
    expect(chosen.length).toBeGreaterThan(0);
    for (const item of chosen) {
      const [{ entry, because }] = item.sources as unknown as [{ entry: string; because: string }];
      const { name, what, why, connects } = en.library.strategy(entry)!;
      const read = (text: string) => ({ language: wordsOf(item)[text]!.language, said: said(wordsOf(item)[text]!.reading) });
      expect(read(item.text)).toEqual({ language: 'es', said: name });
      expect(read(item.what!)).toEqual({ language: 'es', said: what });
      expect(read(item.why!)).toEqual({ language: 'es', said: why });
      expect(read(item.connects!).said).toBe(connects.replace('{goal}', 'Dormir bien casi todas las noches'));
      expect(read(because).said).toMatch(/^(Chosen for: |It suits most goals\.|It comes before other work\.)/);
    }
    for (const item of items(plan).filter(({ kind }) => kind === 'measure')) {
      const source = item.sources[0]!;
      if (source.from === 'library') expect(said(wordsOf(item)[item.text]!.reading)).toBe(en.library.measure(source.entry)!.sign);
    }
    expect(said(wordsOf(find('review', 'review'))[es.goalWording.draft.review.text]!.reading)).toBe(en.goalWording.draft.review.text);
    expect(said(wordsOf(find('strategy', 'helped-before'))[es.goalWording.draft.strategy.helped.text]!.reading)).toBe(en.goalWording.draft.strategy.helped.text);
  });

  it('leaves the goal that a sentence quotes as it is, and says which language it is', () => {
    const item = items(plan).find(({ connects }) => connects?.includes('Dormir bien'))!;
    const { reading } = wordsOf(item)[item.connects!]!;
    expect(reading).toContainEqual({ text: 'Dormir bien casi todas las noches', language: 'es' });
    expect(reading!.filter(({ language }) => language === undefined).every(({ text }) => !text.includes('Dormir'))).toBe(true);
  });

  it('reads areas whose names have commas in the reasons, one after the other', () => {
    const because = es.goalWording.draft.because.areas.replace('{areas}', `${es.library.area('eating-body')!.name}, ${es.library.area('sleep')!.name}, ${es.library.area('meaning-spirituality')!.name}`);
    const source = { from: 'library', entry: 'x', rule: '', because: `${because} ${es.goalWording.draft.because.first}` } as const;
    const [version] = plan.versions;
    const read = foreignLines({ proposals: [], versions: [{ ...version!, items: [{ id: 'i1', kind: 'measure', text: 'x', sources: [source] }] }] }, reads('en')).i1!;
    expect(said(read[source.because]!.reading)).toBe(
      `${en.goalWording.draft.because.areas.replace('{areas}', `${en.library.area('eating-body')!.name}, ${en.library.area('sleep')!.name}, ${en.library.area('meaning-spirituality')!.name}`)} ${en.goalWording.draft.because.first}`,
    );
  });

  it('puts no word of the client\'s into English, also where it is letter for letter the library\'s', () => {
    const own = items(plan).find(({ text }) => text === 'Trabajo o estudios')!;
    expect(es.library.area('work')!.name).toBe(own.text);
    expect(wordsOf(own)[own.text]).toEqual({ language: 'es' });
    for (const item of items(plan)) {
      for (const source of item.sources) if (source.from === 'client') expect(wordsOf(item)[source.quote], source.quote).toEqual({ language: 'es' });
    }
  });

  it('changes nothing of what is approved', () => {
    const before = JSON.stringify(plan);
    foreignLines(plan, reads('en'));
    expect(JSON.stringify(plan)).toBe(before);
  });

  it('shows a line that somebody reworded as it was reworded', () => {
    const strategy = items(plan).find(({ kind, sources }) => kind === 'strategy' && sources[0]!.from === 'library')!;
    const change = (text: string): PlanAct => ({ do: 'change', item: strategy.id, to: { text }, reason: 'Así se entiende mejor.', seen: 1, send: true });
    const byTherapist = after(plan, ['therapist', change('Write it down, one line a night')]);
    expect(foreignLines(byTherapist, reads('en'))[strategy.id]!['Write it down, one line a night']).toBeUndefined();
    // What it would replace is still the library's.
    expect(foreignLines(byTherapist, reads('en'))[strategy.id]![strategy.text]!.reading).toBeDefined();
    const byClient = after(plan, ['client', change('Escribir solo cuando quiera')]);
    expect(foreignLines(byClient, reads('en'))[strategy.id]!['Escribir solo cuando quiera']).toEqual({ language: 'es' });
  });

  it('follows a goal that was reworded into the sentences that quote it', () => {
    const goal = items(plan).find(({ kind }) => kind === 'goal')!;
    const proposed = after(plan, ['client', { do: 'change', item: goal.id, to: { text: 'Dormir como antes' }, reason: '', seen: 1, send: true }]);
    const reworded = after(proposed, ['therapist', { do: 'decide', proposal: proposed.proposals.at(-1)!.id, decision: 'accept' }]);
    const item = items(reworded).find(({ connects }) => connects?.includes('Dormir como antes'))!;
    expect(foreignLines(reworded, reads('en'))[item.id]![item.connects!]!.reading).toContainEqual({ text: 'Dormir como antes', language: 'es' });
  });

  it('is left alone where the library has been edited since', () => {
    const item = items(plan).find(({ kind, sources }) => kind === 'strategy' && sources[0]!.from === 'library')!;
    const [version] = plan.versions;
    const old = foreignLines({ proposals: [], versions: [{ ...version!, items: [{ ...item, what: 'Como se decía hace un año.' }] }] }, reads('en'))[item.id]!;
    expect(old['Como se decía hace un año.']).toEqual({ language: 'es' });
    expect(old[item.text]!.reading).toBeDefined();
  });
});

it('is as it stands for whoever reads its language, and the other way round for whoever does not', () => {
  expect(foreignLines(draft(), reads('es'))).toEqual({});
  const english = newPlan('p', draftPlan({ ...en, answers, orientations: ['cbt'], today: '2026-03-02', reviewMonths: 6 }), AT);
  expect(foreignLines(english, reads('en', 'en'))).toEqual({});
  const area = items(english).find(({ text }) => text === en.library.area('sleep')!.name)!;
  expect(foreignLines(english, reads('es', 'en'))[area.id]![area.text]).toEqual({ language: 'en', reading: [{ text: es.library.area('sleep')!.name }] });
});

it('offers suggestions in the language of the plan, to be read in the therapist\'s', () => {
  const suggestions = suggestForPlan({ plan: draft(), ...es, orientations: ['act'], answers });
  expect(suggestions.length).toBeGreaterThan(2);
  for (const suggestion of suggestions) {
    const read = foreignInSuggestion(suggestion, reads('en'));
    const entry = suggestion.kind === 'strategy' ? en.library.strategy(suggestion.entry)!.name : en.library.measure(suggestion.entry)!.sign;
    expect(said(read[suggestion.text]!.reading)).toBe(entry);
    expect(read[suggestion.because]!.reading).toBeDefined();
    expect(foreignInSuggestion(suggestion, reads('es'))).toEqual({});
  }
});
