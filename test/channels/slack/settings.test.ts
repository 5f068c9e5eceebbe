import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { slackAccess, slackMistakes, slackShape, type SlackSettings } from '../../../src/channels/slack/settings.ts';

const one: SlackSettings = { SLACK_BOT_TOKEN: 'xoxb-1-abc', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' };
const several: SlackSettings = {
  SLACK_SIGNING_SECRET: one.SLACK_SIGNING_SECRET, SLACK_CLIENT_ID: '12.34', SLACK_CLIENT_SECRET: 'fedcba9876543210', SLACK_STATE_SECRET: 'x'.repeat(32),
};
const without = (settings: SlackSettings, ...names: (keyof SlackSettings)[]): SlackSettings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name as keyof SlackSettings)));
const sentences = (settings: SlackSettings) => slackMistakes(settings).map(({ setting, message }) => `${setting} ${message}.`);

describe('settings', () => {
  it('none: Slack is not used', () => {
    expect([slackMistakes({}), slackAccess({})]).toEqual([[], null]);
  });

  it('one workspace, over requests or over a connection', () => {
    const socket = { SLACK_BOT_TOKEN: one.SLACK_BOT_TOKEN, SLACK_APP_TOKEN: 'xapp-1-abc' };
    expect([slackMistakes(one), slackMistakes(socket)]).toEqual([[], []]);
    expect(slackAccess(one)).toEqual({ receive: { signingSecret: one.SLACK_SIGNING_SECRET }, workspaces: { botToken: one.SLACK_BOT_TOKEN } });
    expect(slackAccess(socket)!.receive).toEqual({ appToken: 'xapp-1-abc' });
    expect(slackAccess({ ...one, ...socket })!.receive).toEqual({ appToken: 'xapp-1-abc' });
  });

  it('several workspaces', () => {
    expect(slackMistakes(several)).toEqual([]);
    expect(slackAccess(several)!.workspaces).toEqual({ clientId: '12.34', clientSecret: 'fedcba9876543210', stateSecret: 'x'.repeat(32) });
  });

  it.each([
    [without(one, 'SLACK_SIGNING_SECRET'), ['SLACK_SIGNING_SECRET is needed when SLACK_BOT_TOKEN is set: it proves that a request comes from Slack (or set SLACK_APP_TOKEN for Socket Mode).']],
    [without(one, 'SLACK_BOT_TOKEN'), ['SLACK_BOT_TOKEN is needed when SLACK_SIGNING_SECRET is set.']],
    [{ SLACK_APP_TOKEN: 'xapp-1-abc' }, ['SLACK_BOT_TOKEN is needed when SLACK_APP_TOKEN is set.']],
    [without(several, 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'), ['SLACK_CLIENT_SECRET is needed when SLACK_CLIENT_ID is set.', 'SLACK_STATE_SECRET is needed when SLACK_CLIENT_ID is set.']],
    [{ ...one, ...several }, ['SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID is for several; set only one of them.']],
  ] as [SlackSettings, string[]][])('half of them: %o', (settings, wanted) => {
    expect(sentences(settings)).toEqual(wanted);
  });

  it('every half of a set is a mistake, and whatever is none gives access', () => {
    const all = Object.entries({ ...one, ...several, SLACK_APP_TOKEN: 'xapp-1-abc' });
    for (let chosen = 1; chosen < 2 ** all.length; chosen += 1) {
      const settings: SlackSettings = Object.fromEntries(all.filter((_, at) => chosen & (1 << at)));
      const inOrder = slackMistakes(settings).length === 0;
      expect([settings, inOrder && slackAccess(settings) === null]).toEqual([settings, false]);
    }
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1-abc', 'must begin with xoxb-'], ['SLACK_APP_TOKEN', 'xoxb-1', 'must begin with xapp-'],
    ['SLACK_CLIENT_ID', 'A0123', 'must be two numbers with a dot between'], ['SLACK_SIGNING_SECRET', 'short', 'must have at least 16 characters'],
    ['SLACK_STATE_SECRET', 'x'.repeat(31), 'must have at least 32 characters'],
  ])('%s that cannot be right says what it looks like, and never what was given', (name, value, message) => {
    const parsed = z.object(slackShape).safeParse({ [name]: value });
    expect(parsed.error!.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
    expect(parsed.error!.message).not.toContain(`"${value}"`);
  });
});
