import { wholeText } from '../shared/from-outside.ts';

/**
 * Slack's text, both ways. Everything Cairn shows goes into plain-text objects, where `*` and `_` mean nothing; what is left to
 * escape are the three characters that Slack reads as markup in every text object, such as `<!channel>`.
 */
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const characters = Object.fromEntries(Object.entries(entities).map(([character, entity]) => [entity, character]));

export const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => entities[character]!);
export const unescaped = (text: string): string => text.replace(/&(?:amp|lt|gt);/g, (entity) => characters[entity]!);

/** What a person wrote, as they saw it while writing: Slack sends mentions, links and control characters in a notation of its own. */
export const readText = (text: string): string => wholeText(unescaped(text.replace(/<([^<>]*)>/g, (_, inside: string) => spoken(inside))));

/** `@U1`, `#C1|general`, `!here`, `!date^0^{date}|today`, `https://example.org|example.org` */
function spoken(inside: string): string {
  const bar = inside.indexOf('|');
  const [target, label] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)];
  switch (target[0]) {
    case '@': return label ? withSign('@', label) : target;
    case '#': return label ? withSign('#', label) : target;
    case '!': return label || `@${target.slice(1)}`;
    default: return label && !target.includes(label) ? `${label} (${target})` : label || target.replace(/^(?:mailto|tel):/, '');
  }
}

const withSign = (sign: string, name: string): string => (name.startsWith(sign) ? name : `${sign}${name}`);

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text, or its beginning with "…", so that it has at most `most` characters once it is escaped. */
export function shortened(text: string, most: number): string {
  if (escaped(text).length <= most) return text;
  let beginning = '';
  for (const { segment } of graphemes.segment(text)) {
    if (escaped(beginning + segment).length >= most) break;
    beginning += segment;
  }
  return `${beginning.trimEnd()}…`;
}
