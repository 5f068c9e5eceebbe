import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type webApi } from '@slack/bolt';
import { wordsIn, type SlackWords, type Worded } from '../../core/chat-words.ts';
import { storeOf, type Installations } from './installations.ts';
import { BOT_SCOPES, PATHS } from './manifest.ts';
import { escaped } from './mrkdwn.ts';
import { silent } from './slack-api.ts';
import type { SlackAccess } from './settings.ts';

export interface InstallPages {
  access: Extract<SlackAccess['workspaces'], { clientId: string }>;
  publicUrl: string;
  installations: Installations;
  words: Worded<SlackWords>;
  options: webApi.WebClientOptions;
  slackUrl: string;
  onFault(error: unknown): void;
}

/** "Add to Slack" for more than one workspace: off to Slack's own page of consent, and back with a token that is kept. */
export function installPages({ access, publicUrl, installations, words, options, slackUrl, onFault }: InstallPages) {
  // Nobody's client is here but an administrator, of whom the browser alone knows the language.
  const wordsFor = ({ headers }: IncomingMessage): SlackWords => wordsIn(words, headers['accept-language']?.split(/[,;]/)[0] ?? 'en');
  const receiver = new HTTPReceiver({
    ...access, signingSecret: '', signatureVerification: false, endpoints: [], logger: silent,
    scopes: [...BOT_SCOPES], redirectUri: `${publicUrl}${PATHS.installed}`, installationStore: storeOf(installations),
    installerOptions: {
      installPath: PATHS.install, redirectUriPath: PATHS.installed, directInstall: true, clientOptions: options,
      authorizationUrl: `${slackUrl}/oauth/v2/authorize`,
      callbackOptions: {
        success: (_installation, _options, request, response) => page(response, 200, wordsFor(request).installed),
        failure: (error, _options, request, response) => {
          onFault(error);
          page(response, 400, wordsFor(request)['not-installed']);
        },
      },
    },
  });
  return (request: IncomingMessage, response: ServerResponse): void => receiver.requestListener(request, response);
}

function page(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'content-security-policy': "default-src 'none'",
  });
  response.end(`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Cairn</title><p>${escaped(text)}</p>`);
}
