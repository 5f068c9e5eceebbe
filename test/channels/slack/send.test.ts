import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CairnError } from '../../../src/errors.ts';
import { messageFaults } from './support/block-kit.ts';
import { startedSlack, type SlackHarness } from './support/harness.ts';
import { controlsOf, textsIn, type SlackPerson } from './support/person.ts';
import { asking, choices, say } from './support/say.ts';

describe('what Cairn says on Slack', () => {
  let harness: SlackHarness;
  let person: SlackPerson;
  beforeEach(async () => { ({ harness, person } = await startedSlack()); });
  afterEach(() => harness.stop());

  const posts = () => harness.slack.calls.all.filter(({ method }) => method === 'chat.postMessage').map(({ body }) => body);
  const texts = async () => (await person.seen()).map(({ text }) => text);
  const failure = async (body = { text: 'hello' }): Promise<unknown> => say(harness, person, body).then(() => 'sent', (error: CairnError) => [error.code, error.details]);

  it('is never previewed, and nothing in it is markup, a mention or a link', async () => {
    const text = '*bold* _it_ <!channel> <@U1> https://x.example & `so`';
    await say(harness, person, { ...asking({ choices: [{ id: 'a', label: text }] }), text });
    const [post] = posts();
    expect(post).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false', mrkdwn: 'false' });
    const escaped = '*bold* _it_ &lt;!channel&gt; &lt;@U1&gt; https://x.example &amp; `so`';
    expect([post!.text, JSON.stringify(JSON.parse(post!.blocks!)).includes('mrkdwn')]).toEqual([escaped, false]);
    expect(textsIn(JSON.parse(post!.blocks!)).filter((each) => each === text)).toHaveLength(2);
  });

  it('gives a link as a button', async () => {
    await say(harness, person, { text: 'Here.', link: { label: 'Open your plan', url: 'https://cairn.example.org/p/1' } });
    expect(await person.seen()).toMatchObject([{ text: 'Here.', link: 'https://cairn.example.org/p/1' }]);
  });

  it('shows choices that do not fit on a button in a list, with the numbers that can be typed', async () => {
    const long = `Get up ${'very '.repeat(20)}early`;
    await say(harness, person, asking({ choices: [{ id: 'a', label: long }, { id: 'b', label: 'Walk', hint: 'a little every day' }] }));
    const [message] = await person.seen();
    expect(message!.whole).toContain(`1. ${long}\n\n2. Walk\na little every day`);
    expect(message!.choices).toEqual([expect.stringMatching(/^Get up very .*…$/), 'Walk']);
  });

  it('shows the same numbers where several can be picked', async () => {
    await say(harness, person, asking({ kind: 'many', choices: ['early', 'late'].map((id) => ({ id, label: `Get up ${'very '.repeat(20)}${id}` })) }));
    const [message] = await person.shown();
    const [ticks] = controlsOf(message!);
    expect(ticks!.element.options.map(({ text }: { text: { text: string } }) => text.text)).toEqual([expect.stringMatching(/^1\. Get up/), expect.stringMatching(/^2\. Get up/)]);
  });

  it('is cut where a message would be too long, in order, with what can be pressed on the last', async () => {
    const text = Array.from({ length: 2_000 }, (_, n) => `word${n}`).join(' ');
    await say(harness, person, asking({}, text));
    const seen = await person.seen();
    expect(seen.length).toBeGreaterThan(4);
    expect(seen.map((each) => each.text).join(' ')).toBe(text);
    expect(seen.map((each) => each.choices.length)).toEqual([...seen.slice(1).map(() => 0), 2]);
    for (const post of posts()) expect(messageFaults({ text: post.text!, blocks: JSON.parse(post.blocks!) })).toEqual([]);
  });

  it('says no part twice when a later one has to wait', async () => {
    const text = Array.from({ length: 900 }, (_, n) => `word${n}`).join(' ');
    let room = 1;
    harness.slack.fails = (method) => (method === 'chat.postMessage' && room-- <= 0 ? 'internal_error' : undefined);
    const number = await say(harness, person, { text }, { number: 1_000_001 }).catch(() => 1_000_001);
    expect(await texts()).toHaveLength(1);
    harness.slack.fails = null;
    await say(harness, person, { text }, { number });
    expect((await texts()).join(' ')).toBe(text);
  });

  it('says it plainly where Slack does not like how it is put together', async () => {
    harness.slack.fails = (_, { blocks }) => (blocks ? 'invalid_blocks' : undefined);
    await say(harness, person, { ...asking({ choices: choices(3) }, 'Which & why?'), link: { label: 'Open', url: 'https://x.example/p' } });
    const [message] = await person.shown();
    expect(message).toMatchObject({ text: 'Which &amp; why?\n\n1. Choice 1\n\n2. Choice 2\n\n3. Choice 3\n\nhttps://x.example/p' });
    expect(message!.blocks).toBeUndefined();
  });

  it('waits as long as Slack asks for, without trying by itself', async () => {
    harness.slack.fails = 37;
    expect(await failure()).toEqual(['delivery-failed', { gone: false, refused: false, retryAfterSeconds: 37 }]);
    harness.slack.fails = null;
    expect([await failure(), await texts()]).toEqual(['sent', ['hello']]);
  });

  it.each(['account_inactive', 'channel_not_found', 'is_archived', 'user_disabled'])('gives up on somebody who is not there any more: %s', async (reason) => {
    harness.slack.fails = () => reason;
    expect(await failure()).toEqual(['delivery-failed', { gone: true, refused: false, retryAfterSeconds: undefined }]);
  });

  it.each(['internal_error', 'invalid_auth', 'missing_scope'])('keeps what may still get there: %s', async (reason) => {
    harness.slack.fails = () => reason;
    expect(await failure()).toEqual(['delivery-failed', { gone: false, refused: false, retryAfterSeconds: undefined }]);
  });

  it('keeps it while Slack is away', async () => {
    harness.slack.fails = 'down';
    expect(await failure()).toEqual(['delivery-failed', { gone: false, refused: false, retryAfterSeconds: undefined }]);
  });

  it('tells nothing of a message in its error', async () => {
    harness.slack.fails = () => 'internal_error';
    const error: unknown = await say(harness, person, { text: 'a secret' }).catch((fault: unknown) => fault);
    expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toContain('a secret');
  });
});
