import type { z } from 'zod';
import { CairnError } from '../../errors.ts';

/** What Slack sent, as far as it matters here. Throws `invalid-input` where it is nothing that can be read: to send it again would not help. */
export function readSent<Schema extends z.ZodType>(schema: Schema, sent: unknown): z.output<Schema> {
  const read = schema.safeParse(sent);
  if (!read.success) throw new CairnError('invalid-input', 'Slack sent something that cannot be read.');
  return read.data;
}
