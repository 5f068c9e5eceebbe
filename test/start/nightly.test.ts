import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { beginIntake } from '../../src/actions/begin-intake.ts';
import { DEMO_SLUG } from '../../src/actions/demo.ts';
import { openJobs, type Jobs } from '../../src/store/jobs.ts';
import { days } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { removeData, settingsFor, startCairn, type TestCairn } from '../support/cairn.ts';

eachDatabase('what a started Cairn does every night', (_open, place) => {
  let settings: Awaited<ReturnType<typeof settingsFor>>;
  let cairn: TestCairn;
  let jobs: Jobs;
  beforeAll(async () => {
    settings = await settingsFor(await place());
    cairn = await startCairn(settings);
    jobs = await openJobs(cairn.app.store, () => {});
  });
  afterAll(async () => {
    await jobs.stop();
    await cairn.stop();
    await removeData(settings);
  });

  it('stands in the timetable once a night, and when its hour comes, whoever was silent too long is erased', { timeout: 60_000 }, async () => {
    const { prisma } = cairn.app.store;
    const sender = { channel: 'web' as const, workspace: DEMO_SLUG, userId: randomUUID() };
    await beginIntake(cairn.app, sender, sender.userId);
    expect(await prisma.client.count()).toBe(1);
    const [nightly] = (await jobs.boss.getSchedules()).filter(({ name }) => name === 'retention');
    expect(nightly!.cron).toMatch(/^\d+ [0-6] \* \* \*$/);

    cairn.later(days(3_000));
    await jobs.boss.send(nightly!.name, {}); // as the timetable does
    await vi.waitFor(async () => expect(await prisma.client.count()).toBe(0), { timeout: 30_000, interval: 250 });
  });
});
