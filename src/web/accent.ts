/**
 * A practice picks one colour, any colour. These functions bend it just as far as reading needs:
 * WCAG 2.2 asks 4.5:1 for text and 3:1 for the edge of a control.
 */

type Rgb = [number, number, number];

/** The grounds of the stylesheet, each with its darkest (lightest) place that accent-coloured text stands on. */
export const grounds = {
  light: { page: '#faf8f5', deepest: '#e9e4dc' },
  dark: { page: '#191816', deepest: '#35322d' },
} as const;

export const FALLBACK_ACCENT = '#2f6f62';

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

const toRgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const toHex = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const channel = (value: number): number => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};
const luminance = (hex: string): number => {
  const [red, green, blue] = toRgb(hex).map(channel) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, moved towards black or white in small steps until it stands out from `ground` by `ratio`. */
export function clampTo(colour: string, ground: string, ratio: number): string {
  const towards: Rgb = luminance(ground) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  const from = toRgb(colour);
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = toHex(from.map((part, at) => part + (towards[at]! - part) * share) as Rgb);
    if (contrast(mixed, ground) >= ratio) return mixed;
  }
  return toHex(towards);
}

/** White wherever it can be read on the colour, else black: one of the two always reaches 4.5:1. */
export const textOn = (colour: string): string => (contrast(colour, '#ffffff') >= 4.5 ? '#ffffff' : '#000000');

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
