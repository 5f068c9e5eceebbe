import { commandNames, livingCommands, type CommandName, type CommonWords, type LivingCommand } from '../flow/common-words.ts';
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

export const isLiving = (name: CommandName): name is LivingCommand => (livingCommands as readonly CommandName[]).includes(name);

/**
 * A command counts only when it is the whole message: "help" is one, "help the children" is an answer. `living`: there is a
 * plan that can be spoken about.
 */
export function readCommand(text: string, common: CommonWords, { living = false }: { living?: boolean } = {}): Command | null {
  if (text.length > LONGEST_PHRASE) return null;
  const said = plain(text);
  const table = tableOf(common);
  const name = table.whole.get(said);
  if (name) return living || !isLiving(name) ? { name } : null;
  for (const { pattern, name } of table.numbered) {
    const number = pattern.exec(said)?.[1];
    if (number !== undefined) return { name, number: Number(number) };
  }
  return null;
}
