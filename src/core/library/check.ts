import type { z } from 'zod';
import { relations, repeats } from './check-relations.ts';
import { folders, languagesOf, lists, structureSchemas, wordingSchemas, type LibraryFile } from './files.ts';
import { mistake, type LibraryMistake } from './mistake.ts';
import { asEntry, declaredIds, valueAt } from './raw.ts';

/**
 * Every author mistake in the library in one run; none means that `parseLibrary` takes the files. A mistake in one
 * entry never hides those in others.
 */
export function checkLibrary(files: readonly LibraryFile[]): LibraryMistake[] {
  return [...missingFiles(files), ...files.flatMap(shapes), ...repeats(files), ...relations(files), ...words(files)];
}

function missingFiles(files: readonly LibraryFile[]): LibraryMistake[] {
  const kinds = [undefined, ...languagesOf(files)];
  return folders.flatMap((folder) => kinds
    .filter((language) => !files.some((file) => file.folder === folder && file.language === language))
    .map((language) => ({
      file: `flows/library/${folder}/${language ?? folder}.yaml`,
      path: '',
      message: language
        ? `The library speaks “${language}” in other folders, but not in ${folder}.`
        : `The ${folder} are missing.`,
      remedy: language ? 'Add the file, with words for every id.' : 'Add the file.',
    })));
}

function shapes(file: LibraryFile): LibraryMistake[] {
  const schema: z.ZodType = (file.language === undefined ? structureSchemas : wordingSchemas)[file.folder];
  return (schema.safeParse(file.content).error?.issues ?? []).flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        mistake(file, [...path, key], `Nothing is called “${key}” here.`, 'Remove it, or correct its spelling.'));
    }
    const last = path.at(-1);
    if (last !== undefined && valueAt(file.content, path) === undefined) {
      return mistake(file, path, `“${last}” is missing.`, 'Add it; the entries around it show how.');
    }
    return mistake(file, path, issue.message, remedies[issue.code] ?? 'Write it like the entries around it.');
  });
}

const remedies: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_format: 'Write it like this: small-steps.',
  invalid_key: 'Write the id as it stands in the structure file.',
  invalid_union: 'Write `all`, or ids in square brackets, such as [anxiety, sleep].',
  too_big: 'Say it in fewer words.',
  too_small: 'Fill it in, or take the line out.',
  custom: 'Only `connects` takes a placeholder: write “{goal}” there once, in quotation marks.',
};

function words(files: readonly LibraryFile[]): LibraryMistake[] {
  const known = declaredIds(files);
  return files.filter(({ language }) => language !== undefined).flatMap((file) => lists[file.folder].flatMap((list) => {
    const worded = Object.keys(asEntry(valueAt(file.content, [list])) ?? {});
    const declared = [...known.get(list) ?? []];
    return [
      ...declared.filter((id) => !worded.includes(id)).map((id) =>
        mistake(file, [list], `“${id}” has no words in “${file.language}”.`, `Add “${id}” under ${list}.`)),
      ...worded.filter((id) => known.has(list) && !declared.includes(id)).map((id) =>
        mistake(file, [list, id], `There are words for “${id}”, which is not listed under ${list}.`,
          `Correct its spelling, take it out, or add “${id}” to ${file.folder}.yaml.`)),
    ];
  }));
}
