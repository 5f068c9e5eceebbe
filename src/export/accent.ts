const luminance = (hex: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const FALLBACK = '#2f6f62';

/** The practice's colour, darkened until text in it can be read on white paper (4.5:1, WCAG 2.2). */
export function accentOnPaper(accent: string): string {
  let colour = /^#[0-9a-f]{6}$/iu.test(accent) ? accent : FALLBACK;
  while (1.05 / (luminance(colour) + 0.05) < 4.5) {
    colour = `#${[1, 3, 5].map((at) => Math.floor(Number.parseInt(colour.slice(at, at + 2), 16) * 0.95).toString(16).padStart(2, '0')).join('')}`;
  }
  return colour;
}
