import { escalatesAt, isHigher, nextToTell, type AlertLevel, type Told } from '../core/safety/alert.ts';
import type { TherapistNotice } from '../core/notices.ts';
import { routesOf } from '../store/accounts.ts';
import { schedule } from '../store/due.ts';
import type { Db } from '../store/open-store.ts';
import { enqueueOutbound } from '../store/outbound.ts';
import { practiceAccount } from '../store/practice-account.ts';
import { addSafetyEvent, changeAlert, lockOpenAlert, openAlert, type SafetyAlertRow } from '../store/safety-alerts.ts';

/** Somebody who can be told of danger, and where. */
export interface Reachable {
  whom: Told;
  /** Null for the practice itself. */
  therapistId: string | null;
  /** Null for the practice, whose account is made when it is first written to. */
  accountId: string | null;
  channel: string;
}

const notices: Record<Told, TherapistNotice> = { therapist: 'risk-disclosed', backup: 'safety-backup', practice: 'safety-practice' };

/**
 * Danger was heard from a client: an alert is opened, or the open one is raised, in the transaction of what they said. Their
 * therapist is told at once, without a word of it, when it is new, when it is higher than before, and when somebody had
 * acknowledged what was heard earlier. Returns the alert, and the accounts to deliver to.
 */
export async function raiseAlert(tx: Db, { practiceId, clientId }: { practiceId: string; clientId: string }, level: AlertLevel, now: Date): Promise<{ alertId: string; accounts: string[] }> {
  const standing = await lockOpenAlert(tx, clientId);
  const fresh = standing ? null : await openAlert(tx, { practiceId, clientId, level }, now);
  // Somebody else has opened one a moment ago.
  const alert = standing ?? fresh ?? (await lockOpenAlert(tx, clientId))!;
  const higher = isHigher(level, alert.level);
  if (!fresh && !higher && alert.acknowledgedAt === null) return { alertId: alert.id, accounts: [] };
  const raised = { ...alert, level: higher ? level : alert.level };
  await addSafetyEvent(tx, raised, { what: fresh ? 'opened' : 'raised' }, now);
  if (!fresh) await changeAlert(tx, alert.id, { level: raised.level, acknowledgedAt: null, acknowledgedById: null });
  return { alertId: alert.id, accounts: (await tellNext(tx, { ...raised, told: 'nobody' }, now)) ?? [] };
}

/**
 * Tells the next one in the chain, notes whom and by which way, and makes the step after it due. Returns the accounts to
 * deliver to; null when nobody is left to tell.
 */
export async function tellNext(tx: Db, alert: SafetyAlertRow, now: Date): Promise<string[] | null> {
  const practice = await tx.practice.findUniqueOrThrow({ where: { id: alert.practiceId } });
  const reachable = await reachableFor(tx, alert.clientId);
  const whom = nextToTell(alert.told, reachable.map((each) => each.whom));
  const next = reachable.find((each) => each.whom === whom);
  const again = { practiceId: alert.practiceId, kind: 'escalate-alert' as const, about: alert.id, at: escalatesAt(alert.level, now, practice) };
  if (!next) {
    // Nobody at all knows of it yet: whoever can be reached later is told then.
    if (alert.told === 'nobody') await schedule(tx, again);
    return null;
  }
  const accountId = next.accountId ?? await practiceAccount(tx, practice.id, practice.email!, now);
  await enqueueOutbound(tx, { accountId, bodies: [{ notice: notices[next.whom], alertId: alert.id }] }, now);
  await addSafetyEvent(tx, alert, { what: 'told', whom: next.whom, route: next.channel, ...(next.therapistId && { therapistId: next.therapistId }) }, now);
  await changeAlert(tx, alert.id, { told: next.whom, toldAt: now });
  await schedule(tx, again);
  return [accountId];
}

/** The client has another therapist from now on, who is told of an alert that is still open, whoever has seen it before. */
export async function tellNewTherapist(tx: Db, clientId: string, now: Date): Promise<string[]> {
  const alert = await lockOpenAlert(tx, clientId);
  if (!alert) return [];
  await changeAlert(tx, alert.id, { acknowledgedAt: null, acknowledgedById: null });
  return (await tellNext(tx, { ...alert, told: 'nobody' }, now)) ?? [];
}

/** Everybody who can be told of danger from this client, in the order they are. */
export async function reachableFor(db: Db, clientId: string): Promise<Reachable[]> {
  const { practice, therapist } = await db.client.findUniqueOrThrow({ where: { id: clientId }, select: { practice: true, therapist: true } });
  const found: Reachable[] = [];
  const add = async (whom: Told, therapistId: string | null | undefined): Promise<void> => {
    const [account] = therapistId ? await routesOf(db, therapistId) : [];
    if (account) found.push({ whom, therapistId: therapistId!, accountId: account.id, channel: account.sender.channel });
  };
  await add('therapist', therapist?.id);
  if (therapist?.backupId !== therapist?.id) await add('backup', therapist?.backupId);
  if (practice.email) found.push({ whom: 'practice', therapistId: null, accountId: null, channel: 'mail' });
  return found;
}
