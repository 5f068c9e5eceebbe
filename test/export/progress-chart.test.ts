import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { progressChart } from '../../src/export/progress-chart.ts';
import { progressOf } from '../../src/core/progress/progress.ts';
import { launchBrowser } from '../support/browser.ts';
import { agreedAfter, copyOf, items } from './support/copy.ts';
import { english, spanish } from './support/words.ts';

const copy = copyOf(agreedAfter());
const progress = progressOf(copy);
const [sleep] = progress.goals;
const draw = (goal = sleep!, all = progress, words = english): string => progressChart(goal, all, words, 'Europe/Madrid')!;
const texts = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text!);

describe('the picture of a goal', () => {
  test('names its lines, its marks and its days, and shows each rating', () => {
    expect(texts(draw())).toEqual(expect.arrayContaining(['0', '5', '10', 'start 3', 'good enough 7', 'plan 1', '4 Sept 2026', '2 Nov 2026', '3', '4', '6', '1', '2']));
    expect(texts(draw(sleep!, progress, spanish))).toEqual(expect.arrayContaining(['inicio 3', 'suficiente 7', '2 nov 2026']));
  });

  test('has a name and none of the client’s words, no style, no script and no address', () => {
    const svg = draw();
    expect(svg).toContain('<title>How close this goal has felt, from 0 to 10. The same is in the table.</title>');
    expect(svg).not.toMatch(/style|script|href|url\(| id=|class="zr|Slept|Sleep/u);
  });

  test('draws no line through a long pause', () => {
    const later = progressOf({ ...copy, ratings: [...copy.ratings, { goal: 'i2', at: '2027-03-10T10:00:00.000Z', value: 8 }, { goal: 'i2', at: '2027-03-20T10:00:00.000Z', value: 7 }] });
    const line = (svg: string): string => /<path d="([^"]+)"[^>]*stroke-width="2.5"/u.exec(svg)![1]!;
    expect(line(draw()).match(/M/gu)).toHaveLength(1);
    expect(line(draw(later.goals[0]!, later)).match(/M/gu)).toHaveLength(2);
  });

  test('start and good enough at the same place share a line and a name', () => {
    const same = progressOf({ ...copy, plan: agreedAfter([], items.map((item) => (item.id === 'i2' ? { ...item, baseline: 7 } : item))) });
    expect(texts(draw(same.goals[0]!, same))).toContain('start, good enough 7');
  });

  test('signs too near to stand apart share a place, and only those of this goal are in it', () => {
    const signs = [1, 2, 3].map((day) => ({ at: `2026-10-0${day}T08:00:00.000Z`, text: 'x', goal: 'i2' }));
    const many = progressOf({ ...copy, signs: [...signs, { at: '2026-10-02T09:00:00.000Z', text: 'y', goal: 'i3' }] });
    expect(texts(draw(many.goals[0]!, many))).toContain('1, 2, 4');
    expect(texts(draw(many.goals[1]!, many))).toContain('3');
  });

  test('the same picture comes out the next time; a goal that was never rated has none', () => {
    expect(draw()).toBe(draw());
    const unrated = progressOf({ ...copy, ratings: [], plan: agreedAfter([], items.map(({ baseline: _, ...item }) => item)) });
    expect(progressChart(unrated.goals[0]!, unrated, english, 'UTC')).toBeNull();
  });
});

test('a page that allows no inline style shows it in its own colours, light and dark', { timeout: 60_000 }, async () => {
  const style = ':root{--page:#fff;--accent-ink:rgb(1,2,3)} body{color:rgb(9,9,9)} @media (prefers-color-scheme:dark){:root{--accent-ink:rgb(200,210,220)} body{color:rgb(240,240,240)}} .progress-chart{max-width:100%;height:auto}';
  const server = createServer((request, response) => {
    if (request.url === '/style.css') return void response.setHeader('content-type', 'text/css').end(style);
    response.setHeader('content-type', 'text/html; charset=utf-8').setHeader('Content-Security-Policy', "default-src 'none'; style-src 'self'");
    response.end(`<!doctype html><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css">${draw()}`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await launchBrowser();
  try {
    for (const [colorScheme, line, text] of [['light', 'rgb(1, 2, 3)', 'rgb(9, 9, 9)'], ['dark', 'rgb(200, 210, 220)', 'rgb(240, 240, 240)']] as const) {
      const page = await browser.newPage({ viewport: { width: 320, height: 600 }, colorScheme });
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const seen = await page.evaluate(`(() => {
        const style = (selector) => getComputedStyle(document.querySelector(selector));
        const { width, height } = document.querySelector('svg').getBoundingClientRect();
        return { line: style('path[stroke-width="2.5"]').stroke, text: style('text').fill, size: parseFloat(style('text').fontSize) * width / 340, fits: width <= 320 && height > 100 && document.documentElement.scrollWidth <= 320 };
      })()`);
      expect(seen).toEqual({ line, text, size: expect.any(Number), fits: true });
      expect((seen as { size: number }).size).toBeGreaterThan(10);
      expect(said).toEqual([]);
      await page.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
});
