import { RESTEvents, Routes, type APIApplication, type REST, type RESTGetAPIGatewayBotResult } from 'discord.js';
import type { DiscordWords, Worded } from '../../core/chat-words.ts';
import type { Finding } from '../channel.ts';
import { bad, clockFinding, good } from '../shared/finding.ts';
import { commandDefinitions, COMMANDS, isSame, presentCommands } from './commands.ts';
import { statusOf } from './failures.ts';
import { installLinks } from './install.ts';
import { closeRest, openRest, type RestPlace } from './rest.ts';
import { identityOf } from './sign-in.ts';

/** A clock further off than this makes times in records wrong, and other platforms refuse its signatures. */
const MOST_SKEW_SECONDS = 30;
const PORTAL = 'https://discord.com/developers/applications';

/** Whether Discord is set up as docs/setup/discord.md says. Asks only; nothing is changed. Never throws. */
export async function checkDiscord({ applicationId, words, ...place }: RestPlace & { applicationId: string; words: Worded<DiscordWords> }): Promise<Finding[]> {
  const rest = openRest(place);
  let date: string | null = null;
  rest.on(RESTEvents.Response, (_, response) => { date ??= response.headers.get('date'); });
  try {
    const found = await identityOf(rest).catch((error: unknown) => unreachable(error));
    if ('ok' in found) return [found];
    const ownPage = `${PORTAL}/${found.id}`;
    const same = found.id === applicationId;
    return [
      good('Discord accepts the token.'),
      same ? good('The token and the application id belong together.')
        : bad(`DISCORD_APPLICATION_ID is ${applicationId}, and the token belongs to ${found.id}.`, 'Copy both from the same application.'),
      ...placement(found, ownPage),
      ...(same ? [await commands(rest, applicationId, words)] : []),
      await sessions(rest),
      clockFinding('Discord', date, { most: MOST_SKEW_SECONDS, otherwise: 'Times in records are wrong until then.' }),
    ];
  } finally {
    closeRest(rest);
  }
}

function unreachable(error: unknown): Finding {
  return statusOf(error) === 401
    ? bad('Discord does not accept the token.', 'Reset it on the page "Bot" of your application, and put the new one into DISCORD_TOKEN.')
    : bad('Discord cannot be reached from this machine.', 'Make sure that it may open connections to discord.com and gateway.discord.gg, port 443.');
}

function placement({ id, integration_types_config: types, interactions_endpoint_url: endpoint, bot_require_code_grant: grant }: APIApplication, page: string): Finding[] {
  const both = types?.[0] !== undefined && types[1] !== undefined;
  return [
    both ? good('People can add Cairn for themselves, and servers can add it.')
      : bad('People or servers cannot add Cairn.', `On ${page}/installation tick both "User Install" and "Guild Install", and save.`),
    endpoint ? bad('Presses and commands go to another address than Cairn.', `On ${page}/information empty the field "Interactions Endpoint URL", and save.`)
      : good('Presses and commands come to Cairn.'),
    grant ? bad('Adding Cairn asks for a code that it does not use.', `On ${page}/bot switch "Requires OAuth2 Code Grant" off.`)
      : good(`A person adds Cairn at ${installLinks(id).person}, a server at ${installLinks(id).server}.`),
  ];
}

async function commands(rest: REST, applicationId: string, words: Worded<DiscordWords>): Promise<Finding> {
  const names = Object.keys(COMMANDS).map((name) => `/${name}`).join(', ');
  try {
    const present = await presentCommands(rest, applicationId);
    return commandDefinitions(words).every((wanted) => present.some((command) => isSame(wanted, command)))
      ? good(`The commands ${names} are there.`)
      : bad(`The commands ${names} are not there, or are older than this Cairn.`, 'Start Cairn once with these settings: it puts them in place by itself.');
  } catch {
    return bad('The list of commands could not be read.', 'Try again in a minute.');
  }
}

/** Discord lets a bot connect some hundred times a day. Cairn asks for nothing that Discord would have to grant first. */
async function sessions(rest: REST): Promise<Finding> {
  try {
    const { session_start_limit: { remaining, reset_after } } = await rest.get(Routes.gatewayBot()) as RESTGetAPIGatewayBotResult;
    return remaining > 0 ? good('Cairn may connect, and needs no privileged intent.')
      : bad('Cairn has connected too often today.', `Discord lets it connect again in ${Math.ceil(reset_after / 60_000)} minutes. Look in the log for what keeps breaking the connection.`);
  } catch {
    return bad('Discord does not say whether Cairn may connect.', 'Try again in a minute.');
  }
}
