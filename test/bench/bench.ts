import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { coldStart } from './cold-start.ts';
import { compare } from './compare.ts';
import { startContender, stopAll } from './contenders.ts';
import { growth } from './growth.ts';
import { installBotbuilder } from './install-botbuilder.ts';
import { embeddedPlaces, serverPlaces, type Places } from './places.ts';

/**
 * npm run bench -- [--quick] [--only turns|growth|start] [--on pglite|postgresql] [--profile DIRECTORY]
 *
 * What a turn costs, beside the least it could cost and beside botbuilder-dialogs, on the embedded database and on the
 * PostgreSQL server that DATABASE_URL_BENCH or TEST_DATABASE_URL names (a user who may create databases). A measurement,
 * not a test: nothing fails when an aim is missed, the table says so. `--profile` keeps CPU profiles of Cairn.
 */
const { values: flags } = parseArgs({ options: {
  quick: { type: 'boolean', default: false }, only: { type: 'string' }, on: { type: 'string' }, profile: { type: 'string' },
} });
/** Growth takes long, so the quick run leaves it out unless it is asked for. */
const wanted = (part: 'turns' | 'growth' | 'start'): boolean => (flags.only === undefined ? !(flags.quick && part === 'growth') : flags.only === part);

export interface Scale {
  rounds: number;
  /** Laps of one conversation in a round. */
  lapsAlone: number;
  /** Laps of each of many conversations in a round; a part of one is an even mix of turns too, since they stand all along it. */
  lapsTogether: number;
  /** The message of one conversation that the tenth is compared with. */
  lateMessage: number;
  /** How many stored conversations ten are compared with. */
  stored: number;
  starts: number;
}

const scale: Scale = flags.quick
  ? { rounds: 3, lapsAlone: 2, lapsTogether: 1 / 3, lateMessage: 200, stored: 2_000, starts: 1 }
  : { rounds: 9, lapsAlone: 5, lapsTogether: 1, lateMessage: 1_000, stored: 100_000, starts: 3 };

const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const profile = flags.profile && path.resolve(flags.profile);

const url = process.env.DATABASE_URL_BENCH ?? process.env.TEST_DATABASE_URL;
const everyPlaces: Places[] = [embeddedPlaces(), ...(url ? [serverPlaces(url)] : [])]
  .filter(({ kind }) => flags.on === undefined || flags.on === kind.toLowerCase());

async function run(): Promise<void> {
  say(`${cpus().length} cores (${cpus()[0]!.model.trim()}), node ${process.versions.node}, load ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
  if (loadavg()[0]! > 1) say('Other programs are busy on this machine: trust the ratios, which are taken round by round, not the figures.');
  if (!url) say('\n!!! PostgreSQL IS NOT MEASURED: set DATABASE_URL_BENCH to a server where databases may be created. !!!');
  const botbuilder = wanted('turns') && await installBotbuilder(path.join(import.meta.dirname, 'botbuilder'));
  if (wanted('turns') && !botbuilder) say('\n!!! BOTBUILDER IS NOT MEASURED: its packages could not be installed. !!!');
  for (const places of wanted('turns') || wanted('growth') ? everyPlaces : []) {
    say(`\n${await places.about()}\n`);
    const rehearsal = await startContender({ name: 'cairn', place: await places.make() });
    const rehearsed = await rehearsal.ask('rehearse', {});
    await rehearsal.stop();
    if (wanted('turns')) await compare(places, scale, rehearsed, { botbuilder, profile, say });
    if (wanted('growth')) await growth(places, scale, rehearsed, say);
    await places.removeAll();
  }
  if (wanted('start')) {
    say('\nCold start, on a directory that was started before\n');
    await coldStart(scale.starts, say);
  }
}

const began = performance.now();
process.once('SIGINT', () => {
  stopAll();
  void Promise.allSettled(everyPlaces.map((places) => places.removeAll())).then(() => process.exit(130));
});
try {
  await run();
  say(`\nMeasured in ${Math.round((performance.now() - began) / 1000)} s.`);
} catch (error) {
  stopAll();
  throw error;
} finally {
  await Promise.allSettled(everyPlaces.map((places) => places.removeAll()));
}
