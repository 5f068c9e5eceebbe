import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePractice } from '../../src/actions/admin.ts';
import { inboxOf } from '../../src/actions/inbox.ts';
import type { Channel } from '../../src/channels/channel.ts';
import type { MessageBody, Question } from '../../src/core/conversation/message.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { bindWorkspace } from '../../src/store/workspaces.ts';
import { openTestApp, talkThrough, type Talker, type TestApp } from '../support/app.ts';
import { makeEmbedded } from '../support/database.ts';
import type { ChannelHarness, Person } from './harness.ts';

/** Keys under which platforms are given what somebody reads. */
const READ = new Set(['text', 'content', 'label', 'title', 'description', 'placeholder', 'fallbackText', 'speak', 'summary', 'words']);
/** Common in English, and no words of Spanish; among them one of every text that a channel itself says. */
const ENGLISH = /\b(the|you|your|and|what|is|please|thank|pick|choose|chose|about|done|write|wrote|written|answer|send|begin|cancel|of|let|see)\b/i;

/** All that can be read in what a platform was given. */
function readable(given: unknown, key = ''): string[] {
  // Slack is given these as text.
  if (typeof given === 'string' && (key === 'blocks' || key === 'view')) return readable(JSON.parse(given));
  if (typeof given === 'string') return READ.has(key) ? [given] : [];
  if (Array.isArray(given)) return given.flatMap((each) => readable(each, key));
  return Object.entries((given ?? {}) as object).flatMap(([name, each]) => readable(each, name));
}

export interface Platform {
  harness: ChannelHarness;
  /** What this platform has besides, such as commands where others read; gives what they saw of it that was not sent. */
  besides?(person: Person): Promise<unknown>;
  /** Nobody else can write there. */
  onePerson?: true;
}

/**
 * One practice, one process, two languages: whoever chose Spanish hears nothing else from the channel, and whoever did not is spoken to
 * in English. `open` makes the platform with the words that ship.
 */
export function inSpanish(name: string, open: () => Platform | Promise<Platform>): void {
  describe(`in Spanish on ${name}`, () => {
    let store: Store;
    let removeStore: () => Promise<void>;
    let platform: Platform;
    let cairn: TestApp;
    let said: MessageBody[];

    beforeAll(async () => {
      const made = await makeEmbedded();
      [store, removeStore] = [await openStore(made.options), made.remove];
    });
    afterAll(async () => {
      await store.close();
      await removeStore();
    });
    beforeEach(async () => {
      platform = await open();
      const { harness } = platform;
      said = [];
      const channel: Channel = { ...harness.channel, async send(message) {
        said.push(message.body);
        return harness.channel.send(message);
      } };
      cairn = await openTestApp(store, { channel });
      await changePractice(cairn.app, cairn.practice.slug, { alsoSpeaks: ['es'] });
      await bindWorkspace(store.prisma, { channel: harness.channel.name, workspace: harness.workspace, practiceId: cairn.practice.id });
      await harness.start(inboxOf(cairn.app));
    });
    afterEach(async () => {
      await cairn.settle();
      await platform.harness.stop();
    });

    const talker = (person: Person): Talker => ({
      get question(): Question | undefined { return said.at(-1)?.question; },
      async write(text) {
        await (await person.writes(text)).deliver();
        await cairn.settle();
      },
      async press(...ids) {
        const labels = ids.map((id) => this.question!.choices.find((choice) => choice.id === id)!.label);
        await (await person.presses(...labels)).deliver();
        await cairn.settle();
      },
    });
    /** What `talkThrough` writes where it is told nothing is the client's. */
    const words = (given: unknown): string[] => readable(given).map((text) => text.replace(/a few words about \S+/g, ''));
    const shown = (from = 0): unknown[] => platform.harness.shown!().slice(from);

    it('no English word, from the choice of the language to the draft and everywhere around', async () => {
      const person = await platform.harness.newPerson();
      const client = talker(person);
      await client.write('hello');
      await talkThrough(client, { country: { press: ['IE'] } }, 'language');
      expect(words(shown()).join('\n')).toContain('About 1 of 9');
      const [before, inEnglish] = [shown().length, said.map(({ text }) => text)];
      await client.press('es');
      expect(client.question!.step).toBe('hope');
      await (await person.writesInBox!('Dormir mejor.')).deliver();
      await cairn.settle();
      await talkThrough(client, { goals: ['Dormir bien casi todas las noches', { press: ['done'] }] });
      const besides = await platform.besides?.(person);
      await cairn.settle();
      // What was asked in English is told as answered in English.
      const read = [...shown(before).map(words).filter((texts) => !texts.some((text) => inEnglish.some((asked) => text.includes(asked)))).flat(), ...words(besides)];
      expect(read.length).toBeGreaterThan(40);
      expect(read.filter((text) => ENGLISH.test(text))).toEqual([]);
      expect(read.join('\n')).toContain('Más o menos 2 de 9');
      if (platform.onePerson) return;
      const from = shown().length;
      await talker(await platform.harness.newPerson()).write('hello');
      expect(words(shown(from)).join('\n')).toContain('About 1 of 9');
    }, 60_000);
  });
}
