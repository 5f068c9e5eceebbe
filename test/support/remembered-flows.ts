import { copyFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What was read of `flows/` before, by the hash of each file: parsing them takes most of a second, in every process of the tests. */
export const rememberedFlows = path.join(tmpdir(), 'cairn-test-flows.json');

/** A data directory as it is after a first start: with what was read of `flows/` in it. */
export function rememberFlowsIn(dataDir: string): void {
  if (existsSync(rememberedFlows)) copyFileSync(rememberedFlows, path.join(dataDir, 'flows.json'));
}
