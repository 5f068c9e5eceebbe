import type { ChannelName } from '../channels/channel.ts';
import { openInvites } from '../store/invites.ts';
import type { App } from './app.ts';
import { chatPlatforms } from './desk-chats.ts';
import { deskHolder, type DeskFrame } from './desk-holder.ts';
import { endInvites, inviteClient } from './invites.ts';

/** A therapist's invites, as their desk shows them. Nobody is named: who is invited is known to the therapist alone. */
export interface DeskInvites extends DeskFrame {
  /** How many nobody has used yet. */
  open: number;
  /** When the last of them ends, ISO; null where none is open. */
  lastUntil: string | null;
}

/** An invite just made; nobody can be shown it again. */
export interface MadeInvite extends DeskFrame {
  link: string;
  code: string;
  /** ISO instant. */
  until: string;
  /** Where the code can be typed to Cairn. */
  platforms: ChannelName[];
}

/** Null, here and below, for a link that opens no desk. */
export async function openDeskInvites(app: App, token: string): Promise<DeskInvites | null> {
  const holder = await deskHolder(app, token);
  if (!holder) return null;
  const { own, therapist, frame } = holder;
  const open = await openInvites(own.store.prisma, therapist.id, app.now());
  return { ...frame, open: open.length, lastUntil: open.at(-1)?.toISOString() ?? null };
}

export async function inviteFromDesk(app: App, token: string): Promise<MadeInvite | null> {
  const holder = await deskHolder(app, token);
  if (!holder) return null;
  const { link, code, expiresAt } = await inviteClient(holder.own, holder.ids);
  return { ...holder.frame, link, code, until: expiresAt.toISOString(), platforms: [...chatPlatforms(app), 'web'] };
}

/** Ends what nobody has used yet. */
export async function endDeskInvites(app: App, token: string): Promise<{ ended: number } | null> {
  const holder = await deskHolder(app, token);
  return holder && { ended: await endInvites(holder.own, holder.ids.therapistId) };
}
