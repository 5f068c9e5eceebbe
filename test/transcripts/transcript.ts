import type { Answer } from '../../src/core/conversation/answer.ts';
import type { MessageBody, Question } from '../../src/core/conversation/message.ts';
import type { Inputs } from '../../src/core/flow/conditions.ts';
import { values } from '../support/flows.ts';
import { talk, type Talk } from '../support/talk.ts';

/** Reading and writing of transcripts; README.md beside this file says how they look. */

type Move =
  | { do: 'say'; text: string }
  | { do: 'press'; labels: string[] }
  | { do: 'wait'; time: string }
  | { do: 'send-unreadable' }
  /** Somebody else does something: "(Noor approves the plan)". */
  | { do: 'meanwhile'; what: string };

export interface Script {
  /** Lines above the first move: title, flow, what it shows. */
  head: string[];
  flow: string;
  /** What the flow is told, in brackets behind its name. */
  told: string[];
  moves: { written: string[]; move: Move }[];
}

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** What the client does, out of a transcript; what Cairn says in it is left aside. */
export function readScript(transcript: string): Script {
  const lines = transcript.split('\n');
  const firstMove = lines.findIndex((line) => /^(Cairn|Client): |^\(/.test(line));
  const head = lines.slice(0, firstMove).join('\n').trimEnd().split('\n');
  const [, flow, told] = /^Flow: (\S+)(?: \((.+)\))?$/m.exec(transcript) ?? [];
  if (!flow) throw new Error('The transcript does not say which flow it is of.');
  const moves: Script['moves'] = [];
  for (let at = firstMove; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (!line.startsWith('Client: ') && !/^\((?!→)/.test(line)) continue;
    const written = [line];
    while (lines[at + 1] !== undefined && (lines[at + 1]!.startsWith(' ') || (lines[at + 1] === '' && lines[at + 2]?.startsWith('        ')))) written.push(lines[(at += 1)]!);
    moves.push({ written, move: readMove(written) });
  }
  return { head, flow, told: told?.split(', ') ?? [], moves };
}

function readMove(written: string[]): Move {
  const [first, ...rest] = written as [string, ...string[]];
  if (first.startsWith('Client: ')) {
    const text = [first.slice('Client: '.length), ...rest.map((line) => line.slice('Client: '.length))].join('\n');
    const labels = /^(?:\[[^\]]+\]\s*)+$/.test(text) ? [...text.matchAll(/\[([^\]]+)\]/g)].map(([, label]) => label!) : null;
    return labels ? { do: 'press', labels } : { do: 'say', text };
  }
  const [, count, unit] = /^\((\w+) (minute|hour|day|week)s? later\)$/.exec(first) ?? [];
  if (count && unit) return { do: 'wait', time: `${numbers.indexOf(count.replace(/^an?$/, 'one'))} ${unit}` };
  const [, length] = /^\(writes ([\d,]+) characters\)$/.exec(first) ?? [];
  if (length) return { do: 'say', text: 'All the things I never told anyone. '.repeat(200).slice(0, Number(length.replace(',', '')) - 1) + '!' };
  if (first === '(sends an empty message)') return { do: 'say', text: '' };
  if (first === '(sends a message of spaces)') return { do: 'say', text: '    ' };
  if (/^\(sends an? .+\)$/.test(first)) return { do: 'send-unreadable' };
  if (first.startsWith(`(${values.therapist} `)) return { do: 'meanwhile', what: first.slice(1, -1) };
  throw new Error(`Nobody knows what this stage direction means: ${first}`);
}

/** What goes on around a conversation. */
export interface Surroundings {
  inputs: Inputs;
  /** English where none is given. */
  language?: string;
  /** After each turn. */
  take?(conversation: Talk): void;
  /** Somebody else does something; returns the conversation as it goes on. */
  direct?(what: string, conversation: Talk): Talk;
}

/** Plays the client's side anew and writes the whole conversation down. */
export function play({ head, flow, moves }: Script, around: Surroundings): string {
  let conversation = talk(flow, { inputs: around.inputs, ...(around.language && { language: around.language }) });
  const parts = [head.join('\n'), ...reply(conversation)];
  for (const { written, move } of moves) {
    parts.push(written.join('\n').trimEnd());
    switch (move.do) {
      case 'wait': conversation.later(move.time); continue;
      case 'say': conversation.say(move.text); break;
      case 'press': conversation.press(...move.labels); break;
      case 'send-unreadable': conversation.send({ kind: 'unsupported' }); break;
      case 'meanwhile': conversation = around.direct!(move.what, conversation); break;
    }
    around.take?.(conversation);
    parts.push(...reply(conversation));
  }
  parts.push(writtenDown(conversation));
  return `${parts.join('\n\n')}\n`;
}

/** In the order in which it happens: what Cairn says, and (→ …) what it does besides. */
const reply = ({ effects }: Talk): string[] => effects.flatMap((effect) => {
  switch (effect.do) {
    case 'send': return indented('Cairn: ', spoken(effect.body));
    case 'tell-therapist': return `(→ ${values.therapist} is told that the client would like to talk to a person)`;
    case 'show-plan': return '(→ the plan is shown)';
    case 'show-my-data': return '(→ the page about their data is shown)';
    case 'delete-my-data': return '(→ everything of theirs is deleted, and Cairn says so)';
    case 'living': return `(→ ${effect.command} begins)`;
    case 'disclosed': return '(→ what it said of itself is kept)';
    case 'withdraw-consent': return `(→ the consent is taken back, and ${values.therapist} is told)`;
    case 'make-join-code': return '(→ a code to go on in another chat is sent)';
    case 'perform': return effect.effect === 'draft-plan' ? `(→ the draft plan goes to ${values.therapist})` : [];
  }
});

function spoken({ text, question, progress }: MessageBody): string {
  const buttons = question ? buttonsOf(question) : '';
  const mark = progress ? `(about ${progress.at} of ${progress.of})` : '';
  return [shortened(text), buttons, mark].filter((part) => part !== '').join('\n');
}

function buttonsOf({ kind, choices, scale, most }: Question): string {
  if (scale) return `[${scale.from}: ${scale.low}] … [${scale.to}: ${scale.high}]`;
  const many = kind === 'many' ? `(pick any${most ? `, at most ${most}` : ''})\n` : '';
  const hints = choices.some(({ hint }) => hint);
  return choices.length === 0 ? '' : many + choices.map(({ label, hint }) => `[${label}]${hint ? ` ${hint}` : ''}`).join(hints ? '\n' : ' ');
}

const indented = (who: string, text: string): string =>
  text.split('\n').map((line, at) => (at === 0 ? `${who}${line}` : line === '' ? '' : `${' '.repeat(who.length)}${line}`)).join('\n');

/** A very long answer is there with its length, not with every word. */
const shortened = (text: string): string => text.replace(/(?:All the things I never told anyone\. ){3,}[^!]*!/g, (long) => `… ${[...long].length.toLocaleString('en')} characters …`);

const writtenDown = ({ state }: Talk): string => [
  'What counts at the end:',
  ...Object.values(state.context.answers).map((answer) => `  ${answer.key}: ${shortened(valueText(answer))}`),
].join('\n');

function valueText({ value }: Answer): string {
  const one = (part: unknown): string => {
    if (typeof part !== 'object' || part === null) return JSON.stringify(part);
    return 'choice' in part ? `[${part.choice}]` : JSON.stringify('own' in part ? part.own : (part as { text: string }).text);
  };
  return value === null ? 'skipped' : Array.isArray(value) ? value.map(one).join(', ') : one(value);
}
