import { CairnError } from '../../errors.ts';
import { checkLibrary } from './check.ts';
import type { LibraryDocument, LibraryWording } from './document.ts';
import { languagesOf, structureSchemas, wordingSchemas, type LibraryFile, type LibraryFolder } from './files.ts';

/**
 * The files as one document, and its wordings by language, for `joinLibrary`. Throws `flow-invalid` with every mistake
 * in `details`.
 */
export function parseLibrary(files: readonly LibraryFile[]): {
  document: LibraryDocument;
  wordings: Readonly<Record<string, LibraryWording>>;
} {
  const mistakes = checkLibrary(files);
  if (mistakes.length > 0) {
    throw new CairnError('flow-invalid', `The library has ${mistakes.length} mistake(s).`, {
      remedy: 'Correct these lines in flows/library.',
      details: mistakes,
    });
  }
  const content = (folder: LibraryFolder, language?: string): unknown =>
    files.find((file) => file.folder === folder && file.language === language)?.content;
  const { areas, strategies, measures } = structureSchemas;
  return {
    document: {
      ...areas.parse(content('areas')),
      ...strategies.parse(content('strategies')),
      ...measures.parse(content('measures')),
    },
    wordings: Object.fromEntries(languagesOf(files).map((language) => [language, {
      ...wordingSchemas.areas.parse(content('areas', language)),
      ...wordingSchemas.strategies.parse(content('strategies', language)),
      ...wordingSchemas.measures.parse(content('measures', language)),
    }])),
  };
}
