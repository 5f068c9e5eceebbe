import { intakeSteps as stepsOf, STOPPED_AFTER_DAYS, type IntakeSteps, type IntakeWay } from '../core/intake/steps.ts';
import { intakeWays, type IntakeRow } from '../store/intake-ways.ts';
import { within, type App } from './app.ts';
import { INTAKE_FLOW } from './begin-intake.ts';

export type { IntakeSteps, StepGroup } from '../core/intake/steps.ts';

/** What a page needs to show how far people come. */
export interface IntakeProgress extends IntakeSteps {
  /** What each topic is called, by its id, in the language asked for. */
  labels: Record<string, string>;
}

const DAY_MS = 86_400_000;

/**
 * How far the people of a practice come in the intake, topic by topic, in numbers that nobody can be found in (see
 * `core/intake/steps.ts`). Whoever was erased is not in them. `language`: of the labels; the practice's own unless told.
 */
export async function intakeSteps(app: App, practiceId: string, language?: string): Promise<IntakeProgress> {
  const own = within(app, practiceId);
  const practice = await own.store.prisma.practice.findUniqueOrThrow({ where: { id: practiceId }, select: { language: true } });
  const { flow, wording } = app.shelf.current(INTAKE_FLOW);
  const topics = flow.definition.sections;
  const stoppedBefore = app.now().getTime() - STOPPED_AFTER_DAYS * DAY_MS;

  const people = new Map<string, IntakeWay>();
  for (const row of await intakeWays(own.store.prisma, practiceId, INTAKE_FLOW)) {
    const before = people.get(row.clientId);
    const last = Math.max(before?.last ?? -1, await lastTopic(app, topics, row));
    // The other ends, such as "not now", lie in the first topic: who came to one of those has stopped there.
    const finished = before?.outcome === 'finished' || (row.finished && last === topics.length - 1);
    const silent = row.heardAt.getTime() < stoppedBefore;
    people.set(row.clientId, { last, outcome: finished ? 'finished' : silent ? 'stopped' : 'under-way' });
  }
  return { ...stepsOf(topics, [...people.values()]), labels: { ...wording(language ?? practice.language).sections } };
}

/** The place of the last topic they answered in; a topic of an older intake that there is none of any more does not count. */
async function lastTopic(app: App, topics: readonly string[], { flowHash, steps }: IntakeRow): Promise<number> {
  const { layout } = (await app.shelf.byHash(flowHash)).flow;
  return Math.max(-1, ...steps.map((step) => topics.indexOf(layout.steps.get(step)?.section ?? '')));
}
