import { takeTurn } from '../../../src/core/conversation/take-turn.ts';
import type { TurnInput } from '../../../src/core/conversation/turn.ts';
import { talk } from '../../support/talk.ts';

/** Prints what one turn costs in the middle of a long intake: node test/core/conversation/cost.ts */

const said = (start: string): string => `${start} ${'and I would like to feel less on edge at home and sleep '.repeat(4)}`.slice(0, 200);
const client = talk('intake', { inputs: { practiceCountry: 'IE' } }).press('Yes, I agree').say('yes').say('Sam').press('Ireland');
client.say(said('a')).say(said('b')).say('sleep').say(said('c')).say(said('d')).say([said('e'), said('f'), said('g')].join('\n')).say('This order is fine');
while (client.state.value !== 'signs' || client.state.context.item !== 'g3') client.say(client.question!.kind === 'scale' ? '4' : said('h'));

function cost(name: string, input: TurnInput): void {
  const times = Array.from({ length: 10_000 }, () => {
    // As it comes out of a database, so that nothing is remembered from the time before.
    const state = structuredClone(client.state);
    const start = performance.now();
    takeTurn(client.flow, state, input, client.world);
    return performance.now() - start;
  }).slice(2_000).sort((a, b) => a - b);
  console.log(`${name.padEnd(24)} median ${(times[times.length / 2]! * 1000).toFixed(0)} µs, 95 of 100 within ${(times[times.length * 0.95]! * 1000).toFixed(0)} µs`);
}

console.log(`${Object.keys(client.state.context.answers).length} answers so far, at ${client.question!.step}`);
cost('a text answer', { kind: 'text', text: said('i') });
cost('why', { kind: 'text', text: 'why' });
cost('I do not know', { kind: 'text', text: 'I don’t know' });
cost('hello', { kind: 'text', text: 'hello' });
cost('back', { kind: 'text', text: 'back' });
cost('my answers', { kind: 'text', text: 'my answers' });
