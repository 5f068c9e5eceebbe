import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue and how opaque, each from 0 to 255. */
export type Pixel = [number, number, number, number];

/** A square picture as a PNG file (RFC 2083): eight bits a colour, with transparency. */
export function png(side: number, pixelAt: (x: number, y: number) => Pixel): Uint8Array {
  const rows = Array.from({ length: side }, (_, y) =>
    // Each row begins with how it was filtered: not at all.
    [0, ...Array.from({ length: side }, (_each, x) => pixelAt(x, y)).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
