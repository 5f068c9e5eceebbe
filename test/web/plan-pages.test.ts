import { describe, expect, test } from 'vitest';
import type { PlanAct } from '../../src/core/plan/act.ts';
import { diffVersions } from '../../src/core/plan/diff.ts';
import type { Party, TreatmentPlan } from '../../src/core/plan/plan.ts';
import { deskHistoryPage, deskPage } from '../../src/web/pages/desk.ts';
import { clientPlanPage } from '../../src/web/pages/plan/client-plan.ts';
import { readCompared } from '../../src/web/pages/plan/compare.ts';
import { reviewPage } from '../../src/web/pages/plan/review.ts';
import type { SafetyAlert } from '../../src/actions/plan-view.ts';
import type { PlanPageState } from '../../src/web/pages/plan/standing.ts';
import { alertOf, AT, freshPlan, planAfter, practice, viewOf } from './support/plan.ts';
import { english } from './support/words.ts';

const around = { language: 'en', timeZone: 'UTC' };
const review = (plan: TreatmentPlan, state: Partial<PlanPageState> = {}, alerts: SafetyAlert[] = []) =>
  String(reviewPage(english, { view: viewOf(plan, 'therapist'), ...around, alerts }, { action: '/review/t', ...state }));
const mine = (plan: TreatmentPlan, state: Partial<PlanPageState> = {}) =>
  String(clientPlanPage(english, { view: viewOf(plan, 'client'), ...around }, { action: '/plan/t', ...state }));

const reword: PlanAct = { do: 'change', item: 'i4', to: { text: 'One evening a month', target: 5 }, reason: 'To start small.', seen: 1, send: false };
const sent: [Party, PlanAct][] = [['therapist', { ...reword, send: true }]];
const approve = (plan: TreatmentPlan): PlanAct => ({ do: 'approve', version: plan.versions.at(-1)!.number, hash: plan.versions.at(-1)!.hash });

describe('the therapist’s page', () => {
  test('reads from who to decision, safety before the plan', () => {
    const page = review(freshPlan(), {}, [alertOf('I cannot go on like this.')]);
    const order = ['>Mara</h1>', 'Safety first', 'In their own words', 'Areas of focus', '>Goals<', 'Approaches', 'Signs of progress', 'What they would rather not do', 'Next look at the whole plan', 'Suggestions from the library', 'Your decision', 'Private notes', 'How this plan came to be'];
    const places = order.map((part) => page.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('the client’s words stand beside the line they led to, and what is for the therapist only stands apart', () => {
    const page = review(freshPlan());
    const goal = page.slice(page.indexOf('id="line-i3"'), page.indexOf('id="line-i4"'));
    expect(goal).toContain('I remember his back more than his face.');
    expect(goal).toContain('Now 3 of 10, good enough 7');
    expect(goal).toContain('Meets 2 of 3 SMART points');
    expect(page).toContain('Mara asked to keep this out of the plan.');
  });

  test('every line can be reworded, removed and asked about, in a form that works by itself', () => {
    const page = review(freshPlan());
    for (const item of freshPlan().versions[0]!.items.filter(({ kind }) => kind !== 'review')) {
      for (const act of ['change', 'remove', 'ask']) expect(page).toContain(`data-form="${act}:${item.id}"`);
    }
    expect(page).toContain('data-form="change:i9"');
  });

  test('a drafted suggestion is marked as not sent, and the end says what sending does', () => {
    const page = review(planAfter([['therapist', reword], ['therapist', { do: 'remove', item: 'i8', reason: 'Enough signs.', seen: 1, send: false }]]));
    expect(page.match(/Not sent yet/g)).toHaveLength(2);
    expect(page).toContain('Send 2 suggestions to Mara');
    expect(page).toContain('The plan changes only where Mara says yes.');
    expect(page).not.toContain('Approve this plan');
    expect(page).toContain('5 instead of 6');
  });

  test('approving is one act, and waits for what is open', () => {
    expect(review(freshPlan())).toContain('Approve this plan');
    expect(review(planAfter(sent))).toContain('One suggestion is still open.');
    expect(review(planAfter(sent))).not.toContain('Approve this plan');
    const approved = planAfter([['therapist', approve(freshPlan())]]);
    expect(review(approved)).toContain('You will hear when Mara has answered.');
  });

  test('what the client asks or suggests is answered in its place', () => {
    const page = review(planAfter([['client', { do: 'ask', item: 'i5', question: 'Three times?', seen: 1, send: true }], ['client', { ...reword, send: true }]]));
    expect(page).toContain('2 things wait for you.');
    expect(page).toContain('Mara asks');
    expect(page).toContain('Mara suggests a change');
    for (const answer of ['accept', 'decline', 'why', 'discuss', 'reply']) expect(page).toContain(`name="answer" value="${answer}"`);
  });

  test('"Why?" from the client hands the suggestion back', () => {
    const plan = planAfter([...sent, ['client', { do: 'reply', proposal: 'p10', text: 'Why a month?' }]]);
    expect(review(plan)).toContain('One thing waits for you.');
    expect(review(plan)).toContain('Why a month?');
    expect(mine(plan)).toContain('One suggestion is with Dr. Ines Albrecht.');
  });

  test('after an answer the page begins with what changed', () => {
    const page = review(planAfter([...sent, ['client', { do: 'decide', proposal: 'p10', decision: 'accept', remark: 'Small is good.' }]]));
    const news = page.slice(page.indexOf('id="news"'), page.indexOf('id="own-words"'));
    expect(news).toContain('Small is good.');
    expect(news).toContain('<del>6</del> → <ins>5</ins>');
  });

  test('any two versions can be held against each other, however far apart, in whichever order they are named', () => {
    const change = (text: string, seen: number): [Party, PlanAct] => ['client', { do: 'change', item: 'i3', to: { text }, reason: '', seen, send: true }];
    const accept = (proposal: string): [Party, PlanAct] => ['therapist', { do: 'decide', proposal, decision: 'accept', remark: '' }];
    const plan = planAfter([change('Notice sooner', 1), accept('p10'), change('Notice sooner, and stop', 2), accept('p11')]);
    expect(plan.versions).toHaveLength(3);
    for (const query of [{ from: '1', to: '3' }, { from: '3', to: '1' }]) {
      const page = review(plan, { compared: readCompared(query)! });
      const part = page.slice(page.indexOf('id="compare"'), page.indexOf('</details>', page.indexOf('id="compare"')));
      expect(part).toContain('From version 1 to version 3');
      expect(part).toMatch(/<del>[^<]*work takes over/);
    }
    // Nothing of the sort in an address, or versions that there are none of: a choice, and nothing is compared.
    for (const query of [{}, { from: '1' }, { from: '1', to: 'x' }, { from: '-1', to: '2' }]) expect(readCompared(query)).toBeUndefined();
    expect(review(plan, { compared: { from: 1, to: 9 } })).not.toContain('From version');
    expect(review(freshPlan())).not.toContain('id="compare"');
  });

  test('a refused form keeps every word and says what changed', () => {
    const plan = planAfter([...sent, ['client', { do: 'decide', proposal: 'p10', decision: 'accept' }]]);
    const [first, second] = plan.versions;
    const page = review(plan, {
      problem: 'This plan changed while you were writing.', since: diffVersions(first!.items, second!.items),
      kept: { form: 'change:i3', problem: 'This plan changed while you were writing.', fields: { text: 'My new <words>', target: '8', reason: 'Because & so' } },
    });
    const form = page.slice(page.indexOf('data-form="change:i3"'), page.indexOf('data-form="remove:i3"'));
    expect(form).toContain('My new &lt;words&gt;</textarea>');
    expect(form).toContain('Because &amp; so</textarea>');
    expect(form).toContain('value="8"');
    expect(page).toMatch(/<details class="fold" open><summary>Reword/);
    expect(page).toContain('href="#kept"');
  });

  test('texts of both sides are shown as text', () => {
    const nasty = '<img src=x onerror=alert(1)>';
    const page = review(planAfter([['client', { do: 'add', item: { kind: 'goal', text: nasty, sources: [] }, reason: nasty, seen: 1, send: true }]]), { kept: { form: 'add', problem: nasty, fields: { text: `</textarea>${nasty}` } } }, [{ ...alertOf(nasty), answers: [{ question: nasty, text: nasty }], cleared: { by: nasty, at: AT, note: nasty } }, alertOf(nasty)]);
    expect(page).not.toContain('<img');
  });
});

describe('the client’s page', () => {
  test('never holds what is the therapist’s alone', () => {
    const page = mine(planAfter([['therapist', reword]]));
    for (const secret of ['One evening a month', 'Ask about sleep', 'SMART', 'Suggestions from the library', 'Jonas does not know']) expect(page).not.toContain(secret);
  });

  test('a suggestion stands next to what it would replace, with why, and four answers that look alike', () => {
    const page = mine(planAfter(sent));
    const card = page.slice(page.indexOf('id="proposal-p10"'), page.indexOf('id="line-i5"'));
    expect(card).toContain('Have one evening a week with Jonas that is only ours');
    expect(card).toContain('One evening a month');
    expect(card).toContain('To start small.');
    const buttons = [...card.matchAll(/<button class="([^"]+)" name="answer" value="(\w+)">([^<]+)</g)];
    expect(buttons.map(([, , , label]) => label)).toEqual(['Yes', 'Not for me', 'Why?', 'Let’s talk about it']);
    expect(new Set(buttons.map(([, look]) => look)).size).toBe(1);
  });

  test('taking out a goal says what goes with it', () => {
    const page = mine(planAfter([['therapist', { do: 'remove', item: 'i3', reason: 'One thing at a time.', seen: 1, send: true }]]));
    const card = page.slice(page.indexOf('id="proposal-p10"'), page.indexOf('id="line-i4"'));
    for (const line of ['A short check-in with yourself three times a day', 'After a hard day I feel like myself again by bedtime']) expect(card).toContain(line);
    expect(card).not.toContain('Plan one shared evening');
  });

  test('agreeing is offered when nothing is open and the therapist has looked', () => {
    expect(mine(freshPlan())).not.toContain('I agree with this plan');
    expect(mine(freshPlan())).toContain('Nothing is settled yet');
    expect(mine(planAfter(sent))).toContain('One thing above is waiting for your answer.');
    expect(mine(planAfter([['therapist', approve(freshPlan())]]))).toContain('I agree with this plan');
  });

  test('an agreed plan says so, and a declined one says why', () => {
    const agreed = planAfter([['therapist', approve(freshPlan())], ['client', approve(freshPlan())]]);
    expect(mine(agreed)).toContain('You and Dr. Ines Albrecht agreed on this plan on 4 September 2026.');
    expect(review(agreed)).toContain('Approved by Mara on 4 September 2026');
    const declined = planAfter([['therapist', { do: 'decline', reason: 'Let us meet first.' }]]);
    expect(mine(declined)).toContain('Let us meet first.');
    expect(review(declined)).toContain('Take it up again');
  });

  test('a client who gave no name has one on no page', () => {
    const view = viewOf(freshPlan(), 'therapist', { client: { id: 'c1', name: null } });
    expect(String(reviewPage(english, { view, ...around }, { action: '/' }))).toContain('Your client</h1>');
  });

  test('other words can be suggested for a line that is only suggested itself', () => {
    const plan = planAfter([['therapist', { do: 'add', item: { kind: 'goal', text: 'Sleep seven hours', sources: [] }, reason: 'You asked.', seen: 1, send: true }]]);
    const { change } = plan.proposals[0]!;
    const item = change.do === 'add' ? change.item.id : '';
    expect(mine(plan)).toContain(`data-form="change:${item}"`);
    const countered = planAfter([['client', { do: 'change', item, to: { text: 'Sleep six hours' }, reason: '', seen: 1, send: true }]], plan);
    expect(mine(countered)).toContain('Sleep six hours');
    expect(mine(countered)).not.toContain('About the whole plan');
  });
});

describe('a goal that has ended', () => {
  const reached: PlanAct = { do: 'change', item: 'i4', to: { ended: 'achieved', endedWords: 'We have our <Thursdays>.' }, reason: '', seen: 1, send: true };

  test('is suggested with what became of it and the client’s words, and says so in its line and in the history', () => {
    const suggested = planAfter([['client', reached]]);
    const card = review(suggested).slice(review(suggested).indexOf('id="proposal-p10"'));
    expect(card).toMatch(/^[\s\S]*?<b>Reached<\/b>[\s\S]*?We have our &lt;Thursdays&gt;\./);
    const taken = planAfter([['therapist', { do: 'decide', proposal: 'p10', decision: 'accept' }]], suggested);
    for (const page of [review(taken), mine(taken)]) {
      expect(page.slice(page.indexOf('id="line-i4"'))).toMatch(/What became of it:<\/span> <b>Reached<\/b>[\s\S]*?<blockquote dir="auto">We have our &lt;Thursdays&gt;\./);
      expect(page).toContain('Goal, what became of it:');
      expect(page).toContain('<ins>Reached</ins>');
    }
    expect(String(deskHistoryPage(english, { view: viewOf(taken, 'therapist'), ...around }, '/desk/t'))).toContain('<ins>We have our &lt;Thursdays&gt;.</ins>');
  });
});

describe('the desk', () => {
  const row = { planId: 'p1', client: { id: 'c1', name: 'Mara' }, status: 'in-review', waiting: 'therapist', since: '2026-09-04T09:30:00.000Z', version: 1, openProposals: 0, reviewOn: null, lastCheckIn: null, goneQuiet: false, drop: null, review: null, reviewPath: '/desk/t/plan/p1' } as const;
  const rows = [row, { ...row, planId: 'p2', client: { id: 'c2', name: 'Äsa' }, waiting: 'client' as const, status: 'with-client' as const, openProposals: 2 }, { ...row, planId: 'p3', client: { id: 'c3', name: null }, waiting: 'nobody' as const, status: 'agreed' as const, reviewOn: '2026-08-01', review: { on: '2026-08-01', due: 'overdue' as const, said: null } }];
  const desk = { practice, therapist: { name: 'Ines' }, ...around, rows, alerts: [] };
  const show = (shelf: 'all' | 'for-me' | 'for-client' | 'agreed' | 'due', search = '') => String(deskPage(english, desk, { base: '/desk/t', shelf, search }));
  const names = (page: string) => [...page.matchAll(/<h2 dir="auto"><a href="[^"]+">([^<]+)/g)].map(([, name]) => name);

  test('shelves show their own and count what they hold', () => {
    expect(names(show('all'))).toHaveLength(3);
    expect(names(show('for-me'))).toEqual(['Mara']);
    expect(names(show('for-client'))).toEqual(['Äsa']);
    expect(names(show('due'))).toEqual(['Client without a name yet']);
    expect(show('all')).toMatch(/Due for review <span class="count">1</);
  });

  test('a name is found whatever its case, and a search that finds nothing says so', () => {
    expect(names(show('all', 'äS'))).toEqual(['Äsa']);
    expect(show('all', 'zz')).toContain('No client of that name here.');
    expect(show('all', '"><script>')).not.toContain('"><script>');
  });

  test('a plan’s history marks the words that changed', () => {
    const plan = planAfter([...sent, ['client', { do: 'decide', proposal: 'p10', decision: 'accept', remark: 'Fine.' }]]);
    const page = String(deskHistoryPage(english, { view: viewOf(plan, 'therapist'), ...around }, '/desk/t'));
    expect(page).toContain('<ins>month</ins>');
    expect(page).toContain('Fine.');
  });
});
