import { clampTo, contrast } from '../core/colour.ts';

/**
 * A practice picks one colour, any colour. These functions bend it just as far as reading needs:
 * WCAG 2.2 asks 4.5:1 for text and 3:1 for the edge of a control.
 */

/** The grounds of the stylesheet, each with its darkest (lightest) place that accent-coloured text stands on. */
export const grounds = {
  light: { page: '#faf8f5', deepest: '#e9e4dc' },
  dark: { page: '#191816', deepest: '#35322d' },
} as const;

/** White wherever it can be read on the colour, else black: one of the two always reaches 4.5:1. */
const textOn = (colour: string): string => (contrast(colour, '#ffffff') >= 4.5 ? '#ffffff' : '#000000');

/** What a page is coloured with: fills, text on fills, and text on the page. */
export function accentsFor(accent: string, mode: keyof typeof grounds): { fill: string; onFill: string; ink: string } {
  const { page, deepest } = grounds[mode];
  const fill = clampTo(accent, page, 3);
  return { fill, onFill: textOn(fill), ink: clampTo(accent, deepest, 4.6) };
}

/** The small stylesheet of one accent, served from an address of its own: the pages allow no inline style. */
export function accentStyle(accent: string): string {
  const rules = (mode: keyof typeof grounds): string => {
    const { fill, onFill, ink } = accentsFor(accent, mode);
    return `:root{--accent:${fill};--on-accent:${onFill};--accent-ink:${ink}}`;
  };
  return `${rules('light')}\n@media screen and (prefers-color-scheme:dark){${rules('dark')}}\n`;
}
