/** Colours as `#rrggbb`, and how far one has to be bent until it can be read on another (WCAG 2.2). */

type Rgb = [number, number, number];

/** What a practice is shown in that has chosen no colour, or none that is one. */
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

/** Contrast ratio of two colours, 1 to 21. */
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

/** The practice's colour as text in it can be read on white paper, 4.5:1. */
export const accentOnPaper = (accent: string): string => clampTo(isColour(accent) ? accent : FALLBACK_ACCENT, '#ffffff', 4.5);
