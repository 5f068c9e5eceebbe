import { z } from 'zod';

/** What a person wrote, to the letter but for what no database holds: a NUL, and half of a character. */
export const wholeText = (text: string): string => text.toWellFormed().replaceAll('\u0000', '');

/** What a platform calls somebody or something. */
export const outerId = z.string().min(1).refine((id) => wholeText(id) === id);
