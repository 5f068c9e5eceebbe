import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { flowGraph } from '../core/flow/graph.ts';
import { jsonSchemas } from '../core/flow/json-schemas.ts';
import { CairnError } from '../errors.ts';
import { checkFlows, loadFlows } from '../store/load-flows.ts';
import type { Tools } from './tools.ts';

export function addCommands(flow: Command, { print, out }: Tools): void {
  flow.command('check').description('Report every author mistake, with file, line and what to do.').action(() => {
    const { mistakes } = checkFlows(readConfig().flowsDir);
    for (const { file, line, step, message, remedy } of mistakes) print(`${file}${line ? `:${line}` : ''}${step ? `  (${step})` : ''}\n    ${message}\n    ${remedy}`);
    if (mistakes.length === 0) return print('No mistakes.');
    throw new CairnError('flow-invalid', `${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}.`);
  });
  flow.command('graph <name>').description('Write a flow as a Mermaid statechart.').option('--language <code>', 'the language of the labels', 'en').action((name: string, { language }) => {
    const { flows } = loadFlows(readConfig().flowsDir);
    const found = flows.find(({ definition }) => definition.flow === name);
    if (!found) throw new CairnError('not-found', `There is no flow called "${name}".`, { remedy: `There are: ${flows.map(({ definition }) => definition.flow).join(', ')}.` });
    out(flowGraph(found.definition, found.wordings[language] ?? Object.values(found.wordings)[0]!));
  });
  flow.command('schema').description('Write the JSON Schemas that editors use beside the flows.').action(async () => {
    const directory = path.join(readConfig().flowsDir, 'schema');
    await mkdir(directory, { recursive: true });
    for (const [name, schema] of Object.entries(jsonSchemas())) await writeFile(path.join(directory, name), `${JSON.stringify(schema, null, 2)}\n`);
    print(`Written to ${directory}.`);
  });
}
