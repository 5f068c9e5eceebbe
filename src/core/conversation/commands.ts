import { commandNames, type CommandName, type CommonWords } from '../flow/common-words.ts';
import { LONGEST_PHRASE, plain } from '../flow/questions/matching.ts';

export interface Command {
  name: CommandName;
  /** "change 3" */
  number?: number;
}

const tables = new WeakMap<CommonWords, { whole: Map<string, CommandName>; numbered: { pattern: RegExp; name: CommandName }[] }>();

function tableOf(common: CommonWords) {
  const known = tables.get(common);
  if (known) return known;
  const table = { whole: new Map<string, CommandName>(), numbered: [] as { pattern: RegExp; name: CommandName }[] };
  for (const name of commandNames) {
    for (const words of common.commands[name].words) {
      if (words.includes('{n}')) table.numbered.push({ name, pattern: new RegExp(`^${plain(words.replace('{n}', '0')).replace('0', '(\\d{1,2})')}$`) });
      else table.whole.set(plain(words), name);
    }
  }
  tables.set(common, table);
  return table;
}

/** A command counts only when it is the whole message: "help" is one, "help the children" is an answer. */
export function readCommand(text: string, common: CommonWords): Command | null {
  if (text.length > LONGEST_PHRASE) return null;
  const said = plain(text);
  const table = tableOf(common);
  const name = table.whole.get(said);
  if (name) return { name };
  for (const { pattern, name } of table.numbered) {
    const number = pattern.exec(said)?.[1];
    if (number !== undefined) return { name, number: Number(number) };
  }
  return null;
}
