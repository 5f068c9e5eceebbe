import { wholeText } from '../shared/from-outside.ts';

/**
 * What a component of ours comes back with. Discord keeps it for us, so a press needs nothing from memory or the database.
 * `pick`: one choice, on a button. `menu`: choices of a menu. `gather`: a menu of several, whose choices count with `done`. `write`: the larger box, in
 * the language of its question.
 */
export type Pressed =
  | { is: 'pick'; step: string; id: string }
  | { is: 'menu' | 'gather'; step: string; nth: number }
  | { is: 'done'; step: string }
  | { is: 'write'; step: string; language: string };

/** Discord's limit for a custom id, and for the value of an option. */
export const LONGEST_ID = 100;

/** Null when it is too long for Discord; the person types a number then. */
export function customId(pressed: Pressed): string | null {
  const { is, step } = pressed;
  const rest = 'id' in pressed ? [pressed.id] : 'nth' in pressed ? [pressed.nth] : 'language' in pressed ? [pressed.language] : [];
  const written = JSON.stringify([is, step, ...rest]);
  return written.length <= LONGEST_ID ? written : null;
}

/** Null for a component that is not ours. */
export function readCustomId(written: string): Pressed | null {
  const [is, step, rest] = parsed(written);
  if (typeof step !== 'string') return null;
  switch (is) {
    case 'pick': return typeof rest === 'string' ? { is, step, id: rest } : null;
    case 'menu':
    case 'gather': return typeof rest === 'number' ? { is, step, nth: rest } : null;
    case 'done': return { is, step };
    case 'write': return { is, step, language: typeof rest === 'string' ? rest : 'en' };
    default: return null;
  }
}

function parsed(written: string): unknown[] {
  try {
    const value: unknown = JSON.parse(written, (_, part: unknown) => (typeof part === 'string' ? wholeText(part) : part));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
