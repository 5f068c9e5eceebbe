export type { SlackWords } from '../../core/chat-words.ts';

/** Puts values in the place of their `{names}`. */
export const fill = (words: string, values: Record<string, string | number>): string =>
  words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
