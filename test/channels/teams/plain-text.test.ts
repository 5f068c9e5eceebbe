import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asMarkdown, asRun, asXml, clip, displayable } from '../../../src/channels/teams/plain-text.ts';

it('an XML message keeps every sign and every line', () => {
  expect(asXml('1 < 2 & <b>bold</b>\r\n*not* [a](b) &amp;\nend')).toBe('1 &lt; 2 &amp; &lt;b&gt;bold&lt;/b&gt;<br/>*not* [a](b) &amp;amp;<br/>end');
});

it('nothing in an XML message is a tag but our own line breaks, whatever was written', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', 'a', ';', '/', '\n', '#'), maxLength: 60 }), (text) => {
    const xml = asXml(text);
    expect(xml.replaceAll('<br/>', '')).not.toMatch(/[<>]/);
    expect(xml.replaceAll('<br/>', '\n').replace(/&(lt|gt|amp);/g, (_all, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name]!)).toBe(text);
  }));
});

it.each([
  ['Feel less *anxious*', 'Feel less \\*anxious\\*'],
  ['see [this](https://evil.example.org)', 'see \\[this\\](https://evil.example.org)'],
  ['1. Sleep', '1\\. Sleep'],
  ['- Sleep', '\\- Sleep'],
  ['# Sleep', '\\# Sleep'],
  ['a_b_c & <b>', 'a\\_b\\_c \\& \\<b\\>'],
  ['C:\\temp', 'C:\\\\temp'],
  ['two\nlines', 'two lines'],
  ['I can’t sleep, 3 nights a week (or 4).', 'I can’t sleep, 3 nights a week (or 4).'],
])('where Markdown is read, %j stays what it is', (text, escaped) => expect(asMarkdown(text)).toBe(escaped));

it('no date is filled in for what somebody wrote', () => {
  expect(asRun('{{DATE(2026-03-02T10:00:00Z)}}')).not.toMatch(/\{\{/);
  expect(asRun('{{x}}')).toBe('{{x}}');
});

it('what no screen shows is left out, and nothing else', () => {
  expect(displayable('a\u0000b\u0007c\ud83d d\te\nf😀')).toBe('abc\ufffd d\te\nf😀');
});

it('a shortened text says so, and ends between words', () => {
  expect(clip('Notice anxiety sooner and recover faster', 24)).toBe('Notice anxiety sooner…');
  expect(clip('short', 24)).toBe('short');
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 10, max: 40 }), (text, most) => {
    expect(clip(text, most).length).toBeLessThanOrEqual(Math.max(most, 1));
  }));
});
