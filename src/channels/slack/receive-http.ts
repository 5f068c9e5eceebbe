import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import { isCairnError } from '../../errors.ts';
import { PATHS } from './manifest.ts';
import type { Receiving } from './receiving.ts';
import { silent } from './slack-api.ts';
import { isNotInstalled } from './workspaces.ts';

/** After three seconds Slack has given up; until then an answer that comes late still ends the request in order. */
const LATEST_ANSWER_MS = 10_000;

/** Signed requests to Cairn's own server. Slack hears "received" when everything that follows from an event is stored. */
export function receiveHttp(signingSecret: string, onFault: (error: unknown) => void): Receiving {
  const receiver = new HTTPReceiver({
    signingSecret, endpoints: [PATHS.events], processBeforeResponse: true, logger: silent, unhandledRequestTimeoutMillis: LATEST_ANSWER_MS,
    // Slack sends again what was answered with an error, but for what could not be read. From a workspace that has removed Cairn nothing needs to come again.
    processEventErrorHandler: async ({ error, response }) => {
      const idle = isNotInstalled(error);
      if (!idle) onFault(error);
      const status = idle ? 200 : isUnreadable(error) ? 400 : 500;
      if (!response.headersSent) response.writeHead(status, status === 400 ? { 'x-slack-no-retry': '1' } : {}).end();
      return true;
    },
  });
  return { receiver, handler: (request, response) => receiver.requestListener(request, response), start: async () => {}, stop: async () => {} };
}

/** Slack's library wraps what a listener throws. */
const isUnreadable = (error: unknown): boolean => isCairnError(error, 'invalid-input') || isCairnError((error as { original?: unknown }).original, 'invalid-input');

/** Slack's listeners throw at an address or a method that they do not know. */
export function handlerOf(handlers: { path: string; handler: (request: IncomingMessage, response: ServerResponse) => void }[]) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const found = handlers.find((each) => each.path === path);
    try {
      if (found) return found.handler(request, response);
    } catch {
      // Falls through: known address, unknown method.
    }
    response.writeHead(404).end();
  };
}
