import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { addPractice, addTherapist, assignClient, deskLink, practiceBySlug, revokeTherapistLinks } from './actions/admin.ts';
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
practice.command('list').action(() => withApp(async (app) => {
  const rows = await app.store.prisma.practice.findMany({ orderBy: { name: 'asc' }, include: { _count: { select: { therapists: true, clients: true } } } });
  table(rows.map(({ slug, name, contact, country, minimumAge, reviewMonths, _count }) => ({ slug, name, contact, country, minimumAge, reviewMonths, therapists: _count.therapists, clients: _count.clients })));
}));
const practiceSettings = {
  name: z.string().min(1).max(200),
  contact: z.string().min(1).max(500),
  accent: z.string().regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour such as #2f6f62' }),
  country: z.string().regex(/^[A-Z]{2}$/, { error: 'must be two capital letters such as IE' }),
  language: z.string().regex(/^[a-z]{2}$/),
  minimumAge: z.coerce.number().int().min(0).max(120),
  reviewMonths: z.coerce.number().int().min(1).max(24),
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
  const { id } = await practiceBySlug(app, slug);
  await app.store.prisma.practice.update({ where: { id }, data: parse(z.strictObject(optional(practiceSettings)), options) });
  print('Changed.');
}));

const therapist = program.command('therapist').description('Therapists of a practice.');
therapist.command('list <practice>').action((slug: string) => withApp(async (app) => {
  const { id } = await practiceBySlug(app, slug);
  const rows = await app.store.prisma.therapist.findMany({ where: { practiceId: id }, orderBy: { name: 'asc' } });
  table(rows.map(({ name, email, orientations, takesNew }) => ({ name, email, orientations: orientations.join(', '), takesNew })));
}));
therapist.command('add <practice>')
  .requiredOption('--name <name>', 'as clients read it')
  .requiredOption('--email <address>', 'where their mail goes')
  .option('--orientations <ids>', 'how they work, separated by commas: cbt,act', '')
  .option('--language <code>', 'the language of their pages and mail', 'en')
  .option('--no-takes-new', 'new clients who bring no invite go to somebody else')
  .action((slug: string, options) => withApp(async (app) => {
    const { id } = await practiceBySlug(app, slug);
    const fields = parse(z.object({ name: z.string().min(1).max(200), email: z.email(), language: z.string(), takesNew: z.boolean(), orientations: z.string().transform((list) => list.split(',').map((each) => each.trim()).filter(Boolean)) }), options);
    await addTherapist(app, { practiceId: id, ...fields });
    print(`Added. Their desk: ${await deskLink(app, slug, fields.email)}`);
  }));
therapist.command('desk-link <practice> <email>').description('A fresh link to a therapist\'s desk. Give it to nobody else.')
  .action((slug: string, email: string) => withApp(async (app) => print(await deskLink(app, slug, email))));
therapist.command('revoke-links <practice> <email>').description('End every link of a therapist, for instance after a lost phone.')
  .action((slug: string, email: string) => withApp(async (app) => {
    await revokeTherapistLinks(app, slug, email);
    print('Every link of theirs has ended. The next mail brings a new one.');
  }));

const client = program.command('client').description('Clients of a practice, by id: their words are never shown here.');
client.command('list <practice>').action((slug: string) => withApp(async (app) => {
  const { id } = await practiceBySlug(app, slug);
  const rows = await app.store.prisma.client.findMany({ where: { practiceId: id }, orderBy: { createdAt: 'asc' }, include: { therapist: true, plans: { select: { status: true } } } });
  table(rows.map((row) => ({ id: row.id, therapist: row.therapist?.name ?? '', since: row.createdAt.toISOString().slice(0, 10), plan: row.plans.at(-1)?.status ?? 'none yet' })));
}));
client.command('assign <client> <practice> <email>').description('Give a client to another therapist of the practice.')
  .action((id: string, slug: string, email: string) => withApp(async (app) => {
    await assignClient(app, parse(z.uuid({ error: 'must be a client id from: npm run cairn -- client list <practice>' }), id), slug, email);
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
flow.command('schema').description('Write the JSON Schemas that editors use into flows/schema.').action(async () => {
  for (const [name, schema] of Object.entries(jsonSchemas())) await writeFile(`flows/schema/${name}`, `${JSON.stringify(schema, null, 2)}\n`);
  print('Written to flows/schema.');
});

function optional<S extends Record<string, z.ZodType>>(shape: S): { [K in keyof S]: z.ZodOptional<S[K]> } {
  return Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.optional()])) as never;
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CairnError('invalid-input', parsed.error.issues.map(({ path, message }) => `${path.length ? `--${path.join('.')} ` : ''}${message}`).join('\n'));
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
