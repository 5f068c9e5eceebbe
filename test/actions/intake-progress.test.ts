import { beforeAll, expect, it } from 'vitest';
import { beginOnWeb } from '../../src/actions/begin-on-web.ts';
import { intakeSteps } from '../../src/actions/intake-progress.ts';
import { days, openTestApp, type Moves, type TestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('how far people come in the intake', (open) => {
  let test: TestApp;
  let elsewhere: TestApp;
  beforeAll(async () => {
    const store = await open();
    test = await openTestApp(store);
    elsewhere = await openTestApp(store);
    await comes(test, 5, {}, 'consent');
    await comes(test, 6, {}, 'hope');
    // Somebody who would rather not, and somebody who is too young: the intake is over for them, and not finished.
    await comes(test, 1, { consent: { press: ['not-now'] } });
    await comes(test, 1, { age: { press: ['no'] } }, 'name');
    await comes(test, 7, {}, 'better');
    await comes(test, 2, {}, 'goals');
    await comes(test, 5);
    await comes(elsewhere, 3);
  }, 120_000);

  /** So many people talk until a step is asked, or to the end, and then fall silent. */
  const comes = async (to: TestApp, count: number, moves: Moves = {}, until?: string): Promise<void> => {
    for (let each = 0; each < count; each += 1) {
      const client = to.newClient();
      await client.write('hello');
      await client.talk(moves, until);
    }
  };
  const steps = () => intakeSteps(test.app, test.practice.id);

  it('says nothing of where people stopped while they may still come back', async () => {
    expect(await steps()).toMatchObject({ groups: [], finished: 5, underWay: 22 });
  });

  it('counts nobody who opened a chat and never wrote in it', async () => {
    const before = await steps();
    for (let each = 0; each < 6; each += 1) await beginOnWeb(test.app, test.practice.slug);
    expect(await steps()).toEqual(before);
  });

  it('counts, after two weeks of silence, who came as far as each topic and no further', async () => {
    test.later(days(14.1));
    const { groups, finished, underWay, labels } = await steps();
    expect({ finished, underWay }).toEqual({ finished: 5, underWay: null });
    expect(groups).toEqual([
      { topics: [null], reached: 27, stopped: 5 },
      // Nobody stopped at what they hope for, which is not told apart either.
      { topics: ['welcome', 'hope'], reached: 22, stopped: 8 },
      // Seven at the areas; the two who came further are too few to stand alone.
      { topics: ['areas', 'better', 'goals', 'each-goal', 'ways', 'together', 'send'], reached: 14, stopped: 9 },
    ]);
    expect(labels).toMatchObject({ welcome: 'Hello', hope: 'What you hope for' });
  });

  it('tells who is in the middle of it apart, from five on', async () => {
    const before = await steps();
    await comes(test, 4, {}, 'better');
    expect(await steps()).toEqual(before);
    await comes(test, 1, {}, 'better');
    expect(await steps()).toEqual({ ...before, underWay: 5 });
  });

  it('has the topics in the language it is asked for, and nobody of another practice', async () => {
    expect((await intakeSteps(test.app, test.practice.id, 'es')).labels.hope).toMatch(/^Lo que/);
    expect(await intakeSteps(elsewhere.app, elsewhere.practice.id)).toMatchObject({ groups: [], finished: null, underWay: null });
  });
});
