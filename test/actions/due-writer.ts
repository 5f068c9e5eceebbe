/**
 * Carries out what is due, again and again, as one of several processes on the same database. Prints `ready` once it can,
 * and `done` after each run.
 */
import { openStore } from '../../src/store/open-store.ts';
import { runDue } from '../../src/actions/run-due.ts';
import { openTestApp } from '../support/app.ts';

const { options, at } = JSON.parse(process.argv[2]!);
const store = await openStore(options);
const { app } = await openTestApp(store, { clock: { now: () => new Date(at), later: () => {} } });
console.log('ready');
for (;;) {
  await runDue(app);
  console.log('done');
}
