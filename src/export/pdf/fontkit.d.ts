/** The little of fontkit that is used here; the package brings no types of its own. */
declare module 'fontkit' {
  export interface Font {
    unitsPerEm: number;
    ascent: number;
    descent: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    layout(text: string, features: string[]): { advanceWidth: number };
  }
  export function create(bytes: Uint8Array): Font;
}
