import { png, type Pixel } from './png.ts';

/** Cairn's mark, as on the web pages: three stones on a field of 32 by 32. */
const STONES = [
  { x: 17, y: 8.4, halfWidth: 4.8, halfHeight: 3 },
  { x: 15, y: 16, halfWidth: 8, halfHeight: 3.8 },
  { x: 16, y: 25, halfWidth: 12, halfHeight: 4.5 },
];
const FIELD = 32;

/** Each pixel is looked at in this many places a side, so that edges are smooth. */
const FINE = 4;

/** Teams' large icon: white stones on a full square of the accent colour (`#rrggbb`), 192 pixels a side; Teams rounds it, so they keep to the middle. */
export function colorIcon(accentColor: string): Uint8Array {
  const accent = [1, 3, 5].map((at) => Number.parseInt(accentColor.slice(at, at + 2), 16));
  return png(192, (x, y): Pixel => {
    const share = cover(x, y, 192, 0.55);
    const [red, green, blue] = accent.map((from) => Math.round(from + (255 - from) * share));
    return [red!, green!, blue!, 255];
  });
}

/** Teams' small icon: nothing but white and transparent, as it must be, 32 pixels a side. */
export const outlineIcon = (): Uint8Array => png(32, (x, y): Pixel => [255, 255, 255, Math.round(255 * cover(x, y, 32, 1))]);

/** How much of a pixel the stones cover, from 0 to 1. `zoom`: the size of the field in the picture. */
function cover(x: number, y: number, side: number, zoom: number): number {
  const onField = (pixel: number, part: number): number => (((pixel + (part + 0.5) / FINE) / side - 0.5) / zoom + 0.5) * FIELD;
  let inside = 0;
  for (let row = 0; row < FINE; row += 1) {
    for (let column = 0; column < FINE; column += 1) {
      if (isStone(onField(x, column), onField(y, row))) inside += 1;
    }
  }
  return inside / FINE ** 2;
}

const isStone = (x: number, y: number): boolean => STONES.some((stone) => ((x - stone.x) / stone.halfWidth) ** 2 + ((y - stone.y) / stone.halfHeight) ** 2 <= 1);
