import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compileAreaTable } from '../../../src/core/areas/table.ts';
import { joinLibrary, parseLibrary } from '../../../src/core/library/library.ts';
import type { LibraryFile } from '../../../src/core/library/files.ts';
import { goalWording } from './goal-words.ts';

const root = join(import.meta.dirname, '../../../flows/library');
const read = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8'));

const files = (['areas', 'strategies', 'measures'] as const).flatMap((folder) =>
  readdirSync(join(root, folder)).filter((name) => !name.startsWith('cues')).map((name): LibraryFile => {
    const stem = name.replace('.yaml', '');
    return { file: name, folder, ...(stem !== folder && { language: stem }), content: read(`${folder}/${name}`) };
  }));
const { document, wordings } = parseLibrary(files);

/** The library, cues and goal wordings as they ship, in English. */
export const knowledge = {
  library: joinLibrary(document, wordings, 'en'),
  cues: compileAreaTable(read('areas/cues.en.yaml'), read('areas/cues.en.learned.json')),
  goalWording,
};
