import type { Scale } from './bench.ts';
import { startContender, type Running } from './contenders.ts';
import type { Rehearsed } from './lap.ts';
import { median, table } from './numbers.ts';
import type { Places } from './places.ts';
import type { ContenderName, Round } from './worker.ts';

/** Different conversations with a turn under way at the same time. */
const AT_ONCE = 64;
/** Until the code is as fast as it gets. */
const WARM_UP_ROUNDS = 3;

const called: Record<ContenderName, string> = {
  cairn: 'Cairn', floor: 'the floor: raw pg',
  botbuilder: 'botbuilder-dialogs, state alone', 'botbuilder-transcript': 'botbuilder-dialogs, messages kept too',
};

interface Rounds {
  alone: Round[];
  together: Round[];
}

/** Cairn and its yardsticks, taking turns round by round so that whatever else the machine does meets them all. */
export async function compare(
  places: Places, scale: Scale, rehearsed: Rehearsed, { botbuilder, profile, say }: { botbuilder: boolean; profile: string | undefined; say(line?: string): void },
): Promise<void> {
  const contenders = [
    await startContender({ name: 'cairn', place: await places.make(), rehearsed }, profile),
    await startContender({ name: 'floor', place: await places.make(), rehearsed }),
  ];
  for (const name of botbuilder ? (['botbuilder', 'botbuilder-transcript'] as const) : []) {
    contenders.push(await startContender({ name, place: await places.make(), rehearsed }));
  }
  const lap = rehearsed.lap.length;
  const alone = { group: 'alone', script: 'lap', turns: lap * scale.lapsAlone } as const;
  const together = { group: 'together', script: 'lap', turns: Math.round(lap * scale.lapsTogether) } as const;
  for (const contender of contenders) {
    await contender.ask('seat', { group: 'alone', conversations: 1 });
    await contender.ask('seat', { group: 'together', conversations: AT_ONCE });
    for (let n = 0; n < WARM_UP_ROUNDS; n += 1) await contender.ask('play', together);
  }
  const play = async (contender: Running, round: typeof alone | typeof together): Promise<Round> => {
    // The others have had the machine meanwhile: what a processor keeps at hand is theirs, for some milliseconds yet.
    await contender.ask('play', { ...round, turns: Math.ceil(round.turns / 5) });
    return contender.ask('play', round);
  };
  const measured = new Map<Running, Rounds>(contenders.map((contender) => [contender, { alone: [], together: [] }]));
  for (let round = 0; round < scale.rounds; round += 1) {
    for (const [contender, rounds] of measured) rounds.alone.push(await play(contender, alone));
    for (const [contender, rounds] of measured) rounds.together.push(await play(contender, together));
  }
  const counts = new Map<Running, { before: number; after: number }>();
  for (const contender of contenders) counts.set(contender, await contender.ask('count', { group: 'alone', script: 'lap', turns: lap }));

  say(table([
    ['', 'one at a time', 'p50 ms', 'p99 ms', `${AT_ONCE} at once`, 'p50 ms', 'p99 ms', 'CPU ms', 'round trips', 'after ack'],
    ...[...measured].map(([contender, rounds]) => {
      const { before, after } = counts.get(contender)!;
      return [
        called[contender.name], ...figures(rounds.alone), ...figures(rounds.together),
        median(rounds.together.map(({ cpu }) => cpu)).toFixed(2), (before / lap).toFixed(2), (after / lap).toFixed(2),
      ];
    }),
  ]));
  say();
  const [ours, ...yardsticks] = [...measured];
  for (const [yardstick, theirs] of yardsticks) {
    const aim = yardstick.name === 'floor' ? { most: 1.5, words: 'aim: at most 1.5' } : { most: 1, words: 'aim: below 1' };
    const costs = (['alone', 'together'] as const).map((way) => ratio(ours![1][way], theirs[way]));
    const verdict = costs.every((cost) => cost <= aim.most) ? 'met' : 'MISSED';
    say(`  a turn costs ${costs[0]!.toFixed(2)} times ${called[yardstick.name]} one at a time, ${costs[1]!.toFixed(2)} times ${AT_ONCE} at once (${aim.words}: ${verdict})`);
  }
  const sizes = rehearsed.lap.map(({ snapshot }) => JSON.stringify(snapshot).length);
  const sent = rehearsed.lap.reduce((sum, { outbound }) => sum + outbound.length, 0);
  say(`  a lap: ${lap} messages in, ${sent} out, snapshots of ${Math.min(...sizes)} to ${Math.max(...sizes)} bytes; medians of ${scale.rounds} rounds\n`);
  for (const contender of contenders) await contender.stop();
}

const figures = (rounds: Round[]): string[] => [
  `${Math.round(median(rounds.map(({ turns, seconds }) => turns / seconds)))}/s`,
  median(rounds.map(({ p50 }) => p50)).toFixed(2),
  median(rounds.map(({ p99 }) => p99)).toFixed(2),
];

/** How many times as long the first take as the second, from rounds that ran one after the other. */
export const ratio = (ours: Round[], theirs: Round[]): number =>
  median(ours.map((round, at) => (round.seconds / round.turns) / (theirs[at]!.seconds / theirs[at]!.turns)));
