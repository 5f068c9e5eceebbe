import type { IncomingMessage, ServerResponse } from 'node:http';
import { readActivity, tenantOf, type Activity } from './activity.ts';
import { isKeysAway } from './authentication.ts';
import type { Connection } from './connection.ts';
import { TEAMS_PATH, type RefusedRequest, type TeamsOptions } from './options.ts';

/** Teams' messages are far smaller; what is larger is not read to its end. */
const LARGEST_BODY = 512 * 1024;

export interface ListenerParts extends Pick<TeamsOptions, 'credentials' | 'onRefused' | 'onFault'> {
  connection: Connection;
  /** Resolves with the status to answer once everything in the activity is safely stored. */
  take(activity: Activity): Promise<number>;
}

/** Node's own request and response, because this listener stands before every body parser. */
export function teamsListener({ credentials, connection, take, onRefused, onFault }: ListenerParts) {
  const refuse = (why: RefusedRequest, status: number): number => {
    onRefused?.(why);
    return status;
  };

  async function statusOf(request: IncomingMessage): Promise<number> {
    if (request.url?.split('?')[0] !== TEAMS_PATH) return 404;
    if (request.method !== 'POST') return 405;
    if (credentials === 'for-tests' && !isLoopback(request.socket.remoteAddress)) return refuse('token', 401);
    const body = await readBody(request);
    if (body === null) return refuse('body', 413);
    const activity = readActivity(body);
    if (!activity || !isFit(activity.read)) return refuse('body', 400);
    try {
      await connection.verify(activity.whole, request.headers.authorization ?? '');
    } catch (error) {
      if (!isKeysAway(error)) return refuse('token', 401);
      onFault?.('the keys of Microsoft Teams could not be fetched', error);
      return 503;
    }
    if (credentials !== 'for-tests' && tenantOf(activity.read) !== credentials.tenantId) return refuse('tenant', 403);
    return take(activity.read);
  }

  /** Other channels of the Bot Framework are checked by other rules; and a service without TLS is nobody's in earnest. */
  const isFit = ({ channelId, serviceUrl }: Activity): boolean =>
    credentials === 'for-tests' || (channelId === 'msteams' && serviceUrl.startsWith('https://'));

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const status = await statusOf(request).catch((error: unknown) => {
      onFault?.('a message from Microsoft Teams could not be taken', error);
      return 500;
    });
    response.writeHead(status, { 'Content-Length': 0, ...(status === 405 && { Allow: 'POST' }), ...(status === 413 && { Connection: 'close' }) });
    response.end();
  };
}

/** Null when it is larger than anything that Teams sends. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  // The stream stays open when it is left early, so that the answer still gets out.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const isLoopback = (address = ''): boolean => /^(?:::ffff:)?127\.|^::1$/.test(address);
