/** Where a text may be cut, best first: between paragraphs, lines, sentences, words. Each finds the white space that is left out. */
const GAPS = [/\s*\n\s*\n\s*/g, /\s*\n\s*/g, /(?<=[.!?…]["'”’)\]]*)\s+/g, /\s+/g];
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A text in parts of at most `most` UTF-16 units (1 or more), in order, for platforms that limit the length of a message.
 * It is cut where it pauses, never inside a word, a character or a surrogate pair; only a single word (or an emoji made of many
 * parts) that is longer than `most` is cut, between characters. White space at a cut goes; nothing else is lost. Empty for a blank text.
 */
export function splitText(text: string, most: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > most) {
    const { end, next } = cut(rest, most);
    parts.push(rest.slice(0, end));
    rest = rest.slice(next);
  }
  return rest ? [...parts, rest] : parts;
}

/** `end`: where the first part ends; `next`: where the rest goes on. */
function cut(text: string, most: number): { end: number; next: number } {
  // One unit more than fits: a gap may begin right where the part is full. White space beyond it belongs to the same gap.
  const window = text.slice(0, most + 1);
  const whole = (end: number) => ({ end, next: text.length - text.slice(end).trimStart().length });
  for (const [rank, gap] of GAPS.entries()) {
    const last = [...window.matchAll(gap)].findLast(({ index }) => index > 0);
    // A paragraph of two words with a page behind it would leave a scrap: the better gap has to fill half a part.
    if (last && (last.index >= most / 2 || rank === GAPS.length - 1)) return whole(last.index);
  }
  const end = characterEnd(text, most);
  return { end, next: end };
}

/** The last place up to `most` that is not inside a character; where even the first one is longer, not inside a surrogate pair. */
function characterEnd(text: string, most: number): number {
  // Far enough beyond the window that its last character is seen whole.
  const { index } = graphemes.segment(text.slice(0, most + 64)).containing(most)!;
  if (index > 0) return index;
  const inPair = /[\uDC00-\uDFFF]/.test(text[most]!) && /[\uD800-\uDBFF]/.test(text[most - 1]!);
  return inPair && most > 1 ? most - 1 : most;
}
