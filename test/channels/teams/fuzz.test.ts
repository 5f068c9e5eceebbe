import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PICKED, WORDS, type CardData } from '../../../src/channels/teams/cards/card-data.ts';
import { mutated, mutations, oddText, runs, seed, unheardIn, wrongIn } from '../odd.ts';
import { activity, listening, TENANT, type Listening } from './support/listening.ts';
import { credentials, keysOfTeams, token } from './support/tokens.ts';

/** Activities with Teams' own token, with things in them that nobody thought of, through the real listener. */

let count = 0;
const next = (): string => String(1_700_000_000_000 + (count += 1));
const on = (card: CardData, more: object = {}) => ({ text: undefined, replyToId: next(), value: { cairn: card, ...more } });
const inTeam = { conversation: { id: '19:team@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: TENANT } };

/** One of everything that Teams sends. */
const everything: Record<string, (text: string) => Record<string, unknown>> = {
  message: (text) => ({ text }),
  'message with a file': (text) => ({ text, attachments: [{ contentType: 'application/vnd.microsoft.teams.file.download.info', content: { fileType: 'pdf' } }, { contentType: 'text/html', content: `<p>${text}</p>` }] }),
  emoji: (text) => ({ text: '', attachments: [{ contentType: 'text/html', content: `<p><img itemtype="http://schema.skype.com/Emoji" alt="${text}"></p>` }] }),
  edit: (text) => ({ type: 'messageUpdate', text }),
  deletion: () => ({ type: 'messageDelete', text: undefined }),
  mention: (text) => ({ ...inTeam, text: `<at>Cairn</at> ${text}` }),
  button: (text) => on({ does: 'choose', step: 'hope', id: 'a', label: text, text }),
  list: (text) => on({ does: 'pick', step: 'areas', ids: ['sleep', 'work'], labels: [text, text], text }, { [PICKED]: '0,1' }),
  box: (text) => on({ does: 'write', text: 'What do you hope for?' }, { [WORDS]: text }),
  'command on a card': (text) => on({ does: 'command', command: 'plan', label: text, text }),
  removal: () => ({ type: 'installationUpdate', action: 'remove' }),
};
const sorts = Object.keys(everything);
/** With their own id each, as Teams numbers them. */
const of = (sort: string, text = 'hello') => activity({ id: next(), ...everything[sort]!(text) });

describe(`what Teams sends (CAIRN_SEED=${seed})`, () => {
  const options = { seed, numRuns: runs, endOnFailure: true };

  /** Cairn's listener, which believes nobody but Teams. */
  async function listener() {
    const cairn = await listening({ credentials, endpoints: { openId: (await keysOfTeams()).openId } });
    const authorization = { Authorization: `Bearer ${token()}` };
    const send = async (sent: unknown): Promise<number> => {
      const response = await cairn.post(sent, authorization);
      await response.arrayBuffer();
      return response.status;
    };
    return { cairn, send };
  }
  async function stillTakes({ cairn, send }: { cairn: Listening; send(sent: unknown): Promise<number> }): Promise<void> {
    expect(await send(of('message', 'to sleep again'))).toBe(200);
    expect(cairn.messages.at(-1)!.content).toEqual({ kind: 'text', text: 'to sleep again' });
  }

  test('is taken as it is', async () => {
    const { cairn, send } = await listener();
    for (const sort of sorts) expect([sort, await send(of(sort))]).toEqual([sort, 200]);
    expect([cairn.messages.length, cairn.gone.length]).toEqual([sorts.length, 1]);
  });

  test('with any words in it, is taken, and what comes of them can be stored', { timeout: 120_000 }, async () => {
    const both = await listener();
    const unheard = await unheardIn(() => fc.assert(fc.asyncProperty(fc.constantFrom(...sorts), oddText, async (sort, text) => {
      both.cairn.messages.length = 0;
      expect([sort, await both.send(of(sort, text))]).toEqual([sort, 200]);
      expect([sort, ...both.cairn.messages.flatMap(wrongIn)]).toEqual([sort]);
    }), options));
    expect(unheard).toEqual([]);
    await stillTakes(both);
  });

  test('with anything else in any place of it, breaks nothing: whatever is taken of it is whole, and the next one is taken', { timeout: 120_000 }, async () => {
    const both = await listener();
    const unheard = await unheardIn(() => fc.assert(fc.asyncProperty(fc.constantFrom(...sorts), mutations, async (sort, changes) => {
      both.cairn.messages.length = 0;
      const status = await both.send(mutated(of(sort), changes));
      expect([sort, ...both.cairn.messages.flatMap(wrongIn)]).toEqual([sort]);
      // Something that Teams waits for a result of, and that there is none of, is declined.
      expect([sort, status < 500 || status === 501]).toEqual([sort, true]);
    }), options));
    expect(unheard).toEqual([]);
    await stillTakes(both);
  });
});
