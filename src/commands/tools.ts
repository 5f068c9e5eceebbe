import type { App } from '../actions/app.ts';
import { readConfig } from '../config.ts';

export type Out = (text: string) => void;

/** What every command works with. */
export interface Tools {
  /** Opens the database for one command. The embedded database belongs to one process: stop Cairn first. */
  withApp(work: (app: App) => Promise<void>): Promise<void>;
  /** A line for whoever gave the command. */
  print(line: string): void;
  /** The same as it stands, for what another program reads. */
  out: Out;
}

export const toolsFor = (out: Out): Tools => ({
  async withApp(work) {
    // Read here, so that help and mistakes are answered without all of Cairn.
    const { openApp } = await import('../main.ts');
    const { app, close } = await openApp({ ...readConfig(), logLevel: 'silent' });
    try {
      await work(app);
    } finally {
      await close();
    }
  },
  print: (line) => out(`${line}\n`),
  out,
});

/** Rows under the names of their columns, each as wide as its widest value. */
export function table(rows: Record<string, unknown>[]): string {
  if (rows.length === 0) return 'None yet.';
  const names = Object.keys(rows[0]!);
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  return cells.map((line) => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n');
}
