import type { z } from 'zod';
import type { Mistake } from './mistake.ts';

type Issue = z.core.$ZodIssue;
type Path = (string | number)[];

/** A document that does not have the shape of its kind, as mistakes in plain words: one for each thing that is wrong. */
export const shapeMistakes = (file: string, error: z.ZodError): Mistake[] =>
  error.issues.flatMap((issue) => mistakesOf(issue, [])).map((mistake) => ({ file, ...mistake }));

function mistakesOf(issue: Issue, above: Path): Omit<Mistake, 'file'>[] {
  const path = [...above, ...issue.path.filter((part) => typeof part !== 'symbol')];
  const last = path.at(-1);
  const name = last === undefined ? 'This file' : typeof last === 'number' ? 'This entry' : `"${last}"`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: `Nothing is called "${key}" here.`, remedy: 'Correct its spelling, or remove it.' }));
    case 'invalid_union': {
      if ('discriminator' in issue) return [{ path, message: 'The type of this step is missing, or there is no such type.', remedy: `Use one of: ${stepTypes}.` }];
      return meant(issue.errors).flatMap((inner) => mistakesOf(inner, path));
    }
    case 'invalid_type': {
      const expected = kinds[issue.expected] ?? 'something else';
      if (/received undefined$/.test(issue.message)) return [{ path, message: `${name} is missing.`, remedy: `Add a line "${last}: …" with ${expected}.` }];
      const quoted = issue.expected === 'string' ? ' Put it in "quotation marks" if it looks like a number, or like true or false.' : '';
      return [{ path, message: `${name} is not what belongs here.`, remedy: `Write ${expected}.${quoted}` }];
    }
    case 'invalid_value':
      return [{ path, message: `${name} cannot be this.`, remedy: `Use ${issue.values.length > 1 ? 'one of: ' : ''}${issue.values.map(String).join(', ')}.` }];
    case 'invalid_format':
      return [{ path, message: `This cannot be a name: ${issue.message}.`, remedy: 'Write it so, here and wherever it is used.' }];
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? [{ path, message: `${name} is empty.`, remedy: 'Write something, or remove the line.' }]
        : [{ path, message: `${name} is too small.`, remedy: `The smallest possible is ${issue.minimum}.` }];
    case 'too_big':
      return [{ path, message: `${name} is too big.`, remedy: `The biggest possible is ${issue.maximum}.` }];
    default:
      return [{ path, message: issue.message, remedy: 'Compare it with the entries around it.' }];
  }
}

const stepTypes = 'say, text, choice, choices, scale, confirm, list, end';

const kinds: Record<string, string> = {
  string: 'a text', array: 'a list', object: 'lines of the form "name: …"', record: 'lines of the form "name: …"',
  boolean: 'true or false', number: 'a number', int: 'a whole number',
};

/** Of the shapes that something may have, the one its author had in mind: it fits best on the outside. */
function meant(shapes: Issue[][]): Issue[] {
  const otherKind = (issues: Issue[]) => issues.filter(({ code, path }) => code === 'invalid_type' && path.length === 0).length;
  const outside = (issues: Issue[]) => issues.filter(({ path }) => path.length <= 1).length;
  const typeless = (issues: Issue[]) => issues.filter((issue) => 'discriminator' in issue).length;
  const ranked = shapes.map((issues) => ({ issues, marks: [otherKind(issues), outside(issues), typeless(issues), issues.length] }))
    .sort((a, b) => a.marks.map((mark, at) => mark - b.marks[at]!).find((difference) => difference !== 0) ?? 0);
  return ranked[0]?.issues ?? [];
}
