import { readdirSync, readFileSync } from 'node:fs';
import { LineCounter, isNode, parseDocument } from 'yaml';
import { folders, type LibraryFile } from '../../../src/core/library/files.ts';
import { joinLibrary, parseLibrary } from '../../../src/core/library/library.ts';

const root = new URL('../../../flows/library/', import.meta.url);

/** A YAML text as the loader hands it over. */
export function libraryFile(of: Pick<LibraryFile, 'file' | 'folder' | 'language'>, text: string): LibraryFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) throw document.errors[0];
  return {
    ...of,
    content: document.toJS(),
    lineOf: (path) => {
      const node = document.getIn(path, true);
      return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
    },
  };
}

/** The library as it ships: `<folder>/<folder>.yaml` and one `<language>.yaml` beside it for each language. */
export const shippedFiles: LibraryFile[] = folders.flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root))
    .filter((name) => name === `${folder}.yaml` || /^[a-z]{2}\.yaml$/.test(name))
    .map((name) => libraryFile(
      { file: `${folder}/${name}`, folder, ...(name !== `${folder}.yaml` && { language: name.slice(0, 2) }) },
      readFileSync(new URL(`${folder}/${name}`, root), 'utf8'),
    )));

export const shipped = () => {
  const { document, wordings } = parseLibrary(shippedFiles);
  return joinLibrary(document, wordings, 'en');
};
