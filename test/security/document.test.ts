import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

test('every test that SECURITY.md names is there, by that name', () => {
  const page = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
  const named = [...page.matchAll(/^\|.*\| `(test\/[\w./-]+)`: "(.+)" \|$/gm)].map(([, file, name]) => ({ file: file!, name: name! }));
  expect(named.length).toBeGreaterThan(25);
  const missing = named.filter(({ file, name }) => {
    const source = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
    return !source.includes(name) && !source.includes(name.replaceAll("'", "\\'"));
  });
  expect(missing).toEqual([]);
});
