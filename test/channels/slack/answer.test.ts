import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../src/core/conversation/message.ts';
import { viewFaults } from './support/block-kit.ts';
import { startedSlack, type SlackHarness } from './support/harness.ts';
import { controlsOf, textsIn, type SlackPerson } from './support/person.ts';
import type { RecordingInbox } from './support/recording.ts';
import { asking, choices, say } from './support/say.ts';

describe('how a question is answered', () => {
  let harness: SlackHarness;
  let person: SlackPerson;
  let inbox: RecordingInbox;
  beforeEach(async () => { ({ harness, inbox, person } = await startedSlack()); });
  afterEach(() => harness.stop());

  const contents = () => inbox.taken.map(({ content }) => content);
  const last = async () => (await person.seen()).at(-1)!;
  const lastShown = async () => (await person.shown()).at(-1)!;
  const kinds = async () => controlsOf(await lastShown()).map(({ element }) => element.type);
  /** Taking the buttons off a message is nothing that anybody waits for. */
  const settled = (times = 1) => harness.slack.calls.reach(times, ({ method }) => method === 'chat.update');

  it('by a button; the message then tells which, and has none any more', async () => {
    await say(harness, person, asking());
    expect(await kinds()).toEqual(['button', 'button']);
    const press = await person.presses('Two');
    expect(await press.deliver()).toBe(true);
    expect(inbox.taken).toMatchObject([{ address: person.channel, sender: { userId: person.userId }, content: { kind: 'choice', step: 'which', ids: ['b'] } }]);
    await settled();
    expect(await last()).toMatchObject({ text: 'Which one?', choices: [], chosen: ['Two'] });
  });

  it('once, however often and whatever is pressed on it', async () => {
    await say(harness, person, asking());
    const shown = await lastShown();
    for (const label of ['Two', 'Two', 'One']) await person.pressing(shown, [label]).deliver();
    expect(inbox.taken).toHaveLength(3);
    expect(new Set(inbox.taken.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('and only when it is stored: until then the buttons stay', async () => {
    await say(harness, person, asking());
    const press = await person.presses('One');
    inbox.away = true;
    expect([await press.deliver(), (await last()).choices]).toEqual([false, ['One', 'Two']]);
    inbox.away = false;
    expect(await press.deliver()).toBe(true);
    expect(contents()).toEqual([{ kind: 'choice', step: 'which', ids: ['a'] }]);
  });

  it('by a menu, where there are many choices', async () => {
    await say(harness, person, asking({ choices: choices(7) }));
    expect(await kinds()).toEqual(['static_select']);
    await (await person.presses('Choice 7')).deliver();
    expect(contents()).toEqual([{ kind: 'choice', step: 'which', ids: ['c7'] }]);
    await settled();
    expect((await last()).chosen).toEqual(['Choice 7']);
  });

  it('by a number in a row of buttons', async () => {
    const numbers = Array.from({ length: 11 }, (_, n) => ({ id: String(n), label: String(n) }));
    await say(harness, person, asking({ step: 'rating@g1', kind: 'scale', choices: numbers, scale: { from: 0, to: 10, low: 'not at all', high: 'fully there' } }));
    expect(await kinds()).toEqual(Array.from({ length: 11 }, () => 'button'));
    expect((await last()).whole).toContain('0: not at all\n10: fully there');
    await (await person.presses('0')).deliver();
    expect(contents()).toEqual([{ kind: 'choice', step: 'rating@g1', ids: ['0'] }]);
  });

  it.each([[10, ['checkboxes', 'button']], [12, ['checkboxes', 'checkboxes', 'button']], [21, ['multi_static_select', 'button']]])('with several of %i choices', async (count, controls) => {
    await say(harness, person, asking({ kind: 'many', choices: choices(count), most: 4 }));
    expect([await kinds(), (await last()).whole]).toEqual([controls, expect.stringContaining('Pick up to 4')]);
    await (await person.presses('Choice 1', `Choice ${count}`)).deliver();
    expect(contents()).toEqual([{ kind: 'choice', step: 'which', ids: ['c1', `c${count}`] }]);
    await settled();
    expect((await last()).chosen).toEqual(['Choice 1', `Choice ${count}`]);
  });

  it('not by a tick alone', async () => {
    await say(harness, person, asking({ kind: 'many' }));
    const shown = await lastShown();
    const [ticks] = controlsOf(shown);
    expect(await person.action(shown, ticks!, { selected_options: [ticks!.element.options[0]] }).deliver()).toBe(true);
    expect(contents()).toEqual([]);
  });

  it('with nothing ticked: Cairn hears of it, and the question stays open', async () => {
    await say(harness, person, asking({ kind: 'many' }));
    const shown = await lastShown();
    await person.done(shown, {}).deliver();
    await person.pressing(shown, ['One']).deliver();
    expect(contents()).toEqual([{ kind: 'choice', step: 'which', ids: [] }, { kind: 'choice', step: 'which', ids: ['a'] }]);
    expect(inbox.taken[0]!.messageId).not.toBe(inbox.taken[1]!.messageId);
  });

  it('by words: the next question takes the buttons off the one before, and a message that asks nothing does not', async () => {
    await say(harness, person, asking());
    await say(harness, person, { text: 'By the way.' });
    expect((await person.seen())[0]!.choices).toEqual(['One', 'Two']);
    await say(harness, person, asking({ step: 'next' }, 'And now?'));
    await settled();
    expect(await person.seen()).toMatchObject([{ text: 'Which one?', choices: [], chosen: [] }, {}, { choices: ['One', 'Two'] }]);
  });

  it('with signs in it: the choice is shown and told as what it is', async () => {
    await say(harness, person, asking({ choices: [{ id: 'a', label: 'R&D <now>' }, { id: 'b', label: '*No*' }] }));
    await (await person.presses('R&D <now>')).deliver();
    await settled();
    expect((await last()).chosen).toEqual(['R&D <now>']);
  });

  it('a press on a link answers nothing', async () => {
    await say(harness, person, { text: 'Here it is.', link: { label: 'Open', url: 'https://cairn.example.org/p/1' } });
    const shown = await lastShown();
    const element = shown.blocks!.at(-1)!.elements[0];
    expect(await person.action(shown, { block_id: 'x', element }, element).deliver()).toBe(true);
    expect(contents()).toEqual([]);
  });

  describe('at length', () => {
    const open: Partial<Question> = { kind: 'text', choices: [], ownWords: true };
    const modals = () => harness.slack.tables.views.all().filter(({ type }) => type === 'modal');
    /** Presses the button, and gives the modal as Slack keeps it. */
    async function openModal(): Promise<Record<string, any>> {
      const shown = await lastShown();
      const write = controlsOf(shown).find(({ element }) => element.action_id === 'write')!;
      expect(await person.action(shown, write, {}).deliver()).toBe(true);
      return modals().at(-1)!;
    }
    const submit = (view: Record<string, any>, value: string) => person.interacting({
      type: 'view_submission', trigger_id: 't', view: { ...view, id: view.view_id, state: { values: { words: { words: { type: 'plain_text_input', value } } } } },
    });

    it('in a modal with the question above, and what is sent counts as written', async () => {
      await say(harness, person, asking(open, 'What feels hardest & why?'));
      const view = await openModal();
      expect([viewFaults(view), textsIn(view.blocks)[0]]).toEqual([[], 'What feels hardest & why?']);
      expect(await submit(view, 'One line.\nAnother <line>.').deliver()).toBe(true);
      expect(inbox.taken).toMatchObject([{ address: person.channel, content: { kind: 'text', text: 'One line.\nAnother <line>.' } }]);
      await settled();
      expect((await last()).whole).toContain('You wrote: One line.\nAnother <line>.');
      expect(controlsOf(await lastShown())).toEqual([]);
    });

    it('and all around it in the language of the question, also when nothing else can be asked', async () => {
      await say(harness, person, asking(open, '¿Qué esperas?'), { language: 'es' });
      const view = await openModal();
      expect([view.title.text, view.submit.text, view.close.text]).toEqual(['Tus palabras', 'Enviar', 'Cancelar']);
      inbox.away = true;
      const sent = submit(view, 'muchas palabras');
      await sent.deliver();
      expect(sent.answer()).toContain('Tus palabras siguen aquí');
      inbox.away = false;
      await submit(view, 'muchas palabras').deliver();
      await settled();
      expect((await last()).whole).toContain('Escribiste: muchas palabras');
    });

    it('and sent twice, it is the same message', async () => {
      await say(harness, person, asking(open));
      const view = await openModal();
      for (let time = 0; time < 2; time += 1) await submit(view, 'words').deliver();
      expect(new Set(inbox.taken.map(({ messageId }) => messageId)).size).toBe(1);
    });

    it('and when it cannot be stored, it stays in the modal, with a word on it', async () => {
      await say(harness, person, asking(open));
      const view = await openModal();
      inbox.away = true;
      const sent = submit(view, 'many words');
      expect(await sent.deliver()).toBe(true);
      expect(JSON.parse(sent.answer())).toMatchObject({ response_action: 'errors', errors: { words: expect.stringContaining('Your words are still here') } });
      expect(contents()).toEqual([]);
      inbox.away = false;
      await submit(view, 'many words').deliver();
      expect(contents()).toEqual([{ kind: 'text', text: 'many words' }]);
    });

    it('and when another question was asked meanwhile, it never becomes an answer to that', async () => {
      await say(harness, person, asking(open, 'The first?'));
      const view = await openModal();
      await say(harness, person, asking({ ...open, step: 'second' }, 'The second?'));
      const sent = submit(view, 'words for the first');
      await sent.deliver();
      expect(JSON.parse(sent.answer())).toMatchObject({ response_action: 'errors', errors: { words: expect.stringContaining('another question') } });
      expect(contents()).toEqual([]);
    });

    it('and when the same question was asked again meanwhile, it is still its answer', async () => {
      await say(harness, person, asking(open, 'What feels hardest?'));
      const view = await openModal();
      await say(harness, person, asking(open, 'Once more: what feels hardest?'));
      await submit(view, 'words for it').deliver();
      expect(contents()).toEqual([{ kind: 'text', text: 'words for it' }]);
    });
  });
});
