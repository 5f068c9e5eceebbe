import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { parseDocument, type Document } from 'yaml';
import { flowsRoot } from '../support/flows.ts';

const copies: string[] = [];
afterAll(() => {
  for (const root of copies.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A copy of `flows/` that a test may change as an administrator would. Gone after the file's tests. */
export function copyOfFlows(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'cairn-flows-'));
  copies.push(root);
  cpSync(flowsRoot, root, { recursive: true });
  return root;
}

/** Changes one file of such a copy; `edit` works on the document, so that comments and order stay. */
export function editFile(root: string, file: string, edit: (document: Document) => void): void {
  const at = path.join(root, file);
  const document = parseDocument(readFileSync(at, 'utf8'));
  edit(document);
  writeFileSync(at, document.toString());
}

/** Where a step stands in a flow's file. */
export function placeOf(document: Document, step: string): (string | number)[] {
  const { steps } = document.toJS() as { steps: { id?: string; steps?: { id: string }[] }[] };
  for (const [at, entry] of steps.entries()) {
    if (entry.id === step) return ['steps', at];
    const inner = entry.steps?.findIndex(({ id }) => id === step) ?? -1;
    if (inner >= 0) return ['steps', at, 'steps', inner];
  }
  throw new Error(`There is no step "${step}".`);
}
