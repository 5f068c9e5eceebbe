import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { viewFaults } from './support/block-kit.ts';
import { startedSlack, type SlackHarness } from './support/harness.ts';
import type { SlackPerson } from './support/person.ts';
import type { RecordingInbox } from './support/recording.ts';

describe('the app\'s home', () => {
  let harness: SlackHarness;
  let person: SlackPerson;
  let inbox: RecordingInbox;
  beforeEach(async () => { ({ harness, inbox, person } = await startedSlack()); });
  afterEach(() => harness.stop());

  it('shows where things stand, the plan and the way to its page', async () => {
    inbox.page = {
      standing: 'Your plan is with Noor & the practice.',
      plan: [{ heading: 'Goals', lines: ['Sleep <through>', 'Laugh'] }, { heading: 'Signs of progress', lines: ['Six nights'] }],
      link: { label: 'Open your plan', url: 'https://cairn.example.org/p/1' },
    };
    expect(await person.opensHome()).toBe('Your plan is with Noor & the practice.\nOpen your plan\nGoals\n• Sleep <through>\n• Laugh\nSigns of progress\n• Six nights');
    expect(viewFaults(person.home()!)).toEqual([]);
  });

  it('stays within what Slack takes, however long a plan is', async () => {
    inbox.page = { standing: 'A long one.', plan: Array.from({ length: 60 }, (_, n) => ({ heading: `Part ${n} ${'x'.repeat(200)}`, lines: Array.from({ length: 300 }, () => 'a line & more') })) };
    await person.opensHome();
    expect(viewFaults(person.home()!)).toEqual([]);
  });

  it('speaks the person\'s own language', async () => {
    inbox.speaks = 'es';
    expect(await person.opensHome()).toBe('Un lugar tranquilo.\nEmpezar');
  });

  it('offers somebody new a way to begin, in the direct message', async () => {
    expect(await person.opensHome()).toBe('A quiet place to say what you would like help with.\nBegin');
    const home = person.home()!;
    inbox.page = { standing: 'We have begun.', plan: [] };
    const press = person.interacting({
      type: 'block_actions', trigger_id: 'trigger-1', container: { type: 'view', view_id: home.view_id }, view: home,
      actions: [{ ...home.blocks[1].elements[0], block_id: 'b', action_ts: '1' }],
    });
    expect(await press.deliver()).toBe(true);
    expect(inbox.taken).toMatchObject([{ address: person.channel, content: { kind: 'command', command: 'intake' } }]);
    await harness.channel.stop();
    expect(JSON.stringify(person.home())).toContain('We have begun.');
  });
});
