import { CloudAdapter, type TurnContext } from 'botbuilder';
import { readAddress, type TeamsAddress } from './address.ts';
import { BOT_FRAMEWORK, teamsAuthentication } from './authentication.ts';
import { deliveryFailed, TookTooLong } from './failure.ts';
import type { TeamsEndpoints, TeamsOptions } from './options.ts';
import type { Outgoing } from './outgoing.ts';

/** All that Cairn needs of the Bot Framework; nothing of it is seen outside this file and `authentication.ts`. */
export interface Connection {
  /** Resolves when Teams itself has sent this activity to this bot; throws otherwise. */
  verify(activity: object, authorization: string): Promise<void>;
  /** Gives the id of the message. Throws `delivery-failed`, as `update` does. */
  send(address: string, message: Outgoing): Promise<string | undefined>;
  update(address: string, id: string, message: Outgoing): Promise<void>;
}

/** Longer than that takes only what hangs: Microsoft's keys and tokens are fetched without a limit of their own. Teams itself waits 15 seconds for an answer. */
const PATIENCE_MS = 14_000;

export function connect(credentials: TeamsOptions['credentials'], endpoints: TeamsEndpoints): Connection {
  const authentication = teamsAuthentication(credentials, endpoints);
  const adapter = new CloudAdapter(authentication);
  const appId = credentials === 'for-tests' ? '' : credentials.appId;

  /** Does something in the chat of an address; a personal chat that is not known yet is found first. */
  async function inChat(to: TeamsAddress, act: (context: TurnContext) => Promise<void>): Promise<void> {
    const { service, tenant, bot, user, conversation } = to;
    if (conversation !== undefined) {
      const reference = { serviceUrl: service, channelId: 'msteams', bot: { id: bot, name: '' }, user: { id: user, name: '' }, conversation: place(conversation, tenant) };
      await adapter.continueConversationAsync(appId, reference, act);
    } else {
      const parameters = { isGroup: false, bot: { id: bot, name: '' }, members: [{ id: user, name: '' }], tenantId: tenant, channelData: { tenant: { id: tenant } } };
      await adapter.createConversationAsync(appId, 'msteams', service, BOT_FRAMEWORK, parameters as never, act);
    }
  }

  const attempt = async (address: string, act: (context: TurnContext) => Promise<void>): Promise<void> => {
    const to = readAddress(address);
    await withPatience(inChat(to, act)).catch((error: unknown) => { throw deliveryFailed(error); });
  };

  return {
    async verify(activity, authorization) {
      await withPatience(authentication.authenticateRequest(activity as never, authorization));
    },
    async send(address, message) {
      let id: string | undefined;
      await attempt(address, async (context) => {
        // The turn that the SDK makes up has an id that Teams never heard of, and the message would be an answer to it.
        delete context.activity.id;
        id = (await context.sendActivity(message))?.id;
      });
      return id;
    },
    update: (address, id, message) => attempt(address, async (context) => { await context.updateActivity({ ...message, id }); }),
  };
}

const place = (id: string, tenantId: string) => ({ id, tenantId, conversationType: 'personal', isGroup: false, name: '' });

/** Rejects with `TookTooLong` instead of waiting for something that hangs. */
async function withPatience<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TookTooLong()), PATIENCE_MS);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
