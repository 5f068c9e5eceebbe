const words = new Intl.Segmenter('und', { granularity: 'word' });
export const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Scripts written without spaces, where a line may end between any two words. */
const SPACELESS = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const ENDS_SPACELESS = new RegExp(`${SPACELESS}$`, 'u');
const BEGINS_SPACELESS = new RegExp(`^${SPACELESS}`, 'u');
const BEGINS_CLOSING = /^[\p{Pe}\p{Pf}\p{Po}]/u;
const ENDS_OPENING = /[\p{Ps}\p{Pi}]$/u;

/** The text cut wherever a line may end; together the chunks are the text. */
export function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  let chunk = '';
  for (const { segment } of words.segment(text)) {
    if (chunk !== '' && mayEndBetween(chunk, segment)) {
      chunks.push(chunk);
      chunk = '';
    }
    chunk += segment;
  }
  return chunk === '' ? chunks : [...chunks, chunk];
}

function mayEndBetween(before: string, after: string): boolean {
  if (/^\s/u.test(after)) return false;
  if (/\s$/u.test(before) && !/[\u00A0\u202F]$/u.test(before)) return true;
  if (BEGINS_CLOSING.test(after) || ENDS_OPENING.test(before)) return false;
  return /\p{L}[-‐–—/]$/u.test(before) || ENDS_SPACELESS.test(before) || BEGINS_SPACELESS.test(after);
}
