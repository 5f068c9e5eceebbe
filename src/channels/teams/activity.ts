import { createHash } from 'node:crypto';
import { z } from 'zod';
import { outerId } from '../shared/from-outside.ts';

/** What of an activity is read here; the rest of what Teams sends is left alone. Nobody's words are refused over a part that is odd, and not needed. */
const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

const person = z.object({ id: outerId, aadObjectId: optional(outerId) });
const attachment = z.object({ contentType: z.string().catch(''), content: z.unknown().optional() });

const activitySchema = z.object({
  type: z.string().min(1),
  id: optional(outerId),
  timestamp: optional(outerId),
  channelId: z.string(),
  serviceUrl: z.url(),
  from: person,
  recipient: person,
  conversation: z.object({ id: outerId, conversationType: optional(z.string()), tenantId: optional(outerId) }),
  channelData: optional(z.object({ tenant: optional(z.object({ id: outerId })) })),
  text: optional(z.string()),
  /** The language of their Teams. */
  locale: optional(z.string()),
  /** From a card. */
  value: z.unknown().optional(),
  replyToId: optional(outerId),
  attachments: z.array(attachment).catch([]),
  /** Of an installationUpdate. */
  action: optional(z.string()),
  /** Of a conversationUpdate. */
  membersRemoved: optional(z.array(person)),
});

export type Activity = z.infer<typeof activitySchema> & { id: string };
export type Attachment = Activity['attachments'][number];

/** An activity and what was read of it; null for what is none. */
export function readActivity(body: string): { read: Activity; whole: object } | null {
  try {
    const whole: unknown = JSON.parse(body);
    const read = activitySchema.parse(whole);
    return { read: { ...read, id: read.id ?? fingerprint(body) }, whole: whole as object };
  } catch {
    return null;
  }
}

export const tenantOf = ({ conversation, channelData }: Activity): string => (conversation.tenantId ?? channelData?.tenant?.id ?? '').toLowerCase();

/** Different for different texts, and always the same for the same. */
export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
