import { splitText } from '../shared/split-text.ts';

/**
 * A text is data: nothing in it may become markup, a mention, an emoji or a preview. Discord shows any sign behind a
 * backslash as it is, so whatever it could read as markup gets one. An address stays one that can be pressed.
 */
export const escapeMarkup = (text: string): string => {
  let escaped = '';
  let from = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    escaped += `${escapeSigns(text.slice(from, index))}<${address}>`;
    from = index + address.length;
  }
  return escaped + escapeSigns(text.slice(from));
};

const ADDRESS = /(?<![\w<])https?:\/\/[\w.~:/?#@!$&+=%,;-]*[\w/#=&%~-]/g;
/** Emphasis, code, spoilers, masked links, mentions; a colon that begins an emoji or another kind of address. */
const SIGNS = /[\\*_~`|[\]<@]|:(?=[\w+-]+:|\/\/)/g;
/** Headings, small print, lists, quotes. */
const LINE_STARTS = /^([^\S\n]*(?:\d+(?=[.)]))?)([#>+.)-])/gm;

const escapeSigns = (text: string): string => text.replace(SIGNS, '\\$&').replace(LINE_STARTS, '$1\\$2');

/** One line, cut at a word and marked with "…" where it is longer than `most`. */
export function shorten(text: string, most: number): string {
  const line = inOneLine(text);
  return line.length <= most ? line : `${splitText(line, most - 1)[0]!.replace(/[,;:]$/, '')}…`;
}

export const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A text, escaped, in parts of at most `most` characters. Backslashes make it longer, so a part that grew too long is cut again. */
export function escapedParts(text: string, most: number, cutAt = most): string[] {
  return splitText(text, cutAt).flatMap((part) => {
    const escaped = escapeMarkup(part);
    return escaped.length <= most ? [escaped] : escapedParts(part, most, Math.max(1, Math.floor((part.length * most) / (escaped.length + 1))));
  });
}
