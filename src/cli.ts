import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { toolsFor, type Out, type Tools } from './commands/tools.ts';
import { explain } from './explain.ts';

interface Noun {
  about: string;
  /** Read only when the noun is written: help and mistakes are answered without all of Cairn. */
  load(): Promise<{ addCommands(command: Command, tools: Tools): void }>;
}

/** What a command begins with. */
const nouns: Record<string, Noun> = {
  practice: { about: 'Practices: the groups of therapists that use this Cairn.', load: () => import('./commands/practice.ts') },
  therapist: { about: 'Therapists of a practice.', load: () => import('./commands/therapist.ts') },
  client: { about: 'Clients of a practice, by id: their words are never shown here.', load: () => import('./commands/client.ts') },
  record: { about: 'What a practice must keep of clients who were erased.', load: () => import('./commands/record.ts') },
  workspace: { about: 'Which practice the people of a Slack team, a Teams tenant or Discord belong to.', load: () => import('./commands/workspace.ts') },
  doctor: { about: 'Look at everything that has to be right, and say what to do about what is not.', load: () => import('./commands/doctor.ts') },
  keys: { about: 'The keys that what clients write is encrypted with.', load: () => import('./commands/keys.ts') },
  audit: { about: 'The record of what happened: who did what, without words.', load: () => import('./commands/audit.ts') },
  slack: { about: 'Slack; docs/setup/slack.md has every click.', load: () => import('./commands/slack.ts') },
  teams: { about: 'Microsoft Teams; docs/setup/teams.md has every click.', load: () => import('./commands/teams.ts') },
  safety: { about: 'Safety alerts: who is told of danger, and what is open.', load: () => import('./commands/safety.ts') },
  flow: { about: 'The words and questions in flows/.', load: () => import('./commands/flow.ts') },
};

/** Commands for a practice's administrator, as far as `values` need them. Each says what it did; a fault is thrown. */
async function createProgram(values: string[], out: Out, err: Out): Promise<Command> {
  const program = new Command('cairn')
    .description('Administration of Cairn: practices, therapists, clients, and the words it speaks.')
    .configureOutput({ writeOut: out, writeErr: err })
    .showHelpAfterError('Add --help to see what a command takes.')
    .exitOverride();
  for (const [name, { about, load }] of Object.entries(nouns)) {
    const command = program.command(name).description(about);
    if (values.includes(name)) (await load()).addCommands(command, toolsFor(out));
  }
  return program;
}

/** Carries out one command, such as `['practice', 'list']`. Gives the exit code: 0, or 1 when it could not be done. */
export async function runCommand(values: string[], out: Out, err: Out): Promise<number> {
  try {
    const program = await createProgram(values, out, err);
    await program.parseAsync(values, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said by itself what is wrong with how a command was written.
    if (error instanceof CommanderError) return error.exitCode;
    err(`${explain(error, 'The command could not be carried out')}\n`);
    return 1;
  }
}

if (import.meta.main) {
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.exitCode = await runCommand(process.argv.slice(2), (text) => process.stdout.write(text), (text) => process.stderr.write(text));
}
