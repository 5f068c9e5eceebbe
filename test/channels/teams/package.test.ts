import { inflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readActivity } from '../../../src/channels/teams/activity.ts';
import { readIncoming } from '../../../src/channels/teams/incoming.ts';
import { manifestSchema, type PackageOptions } from '../../../src/channels/teams/package/manifest.ts';
import { teamsPackage } from '../../../src/channels/teams/package/teams-package.ts';
import { activity, APP } from './support/listening.ts';

const options: PackageOptions = { appId: APP, publicUrl: 'https://cairn.example.org', offeredBy: 'Willow Practice' };
const files = (more: Partial<PackageOptions> = {}) => unzipSync(teamsPackage({ ...options, ...more }));
const manifest = (more: Partial<PackageOptions> = {}) => manifestSchema.parse(JSON.parse(strFromU8(files(more)['manifest.json']!)));

/** A PNG of eight bits a colour with transparency, as rows of [red, green, blue, opaque]. */
function pixels(file: Uint8Array): { side: [number, number]; all: number[][] } {
  const view = Buffer.from(file);
  expect(view.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const [width, height, depth, colors] = [view.readUInt32BE(16), view.readUInt32BE(20), view[24], view[25]];
  expect([depth, colors]).toEqual([8, 6]);
  const start = view.indexOf('IDAT');
  const rows = inflateSync(view.subarray(start + 4, start + 4 + view.readUInt32BE(start - 4)));
  const all = Array.from({ length: width * height }, (_, n) => {
    const at = Math.floor(n / width) * (1 + width * 4) + 1 + (n % width) * 4;
    return [...rows.subarray(at, at + 4)];
  });
  return { side: [width, height], all };
}

it('is a zip of a manifest and two icons, and nothing in folders', () => {
  expect(Object.keys(files()).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
});

it('is the same to the byte for the same options', () => {
  expect(Buffer.from(teamsPackage(options)).equals(Buffer.from(teamsPackage(options)))).toBe(true);
});

describe('the manifest', () => {
  it('names the bot, who offers it and where it lives', () => {
    expect(manifest({ privacyUrl: 'https://willow.example/privacy', version: '1.2.3' })).toMatchObject({
      id: APP, version: '1.2.3', validDomains: ['cairn.example.org'],
      developer: { name: 'Willow Practice', websiteUrl: 'https://cairn.example.org', privacyUrl: 'https://willow.example/privacy', termsOfUseUrl: 'https://cairn.example.org' },
      bots: [{ botId: APP, scopes: ['personal'] }],
    });
  });

  it('offers only commands that Cairn understands', () => {
    const { commands } = manifest().bots[0].commandLists[0];
    const understood = commands.map(({ title }) => readIncoming(readActivity(JSON.stringify(activity({ text: title })))!.read));
    expect(understood).toEqual(commands.map(({ title }) => expect.objectContaining({ messages: [expect.objectContaining({ content: { kind: 'command', command: title } })] })));
  });

  it.each<[Partial<PackageOptions>, string]>([
    [{ appId: 'cairn' }, 'The id of the bot must be 32 digits'],
    [{ publicUrl: 'http://cairn.example.org' }, 'The public address must begin with https://'],
    [{ publicUrl: 'nowhere' }, 'The public address must begin with https://'],
    [{ offeredBy: '' }, 'The name of who offers it is missing'],
    [{ offeredBy: 'The Practice with a Name that goes on' }, 'The name of who offers it may have at most 32 characters'],
    [{ termsUrl: 'ftp://willow.example' }, 'The page of terms must begin with https://'],
    [{ version: 'new' }, 'The version must be three numbers'],
    [{ accentColor: 'green' }, 'The colour must be a number sign'],
  ])('is not made of %j', (more, sentence) => {
    expect(() => teamsPackage({ ...options, ...more })).toThrow(expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(sentence) }));
  });
});

describe('the icons', () => {
  it('are as large as Teams wants them', () => {
    expect([pixels(files()['color.png']!).side, pixels(files()['outline.png']!).side]).toEqual([[192, 192], [32, 32]]);
  });

  it('large: a full square of the colour with white stones in the middle', () => {
    const { all } = pixels(files({ accentColor: '#204060' })['color.png']!);
    expect(all.every(([, , , opaque]) => opaque === 255)).toBe(true);
    expect(all[0]).toEqual([0x20, 0x40, 0x60, 255]);
    expect(all[96 * 192 + 90]).toEqual([255, 255, 255, 255]);
  });

  it('small: nothing but white and transparent', () => {
    const { all } = pixels(files()['outline.png']!);
    expect(all.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
    expect(new Set(all.map(([, , , opaque]) => opaque!)).has(0)).toBe(true);
    expect(all[25 * 32 + 16]![3]).toBe(255);
  });

  it('small: three stones, one above the other', () => {
    const { all } = pixels(files()['outline.png']!);
    const column = Array.from({ length: 32 }, (_, y) => all[y * 32 + 16]![3]! > 128);
    expect(column.filter((solid, y) => solid && !column[y - 1])).toHaveLength(3);
  });
});
