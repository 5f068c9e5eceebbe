import {
  ApplicationCommandType, ApplicationIntegrationType, InteractionContextType, Locale, Routes, type APIApplicationCommand, type REST,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { wordsIn, type DiscordWords, type Worded } from '../../core/chat-words.ts';
import type { InboundContent } from '../channel.ts';

export type Command = Extract<InboundContent, { kind: 'command' }>['command'];

/** By the name that is typed. */
export const COMMANDS: Record<string, Command> = { intake: 'intake', plan: 'plan', checkin: 'check-in' };

/** Discord's names of the languages that Cairn may speak. */
const LOCALES: Record<string, Locale[]> = {
  en: [Locale.EnglishUS, Locale.EnglishGB], es: [Locale.SpanishES, Locale.SpanishLATAM], pt: [Locale.PortugueseBR], zh: [Locale.ChineseCN],
  sv: [Locale.Swedish], no: [Locale.Norwegian],
};
const localesOf = (language: string): string[] =>
  LOCALES[language] ?? (Object.values(Locale) as string[]).filter((locale) => locale === language);

/**
 * Both servers and persons may add Cairn, and a command works everywhere: in a direct message it is answered, elsewhere it
 * leads there.
 */
export function commandDefinitions(words: Worded<DiscordWords>): RESTPostAPIChatInputApplicationCommandsJSONBody[] {
  return Object.entries(COMMANDS).map(([name, command]) => ({
    type: ApplicationCommandType.ChatInput,
    name,
    description: wordsIn(words, 'en').commands[command],
    description_localizations: Object.fromEntries(Object.entries(words).flatMap(([language, { commands }]) =>
      localesOf(language).map((locale) => [locale, commands[command]]))),
    integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
  }));
}

/** Puts the commands in place where they are not. Discord asks for this to be rare, so nothing is sent when nothing changed. */
export async function registerCommands(rest: REST, applicationId: string, words: Worded<DiscordWords>): Promise<void> {
  const wanted = commandDefinitions(words);
  const present = await presentCommands(rest, applicationId);
  const same = present.length === wanted.length && wanted.every((command) => present.some((other) => isSame(command, other)));
  if (!same) await rest.put(Routes.applicationCommands(applicationId), { body: wanted });
}

export const presentCommands = async (rest: REST, applicationId: string): Promise<APIApplicationCommand[]> =>
  await rest.get(Routes.applicationCommands(applicationId), { query: new URLSearchParams({ with_localizations: 'true' }) }) as APIApplicationCommand[];

export function isSame(wanted: RESTPostAPIChatInputApplicationCommandsJSONBody, present: APIApplicationCommand): boolean {
  const sorted = (values: readonly unknown[] | null | undefined): string => JSON.stringify([...(values ?? [])].sort());
  return wanted.name === present.name && wanted.description === present.description
    && sorted(Object.entries(wanted.description_localizations ?? {})) === sorted(Object.entries(present.description_localizations ?? {}))
    && sorted(wanted.integration_types) === sorted(present.integration_types) && sorted(wanted.contexts) === sorted(present.contexts);
}
