import {
  areasDocument, areasWording, measuresDocument, measuresWording, strategiesDocument, strategiesWording,
} from './document.ts';

export type LibraryFolder = 'areas' | 'strategies' | 'measures';

/** Where something stands in a file: keys and list positions from the top. */
export type LibraryPath = readonly (string | number)[];

/** One YAML file of `flows/library`, read but not yet looked at. */
export interface LibraryFile {
  /** The file as its author knows it. */
  file: string;
  folder: LibraryFolder;
  /** The language of a wording file (`en.yaml`: `en`); a structure file has none. */
  language?: string;
  content: unknown;
  /** The line, counted from 1, on which the thing at a path begins. */
  lineOf?(path: LibraryPath): number | undefined;
}

export const structureSchemas = {
  areas: areasDocument,
  strategies: strategiesDocument,
  measures: measuresDocument,
} as const;
export const wordingSchemas = {
  areas: areasWording,
  strategies: strategiesWording,
  measures: measuresWording,
} as const;

/** The lists of each structure file; its wording files have one group of words under the same key for each. */
export const lists = {
  areas: ['areas'],
  strategies: ['orientations', 'involves', 'strategies'],
  measures: ['about', 'measures'],
} as const satisfies Record<LibraryFolder, readonly string[]>;

export const folders = Object.keys(lists) as LibraryFolder[];

export const languagesOf = (files: readonly LibraryFile[]): string[] =>
  [...new Set(files.flatMap(({ language }) => language ?? []))].sort();
