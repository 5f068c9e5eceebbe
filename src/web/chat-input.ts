import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InboundMessage } from '../channels/channel.ts';
import { CairnError } from '../errors.ts';

export interface ChatInput {
  messageId: string;
  content: InboundMessage['content'];
}

/** PostgreSQL holds no NUL, and half a surrogate pair is no character; all else is kept as it was written. */
const words = z.string().transform((text) => text.toWellFormed().replaceAll('\u0000', ''));
const short = z.string().min(1).max(200);

const jsonSchema = z.object({
  messageId: z.string().regex(/^[\w.:-]{1,128}$/),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), text: words.pipe(z.string().min(1)) }),
    z.object({ kind: z.literal('choice'), step: short, ids: z.array(short).max(100) }),
  ]),
});

const ids = z.union([z.array(short).max(100), short.transform((id) => [id])]).optional();
const formSchema = z.object({ form: short, text: words.optional(), step: short.optional(), id: ids });

/** Throws `invalid-input`. */
export function readJsonInput(body: unknown): ChatInput {
  const parsed = jsonSchema.safeParse(body);
  if (!parsed.success) throw new CairnError('invalid-input', 'This is not a message.');
  return parsed.data;
}

/**
 * A plain form: written text, or what was pressed. `null` when nothing was. The message's id comes from the form's id
 * and from what is in it: sent twice it counts once, but other words from the same form (after "back") are another message.
 */
export function readFormInput(body: unknown): ChatInput | null {
  const parsed = formSchema.safeParse(body);
  if (!parsed.success) throw new CairnError('invalid-input', 'This is not a message.');
  const { form, text, step, id } = parsed.data;
  if (step !== undefined) return identified(form, { kind: 'choice', step, ids: id ?? [] });
  return text?.trim() ? identified(form, { kind: 'text', text }) : null;
}

function identified(form: string, content: ChatInput['content']): ChatInput {
  const mark = createHash('sha256').update(JSON.stringify([form, content])).digest('base64url').slice(0, 32);
  return { messageId: `form.${mark}`, content };
}
