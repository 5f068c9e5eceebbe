import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import {
  addPractice, addTherapist, addWorkspace, assignClient, changePractice, deskLink, practiceBySlug, removeWorkspace, revokeTherapistLinks, setNoticeRoutes, therapistByEmail,
} from './actions/admin.ts';
import type { App } from './actions/app.ts';
import { eraseClient } from './actions/erase-client.ts';
import { endInvites, inviteClient } from './actions/invites.ts';
import { disconnectChats, makeTherapistCode } from './actions/link-therapist.ts';
import { addSafetyCommands } from './commands/safety.ts';
import { addSecurityCommands } from './commands/security.ts';
import { addTeamsCommands } from './commands/teams.ts';
import { readConfig } from './config.ts';
import { flowGraph } from './core/flow/graph.ts';
import { jsonSchemas } from './core/flow/json-schemas.ts';
import { CairnError } from './errors.ts';
import { examine } from './doctor.ts';
import { explain, openApp } from './main.ts';
import { checkFlows, loadFlows } from './store/load-flows.ts';
import { listWorkspaces } from './store/workspaces.ts';

/** Opens the database for one command. The embedded database belongs to one process: stop Cairn first. */
async function withApp(work: (app: App) => Promise<void>): Promise<void> {
  const { app, close } = await openApp({ ...readConfig(), logLevel: 'silent' });
  try {
    await work(app);
  } finally {
    await close();
  }
}

const words = (most: number) => z.string({ error: 'is needed' }).trim().min(1, { error: 'must not be empty' }).max(most, { error: `must have no more than ${most} characters` });
const whole = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};
const email = z.string().trim().toLowerCase().pipe(z.email({ error: 'must be a mail address such as robin@example.org' }));
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as 20:00' });
const practiceSettings = {
  name: words(200),
  contact: words(500),
  accent: z.string().regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour such as #2f6f62' }),
  country: z.string().regex(/^[A-Z]{2}$/, { error: 'must be two capital letters such as IE' }),
  language: words(5),
  alsoSpeaks: z.string().transform((list) => list.split(',').map((each) => each.trim()).filter(Boolean)),
  minimumAge: whole(0, 120),
  reviewMonths: whole(1, 24),
  email,
  alertMinutesImminent: whole(1, 1_440),
  alertMinutesConcern: whole(1, 10_080),
  alertMinutesAsk: whole(1, 10_080),
  selfReferralsPerDay: whole(0, 10_000),
  quietFrom: timeOfDay,
  quietUntil: timeOfDay,
  recordYears: whole(0, 100),
  idleMonths: whole(0, 600),
  newClients: z.enum(['self-referral', 'invited-only'], { error: 'must be self-referral or invited-only' }),
};
const chatPlatform = z.enum(['slack', 'teams', 'discord'], { error: 'must be slack, teams or discord' });
const workspaceId = (id: string): string => (id === '-' ? '' : id);
const noticeRoutes = z.string().transform((list) => list.split(',').map((each) => each.trim()).filter(Boolean))
  .pipe(z.array(z.enum(['slack', 'teams', 'discord', 'mail'], { error: 'may name slack, teams, discord and mail' })));
const shortName = z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, { error: 'must be small letters, digits and hyphens' });
const therapistFields = z.object({
  name: words(200), email, language: words(5), takesNew: z.boolean(),
  orientations: z.string().transform((list) => list.split(',').map((each) => each.trim()).filter(Boolean)),
});
const withSettings = (command: Command): Command => command
  .option('--name <name>', 'as clients read it')
  .option('--contact <text>', 'how a client reaches a person there, shown as it stands')
  .option('--accent <colour>', 'one colour of your own, such as #2f6f62')
  .option('--country <code>', 'two letters, such as IE')
  .option('--language <code>', 'the language new clients are met in')
  .option('--also-speaks <codes>', 'languages clients may choose besides, separated by commas: es')
  .option('--minimum-age <years>', 'younger people are led to a person instead')
  .option('--review-months <months>', 'when a plan is looked at again, unless the client says otherwise')
  .option('--email <address>', 'where a safety alert goes that no therapist has seen in time')
  .option('--alert-minutes-imminent <minutes>', 'so long each one told of danger that may be near has to say that they have seen it; 15 unless told')
  .option('--alert-minutes-concern <minutes>', 'the same for danger that was spoken of; 60 unless told')
  .option('--alert-minutes-ask <minutes>', 'the same where it was unclear; 1440 unless told')
  .option('--self-referrals-per-day <count>', 'how many people without an invite may begin in a day')
  .option('--quiet-from <time>', 'from then on nobody is reminded or asked anything that can wait, such as 20:00')
  .option('--quiet-until <time>', 'until then, such as 08:00')
  .option('--record-years <years>', 'how long a plan that both agreed to is kept after its client was erased; 0: not at all')
  .option('--idle-months <months>', 'who was silent so long is erased; 0: nobody is')
  .option('--new-clients <how>', 'self-referral: whoever writes may begin; invited-only: only people with an invite');

type Out = (text: string) => void;

/** Commands for a practice's administrator. Each says what it did; a fault is thrown. */
function createProgram(out: Out, err: Out): Command {
  const program = new Command('cairn')
    .description('Administration of Cairn: practices, therapists, clients, and the words it speaks.')
    .configureOutput({ writeOut: out, writeErr: err })
    .showHelpAfterError('Add --help to see what a command takes.')
    .exitOverride();
  const print = (line: string): void => out(`${line}\n`);

  const practice = program.command('practice').description('Practices: the groups of therapists that use this Cairn.');
  practice.command('list').description('List the practices.').action(() => withApp(async (app) => {
    const rows = await app.store.prisma.practice.findMany({ orderBy: { name: 'asc' }, include: { _count: { select: { therapists: true, clients: true } } } });
    print(table(rows.map(({ slug, name, contact, country, minimumAge, reviewMonths, newClients, _count }) => ({ slug, name, contact, country, minimumAge, reviewMonths, newClients, therapists: _count.therapists, clients: _count.clients }))));
  }));
  withSettings(practice.command('add <slug>')).description('Add a practice; its chat is at /p/<slug>.').action((slug: string, options) => {
    const settings = parse(z.strictObject({ ...optional(practiceSettings), slug: shortName, name: practiceSettings.name, contact: practiceSettings.contact }), { slug, ...options });
    return withApp(async (app) => {
      await addPractice(app, settings);
      print(`Added. Clients begin at ${app.publicUrl}/p/${slug} once the practice has a therapist.`);
    });
  });
  withSettings(practice.command('set <slug>')).description('Change settings of a practice.').action((slug: string, options) => {
    const settings = parse(z.strictObject(optional(practiceSettings)), options);
    if (Object.keys(settings).length === 0) throw new CairnError('invalid-input', 'There is nothing to change yet.', { remedy: 'Name a setting; --help lists them.' });
    return withApp(async (app) => {
      await changePractice(app, slug, settings);
      print('Changed.');
    });
  });

  const therapist = program.command('therapist').description('Therapists of a practice.');
  therapist.command('list <practice>').description('List the therapists of a practice.').action((slug: string) => withApp(async (app) => {
    const { id } = await practiceBySlug(app, slug);
    const rows = await app.store.prisma.therapist.findMany({ where: { practiceId: id }, orderBy: { name: 'asc' } });
    print(table(rows.map(({ name, email, orientations, takesNew }) => ({ name, email, orientations: orientations.join(', '), takesNew }))));
  }));
  therapist.command('add <practice>').description('Add a therapist, and print a link to their desk.')
    .requiredOption('--name <name>', 'as clients read it')
    .requiredOption('--email <address>', 'where their mail goes')
    .option('--orientations <ids>', 'how they work, separated by commas: cbt,act', '')
    .option('--language <code>', 'the language of their pages and mail', 'en')
    .option('--no-takes-new', 'new clients who bring no invite go to somebody else')
    .action((slug: string, options) => {
      const fields = parse(therapistFields, options);
      return withApp(async (app) => {
        const { id } = await practiceBySlug(app, slug);
        await addTherapist(app, { practiceId: id, ...fields });
        print(`Added. Their desk: ${await deskLink(app, slug, fields.email)}`);
      });
    });
  therapist.command('desk-link <practice> <email>').description('A fresh link to a therapist\'s desk. Give it to nobody else.').action((slug: string, address: string) => {
    const whose = parse(email, address, 'The therapist');
    return withApp(async (app) => print(await deskLink(app, slug, whose)));
  });
  therapist.command('revoke-links <practice> <email>').description('End every link of a therapist, for instance after a lost phone.').action((slug: string, address: string) => {
    const whose = parse(email, address, 'The therapist');
    return withApp(async (app) => {
      await revokeTherapistLinks(app, slug, whose);
      print('Every link of theirs has ended. The next mail brings a new one.');
    });
  });

  therapist.command('chat-code <practice> <email>').description('A code that makes a chat on Slack, Teams or Discord one of a therapist\'s: they send it to Cairn there.').action((slug: string, address: string) => {
    const whose = parse(email, address, 'The therapist');
    return withApp(async (app) => {
      const { id, practiceId } = await therapistByEmail(app, slug, whose);
      const { code, minutes } = await makeTherapistCode(app, { practiceId, therapistId: id });
      print(`${code}   good for ${minutes} minutes, once. Give it to nobody else.`);
    });
  });
  therapist.command('notices <practice> <email> [channels]').description('Where a therapist\'s notices go, the first that works: slack,mail. Without channels: their chats, then mail.').action((slug: string, address: string, list = '') => {
    const whose = parse(email, address, 'The therapist');
    const routes = parse(noticeRoutes, list, 'The list of channels');
    return withApp(async (app) => {
      await setNoticeRoutes(app, slug, whose, routes);
      print('Changed.');
    });
  });
  therapist.command('disconnect-chats <practice> <email>').description('Disconnect every chat of a therapist, for instance after a lost phone. Mail stays.').action((slug: string, address: string) => {
    const whose = parse(email, address, 'The therapist');
    return withApp(async (app) => {
      const count = await disconnectChats(app, (await therapistByEmail(app, slug, whose)).id);
      print(count === 0 ? 'They had none.' : `Disconnected: ${count}.`);
    });
  });

  const client = program.command('client').description('Clients of a practice, by id: their words are never shown here.');
  client.command('list <practice>').description('List the clients of a practice, with where their plan stands.').action((slug: string) => withApp(async (app) => {
    const { id } = await practiceBySlug(app, slug);
    const rows = await app.store.prisma.client.findMany({ where: { practiceId: id }, orderBy: { createdAt: 'asc' }, include: { therapist: true, plans: { select: { status: true } } } });
    print(table(rows.map((row) => ({ id: row.id, therapist: row.therapist?.name ?? '', since: row.createdAt.toISOString().slice(0, 10), plan: row.plans.at(-1)?.status ?? 'none yet' }))));
  }));
  client.command('erase <client> <practice>').description('Erase a client and all they wrote, for good. What both agreed to is kept apart as long as the practice keeps records.').action((id: string, slug: string) => {
    const whom = parse(z.uuid({ error: 'must be an id from: npm run cairn -- client list <practice>' }), id, 'The client');
    return withApp(async (app) => {
      const { id: practiceId } = await practiceBySlug(app, slug);
      const theirs = await app.store.prisma.client.count({ where: { id: whom, practiceId } });
      if (theirs === 0 || !(await eraseClient(app, whom, 'practice-asked'))) {
        throw new CairnError('not-found', `"${slug}" has no such client.`, { remedy: `List them with: npm run cairn -- client list ${slug}` });
      }
      print('Erased. What was agreed is kept apart if the practice keeps records; the therapist is told.');
    });
  });
  client.command('assign <client> <practice> <email>').description('Give a client to another therapist of the practice.').action((id: string, slug: string, address: string) => {
    const whom = parse(z.uuid({ error: 'must be an id from: npm run cairn -- client list <practice>' }), id, 'The client');
    const to = parse(email, address, 'The therapist');
    return withApp(async (app) => {
      await assignClient(app, whom, slug, to);
      print('Assigned. Links to this client\'s plans have ended; the next mail brings new ones.');
    });
  });

  client.command('invite <practice>').description('Invite a client: a link for the web chat, and a code to type on any platform. Either works once.')
    .requiredOption('--therapist <email>', 'whose client they become')
    .action((slug: string, options: { therapist: string }) => {
      const whose = parse(email, options.therapist, 'The therapist');
      return withApp(async (app) => {
        const { id, practiceId } = await therapistByEmail(app, slug, whose);
        const { link, code, expiresAt } = await inviteClient(app, { practiceId, therapistId: id });
        print(`On the web: ${link}\nTo type on Slack, Teams, Discord or the web: ${code}\nGood until ${expiresAt.toISOString().slice(0, 10)}, for one person.`);
      });
    });

  client.command('revoke-invites <practice>').description('End the invites of a therapist that nobody has used yet.')
    .requiredOption('--therapist <email>', 'whose invites')
    .action((slug: string, options: { therapist: string }) => {
      const whose = parse(email, options.therapist, 'The therapist');
      return withApp(async (app) => {
        const count = await endInvites(app, (await therapistByEmail(app, slug, whose)).id);
        print(count === 0 ? 'There were none.' : `Ended: ${count}.`);
      });
    });

  const workspace = program.command('workspace').description('Which practice the people of a Slack team, a Teams tenant or Discord belong to.');
  workspace.command('list').description('List the workspaces that belong to a practice.').action(() => withApp(async (app) => {
    const rows = await listWorkspaces(app.store.prisma);
    print(table(rows.map(({ channel, workspace: id, practice: { slug } }) => ({ channel, workspace: id, practice: slug }))));
  }));
  workspace.command('add <channel> <workspace> <practice>').description('Give a workspace to a practice: slack T024BE7LD willow. Discord has no workspaces: write "-".').action((name: string, id: string, slug: string) => {
    const channel = parse(chatPlatform, name, 'The channel');
    return withApp(async (app) => {
      await addWorkspace(app, channel, workspaceId(id), slug);
      print('Added. Whoever writes from there first becomes a client of that practice.');
    });
  });
  workspace.command('remove <channel> <workspace>').description('Take a workspace from its practice. People who have written from there stay where they are.').action((name: string, id: string) => {
    const channel = parse(chatPlatform, name, 'The channel');
    return withApp(async (app) => {
      await removeWorkspace(app, channel, workspaceId(id));
      print('Removed.');
    });
  });

  program.command('doctor').description('Look at everything that has to be right, and say what to do about what is not.').action(async () => {
    let faults = 0;
    for await (const { ok, what, remedy } of examine()) {
      print(`${ok ? 'ok    ' : 'FAULT '} ${what}${!ok && remedy ? `\n        ${remedy}` : ''}`);
      if (!ok) faults += 1;
    }
    if (faults > 0) throw new CairnError('config-invalid', faults === 1 ? 'One thing needs to be put right.' : `${faults} things need to be put right.`);
    print('Everything is as it should be.');
  });

  addSecurityCommands(program, { withApp, print });
  addTeamsCommands(program, { print });
  addSafetyCommands(program, { withApp, print, table });

  const flow = program.command('flow').description('The words and questions in flows/.');
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
  return program;
}

/** Rows under the names of their columns, each as wide as its widest value. */
function table(rows: Record<string, unknown>[]): string {
  if (rows.length === 0) return 'None yet.';
  const names = Object.keys(rows[0]!);
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  return cells.map((line) => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n');
}

function optional<S extends Record<string, z.ZodType>>(shape: S): { [K in keyof S]: z.ZodOptional<S[K]> } {
  return Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.optional()])) as never;
}

/** `subject`: what the value is called, where it has no option's name. */
function parse<T>(schema: z.ZodType<T>, value: unknown, subject = ''): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CairnError('invalid-input', parsed.error.issues.map((issue) => `${issue.path.length ? named(String(issue.path[0])) : subject} ${issue.message}`).join('\n'));
}

/** A setting as it is written on the command line. */
const named = (setting: string): string => (setting === 'slug' ? 'The short name' : `--${setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);

/** Carries out one command, such as `['practice', 'list']`. Gives the exit code: 0, or 1 when it could not be done. */
export async function runCommand(values: string[], out: Out, err: Out): Promise<number> {
  try {
    await createProgram(out, err).parseAsync(values, { from: 'user' });
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
