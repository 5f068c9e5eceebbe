/** `node test/core/safety/cost.ts`: what hearing one text costs, by length and language, and what making ready costs at the start. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readPhrases } from '../../../src/core/safety/check.ts';
import { compileScreen, type CompiledScreen } from '../../../src/core/safety/compile.ts';
import { hear } from '../../../src/core/safety/hear.ts';
import { learnedTableSchema } from '../../../src/core/safety/table.ts';
import { fixture } from './safety.ts';

const read = (name: string): string => readFileSync(new URL(`../../../flows/safety/${name}`, import.meta.url), 'utf8');
const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;

const reading: number[] = [];
const compiling: number[] = [];
const documents = ['en', 'es'].map((language) => ({ phrases: parse(read(`phrases.${language}.yaml`)) as unknown, table: JSON.parse(read(`table.${language}.json`)) as unknown }));
let screens: CompiledScreen[] = [];
for (let time = 0; time < 7; time++) {
  const begun = performance.now();
  // Copies, because a document that was read before is not read again.
  const read = structuredClone(documents).map(({ phrases, table }) => ({ document: readPhrases(phrases), table: learnedTableSchema.parse(table) }));
  reading.push(performance.now() - begun);
  const readBy = performance.now();
  screens = read.map(({ document, table }) => compileScreen(document, table));
  compiling.push(performance.now() - readBy);
}
for (const [name, times] of [['checking', reading], ['compiling', compiling]] as const) {
  console.log(`${name} both languages: the first time ${times[0]!.toFixed(0)} ms, median ${median(times).toFixed(0)} ms`);
}

/** Texts of about this many characters, made of whole fixture texts. */
function textsOf(language: string, length: number): string[] {
  const texts: string[] = [];
  let text = '';
  for (const { text: next } of fixture(`screening.${language}`).filter(({ risk }) => !risk)) {
    text = text === '' ? next : `${text} ${next}`;
    if (text.length < length) continue;
    texts.push(text.slice(0, length));
    text = '';
  }
  return texts;
}

for (const language of ['en', 'es']) {
  for (const length of [40, 200, 1_000, 4_000]) {
    const texts = textsOf(language, length);
    const once = (): number => {
      const begun = performance.now();
      for (const text of texts) hear(text, screens);
      return (performance.now() - begun) / texts.length * 1_000;
    };
    const first = once();
    const rounds = Math.ceil(20_000_000 / (length * texts.length * 40));
    const times = Array.from({ length: Math.max(rounds, 9) }, once);
    console.log(`${language}, ${length} characters: median ${median(times).toFixed(0)} µs (the first time round ${first.toFixed(0)} µs; ${texts.length} texts)`);
  }
}
