import type { Inbox, Sender } from '../channels/channel.ts';
import { findAccountOf, languageOf } from '../store/accounts.ts';
import type { App } from './app.ts';
import { deliver } from './deliver.ts';
import { handleMessage } from './handle-message.ts';
import { openHome } from './home.ts';
import { personLeft } from './person-left.ts';
import { practiceOf } from './practice-of.ts';

/** What Cairn gives each channel to hand over what it hears. */
export const inboxOf = (app: App): Inbox => ({
  message: (message) => handleMessage(app, message),
  async gone(sender) {
    const account = await findAccountOf(app.store.prisma, sender);
    if (!account || account.goneAt) return;
    for (const other of await personLeft(app, account.id)) app.inBackground('deliver', () => deliver(app, other));
  },
  home: (sender) => openHome(app, sender),
  language: async (sender, locale) => (await languageOf(app.store.prisma, sender)) ?? languageOfNewcomer(app, sender, locale),
});

async function languageOfNewcomer(app: App, sender: Sender, locale = ''): Promise<string> {
  const practice = await practiceOf(app, sender);
  if (!practice) return Object.keys(app.flows.notices)[0]!;
  const theirs = locale.split('-')[0]!;
  return practice.alsoSpeaks.includes(theirs) ? theirs : practice.language;
}
