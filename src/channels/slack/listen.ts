import type { App, BlockAction, Context, types } from '@slack/bolt';
import { z } from 'zod';
import { wordsIn, type SlackWords, type Worded } from '../../core/chat-words.ts';
import { fill } from '../../core/flow/wording.ts';
import { CairnError } from '../../errors.ts';
import type { Inbox, Sender } from '../channel.ts';
import { outerId } from '../shared/from-outside.ts';
import { hear, isDirect, mentioned, messageId, readMention, readMessage } from './heard.ts';
import { homePage } from './home-page.ts';
import { LONGER_ANSWER, longerAnswer, readLongerAnswer, refused } from './longer-answer.ts';
import { COMMANDS } from './manifest.ts';
import { escaped } from './mrkdwn.ts';
import type { OpenQuestions } from './open-questions.ts';
import { answered } from './posts.ts';
import { readSent } from './read-sent.ts';
import { readPress, readPressed, type Press } from './press.ts';
import type { Workspaces } from './workspaces.ts';

export interface Listening {
  /** Throws while the channel takes nothing. */
  inbox(): Inbox;
  workspaces: Workspaces;
  words: Worded<SlackWords>;
  open: OpenQuestions;
  /** Ids of the people whom Cairn knows in a workspace. */
  people(workspace: string): Promise<string[]>;
  inBackground(work: () => Promise<unknown>): void;
  onFault(error: unknown): void;
}

const sentCommand = z.object({ user_id: outerId, channel_id: z.string(), trigger_id: outerId });

type Choice = Extract<Press, { is: 'choice' }>;

/** A message with something to press on it, as a press brings it along. */
interface PressedMessage {
  channel: string;
  ts: string;
  text: string;
  blocks: types.KnownBlock[];
}

/** Everything of Slack's that Cairn hears. A listener returns, and Slack hears "received", when what was said is stored. */
export function listen(app: App, { inbox, workspaces, words, open, people, inBackground, onFault }: Listening): void {
  const senderOf = ({ teamId }: Context, userId: string): Sender => {
    if (!teamId) throw new CairnError('invalid-input', 'Slack did not say which workspace this comes from.');
    return { channel: 'slack', workspace: teamId, userId };
  };

  /** Where Cairn and this person talk alone. */
  const directMessage = async ({ workspace, userId }: Sender): Promise<string> => {
    const client = await workspaces.client(workspace);
    return (await client.conversations.open({ users: userId })).channel!.id!;
  };

  const wordsFor = async (sender: Sender): Promise<SlackWords> => wordsIn(words, await inbox().language(sender));

  const showHome = async (sender: Sender): Promise<void> => {
    const home = await inbox().home(sender);
    const client = await workspaces.client(sender.workspace);
    await client.views.publish({ user_id: sender.userId, view: homePage(home, await wordsFor(sender)) });
  };

  /** Nothing on the message can be pressed from now on. It is only a courtesy: a second press counts for nothing either way. */
  const settle = (sender: Sender, { channel, ts, text, blocks }: PressedMessage, line?: string): void => inBackground(async () => {
    open.answered(channel, ts);
    const client = await workspaces.client(sender.workspace);
    await client.chat.update({ channel, ts, text, blocks: answered(blocks, line) });
  });

  const removed = async (workspace: string | undefined): Promise<void> => {
    if (!workspace) return;
    await workspaces.forget(workspace);
    for (const userId of await people(workspace)) await inbox().gone({ channel: 'slack', workspace, userId });
  };

  app.event('message', async ({ event, context }) => {
    const message = readMessage(event);
    if (!isDirect(message)) return;
    for (const { userId, ...heard } of hear(message, context.botUserId)) {
      await inbox().message({ sender: senderOf(context, userId), address: message.channel, ...heard });
    }
  });

  app.event('app_mention', async ({ event, context }) => {
    const { user, bot_id, channel, ts, text } = readMention(event);
    if (!user || bot_id || channel.startsWith('D')) return;
    const sender = senderOf(context, user);
    await inbox().message({
      sender, address: await directMessage(sender), messageId: messageId(channel, ts),
      content: { kind: 'mention', text: mentioned(text ?? '', context.botUserId) },
    });
  });

  app.event('app_home_opened', async ({ event: { tab, user }, context }) => {
    if (tab === 'home') await showHome(senderOf(context, readSent(outerId, user)));
  });

  app.event('app_uninstalled', async ({ context }) => removed(context.teamId));

  app.event('tokens_revoked', async ({ event: { tokens }, context }) => {
    if (tokens?.bot && tokens.bot.length > 0) await removed(context.teamId);
  });

  for (const [name, command] of Object.entries(COMMANDS)) {
    app.command(name, async ({ command: sent, ack, context }) => {
      const { user_id, channel_id, trigger_id } = readSent(sentCommand, sent);
      const sender = senderOf(context, user_id);
      const address = await directMessage(sender);
      await inbox().message({ sender, address, messageId: trigger_id, content: { kind: 'command', command } });
      await (channel_id === address ? ack() : ack({ response_type: 'ephemeral', text: escaped((await wordsFor(sender))['in-private']) }));
    });
  }

  app.action<BlockAction>(/^/, async ({ body: sent, ack, context }) => {
    const body = readPressed(sent);
    const sender = senderOf(context, body.user.id);
    const press = readPress(body);
    const message = body.channel && body.message ? { ...body.message, channel: body.channel.id } as unknown as PressedMessage : undefined;
    if (press.is === 'choice' && message) await choose(sender, message, press, body.trigger_id);
    if (press.is === 'begin') {
      await inbox().message({ sender, address: await directMessage(sender), messageId: body.trigger_id, content: { kind: 'command', command: 'intake' } });
      inBackground(() => showHome(sender));
    }
    if (press.is === 'write' && message) {
      const { channel, ts, blocks } = message;
      const client = await workspaces.client(sender.workspace);
      await client.views.open({ trigger_id: body.trigger_id, view: longerAnswer(blocks, { channel, ts, ...press.asked }, wordsIn(words, press.asked.language)) });
    }
    await ack();
  });

  async function choose(sender: Sender, message: PressedMessage, { asked: { step, language }, ids, labels }: Choice, press: string): Promise<void> {
    // A message is answered once, however often and by whatever it is pressed; with nothing picked it is not answered yet.
    const id = `${messageId(message.channel, message.ts)}:${ids.length > 0 ? 'pressed' : press}`;
    await inbox().message({ sender, address: message.channel, messageId: id, content: { kind: 'choice', step, ids } });
    const said = wordsIn(words, language);
    if (ids.length > 0) settle(sender, message, fill(said.chosen, said.language, { choice: labels.join('; ') }));
  }

  app.view({ type: 'view_submission', callback_id: LONGER_ANSWER }, async ({ body, view, ack, context }) => {
    const sender = senderOf(context, readSent(outerId, body.user.id));
    const { id, channel, ts, step, language, text, question } = readLongerAnswer(view);
    const said = wordsIn(words, language);
    if (open.movedOn(channel, { ts, step })) return ack(refused(said['moved-on']));
    try {
      await inbox().message({ sender, address: channel, messageId: `${channel}:${id}`, content: { kind: 'text', text } });
    } catch (error) {
      // Their words stay where they are, to be sent again.
      onFault(error);
      return ack(refused(said['not-stored']));
    }
    await ack();
    settle(sender, { channel, ts, text: question.map(textOf).join('\n\n'), blocks: question }, fill(said.written, said.language, { text }));
  });
}

const textOf = (block: types.KnownBlock): string => (block.type === 'section' ? (block.text?.text ?? '') : '');
