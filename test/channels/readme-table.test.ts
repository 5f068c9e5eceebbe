import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The table of the README says what works on which channel. Behind each mark stands a test, and no mark is missing. */

const root = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

type Shown = [file: string, name: string];
/** A part of the contract, which a channel leaves out only where its platform has no such thing. */
const part = (name: string): Shown => ['test/channels/contract.ts', name];
const onAll = (shown: Shown) => ({ Web: shown, Slack: shown, Teams: shown, Discord: shown });
const onPlatforms = (shown: Shown) => ({ Slack: shown, Teams: shown, Discord: shown });

const shownBy: Record<string, Record<string, Shown>> = {
  'The whole intake to an agreed plan': {
    Web: ['test/browser/whole-job.test.ts', 'the client holds the intake'],
    Slack: ['test/channels/slack/whole-job.test.ts', 'all on Slack (emulate)'],
    Teams: ['test/channels/teams/whole-job.test.ts', 'in Teams (Agents Playground)'],
    Discord: ['test/channels/discord/intake-to-plan.test.ts', 'on Discord (discord-digital-twin)'],
  },
  'Choices to press, and to type instead': onAll(part('a choice: the id of what was pressed, with its question')),
  'More choices than fit': onAll(part('more choices than fit into a row: each can be pressed')),
  'A larger box for a longer answer': { ...onPlatforms(part('a longer answer, in the larger box')), Web: ['test/browser/chat.test.ts', 'no more boxes than there is room for'] },
  'A pressed question cannot be answered twice': {
    ...onPlatforms(part('a choice cannot be pressed a second time')), Web: part('a press that comes when its question is long answered: never an answer to another one'),
  },
  'Commands of the platform (`/intake`, `/plan`, `/checkin`)': { ...onPlatforms(part('its own commands')), Web: ['test/browser/chat.test.ts', 'the menu sends plain words'] },
  'A home page with the plan': { Web: ['test/browser/whole-job.test.ts', 'the client sees the agreed plan on a page of their own'], Slack: ['test/channels/slack/home.test.ts', 'shows where things stand, the plan and the way to its page'] },
  'Long texts cut between words': onPlatforms(part('a long text: in parts that fit, cut between words, and in order')),
  'A message edited or deleted': onPlatforms(part('an edit: told with the id of the message it belongs to')),
  'Spoken to where others read: answered in private': onPlatforms(part('words where others can read: answered where nobody else can')),
  'Taken once, however often it is delivered': onAll(part('the same message twice, at once and later: taken once')),
  'The platform away, slow or refusing: nothing lost, order kept': {
    ...onPlatforms(part('is down for a while and comes back: nothing is lost, and the order is kept')),
    Web: ['test/browser/chat.test.ts', 'what is written without one is shown, kept and sent in its order when it is back'],
    'Mail (therapists)': ['test/start/mail.test.ts', 'waits while the server is busy, arrives later'],
  },
  'Somebody who left or blocked it': {
    ...onPlatforms(part('a person left or blocked Cairn')),
    'Mail (therapists)': ['test/start/mail.test.ts', 'to an address that is gone holds nothing up'],
  },
  'Forged, stale and replayed requests refused': {
    Web: ['test/web/security.test.ts', 'is told by Origin'],
    Slack: ['test/channels/slack/requests.test.ts', 'that come again, sent by Slack or by somebody who overheard them'],
    Teams: ['test/channels/teams/tokens.test.ts', 'gives a replayed message its own id again'],
  },
  'Notices and approval links for therapists': {
    ...onPlatforms(['test/actions/therapist-chats.test.ts', 'is told there what happened, with a link and no word of a client']),
    Web: ['test/browser/whole-job.test.ts', 'the desk lists the plan as agreed'],
    'Mail (therapists)': ['test/start/mail.test.ts', 'arrives with its subject and text'],
  },
};

const [header, , ...rows] = read('README.md').split('## What works where')[1]!.split('\n## ')[0]!.split('\n').filter((line) => line.startsWith('|'));
const cellsOf = (line: string): string[] => line.split('|').slice(1, -1).map((cell) => cell.trim());
const channels = cellsOf(header!).slice(1);

test('every mark of the README\'s table has its test, and every test its mark', () => {
  const marks = Object.fromEntries(rows.map((line) => {
    const [feature, ...cells] = cellsOf(line);
    return [feature, channels.filter((_, at) => cells[at] !== '').toSorted()];
  }));
  expect(marks).toEqual(Object.fromEntries(Object.entries(shownBy).map(([feature, by]) => [feature, Object.keys(by).toSorted()])));
});

test('each of those tests is there, by its name', () => {
  const named = Object.values(shownBy).flatMap((by) => Object.values(by));
  expect(named.filter(([file, name]) => !read(file).includes(name))).toEqual([]);
});
