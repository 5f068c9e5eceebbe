import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from '../../src/actions/deliver.ts';
import { inboxOf } from '../../src/actions/inbox.ts';
import { sweep } from '../../src/actions/sweep.ts';
import type { Inbox, InboundMessage } from '../../src/channels/channel.ts';
import type { Choice, MessageBody } from '../../src/core/conversation/message.ts';
import { findAccountOf } from '../../src/store/accounts.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { enqueueOutbound } from '../../src/store/outbound.ts';
import { inboundPlace, outboundPlace } from '../../src/store/places.ts';
import { bindWorkspace } from '../../src/store/workspaces.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeEmbedded } from '../support/database.ts';
import { values } from '../support/flows.ts';
import { isLabel, type ChannelHarness, type Person, type Written } from './harness.ts';
import { expectTranscript } from './play-transcript.ts';

export type { ChannelHarness, Person, Seen, Written } from './harness.ts';
export { isLabel } from './harness.ts';

/** The practice that everybody in the contract writes to; the web's workspace is its slug. */
export const CONTRACT_PRACTICE = 'linden-street';

const HOUR = 3_600_000;
/** Marks of every platform's markup, mentions and links; each must stay what it is: somebody's words. */
const odd = 'I wrote *this* and _that_ ~once~ & <b>twice</b> `so` ||hidden|| # not a heading, 3 < 4 > 2, [a](b) <@U123> <!here> @everyone &amp; &lt;';

/**
 * What every channel does the same, with the real Cairn behind it: its actions, its core and its database. `open` gives a
 * harness that was not started, with people that nobody has met before; it may look at Cairn once that is there.
 */
export function channelContract(name: string, open: (cairn: () => TestApp) => ChannelHarness | Promise<ChannelHarness>): void {
  describe(`the channel contract: ${name}`, () => {
    let store: Store;
    let removeStore: () => Promise<void>;
    let harness: ChannelHarness;
    let cairn: TestApp;
    let person: Person;
    let received: InboundMessage[];
    /** Stands in for a database that is away. */
    let storing: boolean;

    beforeAll(async () => {
      const made = await makeEmbedded();
      store = await openStore(made.options);
      removeStore = made.remove;
    });
    afterAll(async () => {
      await store.close();
      await removeStore();
    });

    beforeEach(async () => {
      await store.prisma.$executeRaw`TRUNCATE practice CASCADE`;
      harness = await open(() => cairn);
      cairn = await openTestApp(store, {
        channel: harness.channel,
        practice: { slug: CONTRACT_PRACTICE, name: values.practice, contact: values.contact },
        therapist: { name: values.therapist },
      });
      await bindWorkspace(store.prisma, { channel: harness.channel.name, workspace: harness.workspace, practiceId: cairn.practice.id });
      [received, storing] = [[], true];
      const inbox = inboxOf(cairn.app);
      await harness.start({
        ...inbox,
        async message(message) {
          if (!storing) throw new Error('the database is away');
          received.push(message);
          await inbox.message(message);
        },
      } satisfies Inbox);
      person = await harness.newPerson();
    });
    afterEach(async () => {
      await cairn.settle();
      await harness.stop();
    });

    const delivered = async (written: Written): Promise<void> => {
      expect(await written.deliver()).toBe(true);
      await cairn.settle();
    };
    const says = async (text: string) => delivered(await person.writes(text));
    const presses = async (...labels: string[]) => delivered(await person.presses(...labels));
    const texts = async () => (await person.seen()).map(({ text }) => text);
    const last = async () => (await person.seen()).at(-1)!;
    const account = async () => (await findAccountOf(store.prisma, received[0]!.sender))!;
    const stored = () => store.prisma.inboundMessage.findMany({ orderBy: { seq: 'asc' } });
    const textOf = async (row: { accountId: string; messageId: string; content: string }): Promise<InboundMessage['content']> =>
      (await store.vault.ofAccount(store.prisma, row.accountId)).open(inboundPlace(row.accountId, row.messageId), row.content);
    const lastContents = async (count: number) => Promise.all((await stored()).slice(-count).map(textOf));
    const waiting = () => store.prisma.outboundMessage.findMany({ where: { sentAt: null, failedAt: null }, orderBy: { seq: 'asc' } });
    /** Something Cairn says without having been spoken to. */
    const tell = async (...bodies: MessageBody[]): Promise<void> => {
      const { id } = await account();
      await enqueueOutbound(store.prisma, { accountId: id, bodies }, cairn.now());
      await deliver(cairn.app, id);
    };
    const offers = async (labels: string[]): Promise<void> => {
      const shown = (await person.seen()).flatMap(({ choices }) => choices);
      expect(labels.filter((label) => !shown.some((each) => isLabel(each, label)))).toEqual([]);
    };
    const many = (count: number): Choice[] => Array.from({ length: count }, (_, n) => ({ id: `c${n + 1}`, label: `Choice number ${n + 1}` }));
    const atTheHope = async (): Promise<void> => {
      await says('hello');
      await presses('Yes, I agree');
      await presses('Yes');
      await says('Sam');
      await says('Ireland');
    };

    describe('what comes in', () => {
      it('a text: taken as it was written, and answered', async () => {
        await says('hello');
        expect(received).toEqual([{
          sender: { channel: harness.channel.name, workspace: harness.workspace, userId: expect.stringMatching(/./) },
          address: expect.stringMatching(/./), messageId: expect.stringMatching(/./), content: { kind: 'text', text: 'hello' },
        }]);
        expect((await texts())[0]).toContain(`a piece of software that ${values.practice} uses`);
        expect((await last()).choices).toHaveLength(3);
      });

      it('a text full of signs, in several lines: to the letter', async () => {
        await says(`${odd}\nand a second line 😀`);
        expect(received.at(-1)!.content).toEqual({ kind: 'text', text: `${odd}\nand a second line 😀` });
      });

      it('a longer answer, in the larger box: every line of it, once, and the message tells what was written', async ({ skip }) => {
        if (!person.writesInBox) return skip('the page itself has room enough');
        await atTheHope();
        await delivered(await person.writesInBox(`To sleep.\n${odd}`));
        expect(received.at(-1)!.content).toEqual({ kind: 'text', text: `To sleep.\n${odd}` });
        const asked = (await person.seen()).findLast(({ text }) => text.includes('What do you hope to get out of'))!;
        expect(asked.whole).toContain(`To sleep.\n${odd}`);
        expect((await last()).text).toContain('What feels hardest right now?');
      });

      it('a choice: the id of what was pressed, with its question', async () => {
        await says('hello');
        await presses('Yes, I agree');
        expect(received.at(-1)!.content).toEqual({ kind: 'choice', step: 'consent', ids: ['agree'] });
        expect((await texts()).at(-1)).toBe('Are you 18 or older?');
      });

      it('a choice cannot be pressed a second time, and the message tells what was chosen', async ({ skip }) => {
        await says('hello');
        await presses('Yes, I agree');
        const asked = (await person.seen()).findLast(({ text }) => text.includes('Do you agree?'))!;
        if (!asked.chosen) skip('the platform\'s own pages do this');
        expect([asked.choices, asked.chosen]).toEqual([[], ['Yes, I agree']]);
      });

      it('something that is no text: said kindly, and nothing is taken from it', async ({ skip }) => {
        if (!person.sendsUnreadable) return skip('there is nothing but text');
        await says('hello');
        await delivered(await person.sendsUnreadable());
        expect(received.at(-1)!.content.kind).toBe('unsupported');
        expect((await last()).text).toContain('I can only read text here');
        expect((await last()).choices).toHaveLength(3);
      });

      it('the same message twice, at once and later: taken once, answered once', async () => {
        await says('hello');
        const message = await person.presses('Yes, I agree');
        await Promise.all([message.deliver(), message.deliver()]);
        await cairn.settle();
        const before = await texts();
        await message.deliver();
        await cairn.settle();
        expect(await stored()).toHaveLength(2);
        expect(await texts()).toEqual(before);
      });

      it('out of order: each is taken, once, and none overtaken by a late one is lost', async () => {
        await atTheHope();
        const early = await person.writes('I would like to sleep again.');
        const late = await person.writes('And mornings without a knot in my stomach.');
        await delivered(late);
        await delivered(early);
        expect(await lastContents(2)).toEqual([
          { kind: 'text', text: 'And mornings without a knot in my stomach.' },
          { kind: 'text', text: 'I would like to sleep again.' },
        ]);
      });

      it('a press that comes when its question is long answered: never an answer to another one', async () => {
        await says('hello');
        const late = await person.presses('Yes, I agree');
        await says('yes');
        await delivered(late);
        expect((await last()).text).toContain('Are you 18 or older?');
        expect(new Set((await store.prisma.answer.findMany()).map(({ key }) => key))).toEqual(new Set(['consent']));
      });

      it('several at the same moment: none is lost', async () => {
        await atTheHope();
        const all = await Promise.all(['one thing', 'another thing', 'and a third'].map((text) => person.writes(text)));
        await Promise.all(all.map((each) => each.deliver()));
        await cairn.settle();
        const contents = await lastContents(3);
        expect(contents.map((content) => 'text' in content && content.text).sort()).toEqual(['and a third', 'another thing', 'one thing']);
      });

      it('what could not be stored is not acknowledged, and taken when it comes again', async ({ skip }) => {
        if (!harness.redelivers) return skip('the platform never delivers twice');
        const message = await person.writes('hello');
        storing = false;
        expect(await message.deliver()).toBe(false);
        storing = true;
        await delivered(message);
        expect(await stored()).toHaveLength(1);
        expect((await last()).choices).toHaveLength(3);
      });

      it('an edit: told with the id of the message it belongs to; both readings are kept', async ({ skip }) => {
        await atTheHope();
        const message = await person.writes('I hope to feel clam.');
        await delivered(message);
        if (!message.edits) return skip('nothing can be edited');
        const { messageId } = received.at(-1)!;
        await delivered(await message.edits('I hope to feel calm.'));
        expect(received.at(-1)!.content).toEqual({ kind: 'edited', of: messageId, text: 'I hope to feel calm.' });
        expect(await lastContents(2)).toMatchObject([{ text: 'I hope to feel clam.' }, { text: 'I hope to feel calm.' }]);
        expect((await texts()).join(' ')).toContain('I have changed it.');
      });

      it('a message taken away: told with its id, and answered kindly', async ({ skip }) => {
        await atTheHope();
        const message = await person.writes('I hope to feel calm.');
        await delivered(message);
        if (!message.deletes) return skip('nothing can be taken away');
        const { messageId } = received.at(-1)!;
        const before = (await texts()).length;
        await delivered(await message.deletes());
        expect(received.at(-1)!.content).toEqual({ kind: 'deleted', of: messageId });
        expect((await texts()).length).toBeGreaterThan(before);
      });

      it('words where others can read: answered where nobody else can, and never taken as an answer', async ({ skip }) => {
        if (!person.mentions) return skip('there is no such place');
        await atTheHope();
        await delivered(await person.mentions('I want to stop dreading Mondays'));
        expect(received.at(-1)!.content).toMatchObject({ kind: 'mention', text: expect.stringContaining('I want to stop dreading Mondays') });
        expect((await last()).text).not.toContain('dreading');
        expect((await last()).text).toContain('What do you hope to get out of coming to therapy?');
        expect(await store.prisma.answer.findMany({ where: { key: 'hope' } })).toEqual([]);
      });

      it('its own commands', async ({ skip }) => {
        if (!person.commands) return skip('there are none');
        await delivered(await person.commands('intake'));
        expect(received.at(-1)!.content).toEqual({ kind: 'command', command: 'intake' });
        expect((await last()).choices).toHaveLength(3);
        await delivered(await person.commands('plan'));
        expect((await last()).text).toContain('There is no plan yet');
      });

      it('its home page tells where things stand', async ({ skip }) => {
        if (!person.opensHome) return skip('there is none');
        await atTheHope();
        expect(await person.opensHome()).toMatch(/about 2 of 9/);
      });
    });

    describe('what goes out', () => {
      beforeEach(() => says('hello'));

      it('words that Cairn says first, at the address it has kept', async () => {
        await tell({ text: 'Your therapist has answered.' });
        expect((await texts()).at(-1)).toBe('Your therapist has answered.');
        expect(await waiting()).toEqual([]);
      });

      it('somebody\'s own words stay words, whatever signs are in them', async () => {
        await tell({ text: `You wrote: “${odd}”` });
        expect((await texts()).at(-1)).toBe(`You wrote: “${odd}”`);
      });

      it('a long text: in parts that fit, cut between words, and in order', async () => {
        const { longestText } = harness;
        const before = (await texts()).length;
        const words = Array.from({ length: Math.ceil(Math.min(longestText, 4_000) / 3) }, (_, n) => (n % 40 === 39 ? `😀${n}.\n\n` : `word${n}`));
        await tell({ text: words.join(' ').trim() }, { text: 'The end.' });
        const parts = (await texts()).slice(before);
        expect(parts.pop()).toBe('The end.');
        for (const part of parts) expect([part.length <= longestText, part.isWellFormed()]).toEqual([true, true]);
        expect(parts.flatMap((part) => part.split(/\s+/))).toEqual(words.join(' ').trim().split(/\s+/));
      });

      it('a long question: its choices come with the last part of it', async () => {
        const long = Array.from({ length: 900 }, (_, n) => `word${n}`).join(' ');
        await tell({ text: long, question: { step: 'small', kind: 'one', choices: many(2), ownWords: false } });
        const { text, choices } = await last();
        expect([text.split(' ').at(-1), choices]).toEqual(['word899', ['Choice number 1', 'Choice number 2']]);
      });

      it('more choices than fit into a row: each can be pressed', async () => {
        const choices = many(30);
        await tell({ text: 'Which one?', question: { step: 'which', kind: 'one', choices, ownWords: true } });
        await offers(choices.map(({ label }) => label));
        await presses('Choice number 30');
        expect(received.at(-1)!.content).toEqual({ kind: 'choice', step: 'which', ids: ['c30'] });
      });

      it('several of many choices, in one answer', async () => {
        const choices = many(30);
        await tell({ text: 'Which ones?', question: { step: 'which@g1', kind: 'many', choices, ownWords: true } });
        await offers(choices.map(({ label }) => label));
        await presses('Choice number 1', 'Choice number 12', 'Choice number 30');
        const { content } = received.at(-1)!;
        expect(content).toMatchObject({ kind: 'choice', step: 'which@g1' });
        expect((content as { ids: string[] }).ids.toSorted()).toEqual(['c1', 'c12', 'c30']);
      });

      it('a scale: every number', async () => {
        const numbers = Array.from({ length: 11 }, (_, n) => ({ id: String(n), label: String(n) }));
        const scale = { from: 0, to: 10, low: 'not close at all', high: 'fully there' };
        await tell({ text: 'How close does it feel?', question: { step: 'rating@g1', kind: 'scale', choices: numbers, scale, ownWords: false } });
        const { whole } = (await person.seen()).findLast(({ text }) => text === 'How close does it feel?')!;
        expect([whole.includes(scale.low), whole.includes(scale.high)]).toEqual([true, true]);
        await offers(numbers.map(({ label }) => label));
        await presses('7');
        expect(received.at(-1)!.content).toEqual({ kind: 'choice', step: 'rating@g1', ids: ['7'] });
      });

      it('a choice longer than a button: it can be read whole', async () => {
        const label = (start: string) => `${start}: ${Array.from({ length: 40 }, (_, n) => `word${n}`).join(' ')}.`;
        const choices = ['One', 'Two'].map((start) => ({ id: start, label: label(start) }));
        await tell({ text: 'Which goal?', question: { step: 'goal', kind: 'one', choices, ownWords: false } });
        const shown = (await person.seen()).slice(-3).map(({ whole }) => whole).join('\n');
        for (const each of choices) expect(shown).toContain(each.label);
        await presses(choices[1]!.label);
        expect(received.at(-1)!.content).toEqual({ kind: 'choice', step: 'goal', ids: ['Two'] });
      });

      it('the quieter line of a choice, and how far along they are', async () => {
        const choices = [{ id: 'a', label: 'Sleep', hint: '“lie awake”' }, { id: 'b', label: 'Work' }];
        await tell({ text: 'Which fit?', question: { step: 'areas', kind: 'many', choices, most: 5, ownWords: true }, progress: { at: 3, of: 9 } });
        const { whole } = (await person.seen()).findLast(({ text }) => text === 'Which fit?')!;
        for (const part of ['“lie awake”', '3', '9']) expect(whole).toContain(part);
      });

      it('a link', async () => {
        await tell({ text: 'Here is your plan.', link: { label: 'Open your plan', url: '/p/linden-street/my-plan' } });
        expect((await last()).link).toMatch(/\/p\/linden-street\/my-plan$/);
      });
    });

    it('somebody whom the practice does not know: answered each time they write, and nothing is kept of them', async ({ skip }) => {
      if (harness.channel.name === 'web') skip('the page says it');
      await store.prisma.practice.update({ where: { id: cairn.practice.id }, data: { newClients: 'invited-only' } });
      await says('hello');
      await says('hello?');
      await says('I want to end my life');
      const heard = (await texts()).join(' ');
      expect([heard.split('/help-now').length - 1, heard.includes('116 123'), await stored()]).toEqual([2, true, []]);
    });

    describe('when the platform fails', () => {
      beforeEach(() => says('hello'));

      it('is asked for patience: waits as long as that, and then sends once', async ({ skip }) => {
        if (!harness.fails) return skip('what is stored is what is read');
        const before = await texts();
        await harness.fails(90);
        await tell({ text: 'first' }, { text: 'second' });
        const [row] = await waiting();
        const wait = (row!.claimedUntil!.getTime() - cairn.now().getTime()) / 1000;
        expect([Math.round(wait), await texts()]).toEqual([90, before]);
        await harness.fails(null);
        cairn.later(91_000);
        await sweep(cairn.app);
        expect(await texts()).toEqual([...before, 'first', 'second']);
      });

      it('is down for a while and comes back: nothing is lost, and the order is kept', async ({ skip }) => {
        if (!harness.fails) return skip('what is stored is what is read');
        const before = await texts();
        await harness.fails('down');
        await says('yes');
        await tell({ text: 'said meanwhile' });
        await says('yes');
        expect(await texts()).toEqual(before);
        const wanted = await Promise.all((await waiting()).map(async ({ id, accountId, body }) =>
          (await store.vault.ofAccount(store.prisma, accountId)).open<MessageBody>(outboundPlace(id), body).text));
        expect([wanted.length > 2, wanted.includes('said meanwhile')]).toEqual([true, true]);
        await harness.fails(null);
        cairn.later(HOUR);
        await sweep(cairn.app);
        expect(await texts()).toEqual([...before, ...wanted]);
        expect(await waiting()).toEqual([]);
      });

      it('a person left or blocked Cairn: nothing waits for them, nothing more is tried, and they are welcome back', async ({ skip }) => {
        if (!person.leaves) return skip('nobody can');
        const before = await texts();
        await person.leaves();
        await tell({ text: 'into the void' });
        await cairn.settle();
        expect([await waiting(), (await account()).goneAt]).toEqual([[], expect.any(Date)]);
        await person.returns!();
        await says('yes');
        expect((await account()).goneAt).toBeNull();
        expect((await texts()).slice(before.length)).toContain('Are you 18 or older?');
        expect((await texts()).slice(before.length)).not.toContain('into the void');
      });
    });

    it('holds an ordinary intake, word for word as it is written down', async () => {
      await expectTranscript('an-ordinary-intake', person, cairn);
    }, 60_000);
  });
}
