import { minutesFor, nextToTell } from '../core/safety/alert.ts';
import type { Values } from '../core/flow/wording.ts';
import { findAlert } from '../store/safety-alerts.ts';
import { CairnError } from '../errors.ts';
import type { App } from './app.ts';
import { reachableFor } from './raise-alert.ts';

/** What a notice about an alert may say, as it stands when it is sent: how near, whose client, who is told next and when. Never a word of the client's. */
export async function alertValues(app: App, alertId: string): Promise<Values> {
  const { prisma } = app.store;
  const alert = await findAlert(prisma, alertId);
  if (!alert) throw new CairnError('delivery-failed', 'A notice speaks of an alert that is gone.', { details: { refused: true } });
  const { practice, therapist } = await prisma.client.findUniqueOrThrow({ where: { id: alert.clientId }, select: { practice: true, therapist: true } });
  const reachable = (await reachableFor(prisma, alert.clientId)).map(({ whom }) => whom);
  return {
    level: alert.level, wait: minutesFor(alert.level, practice), next: nextToTell('therapist', reachable) ?? 'nobody',
    colleague: therapist?.name ?? '', hasColleague: therapist ? 'yes' : 'no', reference: alert.clientId,
  };
}
