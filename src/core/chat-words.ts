import { z } from 'zod';

/** What chat platforms show around Cairn's own messages: `flows/chats/<language>.yaml`. `{names}` are filled in by the channel. */

const text = z.string().min(1);
/** Slack's limit for a modal's title and buttons, and for every other button. */
const slackShort = text.max(24);
const slackLabel = text.max(75);

export const slackWordsSchema = z.strictObject({
  done: slackLabel.describe('Sends what was picked of several choices.'),
  choose: slackLabel.describe('On a menu that nothing was chosen from yet.'),
  'any-number': text,
  'up-to': text.describe('{most} is a number.'),
  'own-words': text.describe('Beside choices where own words are as welcome.'),
  progress: text.describe('{at} and {of} are numbers.'),
  chosen: text.describe('On a question that was answered; {choice} is what was pressed.'),
  written: text.describe('The same, where {text} was written into the larger box.'),
  'write-longer': slackLabel.describe('Opens a larger box to write in.'),
  'your-answer': slackShort.describe('Title of that box.'),
  send: slackShort,
  cancel: slackShort,
  'not-stored': text.describe('In that box, with the words still in it, when they could not be stored.'),
  'moved-on': text.describe('In that box, with the words still in it, when another question was asked meanwhile.'),
  'in-private': text.describe('The answer to a command that was given where others are: it goes on in the direct message.'),
  'home-empty': text.describe('The home page of somebody who has not written yet.'),
  begin: slackLabel.describe('The button on it.'),
  installed: text.describe('What the browser shows after an installation.'),
  'not-installed': text.describe('The same, when it did not work.'),
});
export type SlackWords = z.infer<typeof slackWordsSchema>;

export const teamsWordsSchema = z.strictObject({
  greeting: text.describe('What somebody sees who has just added the app.'),
  begin: text.describe('The button below it.'),
  done: text.describe('Sends what was picked of several choices.'),
  pickAny: text,
  pickUpTo: text.describe('{most} is a number.'),
  ownWords: text.describe('Beside choices where own words are as welcome.'),
  writeLonger: text.describe('Opens a larger box to write in, and sends what is in it.'),
  send: text,
  progress: text.describe('{at} and {of} are numbers.'),
});
export type TeamsWords = z.infer<typeof teamsWordsSchema>;

export const discordWordsSchema = z.strictObject({
  progress: text.describe('{at} and {of} are numbers.'),
  'up-to': text.describe('{most} is a number.'),
  'any-number': text,
  'own-words': text,
  done: text.max(80),
  'write-longer': text.max(45).describe('A button below an open question; it opens a larger box to write in. Also the title of that box.'),
  'your-answer': text.max(45),
  'in-private': text.describe('The answer to a command that was used where others can read; the address of the conversation stands below it.'),
  'cannot-write': text.describe('The same, when Discord does not let Cairn write to the person.'),
  commands: z.strictObject({ intake: text.max(100), plan: text.max(100), 'check-in': text.max(100) }),
});
export type DiscordWords = z.infer<typeof discordWordsSchema>;

export const chatWordsSchema = z.strictObject({
  language: text, slack: slackWordsSchema, teams: teamsWordsSchema, discord: discordWordsSchema,
}).meta({ id: 'ChatWords' });
export type ChatWords = z.infer<typeof chatWordsSchema>;
