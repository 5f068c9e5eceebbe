import { channelContract } from '../contract.ts';
import { slackHarness } from './support/harness.ts';

channelContract('Slack', () => slackHarness());
