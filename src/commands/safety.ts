import type { Command } from 'commander';
import { practiceBySlug, setBackup } from '../actions/admin.ts';
import type { App } from '../actions/app.ts';

interface Around {
  withApp(work: (app: App) => Promise<void>): Promise<void>;
  print(line: string): void;
  table(rows: Record<string, unknown>[]): string;
}

/** Who is told of danger, and which alerts are open. Never a word of what was heard. */
export function addSafetyCommands(program: Command, { withApp, print, table }: Around): void {
  const safety = program.command('safety').description('Safety alerts: who is told of danger, and what is open.');
  safety.command('list <practice>').description('List the alerts that no therapist has cleared yet, by client id.').action((slug: string) => withApp(async (app) => {
    const { id } = await practiceBySlug(app, slug);
    const rows = await app.store.prisma.safetyAlert.findMany({
      where: { practiceId: id, clearedAt: null }, orderBy: { openedAt: 'asc' }, include: { client: { select: { therapist: { select: { name: true } } } } },
    });
    const time = (at: Date | null): string => at?.toISOString().slice(0, 16).replace('T', ' ') ?? 'not yet';
    print(table(rows.map(({ clientId, client, level, openedAt, told, acknowledgedAt }) => ({
      client: clientId, therapist: client.therapist?.name ?? '', level, opened: time(openedAt), told, seen: time(acknowledgedAt),
    }))));
  }));
  safety.command('stand-in <practice> <therapist> [colleague]')
    .description('Who is told when a therapist has not seen an alert in time, by mail address. Without a colleague: nobody.')
    .action((slug: string, therapist: string, colleague: string | undefined) => withApp(async (app) => {
      await setBackup(app, slug, therapist.trim().toLowerCase(), colleague?.trim().toLowerCase() ?? null);
      print('Changed.');
    }));
}
