import type { IncomingMessage, ServerResponse } from 'node:http';
import { App } from '@slack/bolt';
import type { SlackWords, Worded } from '../../core/chat-words.ts';
import { CairnError } from '../../errors.ts';
import type { Channel, Finding, Inbox } from '../channel.ts';
import { background } from '../shared/background.ts';
import { examine } from './doctor.ts';
import { installPages } from './install-pages.ts';
import type { Installations } from './installations.ts';
import { listen } from './listen.ts';
import { PATHS } from './manifest.ts';
import { openQuestions } from './open-questions.ts';
import { handlerOf, receiveHttp } from './receive-http.ts';
import { receiveSocket } from './receive-socket.ts';
import { sending } from './sending.ts';
import { clientOptions, silent, SLACK_URL } from './slack-api.ts';
import type { SlackAccess } from './settings.ts';
import { openWorkspaces } from './workspaces.ts';

export interface SlackOptions {
  access: SlackAccess;
  /** Where Cairn is reached from outside, without a slash at the end. */
  publicUrl: string;
  /** Used when workspaces install the app by themselves. */
  installations: Installations;
  /** Ids of the people whom Cairn knows in a workspace: they are gone when Cairn is removed there. */
  people(workspace: string): Promise<string[]>;
  words: Worded<SlackWords>;
  /** Faults that nobody waits for. They may be told of by their code only: their text may hold what somebody wrote. */
  onFault(error: unknown): void;
  /** A stand-in for https://slack.com */
  slackUrl?: string;
}

export interface SlackChannel extends Channel {
  readonly name: 'slack';
  /** For Cairn's one server, before anything reads a request's body. */
  listener: { path: string; handler(request: IncomingMessage, response: ServerResponse): void };
  /** Whether everything is set up at Slack and here, in words for the administrator. */
  doctor(): Promise<Finding[]>;
}

export function slackChannel(options: SlackOptions): SlackChannel {
  const { access, publicUrl, installations, people, words, onFault, slackUrl = SLACK_URL } = options;
  const api = clientOptions(slackUrl);
  const workspaces = openWorkspaces(access.workspaces, installations, api);
  const receiving = 'appToken' in access.receive
    ? receiveSocket(access.receive.appToken, api, onFault)
    : receiveHttp(access.receive.signingSecret, onFault);
  const open = openQuestions();
  let inbox: Inbox | undefined;

  const underWay = background();
  const inBackground = (work: () => Promise<unknown>): void => underWay.run(work, onFault);

  const app = new App({ receiver: receiving.receiver, authorize: workspaces.authorize, convoStore: false, logger: silent, clientOptions: api });
  // What a listener could not do is the receiver's to tell Slack.
  app.error(async (error) => { throw error; });
  listen(app, {
    workspaces, words, open, people, inBackground, onFault,
    inbox() {
      if (!inbox) throw new CairnError('delivery-failed', 'The Slack channel takes no messages just now.');
      return inbox;
    },
  });

  const handlers = receiving.handler ? [{ path: PATHS.events as string, handler: receiving.handler }] : [];
  if ('clientId' in access.workspaces) {
    const pages = installPages({ access: access.workspaces, publicUrl, installations, words, options: api, slackUrl, onFault });
    handlers.push({ path: PATHS.install, handler: pages }, { path: PATHS.installed, handler: pages });
  }

  return {
    name: 'slack',
    listener: { path: '/slack', handler: handlerOf(handlers) },
    async start(given) {
      inbox = given;
      await receiving.start();
    },
    send: sending({ workspaces, words, open, inBackground, onFault }),
    async stop() {
      await receiving.stop();
      inbox = undefined;
      await underWay.idle();
    },
    doctor: () => examine(access, publicUrl, slackUrl),
  };
}
