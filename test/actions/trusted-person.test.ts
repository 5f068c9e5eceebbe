import { expect, it } from 'vitest';
import { alertsOf } from '../../src/actions/safety-alerts.ts';
import { openTestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('after words of danger', (open) => {
  it.each([
    ['not safe', { 'ask-directly': { press: ['yes-now'] }, 'safe-now': { press: ['not-safe'] }, barriers: 'I do not know what to say.' }, ['ask-directly', 'safe-now', 'barriers', 'trusted']],
    ['somewhat', { 'ask-directly': { press: ['sometimes'] }, 'safe-now': 'I think so, for now.' }, ['ask-directly', 'safe-now', 'trusted']],
  ])('somebody they trust is asked about, in words of their own, and their therapist reads the answer: %s', async (_, moves, steps) => {
    const test = await openTestApp(await open());
    const client = test.newClient();
    await client.write('hello');
    await client.talk({ country: 'Ireland' }, 'hope');
    await client.write('I do not want to be alive any more');
    const asked: string[] = [];
    for (const step of steps) {
      await client.talk(moves, step);
      asked.push(client.step!);
    }
    expect(asked).toEqual(steps);
    expect(client.question).toMatchObject({ kind: 'text', ownWords: true });
    expect(client.last).toMatch(/trust/);
    await client.write('My sister Noor, next door.');
    expect(client.step).toBe('go-on');
    const [alert] = await alertsOf(test.app, (await client.ids()).client, 'en');
    expect(alert!.answers.map(({ text }) => text)).toContain('My sister Noor, next door.');
  });
});
