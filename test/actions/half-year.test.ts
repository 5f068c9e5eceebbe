import { expect, it } from 'vitest';
import { closePlan } from '../../src/actions/review-plan.ts';
import { statusOf } from '../../src/core/plan/status.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { agreements } from '../../src/core/progress/agreements.ts';
import { dueNow, lifeOf, linesOf, openTestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { caseload, chooses, goesBy, heardSince, subjectsIn, withPlan } from './living.ts';

eachDatabase('half a year', (open) => {
  it('from the first hello to the summary they keep: check-ins with gaps, a revisit, the look at the whole, the end', { timeout: 120_000 }, async () => {
    const store = await open();
    const test = await openTestApp(store);
    const client = await withPlan(test);
    const { plan: { id: planId }, therapistId } = await client.storedPlan();
    const asked = () => client.step === 'hello';
    const approve = async (): Promise<void> => {
      const { number, hash } = currentVersion(await client.plan());
      await client.act('therapist', { do: 'approve', version: number, hash });
    };

    // March: the first check-ins.
    await dueNow(test);
    await chooses(client, 'fortnightly', 'wednesday', '18:00');
    const looks: string[] = [];
    const look = async (first: string, second: string, noticed: string): Promise<void> => {
      await goesBy(test, 40, asked);
      looks.push(test.now().toISOString().slice(0, 10));
      await client.press('begin');
      await client.press(first);
      await client.press(second);
      await client.write(noticed);
      await client.press('nothing-now');
    };
    await look('4', '3', 'I went to bed without my phone');
    await look('5', '3', 'nothing');
    // April: two that were not answered, a word about the rhythm, and silence until they write.
    const from = client.heard.length;
    await goesBy(test, 45);
    expect(client.heard).toHaveLength(from + 3);
    expect((await caseload(test, therapistId))[0]).toMatchObject({ goneQuiet: true });
    // May: they come back, because something changed.
    await client.write('something changed');
    await client.write('I have a new manager, and meetings are different.');
    const asking = (await client.plan()).proposals.at(-1)!;
    await client.act('therapist', { do: 'reply', proposal: asking.id, text: 'Then let us put that into the plan.' });
    const goal = linesOf(await client.plan(), 'goal')[1]!;
    await client.act('therapist', { do: 'change', item: goal.id, to: { text: 'Say one thing in each meeting' }, reason: 'It fits the new meetings better.', seen: currentVersion(await client.plan()).number, send: true });
    expect(client.step).toBe('decision');
    await client.press('accept');
    await approve();
    await client.press('approve');
    expect(agreements(await client.plan())).toHaveLength(2);
    await look('6', '5', 'I spoke first once');
    // From five to two, and nobody has to look for it.
    await look('7', '2', '5');
    expect((await caseload(test, therapistId))[0]).toMatchObject({ goneQuiet: false, drop: { goal: 'Say one thing in each meeting', change: { by: -3 } } });
    await look('8', '6', 'I slept through a thunderstorm');
    await look('8', '7', 'I asked for help in the meeting');
    expect(new Set(looks.map((day) => new Date(day).getUTCDay()))).toEqual(new Set([3]));

    // September: the look at the whole plan, and the end.
    await goesBy(test, 120, () => client.step === 'look');
    expect(test.now().toISOString().slice(0, 7)).toBe('2026-09');
    await client.press('close');
    await client.talk({ ended: { press: ['achieved'] }, 'ended-words': 'It is mostly like that now.', 'look-back': 'That small things count.' });
    expect(subjectsIn(test).at(-1)).toBe('A client has looked at their plan');
    const before = client.heard.length;
    const closed = await closePlan(test.app, planId, therapistId, {
      seen: currentVersion(await client.plan()).number, words: 'You did this.', goals: linesOf(await client.plan(), 'goal').map(({ id }) => ({ item: id, ended: 'achieved' })),
    });
    await test.settle();
    expect(closed).toMatchObject({ ok: true });
    expect(heardSince(client, before)).toMatch(/Say one thing in each meeting \(reached: “It is mostly like that now\.”\)[\s\S]*That small things count\.[\s\S]*You did this\./);
    const view = await lifeOf(test.app, planId, 'client');
    expect(view.progress.goals.map(({ start, now }) => [start!.value, now!.value])).toEqual([[3, 8], [3, 7]]);
    expect(view.signs.map(({ text }) => text)).toEqual(expect.arrayContaining(['I went to bed without my phone', 'I slept through a thunderstorm', 'Things have felt harder']));
    expect([statusOf(await client.plan()), view.checkIns.length, view.review.earlier.length]).toEqual(['closed', 6, 1]);
    // Everything that was ever agreed is still there to read, and nothing comes any more.
    expect(currentVersion(await client.plan()).number).toBeGreaterThan(agreements(await client.plan()).length);
    const last = client.heard.length;
    await goesBy(test, 120);
    expect(client.heard).toHaveLength(last);
    expect(test.logged.filter(({ facts }) => facts.error !== undefined)).toEqual([]);
  });
});
