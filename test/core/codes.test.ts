import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCode, readCode } from '../../src/core/codes.ts';

const someCode = fc.infiniteStream(fc.nat(29)).map((numbers) => makeCode((below) => numbers.next().value % below));

describe('a code to type', () => {
  it('is read as it was made, however it is typed', () => {
    fc.assert(fc.property(someCode, (made) => {
      expect(made).toMatch(/^[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$/);
      expect(made).toMatch(/\d/);
      for (const typed of [made, made.toLowerCase(), made.replace('-', ''), made.replace('-', ' '), ` “${made}”. `, [...made].join(' ')]) expect(readCode(typed)).toBe(made);
    }));
  });

  it('is not taken for another after a slip of the finger', () => {
    fc.assert(fc.property(someCode, fc.nat(8), fc.constantFrom(...'23456789ABCDEFGHJKMNPQRSTVWXYZ'), (made, place, other) => {
      const at = place < 5 ? place : place + 1;
      fc.pre(made[at] !== other);
      expect(readCode(made.slice(0, at) + other + made.slice(at + 1))).toBeNull();
    }));
  });

  it('is never found in what people write', () => {
    for (const text of ['strengthen', 'Resilience', '0871234567', '1234567890', 'I am 25 years', 'K7RM3-QFH9', '', 'hello', 'my code is K7RM3-QFH9T']) {
      expect(readCode(text), text).toBeNull();
    }
  });
});
