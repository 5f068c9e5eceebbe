import type { Sender } from '../channels/channel.ts';
import type { App } from './app.ts';

const MOST_PER_PERSON = 5;
/** Whoever makes many accounts to guess with gets no further: some 10^13 codes are possible. */
const MOST_PER_WORKSPACE = 100;
const WITHIN_MS = 3_600_000;

/** Instants of wrong codes, by who tried, for each Cairn in this process. They are gone after an hour, or with the process. */
const wrongCodes = new WeakMap<App['store'], Map<string, number[]>>();

const keysOf = ({ channel, workspace, userId }: Sender): [string, number][] => [
  [JSON.stringify([channel, workspace, userId]), MOST_PER_PERSON],
  [JSON.stringify([channel, workspace]), MOST_PER_WORKSPACE],
];

const lately = (app: App, key: string): number[] => {
  const since = app.now().getTime() - WITHIN_MS;
  return (wrongCodes.get(app.store)?.get(key) ?? []).filter((at) => at > since);
};

/** Whether somebody has typed so many wrong codes within the hour that the next one is not looked at. */
export const triedTooOften = (app: App, sender: Sender): boolean => keysOf(sender).some(([key, most]) => lately(app, key).length >= most);

export function noteWrongCode(app: App, sender: Sender): void {
  const all = wrongCodes.get(app.store) ?? new Map<string, number[]>();
  wrongCodes.set(app.store, all);
  for (const [key] of keysOf(sender)) all.set(key, [...lately(app, key), app.now().getTime()]);
  for (const key of all.keys()) if (lately(app, key).length === 0) all.delete(key);
}
