import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePractice } from '../../src/actions/admin.ts';
import { changeClient } from '../../src/store/practices.ts';
import { checkInsOf } from '../../src/store/check-ins.ts';
import { ratingsOf } from '../../src/store/ratings.ts';
import { rhythmOf } from '../../src/store/rhythms.ts';
import type { Store } from '../../src/store/open-store.ts';
import { days, dueNow, lifeOf, openTestApp, testClock, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { caseload, chooses, goesBy, withPlan } from './living.ts';

eachDatabase('check-ins', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  let id: string;
  beforeAll(async () => {
    store = await open();
  });
  // Monday the 2nd of March 2026, ten in the morning.
  beforeEach(async () => {
    test = await openTestApp(store);
    client = await withPlan(test);
    id = (await client.ids()).client;
  });
  const heard = () => client.heard.length;
  const asked = () => client.step === 'hello';
  const local = (zone: string) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(test.now());
  const weekly = async () => {
    await dueNow(test);
    await chooses(client, 'weekly');
  };

  describe('the rhythm', () => {
    it('is offered once the plan is agreed, and set in four presses', async () => {
      await dueNow(test);
      expect(client.step).toBe('every');
      await chooses(client, 'fortnightly', 'thursday', '15:00');
      expect(client.last).toContain('every second Thursday, 3:00 PM (Dublin time)');
      expect(await rhythmOf(store.prisma, id)).toMatchObject({ every: 'fortnightly', weekday: 4, time: '15:00', timeZone: 'Europe/Dublin' });
      expect(await goesBy(test, 30, asked)).toBeCloseTo(3.2, 1);
    });

    it('may be none, and is not offered again with every new agreement', async () => {
      await dueNow(test);
      await chooses(client, 'none');
      const before = heard();
      await goesBy(test, 60);
      expect(heard()).toBe(before);
    });

    it('is offered in the morning when a plan is agreed at night', async () => {
      const late = await openTestApp(store, { clock: testClock('2026-03-02T21:40:00.000Z') });
      const other = await withPlan(late);
      await dueNow(late);
      expect(other.step).not.toBe('every');
      expect(await goesBy(late, 1, () => other.step === 'every')).toBeCloseTo(0.43, 1);
    });

    it('takes a city, a time and a day in the client\'s own words, and asks again for a time in the quiet hours', async () => {
      await changeClient(store.prisma, id, { country: 'US' });
      await client.write('check-ins');
      await client.write('once a week');
      await client.write('Thurs');
      await client.write('11 pm');
      expect(client.last).toContain('I keep quiet between 8:00 PM and 8:00 AM');
      await client.write('7.30pm');
      expect(client.question!.choices.map(({ label }) => label).slice(0, 3)).toEqual(['New York', 'Chicago', 'Denver']);
      await client.write('Little Wobbling');
      expect(client.last).toContain('I do not know that place yet');
      await client.write('lord howe');
      expect(await rhythmOf(store.prisma, id)).toMatchObject({ every: 'weekly', weekday: 4, time: '19:30', timeZone: 'Australia/Lord_Howe' });
      await goesBy(test, 10, asked);
      expect(local('Australia/Lord_Howe')).toBe('Thu 19:30');
    });

    it('can be changed at any time, and what was due before is not due any more', async () => {
      await weekly();
      await client.write('check ins');
      expect(client.step).toBe('every');
      await chooses(client, 'monthly', 'friday', '12:00');
      await goesBy(test, 40, asked);
      expect(test.now().toISOString()).toContain('2026-03-06T12:00');
    });

    it('ends with a word, in the middle of a check-in too', async () => {
      await weekly();
      await goesBy(test, 10, asked);
      await client.press('begin');
      await client.write('stop check-ins');
      expect(client.heard.at(-2)!.text).toContain('I will not send check-ins any more');
      expect(client.step).toBe('rating');
      const before = heard();
      await goesBy(test, 40);
      expect(heard()).toBe(before);
    });

    it('keeps its hour on the client\'s clock over the change to summer time', async () => {
      await weekly();
      for (let week = 0; week < 4; week += 1) {
        await goesBy(test, 10, asked);
        if (week < 3) await client.press('not-today');
      }
      expect([test.now().toISOString().slice(0, 16), local('Europe/Dublin')]).toEqual(['2026-03-30T17:00', 'Mon 18:00']);
    });

    it('waits for the end of quiet hours that the practice has made longer', async () => {
      await weekly();
      await changePractice(test.app, test.practice.slug, { quietFrom: '17:00', quietUntil: '09:30' });
      await goesBy(test, 10, asked);
      expect(local('Europe/Dublin')).toBe('Tue 09:30');
    });
  });

  describe('a check-in', () => {
    beforeEach(weekly);

    it('asks for a number for each goal, what was noticed and what to bring, and keeps every answer as it is given', async () => {
      await goesBy(test, 10, asked);
      await client.press('begin');
      await client.press('4');
      expect((await ratingsOf(store.prisma, id)).map(({ value }) => value)).toEqual([4]);
      await client.press('6');
      await client.write('1, and I slept on Sunday');
      await client.write('the phone call with my father');
      const goals = (await client.plan()).versions.at(-1)!.items.filter(({ kind }) => kind === 'goal');
      expect(await ratingsOf(store.prisma, id)).toMatchObject([{ goal: goals[0]!.id, value: 4 }, { goal: goals[1]!.id, value: 6 }]);
      expect(await checkInsOf(store.prisma, id)).toMatchObject([{ scheduled: true, noticed: [{ choice: 'feeling' }, { own: 'and I slept on Sunday' }], bring: 'the phone call with my father' }]);
      expect(test.mail.sent.at(-1)!.body.subject).toBe('A client left something for your next session');
      expect(JSON.stringify(test.mail.sent)).not.toContain('father');
      const view = await lifeOf(test.app, (await client.plan()).id, 'therapist');
      expect(view.checkIns).toMatchObject([{ ratings: [{ value: 4 }, { value: 6 }], signs: ['My feelings have shifted a little', 'and I slept on Sunday'], bring: 'the phone call with my father' }]);
    });

    it('says nothing of the plan before they have answered', async () => {
      await goesBy(test, 10, asked);
      expect(client.last).not.toMatch(/sleep|meetings/i);
    });

    it('meets a low number kindly, once, and goes on', async () => {
      await client.write('check in');
      const before = heard();
      await client.press('1');
      await client.press('0');
      const said = client.heard.slice(before).map(({ text }) => text);
      expect(said.filter((text) => text.includes('A low number is not a failure'))).toHaveLength(1);
      expect(client.step).toBe('noticed');
    });

    it('sends words of danger the way of all such words, and keeps the rating given before', async () => {
      await client.write('check in');
      await client.press('2');
      await client.write('I want to kill myself');
      expect(await store.prisma.safetyAlert.count({ where: { clientId: id, clearedAt: null } })).toBe(1);
      expect((await ratingsOf(store.prisma, id)).map(({ value }) => value)).toEqual([2]);
      const before = heard();
      await goesBy(test, 20, async () => asked());
      expect(client.heard.slice(before).some(({ text }) => text.includes('time for your check-in'))).toBe(false);
    });

    it('begins with the command of a platform, whatever was asked before', async () => {
      await client.send({ kind: 'command', command: 'check-in' });
      expect(client.step).toBe('rating');
    });

    it('may be left for another time without being missed', async () => {
      await goesBy(test, 10, asked);
      await client.press('not-today');
      expect(client.last).toContain('nothing is missed');
      expect(await goesBy(test, 10, asked)).toBeCloseTo(7, 0);
    });

    it('does not come two days after they looked by themselves', async () => {
      await goesBy(test, 6);
      await client.write('check in');
      await client.talk({ bring: { press: ['nothing-now'] } });
      expect(client.last).toContain('I will ask again on 16 March 2026');
      expect(await goesBy(test, 12, asked)).toBeGreaterThan(6);
    });
  });

  describe('one that is not answered', () => {
    beforeEach(weekly);

    it('gives way to the next without a word; after two of them another rhythm is offered, and then nothing until they write', async () => {
      const from = heard();
      await goesBy(test, 60);
      const said = client.heard.slice(from).map(({ text }) => text);
      expect(said).toHaveLength(3);
      expect(said[0]).toBe(said[1]);
      expect(said[2]).toContain('may have come at a bad time, and that is fine');
      expect(said.join(' ')).not.toMatch(/missed|forgot|streak|you did not/i);
      expect((await caseload(test)).find((row) => row.client.id === id)).toMatchObject({ goneQuiet: true, lastCheckIn: null });
      await client.write('hello');
      expect(await goesBy(test, 20, asked)).toBeLessThan(8);
    });

    it('does not stand in the way of something that was asked before it', async () => {
      const { id: plan, versions } = await client.plan();
      await client.act('therapist', { do: 'ask', question: 'How are the nights?', seen: versions.length, send: true });
      expect([client.step, plan.length > 0]).toEqual(['reply', true]);
      await goesBy(test, 8);
      expect(client.heard.some(({ text }) => text.includes('time for your check-in'))).toBe(false);
      await client.write('continue');
      await client.write('Better, mostly.');
      expect(await goesBy(test, 9, asked)).toBeLessThan(8);
    });

    it('stays away when they said stop, and comes back when they choose a rhythm again', async () => {
      await goesBy(test, 10, asked);
      await client.write('stop');
      const before = heard();
      await goesBy(test, 30);
      expect(heard()).toBe(before);
      await client.write('check-ins');
      await chooses(client, 'weekly');
      expect(await goesBy(test, 12, asked)).toBeLessThan(11);
    });
  });

  it('a clear step away from a goal stands first in the caseload', async () => {
    const other = await withPlan(test);
    for (const [value, who] of [['4', other], ['8', client], ['5', client]] as const) {
      await who.write('check in');
      await who.talk({ rating: { press: [value] }, 'rating@': [], bring: { press: ['nothing-now'] } });
      test.later(days(3));
    }
    const rows = await caseload(test);
    expect(rows[0]).toMatchObject({ client: { id }, drop: { change: { by: -3, clear: true } } });
    expect(rows.find((row) => row.client.id !== id)?.drop).toBeNull();
  });
});
