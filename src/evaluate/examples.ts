/** What the measuring commands share: a file of one JSON object a line, and complaints that never show a person's text. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { CairnError, isCairnError } from '../errors.ts';

/**
 * The examples of a file with their line numbers, from 1. Empty lines are passed over. `shape` says what a line should be.
 * @throws CairnError `invalid-input`, naming the line by its number only.
 */
export function readExamples<T>(jsonLines: string, schema: z.ZodType<T>, shape: string): { line: number; example: T }[] {
  const examples = jsonLines.split(/\r?\n/u).flatMap((text, index) => {
    if (text.trim() === '') return [];
    const read = schema.safeParse(fromJson(text));
    if (!read.success) throw badLine(index + 1, `is not ${shape}`);
    return [{ line: index + 1, example: read.data }];
  });
  if (examples.length === 0) throw new CairnError('invalid-input', 'The file has no lines to evaluate');
  return examples;
}

export const badLine = (line: number, what: string): CairnError => new CairnError('invalid-input', `Line ${line} ${what}`);

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws CairnError `invalid-input` where no file is named, `not-found` where it cannot be read. */
export function readInput(path: string | undefined, command: string): string {
  if (path === undefined) throw new CairnError('invalid-input', `Which file? npm run ${command} -- FILE.jsonl`);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CairnError('not-found', `Cannot read ${path}`);
  }
}

/** Runs a command: a mistake of the caller's becomes one sentence and a failed exit. */
export function run(main: () => void): void {
  try {
    main();
  } catch (error) {
    if (!isCairnError(error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
