import type { Scale } from './bench.ts';
import { ratio } from './compare.ts';
import { startContender } from './contenders.ts';
import type { Rehearsed } from './lap.ts';
import { median } from './numbers.ts';
import type { Places } from './places.ts';
import type { Round } from './worker.ts';

/** Turns of each conversation in a round: few, so that the tenth message stays about the tenth. */
const TURNS = 16;
const AT_ONCE = 8;
const WARM_UP_LAPS = 8;

type Say = (line?: string) => void;

/** What years bring: long conversations and many of them. The cost of a turn should move with neither. */
export async function growth(places: Places, scale: Scale, rehearsed: Rehearsed, say: Say): Promise<void> {
  await longConversations(places, scale, rehearsed, say);
  await manyConversations(places, scale, rehearsed, say);
}

async function longConversations(places: Places, { rounds, lateMessage }: Scale, rehearsed: Rehearsed, say: Say): Promise<void> {
  const cairn = await startContender({ name: 'cairn', place: await places.make(), rehearsed });
  const early: Round[] = [];
  const late: Round[] = [];
  await cairn.ask('seat', { group: 'late', conversations: AT_ONCE, edits: lateMessage - rehearsed.opening });
  for (let round = 0; round < rounds; round += 1) {
    await cairn.ask('seat', { group: 'early', conversations: AT_ONCE, edits: 0 });
    early.push(await cairn.ask('play', { group: 'early', script: 'edits', turns: TURNS }));
    late.push(await cairn.ask('play', { group: 'late', script: 'edits', turns: TURNS }));
  }
  say(moved(`message ${rehearsed.opening} of a conversation to message ${number(lateMessage)}`, early, late));
  await cairn.stop();
}

async function manyConversations(places: Places, { rounds, stored }: Scale, rehearsed: Rehearsed, say: Say): Promise<void> {
  const lap = rehearsed.lap.length;
  const open = async (conversations: number) => {
    const cairn = await startContender({ name: 'cairn', place: await places.make(), rehearsed });
    await cairn.ask('fill', { conversations });
    await cairn.ask('seat', { group: 'lap', conversations: AT_ONCE });
    await cairn.ask('play', { group: 'lap', script: 'lap', turns: WARM_UP_LAPS * lap });
    return { cairn, played: [] as Round[] };
  };
  const [few, many] = [await open(10), await open(stored)];
  for (let round = 0; round < rounds; round += 1) {
    for (const { cairn, played } of [few, many]) played.push(await cairn.ask('play', { group: 'lap', script: 'lap', turns: lap }));
  }
  say(moved(`10 stored conversations to ${number(stored)}`, few.played, many.played));
  for (const { cairn } of [few, many]) await cairn.stop();
}

const number = (count: number): string => count.toLocaleString('en');

const moved = (what: string, before: Round[], after: Round[]): string => {
  const perTurn = (rounds: Round[]): string => `${median(rounds.map(({ turns, seconds }) => (seconds / turns) * 1000)).toFixed(2)} ms`;
  return `  from ${what}: ${perTurn(before)} to ${perTurn(after)} a turn, ${ratio(after, before).toFixed(2)} times (aim: 1)`;
};
