import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setTherapistSettings } from '../../src/actions/therapist-settings.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import type { Store } from '../../src/store/open-store.ts';
import { linesOf, minutes, openTestApp, testClock, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { goesBy, heardSince, subjectsIn, withPlan } from './living.ts';

eachDatabase('reminders', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    test = await openTestApp(store);
    client = test.newClient();
  });
  const reminders = (from = 0) => client.heard.slice(from).map(({ text }) => text).filter((text) => /rather not be reminded|not remind you of it again/.test(text));
  const mails = (subject: RegExp) => subjectsIn(test).filter((each) => subject.test(each));
  const suggest = async () => {
    const plan = await client.plan();
    await client.act('therapist', { do: 'change', item: linesOf(plan, 'goal')[0]!.id, to: { target: 6 }, reason: 'A smaller step.', seen: currentVersion(plan).number, send: true });
  };

  describe('of an intake that was left', () => {
    it('comes once, after three days of silence, and never again', async () => {
      await client.write('hello');
      await client.talk({}, 'hope');
      const from = client.heard.length;
      expect(await goesBy(test, 2.9)).toBe(2.9);
      expect(reminders(from)).toEqual([]);
      await goesBy(test, 90);
      expect(reminders(from)).toEqual([expect.stringContaining('We stopped part of the way')]);
    });

    it('counts from the last thing they wrote', async () => {
      await client.write('hello');
      await client.talk({}, 'hope');
      await goesBy(test, 2);
      await client.talk({}, 'better');
      const from = client.heard.length;
      await goesBy(test, 2.5);
      expect(reminders(from)).toEqual([]);
      await goesBy(test, 1);
      expect(reminders(from)).toHaveLength(1);
    });

    it('comes by day, and not to somebody who said stop', async () => {
      const late = await openTestApp(store, { clock: testClock('2026-03-02T23:30:00.000Z') });
      client = late.newClient();
      await client.write('hello');
      await client.talk({}, 'hope');
      const from = client.heard.length;
      await goesBy(late, 5, () => reminders(from).length > 0);
      expect(late.now().toISOString().slice(11, 16)).toBe('08:00');
      const other = late.newClient();
      await other.write('hello');
      await other.talk({}, 'hope');
      await other.write('stop');
      const heard = other.heard.length;
      await goesBy(late, 30);
      expect(other.heard).toHaveLength(heard);
    });
  });

  describe('of a plan that waits', () => {
    it('come to the therapist three times, further apart, and stop; a new reason begins anew', async () => {
      await client.holdIntake();
      await goesBy(test, 60);
      expect(mails(/still wait/)).toEqual(Array(3).fill('A plan still waits for you'));
      await client.act('client', { do: 'ask', question: 'Is it long yet?', seen: 1, send: true });
      await goesBy(test, 60);
      expect(mails(/still wait/)).toHaveLength(6);
    });

    it('are one however many plans wait, and name the one that has waited longest', async () => {
      await client.holdIntake();
      test.later(minutes(300));
      await test.newClient().holdIntake();
      await test.newClient().holdIntake();
      await goesBy(test, 3);
      expect(mails(/still wait/)).toEqual(['3 plans still wait for you']);
      const reminder = test.mail.sent.findLast(({ sender }) => sender.workspace === test.practice.id)!;
      const token = /review\/(\S+)/.exec(reminder.body.text)![1]!;
      const { findReviewLink } = await import('../../src/store/review-links.ts');
      expect((await findReviewLink(store.prisma, token, test.now()))!.planId).toBe((await client.plan()).id);
    });

    it('come to the client twice, and not while the therapist has the next word', async () => {
      await client.holdIntake();
      await suggest();
      const from = client.heard.length;
      await goesBy(test, 30);
      expect(reminders(from)).toHaveLength(2);
      await client.write('continue');
      await client.press('discuss');
      await client.write('Can we talk about it?');
      const later = client.heard.length;
      await goesBy(test, 30);
      expect(reminders(later)).toEqual([]);
    });

    it('end with a word, and begin again with another', async () => {
      await client.holdIntake();
      await suggest();
      await client.write('stop reminders');
      expect(heardSince(client, -3)).toContain('I will not remind you any more');
      expect(client.step).toBe('decision');
      const from = client.heard.length;
      await goesBy(test, 30);
      expect(client.heard).toHaveLength(from);
      await client.write('reminders');
      await goesBy(test, 30);
      expect(reminders(from)).toHaveLength(2);
      await setTherapistSettings(test.app, test.therapist.id, { remindersOff: true });
      const before = mails(/still wait/).length;
      await client.write('continue');
      await client.press('discuss');
      await client.write('skip');
      await goesBy(test, 30);
      expect(mails(/still wait/)).toHaveLength(before);
    });

    it('never come at night, where each of them is', async () => {
      const late = await openTestApp(store, { clock: testClock('2026-03-02T22:30:00.000Z') });
      client = late.newClient();
      await client.holdIntake({ country: 'Ireland' });
      await goesBy(late, 4, () => subjectsIn(late).some((subject) => /still wait/.test(subject)));
      expect(late.now().toISOString().slice(0, 16)).toBe('2026-03-05T08:00');
    });
  });

  it('of a day to look at the plan do not come on top of those of a plan that waits', async () => {
    client = await withPlan(test);
    await client.write('check-ins');
    await client.press('none');
    await goesBy(test, 176);
    // Six days before the day of the look, with its reminder just gone out, a suggestion begins to wait.
    await goesBy(test, 2);
    await suggest();
    const from = client.heard.length;
    await goesBy(test, 12);
    const said = reminders(from);
    expect(said.filter((text) => text.includes('still something in your plan'))).toHaveLength(2);
    expect(said).toHaveLength(2);
  });
});
