import { createConnection } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachDatabase } from '../support/database.ts';
import { removeData, settingsFor } from '../support/cairn.ts';
import { endAll, startMain, type Started } from './process.ts';
import { WebClient } from './web-client.ts';

/** Opens a connection of its own and sends a request's beginning. `rest` sends the end and gives the answer. */
async function halfSent(url: string, client: WebClient, text: string) {
  const { hostname, port } = new URL(url);
  const socket = createConnection(Number(port), hostname);
  await once(socket, 'connect');
  const body = client.body({ kind: 'text', text });
  const head = ['POST /api/chat/messages HTTP/1.1', `Host: ${hostname}`, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, `Authorization: Bearer ${client.token}`];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
  let answer = '';
  socket.on('data', (data) => (answer += data.toString()));
  return async (): Promise<string> => {
    socket.write(body.slice(10));
    await once(socket, 'close');
    return answer;
  };
}

eachDatabase('Cairn as a process, from one start to the next', (_open, place) => {
  let settings: Record<string, string>;
  let cairn: Started;
  let client: WebClient;
  beforeAll(async () => {
    settings = await settingsFor(await place());
    cairn = await startMain(settings);
  });
  afterAll(async () => {
    await endAll();
    await removeData(settings);
  });

  it('says where the chat, the mail and the desk are, and each is there', async () => {
    const block = cairn.out().split('\n').filter((line) => !line.startsWith('{')).join('\n');
    expect(block).toContain('Cairn is running.');
    expect(await (await fetch(/Chat as a client\s+(\S+)/.exec(block)![1]!)).text()).toContain('Willow Practice');
    expect((await fetch(/desk {2}(http\S+)/.exec(block)![1]!)).status).toBe(200);
    const mail = /mail {2}(http\S+)/.exec(block)?.[1];
    // Beside real clients no page shows what was mailed.
    expect(mail === undefined).toBe('DATABASE_URL' in settings);
    expect((await fetch(`${cairn.url}/mailbox`)).status).toBe(mail ? 200 : 404);
  });

  it('told to stop, it answers what is under way, ends open streams, and goes with code 0', async () => {
    client = await WebClient.begin(cairn.url);
    await client.talk({ name: 'Sam' }, 'hope');
    const stream = await fetch(`${cairn.url}/api/chat/events`, { headers: client.headers });
    const finish = await halfSent(cairn.url, client, 'to sleep again');
    const from = Date.now();
    cairn.kill('SIGTERM');
    // It has stopped listening once a new connection is refused.
    await expect.poll(() => fetch(`${cairn.url}/healthz`).then(() => 'there', () => 'gone'), { timeout: 10_000 }).toBe('gone');
    expect(await finish()).toMatch(/^HTTP\/1\.1 202 /);
    await stream.text();
    expect(await cairn.ended).toBe(0);
    expect(Date.now() - from).toBeLessThan(9_000);
    expect(cairn.err()).toBe('');
  });

  it('started again, it has the history and the open question, and goes on', { timeout: 120_000 }, async () => {
    cairn = await startMain(settings);
    client = await client.at(cairn.url);
    const history = await client.history();
    expect(history.filter(({ from }) => from === 'client').at(-1)!.body.text).toBe('to sleep again');
    expect(history[0]!.body.text).toContain('Willow Practice');
    expect(client.question!.step).toBe('hardest');
  });

  it('killed, it loses nothing of what it said is stored', { timeout: 120_000 }, async () => {
    expect(await client.send({ kind: 'text', text: 'the nights' })).toBe(202);
    cairn.kill('SIGKILL');
    expect(await cairn.ended).toBeNull();
    cairn = await startMain(settings);
    client = await client.at(cairn.url);
    expect((await client.history()).map(({ body }) => body.text)).toContain('the nights');
    expect(client.question!.step).toBe('areas');
    cairn.kill('SIGINT');
    expect(await cairn.ended).toBe(0);
  });
});
