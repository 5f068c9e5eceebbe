import type { LibraryFile, LibraryPath } from './files.ts';

/** One author mistake, ready to be shown to someone who edits the library. */
export interface LibraryMistake {
  file: string;
  line?: number;
  /** Keys and list positions from the top of the file, such as `strategies.3.areas.0`. */
  path: string;
  message: string;
  remedy: string;
}

/** The line is that of the nearest thing around the path that has one: what is missing has none itself. */
export function mistake(file: LibraryFile, path: LibraryPath, message: string, remedy: string): LibraryMistake {
  let line: number | undefined;
  for (let length = path.length; line === undefined && length >= 0; length -= 1) {
    line = file.lineOf?.(path.slice(0, length));
  }
  return { file: file.file, ...(line !== undefined && { line }), path: path.join('.'), message, remedy };
}
