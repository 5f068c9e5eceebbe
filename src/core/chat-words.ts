import { z } from 'zod';

/** What chat platforms show around Cairn's own messages: `flows/chats/<language>.yaml`. */

const text = z.string().min(1);
/** Slack's limit for a modal's title and buttons; Discord's for a modal's title; Slack's for every other button. */
const shortest = text.max(24);
const short = text.max(45);
const label = text.max(75);

/** Said in the same words wherever it is said. */
const everywhere = z.strictObject({
  done: label.describe('Sends what was picked of several choices.'),
  'any-number': text.describe('Beside choices of which any number may be picked.'),
  'up-to': text.describe('The same, where there is a limit; {most} is a number.'),
  'own-words': text.describe('Beside choices where own words are as welcome.'),
  progress: text.describe('{at} and {of} are numbers.'),
  'write-longer': short.describe('Opens a larger box to write in.'),
  'your-answer': shortest.describe('Above that box.'),
  send: shortest.describe('Sends what is in it.'),
  begin: label.describe('The button of somebody who has not written yet.'),
});

const onSlack = z.strictObject({
  choose: label.describe('On a menu that nothing was chosen from yet.'),
  chosen: text.describe('On a question that was answered; {choice} is what was pressed.'),
  written: text.describe('The same, where {text} was written into the larger box.'),
  cancel: shortest.describe('Closes that box.'),
  'not-stored': text.describe('In that box, with the words still in it, when they could not be stored.'),
  'moved-on': text.describe('In that box, with the words still in it, when another question was asked meanwhile.'),
  'in-private': text.describe('The answer to a command that was given where others are: it goes on in the direct message.'),
  'home-empty': text.describe('The home page of somebody who has not written yet.'),
  installed: text.describe('What the browser shows after an installation.'),
  'not-installed': text.describe('The same, when it did not work.'),
});

const onTeams = z.strictObject({
  greeting: text.describe('What somebody sees who has just added the app.'),
});

const onDiscord = z.strictObject({
  'in-private': text.describe('The answer to a command that was used where others can read; the address of the conversation stands below it.'),
  'cannot-write': text.describe('The same, when Discord does not let Cairn write to the person.'),
  commands: z.strictObject({ intake: text.max(100), plan: text.max(100), 'check-in': text.max(100) }),
});

export const chatWordsSchema = z.strictObject({
  language: text, everywhere, slack: onSlack, teams: onTeams, discord: onDiscord,
}).meta({ id: 'ChatWords' });
export type ChatWords = z.infer<typeof chatWordsSchema>;

/** The values in braces that a text may have, by its name; all others have none. */
export const chatValues: Record<string, string[]> = { 'up-to': ['most'], progress: ['at', 'of'], chosen: ['choice'], written: ['text'] };

type Platform = 'slack' | 'teams' | 'discord';

/** What is said around messages on one platform, in one language. */
export type WordsOn<P extends Platform> = { language: string } & ChatWords['everywhere'] & ChatWords[P];
export type SlackWords = WordsOn<'slack'>;
export type TeamsWords = WordsOn<'teams'>;
export type DiscordWords = WordsOn<'discord'>;

/** By language. */
export type Worded<Words> = Record<string, Words>;

/** What one platform needs of all that is authored. */
export const wordsOn = <P extends Platform>(chats: Record<string, ChatWords>, platform: P): Worded<WordsOn<P>> =>
  Object.fromEntries(Object.entries(chats).map(([language, chat]) => [language, { language, ...chat.everywhere, ...chat[platform] }]));

/** The words in a language or the nearest there is; `language` may be a locale of a platform's, such as `es-419`. */
export const wordsIn = <Words>(words: Worded<Words>, language: string): Words =>
  words[language] ?? words[language.split('-')[0]!] ?? words.en ?? Object.values(words)[0]!;
