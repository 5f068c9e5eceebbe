import fc from 'fast-check';
import type { InboundMessage } from '../../src/channels/channel.ts';

/** Of each run; a failure says both, so that it can be run again: `CAIRN_SEED=… CAIRN_FUZZ_RUNS=…`. */
export const seed = Number(process.env.CAIRN_SEED ?? Date.now() % 1_000_000);
export const runs = Number(process.env.CAIRN_FUZZ_RUNS ?? 300);

/** Whatever somebody may type, paste or be called. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  fc.string({ unit: fc.constantFrom('<', '>', '@', '!', '#', '|', '&', 'amp;', 'U1', '\u0000', '\ud800', '\udc00', '😀', ' ', '\n', 'a'), maxLength: 30 }),
  fc.constantFrom('', ' ', '\u0000', '\ud83d', 'a\udc00b', '\u202e\u200b', '__proto__', 'constructor', 'null', '[]', '{}', '[[[', '%', '\\', '<@U0CAIRN>', '<at>', '/intake', 'x'.repeat(9_000), '😀'.repeat(2_000)),
);

const GONE = Symbol('taken out');
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText, fc.constant(GONE), fc.constantFrom(null, true, 0, -1, 1e300, '', [], {}, [null], [[]], { length: 3 }, { text: 5 }, [{}]), fc.jsonValue({ maxDepth: 2 }),
);

/** What is done to a piece of JSON: at places in it, counted however many it has, other values. */
export const mutations = fc.array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 3 });

/** A copy with the mutations in it. What stands under the names in `kept` stays, but for what is further inside. */
export function mutated<T>(whole: T, changes: [number, unknown][], kept: string[] = []): T {
  const copy = structuredClone(whole) as unknown;
  for (const [nth, value] of changes) {
    const places = placesIn(copy).filter(([, key]) => !kept.includes(key));
    const place = places[nth % places.length];
    if (!place) break;
    const [parent, key] = place;
    if (value === GONE) delete parent[key];
    else parent[key] = structuredClone(value);
  }
  return copy as T;
}

type Place = [parent: Record<string, unknown>, key: string];
const placesIn = (part: unknown): Place[] => (typeof part !== 'object' || part === null ? []
  : Object.entries(part).flatMap(([key, value]): Place[] => [[part as Record<string, unknown>, key], ...placesIn(value)]));

const isFit = (text: unknown): boolean => typeof text === 'string' && text.isWellFormed() && !text.includes('\u0000');
const isNamed = (text: unknown): boolean => isFit(text) && text !== '';
const WHATS: unknown[] = ['voice', 'file', 'image', 'other'];
const COMMANDS: unknown[] = ['intake', 'plan', 'check-in'];

/** What is wrong with a message that has reached the inbox; nothing, as it has to be. */
export function wrongIn({ sender, address, messageId, content }: InboundMessage): string[] {
  const facts: [string, boolean][] = [
    ['userId', isNamed(sender.userId)], ['workspace', isFit(sender.workspace) && (sender.channel === 'discord' || sender.workspace !== '')],
    ['address', isNamed(address)], ['messageId', isNamed(messageId)],
  ];
  switch (content.kind) {
    case 'text':
    case 'mention': facts.push(['text', isFit(content.text)]); break;
    case 'edited': facts.push(['text', isFit(content.text)], ['of', isNamed(content.of)]); break;
    case 'deleted': facts.push(['of', isNamed(content.of)]); break;
    case 'choice': facts.push(['step', isFit(content.step)], ['ids', Array.isArray(content.ids) && content.ids.every(isFit)]); break;
    case 'unsupported': facts.push(['what', WHATS.includes(content.what)]); break;
    case 'command': facts.push(['command', COMMANDS.includes(content.command)]); break;
    default: facts.push(['kind', false]);
  }
  return facts.filter(([, fits]) => !fits).map(([name]) => `${(content as { kind: string }).kind}: ${name}`);
}

/** Rejections that nobody heard of, while something is done. */
export async function unheardIn(work: () => Promise<void>): Promise<unknown[]> {
  const unheard: unknown[] = [];
  const note = (error: unknown): void => void unheard.push(error);
  process.on('unhandledRejection', note);
  try {
    await work();
    // Node tells of them once the queue of promises is empty.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('unhandledRejection', note);
  }
  return unheard;
}
