import type { Inbox, Sender } from '../channels/channel.ts';
import { inOrder } from '../in-order.ts';
import { findAccountOf, languageOf } from '../store/accounts.ts';
import type { App } from './app.ts';
import { deliverSoon } from './deliver.ts';
import { handleMessage } from './handle-message.ts';
import { openHome } from './home.ts';
import { personLeft } from './person-left.ts';
import { practiceOf } from './practice-of.ts';

/**
 * What Cairn gives each channel to hand over what it hears. One person's messages are taken one after the other, however many
 * come at once: otherwise they would all read the same conversation and have to be taken anew again and again, while others wait.
 */
export function inboxOf(app: App): Inbox {
  const people = inOrder();
  const keyOf = ({ channel, workspace, userId }: Sender): string => JSON.stringify([channel, workspace, userId]);
  return {
    message: (message) => people.run(keyOf(message.sender), () => handleMessage(app, message)),
    async gone(sender) {
      const account = await findAccountOf(app.store.prisma, sender);
      if (!account || account.goneAt) return;
      deliverSoon(app, await personLeft(app, account.id));
    },
    home: (sender) => openHome(app, sender),
    language: async (sender, locale) => (await languageOf(app.store.prisma, sender)) ?? languageOfNewcomer(app, sender, locale),
  };
}

async function languageOfNewcomer(app: App, sender: Sender, locale = ''): Promise<string> {
  const practice = await practiceOf(app, sender);
  if (!practice) return Object.keys(app.flows.notices)[0]!;
  const theirs = locale.split('-')[0]!;
  return practice.alsoSpeaks.includes(theirs) ? theirs : practice.language;
}
