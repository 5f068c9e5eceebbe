import { isCairnError } from './errors.ts';

/** A fault as a sentence and what to do; one that nobody foresaw, with where it came from. */
export function explain(error: unknown, what: string): string {
  if (!isCairnError(error)) return `${what}: ${(error as Error).stack ?? String(error)}`;
  const mistakes = error.code === 'flow-invalid' && Array.isArray(error.details)
    ? (error.details as { file?: string; line?: number; message: string; remedy: string }[]).map(({ file, line, message, remedy }) => `  ${file ?? ''}${line ? `:${line}` : ''}  ${message} ${remedy}`)
    : [];
  return [error.message, ...mistakes, ...(error.remedy ? [error.remedy] : [])].join('\n');
}
