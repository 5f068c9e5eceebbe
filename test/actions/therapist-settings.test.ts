import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDesk } from '../../src/actions/open-desk.ts';
import { openPlan } from '../../src/actions/open-plan.ts';
import { setTherapistSettings, therapistSettings } from '../../src/actions/therapist-settings.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import type { Store } from '../../src/store/open-store.ts';
import { openTestApp, testClock, type TestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { goesBy, subjectsIn, withPlan } from './living.ts';

eachDatabase('what a therapist decides for themselves', (open) => {
  let store: Store;
  let test: TestApp;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    test = await openTestApp(store);
  });
  const set = (settings: Parameters<typeof setTherapistSettings>[2]) => setTherapistSettings(test.app, test.therapist.id, settings);
  const hour = (at: Date, timeZone: string): number => Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone }).format(at));

  it('stays as it is where nothing is said, and is refused whole where something cannot be', async () => {
    await set({ timeZone: 'Asia/Tokyo', noticeRoutes: ['mail', 'slack', 'mail'] });
    const before = { language: 'en', timeZone: 'Asia/Tokyo', remindersOff: false, noticeRoutes: ['mail', 'slack'] };
    expect(await therapistSettings(test.app, test.therapist.id)).toEqual(before);
    for (const wrong of [{ timeZone: 'Nowhere/Atall' }, { timeZone: '' }, { language: 'tlh' }, { noticeRoutes: ['web' as const] }]) {
      await expect(set({ remindersOff: true, ...wrong })).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(await therapistSettings(test.app, test.therapist.id)).toEqual(before);
    await set({ timeZone: null });
    expect(await therapistSettings(test.app, test.therapist.id)).toEqual({ ...before, timeZone: null });
  });

  describe('where they are', () => {
    const reminded = () => subjectsIn(test).filter((each) => /still wait/.test(each)).length;

    it('decides when it is night, so that a reminder waits for their morning', async () => {
      for (const timeZone of ['Pacific/Auckland', 'America/Los_Angeles']) {
        // Drafted at ten in the morning in Dublin: two days later it is night in both of these places.
        test = await openTestApp(store, { clock: testClock('2026-03-02T10:00:00.000Z') });
        await set({ timeZone });
        await test.newClient().holdIntake();
        await goesBy(test, 4, () => reminded() > 0);
        expect(reminded()).toBe(1);
        expect(hour(test.now(), timeZone), timeZone).toBe(8);
      }
    });

    it('decides what day it is on their desk and on their pages', async () => {
      const client = await withPlan(test);
      const { plan, therapistId } = await client.storedPlan();
      const { on } = plan.versions.at(-1)!.items.find(({ kind }) => kind === 'review')!;
      const desk = (await linkTo(test.app, { purpose: 'desk', practiceId: test.practice.id, therapistId }, 365)).split('/').at(-1)!;
      const due = async () => (await openDesk(test.app, desk))!.rows[0]!.review!.due;
      // Late in the evening of that day in Dublin, it is the day after in Auckland.
      test.later(Date.parse(`${on}T21:00:00Z`) - test.now().getTime());
      expect(await due()).toBe('this-week');
      await set({ timeZone: 'Pacific/Auckland' });
      expect(await due()).toBe('overdue');
      expect(await openDesk(test.app, desk)).toMatchObject({ timeZone: 'Pacific/Auckland' });
      expect(await openPlan(test.app, { token: desk, planId: plan.id }, 'therapist')).toMatchObject({ timeZone: 'Pacific/Auckland' });
    });
  });
});
