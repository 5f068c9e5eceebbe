import type { Db } from './open-store.ts';

export interface FlowVersion {
  /** Content hash of the definition. */
  hash: string;
  flow: string;
  definition: unknown;
  /** By language. Not part of the hash. */
  wording: unknown;
}

/**
 * Stores a flow's definition under its hash, once. Its wording is replaced every time: call it only with the definition
 * that is current, so that corrected words reach the conversations under way and older definitions keep the words that fit.
 */
export const putFlowVersion = async (db: Db, version: FlowVersion, now: Date): Promise<void> => {
  const { hash, flow } = version;
  const definition = version.definition as object;
  const wording = version.wording as object;
  await db.flowVersion.upsert({
    where: { hash },
    create: { hash, flow, definition, wording, createdAt: now },
    update: { wording },
  });
};

export const findFlowVersion = async (db: Db, hash: string): Promise<FlowVersion | null> =>
  db.flowVersion.findUnique({ where: { hash }, select: { hash: true, flow: true, definition: true, wording: true } });
