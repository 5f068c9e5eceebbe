import type { Command } from 'commander';
import { assignClient, practiceBySlug, therapistByEmail } from '../actions/admin.ts';
import { eraseClient } from '../actions/erase-client.ts';
import { endInvites, inviteClient } from '../actions/invites.ts';
import { CairnError } from '../errors.ts';
import { clientsId, therapistsAddress } from './input.ts';
import { table, type Tools } from './tools.ts';

export function addCommands(client: Command, { withApp, print }: Tools): void {
  client.command('list <practice>').description('List the clients of a practice who have written, with where their plan stands.').action((slug: string) => withApp(async (app) => {
    const { id } = await practiceBySlug(app, slug);
    // A chat that was opened and left without a word is nobody's yet.
    const wrote = { OR: [{ accounts: { some: { inbound: { some: {} } } } }, { conversations: { some: { answers: { some: {} } } } }] };
    const rows = await app.store.prisma.client.findMany({ where: { practiceId: id, ...wrote }, orderBy: { createdAt: 'asc' }, include: { therapist: true, plans: { select: { status: true } } } });
    print(table(rows.map((row) => ({ id: row.id, therapist: row.therapist?.name ?? '', since: row.createdAt.toISOString().slice(0, 10), plan: row.plans.at(-1)?.status ?? 'none yet' }))));
  }));
  client.command('erase <client> <practice>').description('Erase a client and all they wrote, for good. What both agreed to is kept apart as long as the practice keeps records.').action((id: string, slug: string) => {
    const whom = clientsId(id);
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
    const [whom, to] = [clientsId(id), therapistsAddress(address)];
    return withApp(async (app) => {
      await assignClient(app, whom, slug, to);
      print('Assigned. Links to this client\'s plans have ended; the next mail brings new ones.');
    });
  });
  client.command('invite <practice>').description('Invite a client: a link for the web chat, and a code to type on any platform. Either works once.')
    .requiredOption('--therapist <email>', 'whose client they become')
    .action((slug: string, options: { therapist: string }) => {
      const whose = therapistsAddress(options.therapist);
      return withApp(async (app) => {
        const { id, practiceId } = await therapistByEmail(app, slug, whose);
        const { link, code, expiresAt } = await inviteClient(app, { practiceId, therapistId: id });
        print(`On the web: ${link}\nTo type on Slack, Teams, Discord or the web: ${code}\nGood until ${expiresAt.toISOString().slice(0, 10)}, for one person.`);
      });
    });
  client.command('revoke-invites <practice>').description('End the invites of a therapist that nobody has used yet.')
    .requiredOption('--therapist <email>', 'whose invites')
    .action((slug: string, options: { therapist: string }) => {
      const whose = therapistsAddress(options.therapist);
      return withApp(async (app) => {
        const count = await endInvites(app, (await therapistByEmail(app, slug, whose)).id);
        print(count === 0 ? 'There were none.' : `Ended: ${count}.`);
      });
    });
}
