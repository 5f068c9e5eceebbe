import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What YAML files held when they were last read, by the hash of their text. Reading all of `flows/` takes most of a second,
 * and between two starts hardly a file changes. A memory that is missing, damaged or of another form is simply made anew.
 */
export interface ParsedYaml {
  /** What the text holds; undefined when it was not read before. */
  of(text: string): unknown;
  keep(text: string, document: unknown): void;
  /** Writes down what was asked for or kept this time, and lets go of the rest. */
  save(): void;
}

/** Rises when the same text comes to be read differently, as by another version of the parser. */
const FORM = 1;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Without a file nothing is remembered. */
export const openParsedYaml = (file?: string): ParsedYaml => {
  const before = file ? readBefore(file) : {};
  const now: Record<string, unknown> = {};
  let changed = false;
  return {
    of: (text) => {
      const hash = hashOf(text);
      return Object.hasOwn(before, hash) ? (now[hash] = before[hash]) : undefined;
    },
    keep: (text, document) => {
      now[hashOf(text)] = document;
      changed = true;
    },
    save: () => {
      if (!file || !changed) return;
      // Moved into its place whole, since another process may be reading it.
      const written = `${file}.${process.pid}`;
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(written, JSON.stringify({ form: FORM, documents: now }));
      renameSync(written, file);
    },
  };
};

const readBefore = (file: string): Record<string, unknown> => {
  try {
    const { form, documents } = JSON.parse(readFileSync(file, 'utf8'));
    return form === FORM ? documents : {};
  } catch {
    return {};
  }
};
