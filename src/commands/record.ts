import type { Command } from 'commander';
import { z } from 'zod';
import { practiceBySlug } from '../actions/admin.ts';
import { readRecord, recordsKept } from '../actions/read-record.ts';
import { parse } from './input.ts';
import { table, type Tools } from './tools.ts';

export function addCommands(record: Command, { withApp, print, out }: Tools): void {
  record.command('list <practice>').description('List what is kept of clients who were erased, and until when.').action((slug: string) => withApp(async (app) => {
    const { id } = await practiceBySlug(app, slug);
    const day = (date: Date): string => date.toISOString().slice(0, 10);
    print(table((await recordsKept(app, id)).map((kept) => ({ id: kept.id, client: kept.clientId, erased: day(kept.erasedAt), until: day(kept.keepUntil) }))));
  }));
  record.command('read <record> <practice>').description('Print one as JSON: the plans both agreed to, and the consents. That it was read is put on record.').action((written: string, slug: string) => {
    const id = parse(z.uuid({ error: 'must be an id from: npm run cairn -- record list <practice>' }), written, 'The record');
    return withApp(async (app) => {
      const practice = await practiceBySlug(app, slug);
      out(`${JSON.stringify(await readRecord(app, practice.id, id), null, 2)}\n`);
    });
  });
}
