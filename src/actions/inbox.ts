import type { Inbox } from '../channels/channel.ts';
import { findAccountOf } from '../store/accounts.ts';
import type { App } from './app.ts';
import { deliver } from './deliver.ts';
import { handleMessage } from './handle-message.ts';
import { openHome } from './home.ts';
import { personLeft } from './person-left.ts';

/** What Cairn gives each channel to hand over what it hears. */
export const inboxOf = (app: App): Inbox => ({
  message: (message) => handleMessage(app, message),
  async gone(sender) {
    const account = await findAccountOf(app.store.prisma, sender);
    if (!account || account.goneAt) return;
    for (const other of await personLeft(app, account.id)) app.inBackground('deliver', () => deliver(app, other));
  },
  home: (sender) => openHome(app, sender),
});
