/**
 * How far people come in the intake: numbers of people, for a practice. Nobody must be found in them, so no number under five
 * is told, and none can be worked out from those that are.
 *
 * The rule: whoever finished or stopped belongs to exactly one place, the last one they came to; finishing is the place after the
 * last topic. Neighbouring places are put together until there are five people or more in each group, and only groups and sums
 * of whole groups are told. What is added up or taken away then is whole groups again. A place where nobody stopped is put
 * together with others, too: a nought beside a sum would give away the rest of it. Who is under way is a number apart, in none
 * of these sums. Where fewer than five have stopped, only how many finished is told, and no sum that they would be in. Where fewer
 * than five have finished, nothing is told until there are ten in all: with fewer, that five must have stopped says too much.
 */

/** The smallest number of people that is told. */
export const FEWEST = 5;
/** Who has not finished, and has written nothing for so many days, has stopped. */
export const STOPPED_AFTER_DAYS = 14;

/** One person. `last`: the place of the last topic in which they answered or skipped a question, from 0; -1 for none. */
export interface IntakeWay {
  last: number;
  outcome: 'finished' | 'stopped' | 'under-way';
}

/** Neighbouring topics that are told together, in their order; most often one. */
export interface StepGroup {
  /** Null stands before the first answer. */
  topics: (string | null)[];
  /** Who came as far as this, of all who finished or stopped. */
  reached: number;
  /** Who came no further; null in the last group where it holds those who finished too, because they are too few. */
  stopped: number | null;
}

export interface IntakeSteps {
  /** Null: fewer than five, or not to be told apart from the last ones who stopped. */
  finished: number | null;
  /** Who is in the middle of it. Null: fewer than five. */
  underWay: number | null;
  /** None where too few have stopped or finished. */
  groups: StepGroup[];
}

/** `topics`: ids in the order of the intake. */
export function intakeSteps(topics: readonly string[], people: readonly IntakeWay[]): IntakeSteps {
  const numberOf = (outcome: IntakeWay['outcome']): number => people.filter((one) => one.outcome === outcome).length;
  const told = (count: number): number | null => (count < FEWEST ? null : count);
  const finished = numberOf('finished');
  const underWay = told(numberOf('under-way'));
  const stopped = numberOf('stopped');
  if (stopped < FEWEST || (finished < FEWEST && stopped + finished < 2 * FEWEST)) return { finished: told(finished), underWay, groups: [] };

  const places = [null, ...topics].map((topic, at): Place => ({
    topics: [topic], count: people.filter(({ outcome, last }) => outcome === 'stopped' && last === at - 1).length,
  }));
  const groups = together([...places, { topics: [], count: finished }]);
  // Those who finished stand alone, or share the last group with whoever stopped there.
  const alone = groups.at(-1)!.topics.length === 0;
  return {
    finished: alone ? finished : null,
    underWay,
    groups: groups.filter((group) => group.topics.length > 0).map(({ topics: of, count }, at, shown) => ({
      topics: of,
      reached: groups.slice(at).reduce((sum, group) => sum + group.count, 0),
      stopped: alone || at < shown.length - 1 ? count : null,
    })),
  };
}

interface Place {
  topics: (string | null)[];
  count: number;
}

/** Groups of neighbours with at least five each; what is too small goes to the group before, so that larger places stand alone. */
function together(places: Place[]): Place[] {
  const groups: Place[] = [];
  let small: Place = { topics: [], count: 0 };
  const join = (one: Place, other: Place): Place => ({ topics: [...one.topics, ...other.topics], count: one.count + other.count });
  const close = (): void => {
    const before = groups.pop();
    if (before) groups.push(join(before, small));
    small = { topics: [], count: 0 };
  };
  for (const place of places) {
    if (place.count >= FEWEST && groups.length > 0) {
      close();
      groups.push(place);
      continue;
    }
    small = join(small, place);
    if (small.count < FEWEST) continue;
    groups.push(small);
    small = { topics: [], count: 0 };
  }
  if (small.topics.length > 0 || small.count > 0) close();
  return groups;
}
