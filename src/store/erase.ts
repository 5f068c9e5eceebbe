import type { Db } from './open-store.ts';

/**
 * Removes a client and all that was theirs: accounts, chats, answers, plans, links, alerts. Their data key goes with them,
 * so that what a backup or a log of the database still holds can never be read again. The audit trail stays: it has no words.
 */
export const eraseClientRows = async (tx: Db, clientId: string): Promise<void> => {
  const { dataKeyId } = await tx.client.findUniqueOrThrow({ where: { id: clientId }, select: { dataKeyId: true } });
  const alerts = await tx.safetyAlert.findMany({ where: { clientId }, select: { id: true } });
  const plans = await tx.treatmentPlan.findMany({ where: { clientId }, select: { id: true } });
  await tx.due.deleteMany({ where: { about: { in: [clientId, ...alerts.map(({ id }) => id), ...plans.map(({ id }) => id)] } } });
  await tx.reminder.deleteMany({ where: { person: clientId } });
  await tx.client.delete({ where: { id: clientId } });
  if (dataKeyId) await tx.dataKey.delete({ where: { id: dataKeyId } });
};

/** Clients of whom nothing was heard, and for whom nothing was done, for as many months as their practice says. */
export const idleClients = async (db: Db, now: Date, limit = 100): Promise<{ id: string; practiceId: string }[]> => db.$queryRaw`
  SELECT c.id, c.practice_id AS "practiceId" FROM client c JOIN practice p ON p.id = c.practice_id
  WHERE p.idle_months > 0
    AND c.created_at < ${now}::timestamptz - make_interval(months => p.idle_months)
    AND NOT EXISTS (
      SELECT FROM account a JOIN inbound_message m ON m.account_id = a.id
      WHERE a.client_id = c.id AND m.received_at >= ${now}::timestamptz - make_interval(months => p.idle_months))
    AND NOT EXISTS (
      SELECT FROM treatment_plan t WHERE t.client_id = c.id AND t.updated_at >= ${now}::timestamptz - make_interval(months => p.idle_months))
    AND NOT EXISTS (SELECT FROM safety_alert s WHERE s.client_id = c.id AND s.cleared_at IS NULL)
  ORDER BY c.created_at LIMIT ${limit}`;
