import { channelContract } from '../contract.ts';
import { discordHarness } from './harness.ts';

channelContract('Discord', () => discordHarness());
