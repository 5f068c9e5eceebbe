import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast } from '../../src/core/colour.ts';
import { accentsFor, accentStyle, grounds } from '../../src/web/accent.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('a practice may pick any colour', () => {
  test('contrast is counted as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  test.each(['light', 'dark'] as const)('text and buttons stay readable on %s', (mode) => {
    fc.assert(fc.property(colour, (accent) => {
      const { fill, onFill, ink } = accentsFor(accent, mode);
      expect(contrast(fill, onFill)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(fill, grounds[mode].page)).toBeGreaterThanOrEqual(3);
      expect(contrast(ink, grounds[mode].page)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ink, grounds[mode].deepest)).toBeGreaterThanOrEqual(4.5);
    }), { numRuns: 2_000 });
  });

  test('a colour that can be read is left as it is', () => {
    expect(accentsFor('#2f6f62', 'light').fill).toBe('#2f6f62');
    expect(accentStyle('#2f6f62')).toContain('--accent:#2f6f62');
  });

  test('the stylesheet stands on the grounds that the colours are bent for', () => {
    const css = readFileSync(new URL('../../src/web/assets/cairn.css', import.meta.url), 'utf8');
    expect([...css.matchAll(/--page: (#\w+);/g)].map(([, page]) => page)).toEqual([grounds.light.page, grounds.dark.page]);
  });
});
