import { afterEach, beforeAll, expect, it } from 'vitest';
import { type Jobs, openJobs } from '../../src/store/jobs.ts';
import type { Store } from '../../src/store/open-store.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('jobs', (open) => {
  let store: Store;
  let jobs: Jobs | undefined;
  const errors: Error[] = [];
  beforeAll(async () => void (store = await open()));
  afterEach(async () => {
    await jobs?.stop();
    expect(errors).toEqual([]);
  });

  const start = async () => (jobs = await openJobs(store, (error) => errors.push(error)));

  it('exist if and only if the transaction that sent them commits', async () => {
    const { ensureQueue, sendWith, boss } = await start();
    await ensureQueue('deliver');
    await store.prisma.$transaction((tx) => sendWith(tx, 'deliver', { account: 'kept' }));
    const failing = store.prisma.$transaction(async (tx) => {
      await sendWith(tx, 'deliver', { account: 'dropped' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const fetched = await boss.fetch('deliver', { batchSize: 10 });
    expect(fetched.map((job) => job.data)).toEqual([{ account: 'kept' }]);
  });

  it('can be sent first of all from within a transaction, after every start', async () => {
    for (let round = 0; round < 2; round++) {
      const { ensureQueue, sendWith, stop } = await start();
      await ensureQueue('remind', { retryLimit: 5 });
      await store.prisma.$transaction((tx) => sendWith(tx, 'remind', { round }));
      await stop();
    }
    const { boss } = await start();
    const found = await boss.findJobs<{ round: number }>('remind');
    expect(found.map((job) => job.data.round).toSorted()).toEqual([0, 1]);
  });

  it('wait for their time and are worked on', async () => {
    const { ensureQueue, sendWith, boss } = await start();
    await ensureQueue('due');
    const startAfter = new Date(Date.now() + 3_600_000);
    await store.prisma.$transaction(async (tx) => {
      await sendWith(tx, 'due', { when: 'later' }, { startAfter });
      await sendWith(tx, 'due', { when: 'now' });
    });
    const worked = new Promise<unknown>((resolve) => {
      void boss.work('due', { pollingIntervalSeconds: 0.5 }, async ([job]) => resolve(job!.data));
    });
    expect(await worked).toEqual({ when: 'now' });
  });
});
