import { createHmac } from 'node:crypto';
import { webApi } from '@slack/bolt';
import type { Finding } from '../channel.ts';
import { bad, clockFinding, good } from '../shared/finding.ts';
import { slackReason } from './failures.ts';
import { BOT_SCOPES, PATHS } from './manifest.ts';
import type { SlackAccess } from './settings.ts';
import { clientOptions } from './slack-api.ts';

/** Slack's requests are refused when the clocks are five minutes apart; by then it is late to notice. */
const MOST_SKEW_SECONDS = 60;
const PATIENCE_MS = 10_000;
const AT_SLACK = 'on the app\'s page at Slack';

/** Looks at everything that can be seen from here. Changes nothing at Slack, and sends nothing to anybody. */
export async function examine({ receive, workspaces }: SlackAccess, publicUrl: string, slackUrl: string): Promise<Finding[]> {
  return [
    ...('botToken' in workspaces ? await lookAtToken(workspaces.botToken, slackUrl) : await lookAtApp(workspaces, slackUrl)),
    ...('appToken' in receive ? [await lookAtSocket(receive.appToken, slackUrl)] : await lookAtAddress(receive.signingSecret, publicUrl)),
  ];
}

/** A client that also keeps what time Slack has. */
function watching(slackUrl: string, token?: string) {
  const seen: { date?: string } = {};
  const client = new webApi.WebClient(token, {
    ...clientOptions(slackUrl),
    fetch: async (...call) => {
      const response = await fetch(...call as Parameters<typeof fetch>);
      seen.date = response.headers.get('date') ?? undefined;
      return response as never;
    },
  });
  return { client, seen };
}

async function lookAtToken(botToken: string, slackUrl: string): Promise<Finding[]> {
  const { client, seen } = watching(slackUrl, botToken);
  try {
    const { team, user, response_metadata } = await client.auth.test();
    return [good(`The bot token is good: Cairn speaks as "${user}" in the workspace "${team}".`), scopes(response_metadata?.scopes), clock(seen.date)];
  } catch (error) {
    return [refusal(error, 'SLACK_BOT_TOKEN', `Copy the "Bot User OAuth Token" again from "Install App" ${AT_SLACK}. Where it is not shown, install the app first.`)];
  }
}

function scopes(given: string[] | undefined): Finding {
  if (!given) return bad('Slack did not say what the token may do.', 'Compare the scopes under "OAuth & Permissions" with docs/setup/slack.md.');
  const missing = BOT_SCOPES.filter((scope) => !given.includes(scope));
  const spare = given.filter((scope) => !(BOT_SCOPES as readonly string[]).includes(scope));
  const where = 'under "OAuth & Permissions", "Bot Token Scopes", then press "Reinstall to Workspace".';
  if (missing.length > 0) return bad(`The token lacks: ${missing.join(', ')}.`, `Add them ${where}`);
  if (spare.length > 0) return bad(`The token may do more than Cairn needs: ${spare.join(', ')}.`, `Take them away ${where}`);
  return good('The token has the scopes that Cairn needs, and no others.');
}

const clock = (date: string | undefined): Finding =>
  clockFinding('Slack', date, { most: MOST_SKEW_SECONDS, otherwise: 'From five minutes on, nothing of Slack\'s is accepted.' });

/** There is nothing to ask but this: a code that cannot be right is refused for itself only when the app's own secrets are right. */
async function lookAtApp({ clientId, clientSecret }: Extract<SlackAccess['workspaces'], { clientId: string }>, slackUrl: string): Promise<Finding[]> {
  const { client, seen } = watching(slackUrl);
  const refused = await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code: 'none' })
    .then(() => undefined, (error: unknown) => error);
  const app = slackReason(refused) === 'invalid_code'
    ? good('SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together.')
    : refusal(refused, 'SLACK_CLIENT_ID with SLACK_CLIENT_SECRET', `Copy both again from "Basic Information", "App Credentials", ${AT_SLACK}.`);
  return [app, ...(seen.date ? [clock(seen.date)] : [])];
}

async function lookAtSocket(appToken: string, slackUrl: string): Promise<Finding> {
  try {
    await new webApi.WebClient(appToken, clientOptions(slackUrl)).apps.connections.open();
    return good('Slack lets Cairn connect (Socket Mode).');
  } catch (error) {
    return refusal(error, 'SLACK_APP_TOKEN', `Turn on "Socket Mode" ${AT_SLACK}, and copy the app-level token with the scope connections:write from "Basic Information".`);
  }
}

/** Sends itself what Slack sends when a request URL is entered, by way of the public address. */
async function lookAtAddress(signingSecret: string, publicUrl: string): Promise<Finding[]> {
  const url = `${publicUrl}${PATHS.events}`;
  const body = JSON.stringify({ type: 'url_verification', challenge: 'cairn' });
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${signature}` };
  const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) }).then((response) => response.text(), () => '');
  const secure = publicUrl.startsWith('https://');
  return [
    answer.includes('"challenge":"cairn"')
      ? good(`Cairn answers at ${url}, which is the request URL of events, of interactivity and of every command.`)
      : bad(`Cairn does not answer at ${url}.`, 'Start Cairn, and see that the proxy in front passes /slack/ on unchanged, body and headers.'),
    ...(secure ? [] : [bad(
      `Slack sends only to https, and Cairn's address is ${publicUrl}.`, 'Set PUBLIC_URL to the address that people reach Cairn under, with TLS in front. Or use Socket Mode.',
    )]),
  ];
}

/** `remedy` is for a refusal; when nobody answered at all there is another one. */
function refusal(error: unknown, setting: string, remedy: string): Finding {
  const reason = slackReason(error);
  if (reason) return bad(`Slack does not accept ${setting} (${reason}).`, remedy);
  return bad('Slack cannot be reached from here.', 'See that this machine may open connections to https://slack.com, and try again.');
}
