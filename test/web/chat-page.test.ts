import { describe, expect, test } from 'vitest';
import type { MessageBody } from '../../src/core/conversation/message.ts';
import { answersPiece, entryPiece, openQuestion } from '../../src/web/pages/chat-pieces.ts';
import { chatPage, type ChatPage } from '../../src/web/pages/chat.ts';
import { linked, safeHref } from '../../src/web/pages/html.ts';
import type { ChatEntry } from '../../src/web/parts.ts';
import { practice } from './support/plan.ts';
import { english } from './support/words.ts';

const entry = (seq: number, from: ChatEntry['from'], body: MessageBody): ChatEntry => ({ seq, from, at: '2026-09-04T09:30:00.000Z', body });
const asking: MessageBody = { text: 'Shall we?', question: { step: 'consent', kind: 'one', ownWords: false, choices: [{ id: 'yes', label: 'Yes' }, { id: 'no', label: 'No' }] } };
const person = { accountKey: 'a1', practice, language: 'en' };

function page(more: Partial<ChatPage> = {}): string {
  let id = 0;
  return String(chatPage({ words: english, practice, person, entries: [], earlier: null, past: false, commandWords: (command) => command, newId: () => `f${(id += 1)}`, ...more }));
}

describe('the chat page', () => {
  test('text of either side is shown as text, whatever it looks like', () => {
    const nasty = '<script>alert(1)</script> **bold** <img src=x onerror=alert(1)> "quoted" & \'so\'';
    const shown = page({ entries: [entry(1, 'client', { text: nasty }), entry(2, 'cairn', { text: nasty, question: { ...asking.question!, choices: [{ id: '"><script>', label: nasty, hint: nasty }] } })] });
    expect(shown).not.toContain('<script>alert');
    expect(shown).not.toContain('<img src=x');
    expect(shown).toContain('&lt;script&gt;alert(1)&lt;/script&gt; **bold**');
    expect(shown).toContain('value="&quot;&gt;&lt;script&gt;"');
  });

  test('the box is named, and each form on the page is another one', () => {
    const shown = page({ entries: [entry(1, 'cairn', asking)] });
    expect(shown).toContain('<label class="unseen" for="message">Your message</label>');
    const forms = [...shown.matchAll(/name="form" value="(\w+)"/g)].map(([, id]) => id);
    expect(forms).toHaveLength(3);
    expect(new Set(forms).size).toBe(3);
  });

  test('a question waits until the client has written', () => {
    const entries = [entry(1, 'cairn', asking), entry(2, 'cairn', { text: 'Take your time.' })];
    expect(openQuestion(entries)?.step).toBe('consent');
    expect(openQuestion([...entries, entry(3, 'client', { text: 'Yes' })])).toBeNull();
    expect(openQuestion([])).toBeNull();
  });

  test('a scale is a row of numbers between its two ends, with its other choices below', () => {
    const piece = String(answersPiece(english, practice, {
      step: 'rating@g1', kind: 'scale', ownWords: false, scale: { from: 0, to: 10, low: 'not at all', high: 'fully' },
      choices: [...Array.from({ length: 11 }, (_, at) => ({ id: String(at), label: String(at) })), { id: 'skip', label: 'I would rather not say' }],
    }, 'f1'));
    expect([...piece.matchAll(/<button class="choice" name="id" value="(\w+)"/g)].map(([, id]) => id)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'skip']);
    expect(piece).toContain('<bdi>not at all</bdi>');
  });

  test('a question for words brings no buttons', () => {
    expect(answersPiece(english, practice, { step: 'hope', kind: 'text', choices: [], ownWords: true }, 'f1')).toBeNull();
  });

  test('before anything is begun there is a way to begin without script, and the page has asked for nothing', () => {
    const shown = page({ person: null });
    expect(shown).toContain('action="/p/linden-street/begin"');
    expect(shown).toContain('id="menu" class="menu" hidden');
    expect(page()).not.toContain('/begin"');
  });

  test('older messages are a page of their own, without a box to write in', () => {
    const shown = page({ past: true, earlier: 12, entries: [entry(12, 'cairn', asking)] });
    expect(shown).toContain('href="/p/linden-street?before=12"');
    expect(shown).not.toContain('<textarea');
    expect(shown).not.toContain('chat.js');
  });

  test('a link is opened only where it may lead', () => {
    expect(String(entryPiece(english, entry(1, 'cairn', { text: 'x', link: { label: 'Open', url: '/plan/abc' } })))).toContain('href="/plan/abc"');
    expect(String(entryPiece(english, entry(1, 'cairn', { text: 'x', link: { label: 'Open', url: 'javascript:alert(1)' } })))).not.toContain('href');
  });
});

test.each([
  ['/plan/x', true], ['https://a.example/b', true], ['tel:112', true], ['sms:741741', true],
  ['//evil.example', false], ['/\\evil.example', false], ['javascript:alert(1)', false], [' javascript:alert(1)', false], ['data:text/html,x', false], ['plain words', false],
])('%s may be linked: %s', (url, may) => {
  expect(safeHref(url)).toBe(may ? url : null);
});

test('addresses in a mail can be clicked, the full stop behind them stays outside', () => {
  const shown = linked('See http://127.0.0.1:8080/review/a_b-c?x=1&y=2. <b>').map(String).join('');
  expect(shown).toBe('See <a href="http://127.0.0.1:8080/review/a_b-c?x=1&amp;y=2" rel="noopener noreferrer">http://127.0.0.1:8080/review/a_b-c?x=1&amp;y=2</a>. &lt;b&gt;');
});
