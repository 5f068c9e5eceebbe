import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { addPractice, addTherapist, assignClient, changePractice, deskLink, practiceBySlug, revokeTherapistLinks } from './actions/admin.ts';
import type { App } from './actions/app.ts';
import { readConfig } from './config.ts';
import { flowGraph } from './core/flow/graph.ts';
import { jsonSchemas } from './core/flow/json-schemas.ts';
import { CairnError } from './errors.ts';
import { explain, openApp } from './main.ts';
import { checkFlows, loadFlows } from './store/load-flows.ts';

/** Commands for a practice's administrator. Each says what it did, or what to do instead; a fault ends with exit code 1. */
const program = new Command('cairn')
  .description('Administration of Cairn: practices, therapists, clients, and the words it speaks.')
  .showHelpAfterError('Add --help to see what a command takes.');

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const table = (rows: Record<string, unknown>[]): void => (rows.length ? console.table(rows) : print('None yet.'));

/** Opens the database for one command. The embedded database belongs to one process: stop Cairn first. */
async function withApp(work: (app: App) => Promise<void>): Promise<void> {
  const { app, close } = await openApp({ ...readConfig(), logLevel: 'silent' });
  try {
    await work(app);
  } finally {
    await close();
  }
}

const practice = program.command('practice').description('Practices: the groups of therapists that use this Cairn.');
practice.command('list').description('List the practices.').action(() => withApp(async (app) => {
  const rows = await app.store.prisma.practice.findMany({ orderBy: { name: 'asc' }, include: { _count: { select: { therapists: true, clients: true } } } });
  table(rows.map(({ slug, name, contact, country, minimumAge, reviewMonths, _count }) => ({ slug, name, contact, country, minimumAge, reviewMonths, therapists: _count.therapists, clients: _count.clients })));
}));
const words = (most: number) => z.string({ error: 'is needed' }).trim().min(1, { error: 'must not be empty' }).max(most, { error: `must have no more than ${most} characters` });
const whole = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};
const email = z.string().trim().toLowerCase().pipe(z.email({ error: 'must be a mail address such as robin@example.org' }));
const practiceSettings = {
  name: words(200),
  contact: words(500),
  accent: z.string().regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour such as #2f6f62' }),
  country: z.string().regex(/^[A-Z]{2}$/, { error: 'must be two capital letters such as IE' }),
  language: words(5),
  minimumAge: whole(0, 120),
  reviewMonths: whole(1, 24),
};
const withSettings = (command: Command): Command => command
  .option('--name <name>', 'as clients read it')
  .option('--contact <text>', 'how a client reaches a person there, shown as it stands')
  .option('--accent <colour>', 'one colour of your own, such as #2f6f62')
  .option('--country <code>', 'two letters, such as IE')
  .option('--language <code>', 'the language new clients are met in')
  .option('--minimum-age <years>', 'younger people are led to a person instead')
  .option('--review-months <months>', 'when a plan is looked at again, unless the client says otherwise');
withSettings(practice.command('add <slug>')).description('Add a practice; its chat is at /p/<slug>.').action((slug: string, options) => withApp(async (app) => {
  const settings = parse(z.strictObject({ slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, { error: 'must be small letters, digits and hyphens' }), ...optional(practiceSettings), name: practiceSettings.name, contact: practiceSettings.contact }), { slug, ...options });
  await addPractice(app, settings);
  print(`Added. Clients begin at ${app.publicUrl}/p/${slug} once the practice has a therapist.`);
}));
withSettings(practice.command('set <slug>')).description('Change settings of a practice.').action((slug: string, options) => withApp(async (app) => {
  const settings = parse(z.strictObject(optional(practiceSettings)), options);
  if (Object.keys(settings).length === 0) throw new CairnError('invalid-input', 'There is nothing to change yet.', { remedy: 'Name a setting; --help lists them.' });
  await changePractice(app, slug, settings);
  print('Changed.');
}));

const therapist = program.command('therapist').description('Therapists of a practice.');
therapist.command('list <practice>').description('List the therapists of a practice.').action((slug: string) => withApp(async (app) => {
  const { id } = await practiceBySlug(app, slug);
  const rows = await app.store.prisma.therapist.findMany({ where: { practiceId: id }, orderBy: { name: 'asc' } });
  table(rows.map(({ name, email, orientations, takesNew }) => ({ name, email, orientations: orientations.join(', '), takesNew })));
}));
therapist.command('add <practice>').description('Add a therapist, and print a link to their desk.')
  .requiredOption('--name <name>', 'as clients read it')
  .requiredOption('--email <address>', 'where their mail goes')
  .option('--orientations <ids>', 'how they work, separated by commas: cbt,act', '')
  .option('--language <code>', 'the language of their pages and mail', 'en')
  .option('--no-takes-new', 'new clients who bring no invite go to somebody else')
  .action((slug: string, options) => withApp(async (app) => {
    const { id } = await practiceBySlug(app, slug);
    const fields = parse(z.object({ name: words(200), email, language: words(5), takesNew: z.boolean(), orientations: z.string().transform((list) => list.split(',').map((each) => each.trim()).filter(Boolean)) }), options);
    await addTherapist(app, { practiceId: id, ...fields });
    print(`Added. Their desk: ${await deskLink(app, slug, fields.email)}`);
  }));
therapist.command('desk-link <practice> <email>').description('A fresh link to a therapist\'s desk. Give it to nobody else.')
  .action((slug: string, address: string) => withApp(async (app) => print(await deskLink(app, slug, parse(email, address, 'The therapist')))));
therapist.command('revoke-links <practice> <email>').description('End every link of a therapist, for instance after a lost phone.')
  .action((slug: string, address: string) => withApp(async (app) => {
    await revokeTherapistLinks(app, slug, parse(email, address, 'The therapist'));
    print('Every link of theirs has ended. The next mail brings a new one.');
  }));

const client = program.command('client').description('Clients of a practice, by id: their words are never shown here.');
client.command('list <practice>').description('List the clients of a practice, with where their plan stands.').action((slug: string) => withApp(async (app) => {
  const { id } = await practiceBySlug(app, slug);
  const rows = await app.store.prisma.client.findMany({ where: { practiceId: id }, orderBy: { createdAt: 'asc' }, include: { therapist: true, plans: { select: { status: true } } } });
  table(rows.map((row) => ({ id: row.id, therapist: row.therapist?.name ?? '', since: row.createdAt.toISOString().slice(0, 10), plan: row.plans.at(-1)?.status ?? 'none yet' })));
}));
client.command('assign <client> <practice> <email>').description('Give a client to another therapist of the practice.')
  .action((id: string, slug: string, address: string) => withApp(async (app) => {
    await assignClient(app, parse(z.uuid({ error: 'must be an id from: npm run cairn -- client list <practice>' }), id, 'The client'), slug, parse(email, address, 'The therapist'));
    print('Assigned. Links to this client\'s plans have ended; the next mail brings new ones.');
  }));

const flow = program.command('flow').description('The words and questions in flows/.');
flow.command('check').description('Report every author mistake, with file, line and what to do.').action(() => {
  const { mistakes } = checkFlows(readConfig().flowsDir);
  for (const { file, line, step, message, remedy } of mistakes) print(`${file}${line ? `:${line}` : ''}${step ? `  (${step})` : ''}\n    ${message}\n    ${remedy}`);
  if (mistakes.length === 0) return print('No mistakes.');
  print(`\n${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}.`);
  process.exitCode = 1;
});
flow.command('graph <name>').description('Write a flow as a Mermaid statechart.').option('--language <code>', 'the language of the labels', 'en').action((name: string, { language }) => {
  const { flows } = loadFlows(readConfig().flowsDir);
  const found = flows.find(({ definition }) => definition.flow === name);
  if (!found) throw new CairnError('not-found', `There is no flow called "${name}".`, { remedy: `There are: ${flows.map(({ definition }) => definition.flow).join(', ')}.` });
  process.stdout.write(flowGraph(found.definition, found.wordings[language] ?? Object.values(found.wordings)[0]!));
});
flow.command('schema').description('Write the JSON Schemas that editors use beside the flows.').action(async () => {
  const directory = path.join(readConfig().flowsDir, 'schema');
  await mkdir(directory, { recursive: true });
  for (const [name, schema] of Object.entries(jsonSchemas())) await writeFile(path.join(directory, name), `${JSON.stringify(schema, null, 2)}\n`);
  print(`Written to ${directory}.`);
});

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

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error, 'The command could not be carried out')}\n`);
  process.exitCode = 1;
}
