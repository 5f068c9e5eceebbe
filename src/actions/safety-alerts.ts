import type { ConversationState } from '../core/conversation/state.ts';
import { Voice } from '../core/conversation/voice.ts';
import type { Db } from '../store/open-store.ts';
import { findClient } from '../store/practices.ts';
import { disclosuresOf, namesOf } from '../store/risk-disclosures.ts';
import { alertsOfClients, clientsToSee, type FullAlert } from '../store/safety-alerts.ts';
import { talksSince } from '../store/safety-talks.ts';
import type { App } from './app.ts';
import type { SafetyAlert } from './plan-view.ts';
import { wordsFor } from './words-for.ts';

/** Every alert of one client, the open one first: for the page of their plan, as part of the record. */
export const alertsOf = (app: App, clientId: string): Promise<SafetyAlert[]> => shown(app, [clientId], false);

/** The open alerts that a therapist is to look at: their own clients', and those they were told of in a colleague's place. */
export const alertsFor = async (app: App, therapistId: string): Promise<SafetyAlert[]> =>
  shown(app, await clientsToSee(app.store.prisma, therapistId), true);

async function shown(app: App, clientIds: string[], open: boolean): Promise<SafetyAlert[]> {
  const { prisma } = app.store;
  const alerts = await alertsOfClients(prisma, clientIds, { open });
  if (alerts.length === 0) return [];
  const names = await namesOf(prisma, clientIds);
  const therapists = await therapistNames(prisma, alerts);
  const disclosures = await disclosuresOf(prisma, clientIds);
  const by = (id: string | null): string => therapists.get(id ?? '') ?? '';
  return Promise.all(alerts.map(async (alert): Promise<SafetyAlert> => {
    const { id, clientId, level, events, acknowledgedAt, clearedAt, note } = alert;
    return {
      id, level, openedAt: alert.openedAt.toISOString(),
      client: { id: clientId, name: names.get(clientId) ?? null },
      said: disclosures.filter(({ alertId }) => alertId === id).map(({ at, text }) => ({ at: at.toISOString(), text })).reverse(),
      answers: clearedAt ? [] : await answersIn(app, alert),
      told: events.flatMap(({ what, whom, therapistId, route, at }) => (what === 'told' ? [{ whom: whom!, name: by(therapistId), route: route!, at: at.toISOString() }] : [])),
      acknowledged: acknowledgedAt && { by: by(alert.acknowledgedById), at: acknowledgedAt.toISOString() },
      cleared: clearedAt && { by: by(alert.clearedById), at: clearedAt.toISOString(), note: note ?? '' },
    };
  }));
}

async function therapistNames(db: Db, alerts: FullAlert[]): Promise<Map<string, string>> {
  const ids = alerts.flatMap(({ events, acknowledgedById, clearedById }) => [acknowledgedById, clearedById, ...events.map(({ therapistId }) => therapistId)]);
  const rows = await db.therapist.findMany({ where: { id: { in: ids.filter((id) => id !== null) } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What the client answered in the talks about it: buttons and their own words. */
async function answersIn(app: App, { clientId, openedAt }: FullAlert): Promise<SafetyAlert['answers']> {
  const { prisma } = app.store;
  const client = (await findClient(prisma, clientId))!;
  const talks = await talksSince(prisma, clientId, openedAt);
  const all = await Promise.all(talks.map(async (talk) => {
    const flow = await app.shelf.byHash(talk.flowHash);
    const state = talk.snapshot as ConversationState;
    const voice = new Voice(flow.flow, wordsFor(app, { flow, language: talk.language, inputs: state.context.inputs }, { ...client, client }));
    return Object.values(state.context.answers)
      .filter(({ step, value }) => value !== null && flow.flow.layout.steps.get(step)?.step.effect !== 'set-country')
      .map((answer) => ({ question: voice.short(answer, state.context), text: voice.show(answer, state) }));
  }));
  return all.flat();
}
