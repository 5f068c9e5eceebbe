import type { Command } from 'commander';
import { z } from 'zod';
import { addPractice, changePractice, practiceBySlug } from '../actions/admin.ts';
import { intakeSteps } from '../actions/intake-progress.ts';
import { FEWEST, STOPPED_AFTER_DAYS } from '../core/intake/steps.ts';
import { isTimeOfDay } from '../core/living/quiet.ts';
import { CairnError } from '../errors.ts';
import { email, list, parse, whole, words } from './input.ts';
import { table, type Tools } from './tools.ts';

const timeOfDay = z.string().refine(isTimeOfDay, { error: 'must be a time of day such as 20:00' });
const shortName = z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, { error: 'must be small letters, digits and hyphens' });

const settings = {
  name: words(200),
  contact: words(500),
  accent: z.string().regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour such as #2f6f62' }),
  country: z.string().regex(/^[A-Z]{2}$/, { error: 'must be two capital letters such as IE' }),
  language: words(5),
  alsoSpeaks: list,
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
const changed = z.strictObject(settings).partial();
const added = changed.extend({ slug: shortName, name: settings.name, contact: settings.contact });

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

export function addCommands(practice: Command, { withApp, print }: Tools): void {
  practice.command('list').description('List the practices.').action(() => withApp(async ({ store }) => {
    const rows = await store.prisma.practice.findMany({ orderBy: { name: 'asc' }, include: { _count: { select: { therapists: true, clients: true } } } });
    print(table(rows.map(({ slug, name, contact, country, minimumAge, reviewMonths, newClients, _count }) => ({ slug, name, contact, country, minimumAge, reviewMonths, newClients, therapists: _count.therapists, clients: _count.clients }))));
  }));
  withSettings(practice.command('add <slug>')).description('Add a practice; its chat is at /p/<slug>.').action((slug: string, options) => {
    const fields = parse(added, { slug, ...options });
    return withApp(async (app) => {
      await addPractice(app, fields);
      print(`Added. Clients begin at ${app.publicUrl}/p/${slug} once the practice has a therapist.`);
    });
  });
  practice.command('steps <slug>').description('How far people come in the intake, in numbers that nobody can be found in.').action((slug: string) => withApp(async (app) => {
    const { groups, finished, underWay, labels } = await intakeSteps(app, (await practiceBySlug(app, slug)).id);
    const name = (topic: string | null | undefined): string => (topic == null ? 'before the first answer' : labels[topic]!);
    if (groups.length === 0) print('Too few people have stopped yet to say where.');
    else print(table(groups.map(({ topics, reached, stopped }) => ({
      topics: topics.length === 1 ? name(topics[0]) : `${name(topics[0])} – ${name(topics.at(-1))}`, reached, 'came no further': stopped ?? `fewer than ${FEWEST} finished`,
    }))));
    print(`Finished: ${finished ?? `fewer than ${FEWEST}`}. Under way: ${underWay ?? `fewer than ${FEWEST}`}.`);
    print(`Whoever has not finished and has written nothing for ${STOPPED_AFTER_DAYS} days has stopped. Numbers under ${FEWEST} are not told; neighbours are counted together where one could be worked out.`);
  }));
  withSettings(practice.command('set <slug>')).description('Change settings of a practice.').action((slug: string, options) => {
    const fields = parse(changed, options);
    if (Object.keys(fields).length === 0) throw new CairnError('invalid-input', 'There is nothing to change yet.', { remedy: 'Name a setting; --help lists them.' });
    return withApp(async (app) => {
      await changePractice(app, slug, fields);
      print('Changed.');
    });
  });
}
