import { afterAll, beforeAll } from 'vitest';
import { channelContract } from '../contract.ts';
import { startPlayground, type Playground } from './support/playground.ts';
import { teamsHarness } from './support/harness.ts';

let playground: Playground;
beforeAll(async () => { playground = await startPlayground(); });
afterAll(() => playground.stop());

channelContract('Microsoft Teams', () => teamsHarness(playground));
