import { z } from 'zod';
import { CairnError } from '../../errors.ts';

/**
 * A place in Teams, and all that is needed to write there first. Without a conversation it is the personal chat with that
 * person, wherever it is: somebody spoke to Cairn elsewhere, and their personal chat has yet to be found.
 */
const addressSchema = z.object({
  /** Which of Microsoft's servers carries messages there. */
  service: z.url(),
  tenant: z.string(),
  bot: z.string(),
  user: z.string(),
  conversation: z.string().optional(),
});

export type TeamsAddress = z.infer<typeof addressSchema>;

/** The same place always gives the same text, so that it can be compared. */
export const addressText = ({ service, tenant, bot, user, conversation }: TeamsAddress): string =>
  JSON.stringify({ service, tenant, bot, user, conversation });

/** Throws `delivery-failed` that is for good: no later try would read it either. */
export function readAddress(text: string): TeamsAddress {
  try {
    return addressSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CairnError('delivery-failed', 'A stored address is not one of Microsoft Teams.', { details: { gone: true }, cause });
  }
}
