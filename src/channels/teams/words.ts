export type { TeamsWords } from '../../core/chat-words.ts';

export const fill = (text: string, values: Record<string, number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
