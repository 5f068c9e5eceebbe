import type { Db } from './open-store.ts';

/** How far one client has come in their intakes. No word of theirs is read: the steps they answered stand open in the table. */
export interface IntakeRow {
  clientId: string;
  flowHash: string;
  /** Ids of the steps that they answered or skipped. */
  steps: string[];
  finished: boolean;
  /** When they last wrote, in whatever chat; where nothing is kept of that, when it was begun. */
  heardAt: Date;
}

/**
 * One row for each intake that somebody at a practice wrote in, also for people who began twice. A chat that was opened and left
 * without a word is nobody's intake.
 */
export const intakeWays = async (db: Db, practiceId: string, flow: string): Promise<IntakeRow[]> => db.$queryRaw<IntakeRow[]>`
  SELECT c.client_id AS "clientId", c.flow_hash AS "flowHash", c.state = 'finished' AS finished,
    answered.steps, coalesce(heard.at, c.opened_at) AS "heardAt"
  FROM conversation c
  CROSS JOIN LATERAL (SELECT ARRAY(SELECT DISTINCT split_part(a.key, '@', 1) FROM answer a WHERE a.conversation_id = c.id) AS steps) answered
  CROSS JOIN LATERAL (SELECT max(m.received_at) AS at FROM inbound_message m JOIN account o ON o.id = m.account_id WHERE o.client_id = c.client_id) heard
  WHERE c.practice_id = ${practiceId}::uuid AND c.flow = ${flow} AND (heard.at IS NOT NULL OR answered.steps <> '{}')`;
