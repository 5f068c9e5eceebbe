import type { DiscordWords } from '../../core/chat-words.ts';

export type { DiscordWords };
export type WordsByLanguage = Record<string, DiscordWords>;

/** The words in a language or the nearest there is; `language` may be a locale of Discord's, such as `es-419`. */
export function wordsIn(words: WordsByLanguage, language = 'en'): DiscordWords {
  return words[language] ?? words[language.split('-')[0]!] ?? words.en ?? Object.values(words)[0]!;
}

export const fillIn = (words: string, values: Record<string, string | number>): string =>
  words.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
