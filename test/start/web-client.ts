import { randomUUID } from 'node:crypto';
import type { Question } from '../../src/core/conversation/message.ts';
import type { ChatEntry } from '../../src/web/parts.ts';
import { talkThrough, type Moves, type Talker } from '../support/app.ts';

/** A client of a running Cairn, through the chat's HTTP interface. */
export class WebClient implements Talker {
  readonly url: string;
  readonly token: string;
  question: Question | undefined;

  private constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  static async begin(url: string): Promise<WebClient> {
    const response = await fetch(`${url}/api/chat`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    const client = new WebClient(url, ((await response.json()) as { token: string }).token);
    await client.look();
    return client;
  }

  /** The same person at another address, such as the same Cairn after a restart. */
  async at(url: string): Promise<WebClient> {
    const client = new WebClient(url, this.token);
    await client.look();
    return client;
  }

  get headers(): Record<string, string> {
    return { 'content-type': 'application/json', authorization: `Bearer ${this.token}` };
  }

  body(content: object, messageId: string = randomUUID()): string {
    return JSON.stringify({ messageId, content });
  }

  async history(): Promise<ChatEntry[]> {
    const read = async (before?: number): Promise<ChatEntry[]> => {
      const response = await fetch(`${this.url}/api/chat/messages${before ? `?before=${before}` : ''}`, { headers: this.headers });
      const { entries, more } = (await response.json()) as { entries: ChatEntry[]; more: boolean };
      return more ? [...(await read(entries[0]!.seq)), ...entries] : entries;
    };
    return read();
  }

  async look(): Promise<void> {
    const response = await fetch(`${this.url}/api/chat/messages`, { headers: this.headers });
    const { entries } = (await response.json()) as { entries: ChatEntry[] };
    this.question = entries.at(-1)?.body.question;
  }

  async send(content: object): Promise<number> {
    const { status } = await fetch(`${this.url}/api/chat/messages`, { method: 'POST', headers: this.headers, body: this.body(content) });
    await this.look();
    return status;
  }

  async write(text: string): Promise<void> {
    await this.send({ kind: 'text', text });
  }

  async press(...ids: string[]): Promise<void> {
    await this.send({ kind: 'choice', step: this.question!.step, ids });
  }

  talk(moves: Moves = {}, until?: string): Promise<void> {
    return talkThrough(this, moves, until);
  }
}
