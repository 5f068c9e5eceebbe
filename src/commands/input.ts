import { z } from 'zod';
import { CairnError } from '../errors.ts';

/** What an administrator writes, read and refused in sentences. */

export const words = (most: number) => z.string({ error: 'is needed' }).trim().min(1, { error: 'must not be empty' }).max(most, { error: `must have no more than ${most} characters` });

export const whole = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

/** Values with commas between them. */
export const list = z.string().transform((text) => text.split(',').map((each) => each.trim()).filter(Boolean));

export const email = z.string().trim().toLowerCase().pipe(z.email({ error: 'must be a mail address such as robin@example.org' }));

/** `subject`: what the value is called, where it has no option's name. Throws `invalid-input`, with a line for each thing that is wrong. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, subject = ''): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CairnError('invalid-input', parsed.error.issues.map((issue) => `${issue.path.length ? named(String(issue.path[0])) : subject} ${issue.message}`).join('\n'));
}

/** The mail address that a therapist is named by. */
export const therapistsAddress = (written: string): string => parse(email, written, 'The therapist');

export const clientsId = (written: string): string => parse(z.uuid({ error: 'must be an id from: npm run cairn -- client list <practice>' }), written, 'The client');

/** A setting as it is written on the command line. */
const named = (setting: string): string => (setting === 'slug' ? 'The short name' : `--${setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
