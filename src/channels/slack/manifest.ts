/**
 * What Cairn asks Slack for, and no more. `manifest.yaml` beside this file says the same to Slack, and
 * docs/setup/slack.md to people; a test compares the three.
 */
export const BOT_SCOPES = ['app_mentions:read', 'chat:write', 'commands', 'im:history', 'im:write'] as const;

export const BOT_EVENTS = ['app_home_opened', 'app_mention', 'app_uninstalled', 'message.im', 'tokens_revoked'] as const;

export const COMMANDS = { '/intake': 'intake', '/plan': 'plan', '/checkin': 'check-in' } as const;

/** On Cairn's own server: where Slack sends everything, where an installation begins, and where it comes back to. */
export const PATHS = { events: '/slack/events', install: '/slack/install', installed: '/slack/oauth_redirect' } as const;
