import { ButtonStyle, ComponentType, type APIMessage } from 'discord.js';
import { rowsOf } from '../../../src/channels/discord/answered.ts';
import { readCustomId } from '../../../src/channels/discord/custom-id.ts';
import type { Seen } from '../harness.ts';

/** What a reader sees of text in Discord's markup: a sign behind a backslash, and an address between angle brackets. */
export const asRead = (content: string): string =>
  content.replace(/\\([^0-9A-Za-z\s])|<(https?:\/\/[^>\s]+)>/g, (_, sign: string | undefined, address: string | undefined) => sign ?? address!);

/** Marks that only a channel itself writes; in anybody's words a backslash stands before them. */
const SMALL = /^-# /;
const LISTED = /^\d+\. /;
const QUOTE = /^>>> /;

/** A message as somebody sees it on Discord. */
export function seenOf(message: APIMessage): Seen {
  const lines = message.content.split('\n');
  const quoteAt = lines.findIndex((line) => QUOTE.test(line));
  const quoted = quoteAt < 0 ? [] : lines.slice(quoteAt).map((line) => asRead(line.replace(QUOTE, '')));
  const above = quoteAt < 0 ? lines : lines.slice(0, quoteAt);
  const listed = above.some((line) => LISTED.test(line));
  const link = rowsOf(message).flatMap((row) => row.components).find((component) => component.type === ComponentType.Button && component.style === ButtonStyle.Link);
  const options = optionsOf(message);
  return {
    text: asRead(above.filter((line) => !SMALL.test(line) && !LISTED.test(line)).join('\n')),
    choices: options.map(({ label }) => (listed ? label.replace(LISTED, '') : label)),
    chosen: quoted,
    whole: [...above.map((line) => asRead(line.replace(SMALL, ''))), ...quoted, ...options.flatMap(({ label, description = '' }) => [label, description])].join('\n'),
    ...(link && 'url' in link && { link: link.url }),
  };
}

/** Everything that answers when it is pressed: buttons by their custom id, options of menus by the menu's. */
export function optionsOf(message: APIMessage): { label: string; description?: string; customId: string; value?: string }[] {
  return rowsOf(message).flatMap((row) => row.components).flatMap((component) => {
    if (component.type === ComponentType.StringSelect) return component.options.map(({ label, description, value }) => ({ label, description, value, customId: component.custom_id }));
    const isChoice = 'custom_id' in component && readCustomId(component.custom_id)?.is === 'pick';
    return isChoice && 'label' in component ? [{ label: component.label ?? '', customId: component.custom_id }] : [];
  });
}
