import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from '../../../src/core/flow/json-schemas.ts';

test('the published schemas are those of the code (else: npm run cairn -- flow schema)', () => {
  for (const [name, schema] of Object.entries(jsonSchemas())) {
    expect(JSON.parse(readFileSync(path.join('flows/schema', name), 'utf8')), name).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});

test('every flow and wording file tells editors where its schema is', () => {
  const files = globSync(['flows/*/flow.yaml', 'flows/{intake,plan-review,common,notices}/*.yaml']);
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const schema = /^# yaml-language-server: \$schema=(\S+)/.exec(readFileSync(file, 'utf8'))?.[1];
    expect(schema && path.basename(path.join(path.dirname(file), schema)) in jsonSchemas(), file).toBe(true);
  }
});
