import type { Db } from './open-store.ts';

/** How far one client has come in their intakes. No word of theirs is read: the steps they answered stand open in the table. */
export interface IntakeRow {
  clientId: string;
  flowHash: string;
  /** Ids of the steps that they answered or skipped. */
  steps: string[];
  finished: boolean;
  /** When they last wrote, in whatever chat; where they never did, when it was begun. */
  heardAt: Date;
}

/** One row for each intake that was ever begun at a practice, also by people who began twice. */
export const intakeWays = async (db: Db, practiceId: string, flow: string): Promise<IntakeRow[]> => db.$queryRaw<IntakeRow[]>`
  SELECT c.client_id AS "clientId", c.flow_hash AS "flowHash", c.state = 'finished' AS finished,
    ARRAY(SELECT DISTINCT split_part(a.key, '@', 1) FROM answer a WHERE a.conversation_id = c.id) AS steps,
    coalesce((SELECT max(m.received_at) FROM inbound_message m JOIN account o ON o.id = m.account_id WHERE o.client_id = c.client_id), c.opened_at) AS "heardAt"
  FROM conversation c WHERE c.practice_id = ${practiceId}::uuid AND c.flow = ${flow}`;
