import { z } from 'zod';

/** How Slack is reached, and in which workspaces. */
export interface SlackAccess {
  /** Over signed requests to Cairn's own server, or over a connection that Cairn opens (Socket Mode). */
  receive: { signingSecret: string } | { appToken: string };
  /** The one workspace that a token belongs to, or every workspace that installs the app by itself. */
  workspaces: { botToken: string } | { clientId: string; clientSecret: string; stateSecret: string };
}

const startingWith = (start: string, where: string) =>
  z.string().trim().regex(new RegExp(`^${start}-\\S+$`), { error: `must begin with ${start}-; it is on the app's page at Slack, under ${where}` }).optional();
const secret = (least: number, remedy: string) => z.string().trim().min(least, { error: `must have at least ${least} characters; ${remedy}` }).optional();

/** The settings of this channel, for the schema of all of them. */
export const slackShape = {
  SLACK_BOT_TOKEN: startingWith('xoxb', '"Install App"'),
  SLACK_SIGNING_SECRET: secret(16, 'it is on the app\'s page at Slack, under "Basic Information"'),
  SLACK_APP_TOKEN: startingWith('xapp', '"Basic Information", "App-Level Tokens"'),
  SLACK_CLIENT_ID: z.string().trim().regex(/^\d+\.\d+$/, { error: 'must be two numbers with a dot between; it is on the app\'s page at Slack, under "Basic Information"' }).optional(),
  SLACK_CLIENT_SECRET: secret(16, 'it is on the app\'s page at Slack, under "Basic Information"'),
  SLACK_STATE_SECRET: secret(32, 'make one up, such as what "openssl rand -hex 32" prints'),
};

const schema = z.object(slackShape);
export type SlackSettings = z.infer<typeof schema>;
type Name = keyof SlackSettings;

const SEVERAL = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;

/** What is missing or too much, each with the setting it is about; empty when all is in order or Slack is not used at all. */
export function slackMistakes(settings: SlackSettings): { setting: Name; message: string }[] {
  const names = (Object.keys(slackShape) as Name[]).filter((name) => settings[name] !== undefined);
  if (names.length === 0) return [];
  const several = SEVERAL.filter((name) => names.includes(name));
  if (settings.SLACK_BOT_TOKEN && several.length > 0) {
    return [{ setting: 'SLACK_BOT_TOKEN', message: `is for one workspace and ${several[0]} is for several; set only one of them` }];
  }
  const missing = several.length > 0 ? SEVERAL.filter((name) => !several.includes(name)) : settings.SLACK_BOT_TOKEN ? [] : ['SLACK_BOT_TOKEN' as const];
  const mistakes: { setting: Name; message: string }[] = missing.map((setting) => ({ setting, message: `is needed when ${several[0] ?? names[0]} is set` }));
  if (!settings.SLACK_SIGNING_SECRET && !settings.SLACK_APP_TOKEN) {
    mistakes.push({ setting: 'SLACK_SIGNING_SECRET', message: `is needed when ${names[0]} is set: it proves that a request comes from Slack (or set SLACK_APP_TOKEN for Socket Mode)` });
  }
  return mistakes;
}

/** Null when Slack is not used. Expects settings without mistakes. An app token wins over a signing secret: Slack sends one way only. */
export function slackAccess(settings: SlackSettings): SlackAccess | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = settings;
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = settings;
  const workspaces = botToken ? { botToken } : clientId && clientSecret && stateSecret ? { clientId, clientSecret, stateSecret } : null;
  const receive = appToken ? { appToken } : signingSecret ? { signingSecret } : null;
  return workspaces && receive && { workspaces, receive };
}
