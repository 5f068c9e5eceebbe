import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '../../../src/channels/slack/controls.ts';
import { escaped, readText, shortened, unescaped } from '../../../src/channels/slack/mrkdwn.ts';
import { answered, postsOf } from '../../../src/channels/slack/posts.ts';
import { readPress } from '../../../src/channels/slack/press.ts';
import type { MessageBody, Question } from '../../../src/core/conversation/message.ts';
import { messageFaults } from './support/block-kit.ts';
import { textsIn } from './support/person.ts';
import { wordsOn } from '../../../src/core/chat-words.ts';
import { chatWords } from '../words.ts';

const words = wordsOn(chatWords, 'slack').en!;

/** What people and authors write: letters of every kind, signs that mean something to Slack, line breaks, long words. */
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.constantFrom('<!channel>', '&amp;', '<@U1>', '*b*', '\n\n', '\n', 'a word', '👩‍👩‍👧‍👦', '&&&&&&&&&&&&&&&&&&&&', 'x'.repeat(400), '—', '“quoted”'),
);
const text = (most: number) => fc.array(piece, { minLength: 1, maxLength: most }).map((pieces) => `w ${pieces.join(' ')}`);
const id = fc.string({ unit: fc.constantFrom(...'abcdefgh0123456789-@.'), minLength: 1, maxLength: 40 });
const choice = fc.record({ id, label: text(8), hint: fc.option(text(8), { nil: undefined }) });
const choices = fc.uniqueArray(choice, { selector: (each) => each.id, minLength: 0, maxLength: 120 });

const question = fc.oneof(
  fc.record({ kind: fc.constantFrom('one' as const, 'text' as const), choices }),
  fc.record({ kind: fc.constant('many' as const), choices: choices.filter((all) => all.length > 0), most: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }) }),
  fc.integer({ min: 1, max: 100 }).chain((to) => fc.record({
    kind: fc.constant('scale' as const), scale: fc.record({ from: fc.constant(0), to: fc.constant(to), low: text(3), high: text(3) }),
    choices: fc.constant(Array.from({ length: to + 1 }, (_, n) => ({ id: String(n), label: String(n) }))),
  })),
).chain((asked) => fc.record({ step: id.map((key) => `#${key}@g1`), ownWords: fc.boolean() }).map((rest): Question => ({ ...asked, ...rest })));

const body: fc.Arbitrary<MessageBody> = fc.record({
  text: text(300),
  question: fc.option(question, { nil: undefined }),
  progress: fc.option(fc.record({ at: fc.nat(20), of: fc.nat(20) }), { nil: undefined }),
  link: fc.option(fc.record({ label: text(10), url: fc.constant('https://cairn.example.org/p/1') }), { nil: undefined }),
});

const blank = /\s+/g;

describe('whatever Cairn says', () => {
  it('is what Slack takes, before and after it was answered', () => {
    fc.assert(fc.property(body, text(40), (said, line) => {
      for (const post of postsOf(said, words)) {
        expect(messageFaults(post)).toEqual([]);
        expect(messageFaults({ text: post.text, blocks: answered(answered(post.blocks, line), line) })).toEqual([]);
      }
    }), { numRuns: 300 });
  });

  it('says every word of it, and shows every choice whole', () => {
    fc.assert(fc.property(body, (said) => {
      const posts = postsOf(said, words);
      const whole = posts.map(({ blocks }) => textsIn(blocks).join(' ')).join(' ').replace(blank, '');
      expect(whole).toContain(said.text.replace(blank, ''));
      for (const { label, hint } of said.question?.choices ?? []) {
        expect(whole).toContain(label.replace(blank, ''));
        if (hint !== undefined) expect(whole).toContain(hint.replace(blank, ''));
      }
      expect(unescaped(posts.map((post) => post.text).join(' ')).replace(blank, '')).toContain(said.text.replace(blank, ''));
    }), { numRuns: 300 });
  });

  it('lets each choice be pressed, and comes back as that choice of that question', () => {
    fc.assert(fc.property(question, (asked) => {
      const offered = controlsOf(asked, words).flatMap((block) => {
        const { block_id, elements = [], accessory } = block as unknown as { block_id: string; elements?: any[]; accessory?: any };
        return [...elements, ...(accessory ? [accessory] : [])].flatMap((element) => {
          const options = element.options ?? (element.value === undefined ? [] : [{ value: element.value, text: element.text }]);
          return options.map((option: any) => element.action_id.startsWith('tick')
            ? readPress({ actions: [{ action_id: 'done', block_id }], state: { values: { [block_id]: { [element.action_id]: { selected_options: [option] } } } } })
            : readPress({ actions: [{ action_id: element.action_id, block_id, ...(element.options ? { selected_option: option } : { value: option.value, text: option.text }) }] }));
        });
      });
      expect(offered.map((press) => (press.is === 'choice' ? [press.asked.step, ...press.ids] : press))).toEqual(asked.choices.map((each) => [asked.step, each.id]));
    }), { numRuns: 200 });
  });

  it('is nothing where there is nothing to say', () => {
    expect(postsOf({ text: '  ' }, words)).toEqual([]);
  });
});

describe('signs that mean something to Slack', () => {
  it('come back as they were typed', () => {
    fc.assert(fc.property(text(30), (typed) => {
      expect(readText(escaped(typed))).toBe(typed);
    }));
  });

  it('count as what they become when a label is made to fit, and no character is cut', () => {
    fc.assert(fc.property(text(30), fc.integer({ min: 5, max: 80 }), (label, most) => {
      const short = shortened(label, most);
      expect([escaped(short).length <= most, short.isWellFormed()]).toEqual([true, true]);
      expect(label.startsWith(short.replace(/…$/, ''))).toBe(true);
    }));
  });
});
