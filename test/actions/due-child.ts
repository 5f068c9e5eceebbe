/**
 * A process of a Cairn that carries out what is due, over and over, at an instant it is given, until it is killed or nothing is left.
 * Prints a line for each thing it has carried out.
 */
import { runDue } from '../../src/actions/run-due.ts';
import { openShelf } from '../../src/actions/flow-shelf.ts';
import type { App } from '../../src/actions/app.ts';
import { openStore } from '../../src/store/open-store.ts';
import { loaded } from '../support/flows.ts';

const { options, at } = JSON.parse(process.argv[2]!) as { options: Parameters<typeof openStore>[0]; at: string };
const store = await openStore(options);
const now = new Date(at);
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const app: App = {
  store, flows: loaded, channels: new Map(), shelf: await openShelf(store, loaded, now), publicUrl: 'https://cairn.example.org', timeZone: 'Europe/Dublin',
  now: () => now, log: silent, count: () => {},
  // What is queued is not sent from here: the test counts what was queued.
  inBackground: () => { process.stdout.write('done\n'); },
};
process.stdout.write('ready\n');
for (;;) {
  await runDue(app);
  if (await store.prisma.due.count({ where: { doneAt: null, at: { lte: now } } }) === 0) break;
}
await store.close();
