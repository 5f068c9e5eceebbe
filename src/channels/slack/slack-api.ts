import { LogLevel, webApi, type Logger } from '@slack/bolt';

/** Slack's libraries print requests and answers, which hold what people write; Cairn tells of faults by their codes instead. */
export const silent: Logger = {
  debug: () => {}, info: () => {}, warn: () => {}, error: () => {},
  setLevel: () => {}, getLevel: () => LogLevel.ERROR, setName: () => {},
};

export const SLACK_URL = 'https://slack.com';

/** Slack answers within a second or two; what takes longer is tried again by the queue. */
const PATIENCE_MS = 10_000;

/**
 * How every call to Slack is made. The library's own retries are off: they last up to half an hour, and messages behind them
 * would overtake.
 */
export const clientOptions = (slackUrl: string): webApi.WebClientOptions => ({
  slackApiUrl: `${slackUrl}/api/`, logger: silent, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: PATIENCE_MS,
});
