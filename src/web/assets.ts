import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** The files a page may load, by a fixed list; each address holds its content's hash, so that it may be kept for a year. */
const files = {
  'cairn.css': 'text/css; charset=utf-8',
  'chat.js': 'text/javascript; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'copy.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
} as const;

export type AssetName = keyof typeof files;

export interface Asset {
  path: string;
  type: string;
  body: Buffer;
  zipped: Buffer;
}

function load(name: AssetName): Asset {
  const body = readFileSync(new URL(`./assets/${name}`, import.meta.url));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: `/assets/${name.replace('.', `.${hash}.`)}`, type: files[name], body, zipped: gzipSync(body) };
}

const assets = new Map((Object.keys(files) as AssetName[]).map((name) => [name, load(name)]));
const byPath = new Map([...assets.values()].map((asset) => [asset.path, asset]));

export const assetPath = (name: AssetName): string => assets.get(name)!.path;
export const assetAt = (path: string): Asset | undefined => byPath.get(path);
