import { readdirSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { LibraryFile, LibraryFolder } from '../core/library/files.ts';
import { folders } from '../core/library/files.ts';
import type { AuthoredFlow } from '../core/flow/check.ts';
import type { Mistake } from '../core/flow/mistake.ts';
import { openParsedYaml } from './parsed-yaml.ts';

/** One authored YAML file, parsed but not yet checked. */
export interface AuthoredFile {
  /** As its author knows it: `flows/intake/en.yaml`. */
  file: string;
  document: unknown;
  /** Line, from 1, of the thing at a path; of the nearest thing above it when the path leads nowhere. */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

/** Everything under `flows/`, by folder, plus what is not even YAML. */
export interface AuthoredFlows {
  flows: AuthoredFlow[];
  common: AuthoredFile[];
  notices: AuthoredFile[];
  chats: AuthoredFile[];
  pages: AuthoredFile[];
  library: LibraryFile[];
  /** By language; `learned` are the weights that ship beside an authored file, where there are any. */
  cues: (AuthoredFile & { learned: unknown })[];
  goalWording: AuthoredFile[];
  /** Risk phrases, in every language that has them. */
  phrases: (AuthoredFile & { learned: unknown })[];
  helplines: AuthoredFile | null;
  /** By file, for line numbers in mistakes found later. */
  files: Map<string, AuthoredFile>;
  mistakes: Mistake[];
}

/**
 * Reads the authored folder. A file that is no YAML is a mistake like any other, and the rest is read all the same.
 * `remembered`: a file in which what was read is kept for the next time.
 */
export function readFlowFiles(root: string, remembered?: string): AuthoredFlows {
  const parsed = openParsedYaml(remembered);
  const files = new Map<string, AuthoredFile>();
  const mistakes: Mistake[] = [];
  const read = (...parts: string[]): AuthoredFile | null => {
    const at = path.join(root, ...parts);
    const file = ['flows', ...parts].join('/');
    if (!existsSync(at)) return null;
    const text = readFileSync(at, 'utf8');
    const lines = new LineCounter();
    let whole: Document | undefined;
    const parse = (): Document => (whole ??= parseDocument(text, { lineCounter: lines, prettyErrors: false }));
    let document = parsed.of(text);
    if (document === undefined) {
      for (const error of parse().errors) {
        mistakes.push({ file, path: [], line: lines.linePos(error.pos[0]).line, message: `This is not valid YAML: ${error.message}`, remedy: 'Correct the line; often a quote or an indent is missing.' });
      }
      if (parse().errors.length === 0) parsed.keep(text, document = parse().toJS());
    }
    // Lines are looked up for mistakes alone, so a file that was read before is parsed again only when it has one.
    const authored: AuthoredFile = { file, document, lineOf: (keys) => lineOf(parse(), lines, keys) };
    files.set(file, authored);
    return document === undefined ? null : authored;
  };
  const languagesIn = (...parts: string[]): string[] => existsSync(path.join(root, ...parts))
    ? readdirSync(path.join(root, ...parts)).flatMap((name) => /^([a-z]{2}(?:-[A-Z]{2})?)\.yaml$/.exec(name)?.[1] ?? []).sort()
    : [];
  const inEachLanguage = (...parts: string[]): AuthoredFile[] =>
    languagesIn(...parts).flatMap((language) => read(...parts, `${language}.yaml`) ?? []);

  const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const flows = names.filter((name) => existsSync(path.join(root, name, 'flow.yaml'))).flatMap((name): AuthoredFlow[] => {
    const flow = read(name, 'flow.yaml');
    const wordings = languagesIn(name).flatMap((language) => {
      const wording = read(name, `${language}.yaml`);
      return wording ? [{ file: wording.file, language, document: wording.document }] : [];
    });
    return flow ? [{ file: flow.file, document: flow.document, wordings }] : [];
  });
  const library = folders.flatMap((folder) => libraryFiles(folder, read, languagesIn('library', folder)));
  const withLearned = (authored: AuthoredFile | null, ...parts: string[]) => {
    const learned = path.join(root, ...parts);
    return authored ? [{ ...authored, learned: existsSync(learned) ? JSON.parse(readFileSync(learned, 'utf8')) : undefined }] : [];
  };
  const cues = languagesIn('common').flatMap((language) =>
    withLearned(read('library', 'areas', `cues.${language}.yaml`), 'library', 'areas', `cues.${language}.learned.json`));
  const phraseLanguages = existsSync(path.join(root, 'safety'))
    ? readdirSync(path.join(root, 'safety')).flatMap((name) => /^phrases\.([a-z]{2})\.yaml$/.exec(name)?.[1] ?? []).sort()
    : [];
  const all: AuthoredFlows = {
    flows, library, cues, files, mistakes,
    common: inEachLanguage('common'),
    notices: inEachLanguage('notices'),
    chats: inEachLanguage('chats'),
    pages: inEachLanguage('pages'),
    phrases: phraseLanguages.flatMap((language) => withLearned(read('safety', `phrases.${language}.yaml`), 'safety', `table.${language}.json`)),
    helplines: read('safety', 'helplines.yaml'),
    goalWording: inEachLanguage('library', 'goal-wording'),
  };
  parsed.save();
  return all;
}

function libraryFiles(folder: LibraryFolder, read: (...parts: string[]) => AuthoredFile | null, languages: string[]): LibraryFile[] {
  const take = (name: string, language?: string): LibraryFile[] => {
    const authored = read('library', folder, name);
    return authored ? [{ file: authored.file, folder, ...(language && { language }), content: authored.document, lineOf: authored.lineOf }] : [];
  };
  return [...take(`${folder}.yaml`), ...languages.flatMap((language) => take(`${language}.yaml`, language))];
}

function lineOf(document: Document, lines: LineCounter, keys: readonly (string | number)[]): number | undefined {
  for (let depth = keys.length; depth >= 0; depth -= 1) {
    const at = keys.slice(0, depth);
    // A block stands below its key; an author looks for the key.
    const above = depth > 0 ? document.getIn(at.slice(0, -1), true) : undefined;
    const pair = isMap(above) ? above.items.find(({ key }) => isScalar(key) && key.value === at.at(-1)) : undefined;
    const node = (isPair(pair) ? pair.key : document.getIn(at, true)) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

/** The language a file is named for: `en.yaml`, `cues.en.yaml`. */
export const languageOf = ({ file }: Pick<AuthoredFile, 'file'>): string => /([a-z]{2}(?:-[A-Z]{2})?)\.yaml$/.exec(file)![1]!;
