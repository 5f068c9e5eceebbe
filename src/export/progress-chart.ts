import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { datesInWords } from '../core/dates-in-words.ts';
import type { PageWords } from '../core/page-words.ts';
import { signsFor, type GoalProgress, type Progress } from '../core/progress/progress.ts';
import { bareSvg } from './bare-svg.ts';

use([LineChart, ScatterChart, GridComponent, MarkLineComponent, SVGRenderer]);

/** Nearly the width of a small phone's text, so that letters are about as large as they are drawn. */
const WIDTH = 340;
const HEIGHT = 216;
/** Where the ratings are drawn: room for "10" on the left, for what the lines mean on the right. */
const PLOT = { left: 24, right: 96, top: 30, height: 130 };
const STRIP = { left: PLOT.left, right: PLOT.right, top: 164, height: 22 };
const SHORTEST_SPAN = 14 * 86_400_000;
const TEXT = 12;
/** Whoever shows the picture decides both, with plain CSS on the page around it; dark pages and paper included. */
const INK = 'currentColor';
const ACCENT = 'var(--accent-ink, currentColor)';
const GROUND = 'var(--page, #fff)';

/**
 * The picture of one goal as an SVG to stand in a page: ratings as dots, joined where they are near in time; start and good
 * enough as lines with their names; signs as numbers below; agreed versions as marks above. No style, script, id or word of
 * the client is in it, so it needs nothing of a page's content policy. What it shows differs by shape, never by colour alone.
 * Null for a goal that was never rated.
 */
export function progressChart(goal: GoalProgress, progress: Progress, words: PageWords, timeZone: string): string | null {
  if (!goal.now) return null;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(optionOf(goal, progress, words, timeZone));
    return bareSvg(chart.renderToSVGString(), words.t('progress.picture'));
  } finally {
    chart.dispose();
  }
}

function optionOf(goal: GoalProgress, progress: Progress, words: PageWords, timeZone: string): EChartsCoreOption {
  const signs = signsFor(progress, goal.goal).map(({ at, number }) => ({ at: Date.parse(at), number }));
  const agreed = progress.agreed.map(({ at, version }) => ({ at: Date.parse(at), number: version }));
  const times = [...goal.runs.flat().map(({ at }) => Date.parse(at)), ...signs.map(({ at }) => at), ...agreed.map(({ at }) => at)];
  const first = Math.min(...times);
  const last = Math.max(...times, first + SHORTEST_SPAN);
  // The first dot stands a little away from the axis, where its number can be read.
  const margin = (last - first) * 0.04;
  const { brief } = datesInWords(words.language, timeZone);
  const pixels = (WIDTH - PLOT.left - PLOT.right) / (last - first + margin);
  const label = { color: INK, fontSize: TEXT, textBorderWidth: 0 };
  const xAxis = { type: 'value', min: first - margin, max: last, axisTick: { show: false }, splitLine: { show: false }, axisPointer: { show: false } };
  return {
    animation: false,
    grid: [PLOT, STRIP],
    xAxis: [
      { ...xAxis, gridIndex: 0, axisLabel: { show: false }, axisLine: { lineStyle: { color: INK } } },
      {
        ...xAxis, gridIndex: 1, axisLine: { show: false },
        axisLabel: { ...label, customValues: [first, last], alignMinLabel: 'left', alignMaxLabel: 'right', margin: 6, formatter: (at: number) => brief(new Date(at).toISOString()) },
      },
    ],
    yAxis: [
      { type: 'value', gridIndex: 0, min: 0, max: 10, interval: 5, axisLabel: { ...label, margin: 6 }, axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: INK, opacity: 0.25 } } },
      { type: 'value', gridIndex: 1, min: 0, max: 1, show: false },
    ],
    series: [
      {
        ...ratingSeries(goal, label),
        z: 3,
        markLine: { silent: true, symbol: 'none', z: 1, data: [...levelLines(goal, words, label), ...versionLines(agreed, words, label, pixels, last)] },
      },
      {
        type: 'scatter', xAxisIndex: 1, yAxisIndex: 1, silent: true, clip: false,
        data: together(signs, pixels, 30).map(({ at, name }) => ({
          value: [at, 0.5], symbol: 'roundRect', symbolSize: [Math.max(18, 8 + name.length * 7), 18],
          itemStyle: { color: 'none', borderColor: INK, borderWidth: 1.2, opacity: 1 }, label: { ...label, show: true, position: 'inside', formatter: name },
        })),
      },
    ],
  };
}

type Label = { color: string; fontSize: number; textBorderWidth: number };

function ratingSeries({ runs, now }: GoalProgress, label: Label) {
  const count = runs.flat().length;
  // An empty value between two runs keeps the line from being drawn through the pause.
  const data = runs.flatMap((run, at) => [
    ...(at > 0 ? [{ value: [Date.parse(run[0]!.at), null] }] : []),
    ...run.map((point) => ({ value: [Date.parse(point.at), point.value], label: { show: count <= 8 || point === now } })),
  ]);
  return {
    type: 'line', data, silent: true, clip: false, symbol: 'circle', symbolSize: 8, connectNulls: false,
    lineStyle: { color: ACCENT, width: 2.5 }, itemStyle: { color: ACCENT, borderWidth: 0 },
    label: { ...label, position: 'top', distance: 5, fontWeight: 'bold', textBorderColor: GROUND, textBorderWidth: 3, formatter: ({ value }: { value: number[] }) => String(value[1]) },
  };
}

/** Start and good enough, told apart by their dashes and their names. */
function levelLines({ start, target }: GoalProgress, words: PageWords, label: Label) {
  const line = (value: number, key: string, type: number[]) =>
    ({ yAxis: value, lineStyle: { color: INK, width: 1.4, type }, label: { ...label, position: 'end', distance: 6, formatter: words.t(key, { value }) } });
  if (start && start.value === target) return [line(target, 'progress.line-both', [8, 3])];
  return [
    ...(start ? [line(start.value, 'progress.line-start', [2, 4])] : []),
    ...(target === undefined ? [] : [line(target, 'progress.line-enough', [8, 3])]),
  ];
}

const versionLines = (agreed: Mark[], words: PageWords, label: Label, pixels: number, last: number) =>
  together(agreed, pixels, 48).map(({ at, name }) => ({
    xAxis: at, lineStyle: { color: INK, width: 1, type: [1, 2] },
    // Near the right edge the name stands left of its mark, so that it stays in the picture.
    label: { ...label, position: 'end', distance: 4, align: (last - at) * pixels < 60 ? 'right' : 'left', formatter: words.t('progress.plan-mark', { number: name }) },
  }));

interface Mark {
  at: number;
  number: number;
}

/** Marks too near to stand beside one another share a place and a name, such as "2–4" or "2, 5". */
function together(marks: Mark[], pixels: number, room: number): { at: number; name: string }[] {
  const groups: Mark[][] = [];
  for (const mark of marks) {
    const group = groups.at(-1);
    if (group && (mark.at - group[0]!.at) * pixels < room) group.push(mark);
    else groups.push([mark]);
  }
  return groups.map((group) => {
    const numbers = group.map(({ number }) => number);
    const [from, to] = [numbers[0]!, numbers.at(-1)!];
    const isRun = numbers.length > 2 && to - from === numbers.length - 1;
    return { at: group[0]!.at, name: isRun ? `${from}–${to}` : numbers.join(', ') };
  });
}
