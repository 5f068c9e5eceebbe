import { Routes, type APIDMChannel, type REST } from 'discord.js';

/** Who is on the other side of a direct conversation, and which conversation somebody's is. */
export interface DirectConversations {
  /** The channel in which Cairn and this person write to each other; Discord opens it, or gives the one there is. */
  with(userId: string): Promise<string>;
  /** Null when it is no direct conversation. */
  personIn(channelId: string): Promise<string | null>;
  /** Remembers it, so that Discord need not be asked. */
  met(channelId: string, userId: string): void;
}

export function directConversations(rest: REST): DirectConversations {
  const people = new Map<string, string>();
  return {
    async with(userId) {
      const { id } = await rest.post(Routes.userChannels(), { body: { recipient_id: userId } }) as APIDMChannel;
      people.set(id, userId);
      return id;
    },
    async personIn(channelId) {
      const known = people.get(channelId);
      if (known) return known;
      const { recipients = [] } = await rest.get(Routes.channel(channelId)) as APIDMChannel;
      const [person] = recipients;
      if (recipients.length !== 1 || !person) return null;
      people.set(channelId, person.id);
      return person.id;
    },
    met: (channelId, userId) => void people.set(channelId, userId),
  };
}
