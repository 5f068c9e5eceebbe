import { randomUUID } from 'node:crypto';
import { webApi } from '@slack/bolt';
import { escaped, unescaped } from '../../../../src/channels/slack/mrkdwn.ts';
import { isLabel, type Person, type Seen, type Written } from '../../harness.ts';
import { signed, type SlackStandIn } from './slack.ts';
import { chatWords } from '../../words.ts';

type Block = Record<string, any>;
export interface ShownMessage {
  ts: string;
  user: string;
  text: string;
  blocks?: Block[];
}

/** Somebody with Slack open, and Cairn's server somewhere. */
export class SlackPerson implements Person {
  readonly slack: SlackStandIn;
  readonly cairn: string;
  readonly userId: string;
  readonly channel: string;
  readonly client: webApi.WebClient;

  private constructor(slack: SlackStandIn, cairn: string, userId: string, channel: string, client: webApi.WebClient) {
    this.slack = slack;
    this.cairn = cairn;
    this.userId = userId;
    this.channel = channel;
    this.client = client;
  }

  static async join(slack: SlackStandIn, cairn: string): Promise<SlackPerson> {
    const userId = `U${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`;
    const token = `xoxp-${userId}`;
    slack.tables.users.insert({ user_id: userId, team_id: slack.team, name: userId.toLowerCase(), real_name: '', email: '', is_bot: false, deleted: false, profile: {} });
    slack.tables.tokens.insert({ token, token_type: 'user', team_id: slack.team, user_id: userId, scopes: ['chat:write', 'im:write', 'im:history'] });
    const client = new webApi.WebClient(token, { slackApiUrl: `${slack.url}/api/` });
    const { channel } = await client.conversations.open({ users: slack.botUser });
    return new SlackPerson(slack, cairn, userId, channel!.id!, client);
  }

  /** Cairn's messages as Slack keeps them, oldest first. */
  async shown(): Promise<ShownMessage[]> {
    const { messages } = await this.client.conversations.history({ channel: this.channel, limit: 1_000 });
    return (messages as ShownMessage[]).reverse().filter(({ user }) => user === this.slack.botUser);
  }

  async seen(): Promise<Seen[]> {
    return (await this.shown()).map(asSeen);
  }

  async writes(text: string, more: object = {}): Promise<Written> {
    // Slack escapes what somebody types.
    const { ts } = await this.client.chat.postMessage({ channel: this.channel, text: escaped(text), ...more });
    return this.message(ts!);
  }

  private message(ts: string): Written {
    const first = this.slack.takeEvent((event) => event.ts === ts && event.subtype === undefined);
    return {
      deliver: this.event(first),
      edits: async (text) => {
        await this.client.chat.update({ channel: this.channel, ts, text: escaped(text) });
        return { deliver: this.event(this.slack.takeEvent((event) => event.subtype === 'message_changed' && (event.message as { ts: string }).ts === ts)) };
      },
      deletes: async () => {
        await this.client.chat.delete({ channel: this.channel, ts });
        return { deliver: this.event(this.slack.takeEvent((event) => event.deleted_ts === ts)) };
      },
    };
  }

  async sendsUnreadable(files: object[] = [{ id: 'F1', mimetype: 'image/png' }], text = ''): Promise<Written> {
    const ts = `${Math.floor(Date.now() / 1000)}.${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
    return { deliver: this.event(this.envelope({ type: 'message', subtype: 'file_share', channel: this.channel, channel_type: 'im', user: this.userId, text: escaped(text), ts, files })) };
  }

  async mentions(text: string): Promise<Written> {
    const { ts } = await this.client.chat.postMessage({ channel: 'C000000001', text: `<@${this.slack.botUser}> ${escaped(text)}` });
    return { deliver: this.event(this.envelope({ type: 'app_mention', user: this.userId, text: `<@${this.slack.botUser}> ${escaped(text)}`, ts, channel: 'C000000001' })) };
  }

  async commands(command: 'intake' | 'plan' | 'check-in', channel_id = this.channel): Promise<Written & { answer(): string }> {
    const form = { command: `/${command.replace('-', '')}`, user_id: this.userId, team_id: this.slack.team, channel_id, trigger_id: this.trigger(), text: '', token: '' };
    return this.posting(new URLSearchParams(form).toString());
  }

  async opensHome(): Promise<string> {
    await this.event(this.envelope({ type: 'app_home_opened', user: this.userId, channel: this.channel, tab: 'home' }))();
    return textsIn(this.home()?.blocks).join('\n');
  }

  /** The home page as Slack keeps it. */
  home(): Block | undefined {
    return this.slack.tables.views.all().find(({ type, user_id }) => type === 'home' && user_id === this.userId);
  }

  async presses(...labels: string[]): Promise<Written> {
    const message = (await this.shown()).findLast((each) => labels.every((label) => asSeen(each).choices.some((shown) => isLabel(shown, label))));
    if (!message) throw new Error(`There is nothing to press that says: ${labels.join(', ')}`);
    return this.pressing(message, labels);
  }

  /** A press on a message as it was when somebody looked at it. Delivered, it is through when the message has lost its buttons. */
  pressing(message: ShownMessage, labels: string[]): Written {
    return this.settling(this.press(message, labels));
  }

  private settling({ deliver }: Written): Written {
    const updates = ({ method }: { method: string }): boolean => method === 'chat.update';
    return {
      deliver: async () => {
        const before = this.slack.calls.all.filter(updates).length;
        const received = await deliver();
        if (received && this.slack.fails === null) await this.slack.calls.reach(before + 1, updates);
        return received;
      },
    };
  }

  private press(message: ShownMessage, labels: string[]): Written {
    const isWanted = (label: string): boolean => labels.some((wanted) => isLabel(withoutNumber(message, label), wanted));
    const controls = controlsOf(message);
    const one = controls.find(({ element }) => element.type === 'button' && isWanted(unescaped(element.text.text)));
    if (one) return this.action(message, one, one.element);
    const wanted = (options: Block[]): Block[] => options.filter(({ text }) => isWanted(unescaped(text.text)));
    const menu = controls.find(({ element }) => element.type === 'static_select' && wanted(element.options).length > 0);
    if (menu) return this.action(message, menu, { selected_option: wanted(menu.element.options)[0] });
    const picked = controls.filter(({ element }) => element.action_id.startsWith('tick')).map((control) => ({ ...control, selected: wanted(control.element.options) }));
    return this.done(message, Object.fromEntries(picked.map(({ block_id, element, selected }) => [`${block_id} ${element.action_id}`, selected])));
  }

  /** The button under what can be ticked; by block and action, what is ticked. */
  done(message: ShownMessage, ticked: Record<string, Block[]>): Written {
    const values: Record<string, Record<string, object>> = {};
    for (const [key, selected_options] of Object.entries(ticked)) {
      const [block, action] = key.split(' ') as [string, string];
      (values[block] ??= {})[action] = { selected_options };
    }
    const button = controlsOf(message).find(({ element }) => element.action_id === 'done')!;
    return this.action(message, button, button.element, { values });
  }

  /** Presses the button, and sends the modal that it opens; through when the question has lost its button. */
  async writesInBox(text: string): Promise<Written> {
    const message = (await this.shown()).findLast((each) => controlsOf(each).some(({ element }) => element.action_id === 'write'))!;
    await this.action(message, controlsOf(message).find(({ element }) => element.action_id === 'write')!, {}).deliver();
    const view = this.slack.tables.views.all().findLast(({ type }) => type === 'modal')!;
    return this.settling(this.interacting({
      type: 'view_submission', trigger_id: this.trigger(), view: { ...view, id: view.view_id, state: { values: { words: { words: { type: 'plain_text_input', value: text } } } } },
    }));
  }

  /** A press on any control of a message. */
  action(message: ShownMessage, { block_id, element }: Control, pressed: object, state: object = { values: {} }): Written & { answer(): string } {
    return this.interacting({
      type: 'block_actions', trigger_id: this.trigger(), container: { type: 'message', message_ts: message.ts, channel_id: this.channel },
      channel: { id: this.channel }, message: { ...message, text: message.text }, state,
      actions: [{ ...pressed, action_id: element.action_id, block_id, type: element.type, action_ts: `${Date.now() / 1000}` }],
    });
  }

  interacting(payload: object): Written & { answer(): string } {
    return this.posting(new URLSearchParams({ payload: JSON.stringify({ user: { id: this.userId, team_id: this.slack.team }, team: { id: this.slack.team }, ...payload }) }).toString());
  }

  async leaves(): Promise<void> {
    this.archive(true);
  }

  async returns(): Promise<void> {
    this.archive(false);
  }

  private archive(is_archived: boolean): void {
    this.slack.tables.channels.update(this.slack.tables.channels.findOneBy('channel_id', this.channel)!.id, { is_archived });
  }

  /** Slack's permission to answer with a modal. */
  private trigger(): string {
    const trigger_id = randomUUID();
    this.slack.tables.viewTriggers.insert({ trigger_id, team_id: this.slack.team, user_id: this.userId, app_id: 'A0CAIRN', expires_at: Date.now() / 1000 + 3, used: false });
    return trigger_id;
  }

  envelope(event: object): object {
    return { type: 'event_callback', team_id: this.slack.team, event_id: `Ev${randomUUID()}`, event, authorizations: [{ team_id: this.slack.team, user_id: this.slack.botUser, is_bot: true, is_enterprise_install: false }] };
  }

  /** Delivers an event; from the second time on, as one that comes again. */
  event(event: object): () => Promise<boolean> {
    let tries = 0;
    return async () => {
      const again = tries++ > 0 ? { 'x-slack-retry-num': String(tries - 1), 'x-slack-retry-reason': 'http_timeout' } : undefined;
      return (await this.post(JSON.stringify(event), { 'content-type': 'application/json', ...again })).ok;
    };
  }

  private posting(body: string): Written & { answer(): string } {
    let answer = '';
    return {
      deliver: async () => {
        const response = await this.post(body, { 'content-type': 'application/x-www-form-urlencoded' });
        answer = await response.text();
        return response.ok;
      },
      answer: () => answer,
    };
  }

  post(body: string, headers: Record<string, string>): Promise<Response> {
    return fetch(`${this.cairn}/slack/events`, { method: 'POST', body, headers: { ...signed(this.slack.signingSecret, body), ...headers } });
  }
}

export interface Control {
  block_id: string;
  element: Block;
}

/** Everything that answers a question. */
export const controlsOf = ({ blocks = [] }: ShownMessage): Control[] => blocks
  .filter(({ block_id }) => block_id?.startsWith('answer:'))
  .flatMap(({ block_id, elements = [], accessory, type }) => [...(type === 'actions' ? elements : []), ...(accessory ? [accessory] : [])].map((element: Block) => ({ block_id, element })));

const isList = ({ block_id }: Block): boolean => block_id?.startsWith('list:') ?? false;
const withoutNumber = ({ blocks = [] }: ShownMessage, label: string): string => (blocks.some(isList) ? label.replace(/^\d+\. /, '') : label);

export function asSeen(message: ShownMessage): Seen {
  const { blocks = [] } = message;
  const labels = controlsOf(message).flatMap(({ element }) =>
    element.options ? element.options.map(({ text }: Block) => text.text) : element.action_id.startsWith('choose') ? [element.text.text] : []);
  const chosen = blocks.find(({ block_id }) => block_id === 'chosen')?.text.text as string | undefined;
  const before = Object.values(chatWords).map(({ slack }) => slack.chosen.split('{choice}')[0]!).find((start) => chosen?.startsWith(start));
  return {
    text: blocks.filter(({ type, block_id }) => type === 'section' && block_id === undefined).map(({ text }) => unescaped(text.text)).join('\n\n'),
    choices: labels.map((label: string) => withoutNumber(message, unescaped(label))),
    chosen: before ? unescaped(chosen!).slice(before.length).split('; ') : [],
    link: blocks.flatMap(({ elements = [] }) => elements).find(({ url }) => url)?.url,
    whole: textsIn(blocks).join('\n'),
  };
}

/** Every text in a piece of a message, as it is read. */
export function textsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsIn);
  if (typeof part !== 'object' || part === null) return [];
  const { type, text } = part as { type?: string; text?: unknown };
  if (type === 'plain_text') return [unescaped(text as string)];
  return Object.values(part).flatMap(textsIn);
}
