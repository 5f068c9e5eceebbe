import type { Command } from 'commander';
import { z } from 'zod';
import { addTherapist, deskLink, practiceBySlug, revokeTherapistLinks, therapistByEmail } from '../actions/admin.ts';
import { disconnectChats, makeTherapistCode } from '../actions/link-therapist.ts';
import { noticeChannels, setTherapistSettings } from '../actions/therapist-settings.ts';
import { CairnError } from '../errors.ts';
import { email, list, parse, therapistsAddress, words } from './input.ts';
import { table, type Tools } from './tools.ts';

const added = z.object({ name: words(200), email, language: words(5), takesNew: z.boolean(), orientations: list });
const changed = z.strictObject({ language: words(5), timeZone: words(100), reminders: z.enum(['on', 'off'], { error: 'must be on or off' }) }).partial();
const noticeRoutes = list.pipe(z.array(z.enum(noticeChannels, { error: 'may name slack, teams, discord and mail' })));

export function addCommands(therapist: Command, { withApp, print }: Tools): void {
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
      const fields = parse(added, options);
      return withApp(async (app) => {
        const { id } = await practiceBySlug(app, slug);
        await addTherapist(app, { practiceId: id, ...fields });
        print(`Added. Their desk: ${await deskLink(app, slug, fields.email)}`);
      });
    });
  therapist.command('set <practice> <email>').description('Change what a therapist would otherwise change on their desk.')
    .option('--language <code>', 'the language of their pages and mail')
    .option('--time-zone <name>', 'when it is night for them, such as Europe/Madrid; "default": as Cairn itself is set')
    .option('--reminders <wish>', 'on or off: of plans that wait for them')
    .action((slug: string, address: string, options) => {
      const whose = therapistsAddress(address);
      const { language, timeZone, reminders } = parse(changed, options);
      if (Object.keys(options).length === 0) throw new CairnError('invalid-input', 'There is nothing to change yet.', { remedy: 'Name a setting; --help lists them.' });
      return withApp(async (app) => {
        await setTherapistSettings(app, (await therapistByEmail(app, slug, whose)).id, {
          ...(language !== undefined && { language }),
          ...(timeZone !== undefined && { timeZone: timeZone === 'default' ? null : timeZone }),
          ...(reminders !== undefined && { remindersOff: reminders === 'off' }),
        });
        print('Changed.');
      });
    });
  therapist.command('desk-link <practice> <email>').description('A fresh link to a therapist\'s desk. Give it to nobody else.').action((slug: string, address: string) => {
    const whose = therapistsAddress(address);
    return withApp(async (app) => print(await deskLink(app, slug, whose)));
  });
  therapist.command('revoke-links <practice> <email>').description('End every link of a therapist, for instance after a lost phone.').action((slug: string, address: string) => {
    const whose = therapistsAddress(address);
    return withApp(async (app) => {
      await revokeTherapistLinks(app, slug, whose);
      print('Every link of theirs has ended. The next mail brings a new one.');
    });
  });
  therapist.command('chat-code <practice> <email>').description('A code that makes a chat on Slack, Teams or Discord one of a therapist\'s: they send it to Cairn there.').action((slug: string, address: string) => {
    const whose = therapistsAddress(address);
    return withApp(async (app) => {
      const { id, practiceId } = await therapistByEmail(app, slug, whose);
      const { code, minutes } = await makeTherapistCode(app, { practiceId, therapistId: id });
      print(`${code}   good for ${minutes} minutes, once. Give it to nobody else.`);
    });
  });
  therapist.command('notices <practice> <email> [channels]').description('Where a therapist\'s notices go, the first that works: slack,mail. Without channels: their chats, then mail.').action((slug: string, address: string, channels = '') => {
    const whose = therapistsAddress(address);
    const routes = parse(noticeRoutes, channels, 'The list of channels');
    return withApp(async (app) => {
      await setTherapistSettings(app, (await therapistByEmail(app, slug, whose)).id, { noticeRoutes: routes });
      print('Changed.');
    });
  });
  therapist.command('disconnect-chats <practice> <email>').description('Disconnect every chat of a therapist, for instance after a lost phone. Mail stays.').action((slug: string, address: string) => {
    const whose = therapistsAddress(address);
    return withApp(async (app) => {
      const count = await disconnectChats(app, (await therapistByEmail(app, slug, whose)).id);
      print(count === 0 ? 'They had none.' : `Disconnected: ${count}.`);
    });
  });
}
