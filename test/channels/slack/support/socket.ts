import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Happenings } from './happenings.ts';

/** Slack's side of Socket Mode: says hello, sends envelopes, and hears them acknowledged. */
export interface SocketServer {
  url: string;
  connections: Happenings<Socket>;
  /** Resolves with the answer to this envelope; never, when it is not acknowledged. */
  send(type: 'events_api' | 'interactive' | 'slash_commands', payload: object): Promise<unknown>;
  /** Asks the client to go and come again, as Slack does every few hours. */
  refresh(): void;
  /** Cuts the line without a word. */
  cut(): void;
  stop(): Promise<void>;
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export async function startSocketServer(): Promise<SocketServer> {
  const waiting = new Map<string, (answer: unknown) => void>();
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('upgrade', (request, socket: Socket) => {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    readFrames(socket, (opcode, data) => {
      if (opcode === PING) frame(socket, PONG, data);
      if (opcode === CLOSE) socket.end(encode(CLOSE, data));
      if (opcode === TEXT) {
        const { envelope_id, payload } = JSON.parse(data.toString()) as { envelope_id: string; payload?: unknown };
        waiting.get(envelope_id)?.(payload ?? {});
      }
    });
    standIn.connections.add(socket);
    say({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0CAIRN' } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const say = (message: object): void => frame(standIn.connections.all.at(-1)!, TEXT, Buffer.from(JSON.stringify(message)));

  const standIn: SocketServer = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/link`, connections: new Happenings(),
    send(type, payload) {
      const envelope_id = randomUUID();
      return new Promise((resolve) => {
        waiting.set(envelope_id, resolve);
        say({ type, envelope_id, payload, accepts_response_payload: type !== 'events_api' });
      });
    },
    refresh: () => say({ type: 'disconnect', reason: 'refresh_requested' }),
    cut: () => void standIn.connections.all.at(-1)!.destroy(),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standIn;
}

const frame = (socket: Socket, opcode: number, data: Buffer): void => void socket.write(encode(opcode, data));

function encode(opcode: number, data: Buffer): Buffer {
  const head = data.length < 126 ? Buffer.from([0x80 | opcode, data.length]) : Buffer.from([0x80 | opcode, 126, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, data]);
}

/** Frames as a client sends them: masked, and short enough for two bytes of length. */
function readFrames(socket: Socket, onFrame: (opcode: number, data: Buffer) => void): void {
  let read = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    while (read.length >= 2) {
      const long = (read[1]! & 0x7f) === 126;
      const head = long ? 4 : 2;
      if (read.length < head) return;
      const length = long ? read.readUInt16BE(2) : read[1]! & 0x7f;
      if (read.length < head + 4 + length) return;
      const mask = read.subarray(head, head + 4);
      const data = Buffer.from(read.subarray(head + 4, head + 4 + length).map((byte, at) => byte ^ mask[at % 4]!));
      onFrame(read[0]! & 0x0f, data);
      read = read.subarray(head + 4 + length);
    }
  });
}
