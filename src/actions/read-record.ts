import { CairnError } from '../errors.ts';
import { audit } from '../store/audit.ts';
import { readRetained, retainedIn, type RetainedRecord, type RetainedRecordAt } from '../store/retained-records.ts';
import { within, type App } from './app.ts';

/** What a practice still keeps of clients who were erased, by the id they had; the oldest first. */
export const recordsKept = (app: App, practiceId: string): Promise<RetainedRecordAt[]> => retainedIn(within(app, practiceId).store.prisma, practiceId);

/**
 * One of them, to be handed to whoever has a right to it. That it was read stands in the audit trail.
 * @throws CairnError 'not-found'
 */
export async function readRecord(app: App, practiceId: string, id: string): Promise<RetainedRecord> {
  const { prisma } = within(app, practiceId).store;
  return prisma.$transaction(async (tx) => {
    const record = await readRetained(tx, practiceId, id);
    if (!record) throw new CairnError('not-found', 'The practice keeps no such record.');
    await audit(tx, { practiceId, by: { actor: 'practice' }, action: 'record.read', clientId: record.clientId, subject: { record: id } }, app.now());
    return record;
  });
}
