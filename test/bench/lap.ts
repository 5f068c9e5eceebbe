import type { InboundMessage } from '../../src/channels/channel.ts';
import type { Answer } from '../../src/core/conversation/answer.ts';
import type { MessageBody, Question } from '../../src/core/conversation/message.ts';

/**
 * What every contender is given to do: a lap is a whole intake, from the first question to the summary and back to the
 * first question by "start over", so that a conversation can go on for ever. It is not written down here but found out
 * once, by answering whatever the intake of today asks.
 */

export type Content = InboundMessage['content'];

/** A message, and everything Cairn stored for it, so that the floor can write rows of the same size. */
export interface RecordedTurn {
  content: Content;
  snapshot: unknown;
  answers: Answer[];
  outbound: MessageBody[];
}

/** Sends a message and tells what came of it. */
export type Teller = (content: Content) => Promise<RecordedTurn>;

export interface Rehearsed {
  lap: RecordedTurn[];
  /** How many of the lap's first turns lead to the place where `edits` can be sent over and over. */
  opening: number;
  edits: RecordedTurn[];
}

const text = (words: string): Content => ({ kind: 'text', text: words });

/** About two hundred characters each, as people write on a phone when something matters to them. */
const long = [
  'I would like to come home in the evening and still have some patience left for the people I live with, instead of snapping at the first small thing and then feeling sorry about it for the whole night long.',
  'The mornings are the worst part. I wake up at four and my head starts to go through everything that could go wrong at the office, and by the time the alarm rings I am already worn out and want to hide.',
  'I would notice that I am getting tense before it takes over, take a short walk or call my sister, and then go back and finish what I was doing without having to pretend that everything is all right.',
  'More quiet evenings with a book, long walks by the river with the dog, cooking something with friends once a week, and a bit of room in which nobody needs anything from me for an hour or perhaps two.',
  'It matters because my children have started to walk on eggshells around me. I grew up like that and know what it does to a person, and I want them to remember a home in which it was easy to breathe.',
  'I would say no to extra shifts without making up an excuse, I would sleep until the alarm rings, and my partner would say that I seem to be back in the room with them when we sit together in the evening.',
];
const goals = ['Speak up in the weekly meeting when I disagree, even if my voice shakes a little', 'Sleep through most nights and wake up rested enough to be kind'];

/** Sent when the question is asked for the first time, before it is answered. */
const asides: Record<string, Content[]> = { 'signs@g1': [text('why')], 'helped-before': [text('back'), text('keep')] };
const atTheEnd: Content[] = [text('change 4'), text(long[0]!), text('start over'), text('yes')];
const editing: Content[] = [text('change 4'), text(long[1]!), text('change 4'), text('keep')];

/** No lap is longer; an intake that cannot be finished would otherwise be answered for ever. */
const MOST_TURNS = 200;

/**
 * @param first the question that stands at the start
 * @param tell a conversation at its start
 * @param other another one, for the edits
 */
export async function rehearse(first: Question, tell: Teller, other: Teller): Promise<Rehearsed> {
  const lap: RecordedTurn[] = [];
  const timesAsked = new Map<string, number>();
  let opening = 0;
  let asked = first;
  const say = async (content: Content): Promise<void> => {
    const turn = await tell(content);
    lap.push(turn);
    asked = turn.outbound.findLast(({ question }) => question)?.question ?? asked;
  };
  while (asked.step !== 'summary') {
    if (lap.length > MOST_TURNS) throw new Error(`The intake does not come to its summary; it stands at "${asked.step}".`);
    if (asked.step === 'goals') opening ||= lap.length;
    const { step } = asked;
    const times = timesAsked.get(step) ?? 0;
    if (times === 0) for (const aside of asides[step] ?? []) await say(aside);
    timesAsked.set(step, times + 1);
    await say(answerTo(asked, lap.length, times));
  }
  for (const content of atTheEnd) await say(content);
  if (asked.step !== first.step) throw new Error(`A lap does not end where it began, but at "${asked.step}".`);

  for (const { content } of lap.slice(0, opening)) await other(content);
  const edits: RecordedTurn[] = [];
  for (const content of editing) edits.push(await other(content));
  return { lap, opening, edits };
}

/** Goals are asked for until the client is done; `timesAsked` counts from 0. */
function answerTo({ step, kind, choices, scale }: Question, turn: number, timesAsked: number): Content {
  if (step === 'goals' && timesAsked < goals.length) return text(goals[timesAsked]!);
  if (step === 'country') return text('Ireland');
  if (step === 'name') return text('Sam');
  if (kind === 'text') return text(long[turn % long.length]!);
  if (kind === 'scale') return text(String(scale!.from + 3));
  return { kind: 'choice', step, ids: choices.slice(0, kind === 'many' ? 2 : 1).map(({ id }) => id) };
}
