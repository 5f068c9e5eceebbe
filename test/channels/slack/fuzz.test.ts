import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mutated, mutations, oddText, runs, seed, unheardIn, wrongIn } from '../odd.ts';
import { startedSlack, type SlackHarness } from './support/harness.ts';
import type { SlackPerson } from './support/person.ts';
import type { RecordingInbox } from './support/recording.ts';

/** Signed requests of Slack's, with things in them that nobody thought of, through the real listener. */

let harness: SlackHarness;
let person: SlackPerson;
let inbox: RecordingInbox;
beforeAll(async () => ({ harness, person, inbox } = await startedSlack()));
afterAll(() => harness.channel.stop().then(() => harness.slack.stop()));

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

interface Sent {
  type: typeof JSON_TYPE | typeof FORM_TYPE;
  /** Of an event, its envelope; of a press, its payload; of a command, its fields. */
  whole: Record<string, unknown>;
}

let count = 0;
const ts = (): string => `1700000000.${String((count += 1)).padStart(6, '0')}`;
const written = () => ({ type: 'message', channel: person.channel, channel_type: 'im', user: person.userId, ts: ts(), text: 'hello' });
const event = (inside: object): Sent => ({ type: JSON_TYPE, whole: person.envelope(inside) as Sent['whole'] });
const payload = (inside: object): Sent => ({ type: FORM_TYPE, whole: { user: { id: person.userId, team_id: harness.slack.team }, team: { id: harness.slack.team }, trigger_id: randomUUID(), ...inside } });
const option = { text: { type: 'plain_text', text: 'One' }, value: 'a' };
const pressed = (action: object, state: object = { values: {} }): Sent => payload({
  type: 'block_actions', container: { type: 'message', message_ts: ts(), channel_id: person.channel }, channel: { id: person.channel }, state,
  message: { type: 'message', ts: ts(), user: harness.slack.botUser, text: 'Which one?', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Which one?' } }] },
  actions: [{ block_id: 'answer:0:en:hope', action_ts: '1', type: 'button', ...action }],
});

/** One of everything that Slack sends. */
const everything: Record<string, (text: string) => Sent> = {
  message: (text) => event({ ...written(), text }),
  'message with files': (text) => event({ ...written(), subtype: 'file_share', text, files: [{ id: 'F1', mimetype: 'audio/mp4', subtype: 'slack_audio' }] }),
  edit: (text) => event({ ...written(), user: undefined, subtype: 'message_changed', message: { ...written(), text, edited: { ts: ts() } }, previous_message: { ...written(), text: 'before' } }),
  deletion: (text) => event({ ...written(), user: undefined, subtype: 'message_deleted', deleted_ts: ts(), previous_message: { ...written(), text } }),
  mention: (text) => event({ type: 'app_mention', user: person.userId, channel: 'C000000001', ts: ts(), text: `<@${harness.slack.botUser}> ${text}` }),
  home: () => event({ type: 'app_home_opened', user: person.userId, channel: person.channel, tab: 'home' }),
  button: (text) => pressed({ action_id: 'choose:0', text: { type: 'plain_text', text }, value: 'a' }),
  menu: (text) => pressed({ action_id: 'choose:0', type: 'static_select', selected_option: { ...option, text: { type: 'plain_text', text } } }),
  ticks: (text) => pressed({ action_id: 'done', value: undefined }, { values: { 'answer:0:en:hope': { 'tick:0': { type: 'checkboxes', selected_options: [{ ...option, text: { type: 'plain_text', text } }] } } } }),
  'a longer answer': (text) => payload({ type: 'view_submission', view: {
    id: `V${ts()}`, type: 'modal', callback_id: 'longer-answer', private_metadata: JSON.stringify({ channel: person.channel, ts: ts(), step: 'hope', language: 'en' }), blocks: [],
    state: { values: { words: { words: { type: 'plain_text_input', value: text } } } },
  } }),
  command: (text) => ({ type: FORM_TYPE, whole: { command: '/plan', user_id: person.userId, team_id: harness.slack.team, channel_id: person.channel, trigger_id: randomUUID(), text } }),
};
const sorts = Object.keys(everything);

/** What Slack's own library reads of an event, of a press and of a command, to find out whose they are and who wants to hear them. */
const envelope = ['type', 'event', 'event_id', 'team_id', 'authorizations', 'user_id', 'is_bot', 'is_enterprise_install', 'user', 'team', 'actions', '0', 'action_id', 'view', 'callback_id', 'container', 'command', 'channel'];

async function send({ type, whole }: Sent): Promise<number> {
  const fields = 'command' in whole ? Object.entries(whole).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value) ?? '']) : [['payload', JSON.stringify(whole)] as [string, string]];
  const body = type === JSON_TYPE ? JSON.stringify(whole) : new URLSearchParams(fields).toString();
  const response = await person.post(body, { 'content-type': type });
  await response.arrayBuffer();
  return response.status;
}

/** A good message is taken, whatever came before it. */
async function stillTakes(): Promise<void> {
  const good = everything.message!('to sleep again');
  expect(await send(good)).toBe(200);
  expect(inbox.taken.at(-1)!.content).toEqual({ kind: 'text', text: 'to sleep again' });
}

describe(`what Slack sends (CAIRN_SEED=${seed})`, () => {
  const options = { seed, numRuns: runs, endOnFailure: true };

  test.each(sorts)('%s: is taken', async (sort) => {
    const before = inbox.taken.length;
    expect(await send(everything[sort]!('hello'))).toBe(200);
    expect(inbox.taken.length - before).toBe(sort === 'message with files' ? 2 : sort === 'home' ? 0 : 1);
  });

  test('with any words in it, is taken, and what comes of them can be stored', { timeout: 120_000 }, async () => {
    const unheard = await unheardIn(() => fc.assert(fc.asyncProperty(fc.constantFrom(...sorts), oddText, async (sort, text) => {
      inbox.taken.length = 0;
      expect([sort, await send(everything[sort]!(text))]).toEqual([sort, 200]);
      expect([sort, ...inbox.taken.flatMap(wrongIn)]).toEqual([sort]);
    }), options));
    expect(unheard).toEqual([]);
    await stillTakes();
  });

  test('with anything else in any place of it, breaks nothing: whatever is taken of it is whole, and the next one is taken', { timeout: 120_000 }, async () => {
    const unheard = await unheardIn(() => fc.assert(fc.asyncProperty(fc.constantFrom(...sorts), mutations, async (sort, changes) => {
      inbox.taken.length = 0;
      const sent = everything[sort]!('hello');
      const status = await send({ ...sent, whole: mutated(sent.whole, changes, envelope) });
      expect([sort, status, ...inbox.taken.flatMap(wrongIn)]).toEqual([sort, status]);
      expect(status).toBeLessThan(500);
    }), options));
    expect(unheard).toEqual([]);
    await stillTakes();
  });
});
