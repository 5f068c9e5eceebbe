import { afterAll, beforeAll } from 'vitest';
import { loaded } from '../../support/flows.ts';
import { inSpanish } from '../in-spanish.ts';
import { teamsHarness } from './support/harness.ts';
import { startPlayground, type Playground } from './support/playground.ts';

let playground: Playground;
beforeAll(async () => { playground = await startPlayground(); });
afterAll(() => playground.stop());

inSpanish('Microsoft Teams', () => ({ harness: teamsHarness(playground, loaded.chats), onePerson: true }));
