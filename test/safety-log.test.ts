import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** SAFETY.md promises for every hazard a test that shows its control. A test that is renamed or removed leaves no empty promise behind. */
const log = readFileSync('SAFETY.md', 'utf8');
const hazards = log.split('\n').filter((line) => /^\| \d+ \|/.test(line)).map((line) => line.split(' | '));

test('every hazard has a cause, a control, a rating before and after, and a test', () => {
  expect(hazards.length).toBeGreaterThan(15);
  expect(hazards.map(([number]) => number)).toEqual(hazards.map((_, at) => `| ${at + 1}`));
  for (const cells of hazards) {
    expect(cells).toHaveLength(7);
    const [, , , , before, after, shown] = cells;
    const risk = (rating: string): number => rating.split('×').map(Number).reduce((product, each) => product * each);
    expect(risk(after!), cells[1]).toBeLessThan(risk(before!));
    expect(shown, cells[1]).toMatch(/`test\//);
  }
});

test('every test that is named there exists', () => {
  const files = [...new Set([...log.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!))];
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  const plain = (text: string): string => text.replaceAll("\\'", "'");
  const named = [...log.matchAll(/`(test\/[^`]+)` “([^”]+)”/g)].map(([, file, name]) => ({ file: file!, name: name! }));
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter(({ file, name }) => !plain(readFileSync(file, 'utf8')).includes(name))).toEqual([]);
});
