import type { Db } from '../store/open-store.ts';
import { findClient } from '../store/practices.ts';
import { disclosuresOf } from '../store/risk-disclosures.ts';
import { alertsOfClients, clientsToSee, type FullAlert } from '../store/safety-alerts.ts';
import { talksSince } from '../store/safety-talks.ts';
import type { App } from './app.ts';
import type { FullClient } from './begin-talk.ts';
import { answersRead } from './client-words.ts';
import type { SafetyAlert } from './plan-view.ts';

/** Every alert of one client, the open one first: for the page of their plan, as part of the record. `language`: the reader's. */
export const alertsOf = (app: App, clientId: string, language: string): Promise<SafetyAlert[]> => shown(app, [clientId], language, false);

/** The open alerts that a therapist is to look at: their own clients', and those they were told of in a colleague's place. */
export const alertsFor = async (app: App, therapistId: string, language: string): Promise<SafetyAlert[]> =>
  shown(app, await clientsToSee(app.store.prisma, therapistId), language, true);

async function shown(app: App, clientIds: string[], language: string, open: boolean): Promise<SafetyAlert[]> {
  const { prisma } = app.store;
  const alerts = await alertsOfClients(prisma, clientIds, { open });
  if (alerts.length === 0) return [];
  const clients = new Map(await Promise.all([...new Set(alerts.map(({ clientId }) => clientId))].map(async (id) => [id, (await findClient(prisma, id))!] as const)));
  const therapists = await therapistNames(prisma, alerts);
  const disclosures = await disclosuresOf(prisma, clientIds);
  const by = (id: string | null): string => therapists.get(id ?? '') ?? '';
  return Promise.all(alerts.map(async (alert): Promise<SafetyAlert> => {
    const { id, clientId, level, events, acknowledgedAt, clearedAt, note } = alert;
    const client = clients.get(clientId)!;
    return {
      id, level, openedAt: alert.openedAt.toISOString(),
      client: { id: clientId, name: client.name },
      ...(client.language !== language && { clientLanguage: client.language }),
      said: disclosures.filter(({ alertId }) => alertId === id).map(({ at, text }) => ({ at: at.toISOString(), text })).reverse(),
      answers: clearedAt ? [] : await answersIn(app, alert, client, language),
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
async function answersIn(app: App, { clientId, openedAt }: FullAlert, client: FullClient, language: string): Promise<SafetyAlert['answers']> {
  const talks = await talksSince(app.store.prisma, clientId, openedAt);
  const all = await Promise.all(talks.map(async (talk) => {
    const { answers, stepOf, read } = await answersRead(app, talk, { ...client, client }, language);
    return answers.filter((answer) => answer.value !== null && stepOf(answer)?.effect !== 'set-country').map(read);
  }));
  return all.flat();
}
