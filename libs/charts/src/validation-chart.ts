import { groupBy } from '@iopath/core';
import type { EChartsOption, LineSeriesOption, ScatterSeriesOption, SeriesOption } from 'echarts';
import { shownName } from './chart-text';
import type { Chart } from './draw-svg';
import { FAINT, TEXT } from './marks';

/** One measured value beside its prediction, in the unit that `quantity` names. */
export interface ValidationPoint {
  readonly quantity: string;
  readonly measured: number;
  readonly predicted: number;
  /** Kept from the fit to judge it by. */
  readonly heldBack: boolean;
}

export interface ValidationPicture {
  readonly version: string;
  /** What the values are from, in a sentence. */
  readonly source: string;
  readonly points: readonly ValidationPoint[];
}

const WIDTH = 1010;
const GRID = { left: 100, top: 110, width: 640, height: 640 } as const;
const BELOW_PX = 70;
const LEGEND_ROW_PX = 26;
const PALETTE = ['#0b5394', '#b45309', '#137333', '#7b1fa2', '#c2185b', '#00838f', '#5d4037', '#455a64'];
const SYMBOLS = ['circle', 'diamond', 'triangle', 'rect'];
const FACTOR = 2;
const GUIDES = { identity: 'as predicted', band: `within a factor of ${FACTOR}` } as const;

/**
 * Predicted against measured, both on logarithmic axes: quantities of all sizes fit in, and the same factor is the same
 * distance from the line everywhere.
 */
export function validationChart({ version, source, points }: ValidationPicture): Chart {
  const [low, high] = rangeOf(points);
  const legend = legendOf(points);
  const option: EChartsOption = {
    title: {
      text: `Model ${shownName(version)}: predicted against measured`,
      subtext: `${source}\n${sumsOf(points)}`,
      left: 16,
      top: 10,
      textStyle: { color: TEXT, fontSize: 18 },
      subtextStyle: { color: TEXT, fontSize: 13, lineHeight: 19 },
    },
    legend: {
      orient: 'vertical',
      top: GRID.top,
      left: GRID.left + GRID.width + 36,
      selectedMode: false,
      data: legend,
      itemWidth: 18,
      itemHeight: 11,
      itemGap: LEGEND_ROW_PX - 14,
      textStyle: { color: TEXT, fontSize: 13 },
    },
    grid: GRID,
    xAxis: axisOf('measured', low, high, 34),
    yAxis: axisOf('predicted', low, high, 72),
    series: [...guides(low, high), ...pointSeries(points)],
  };
  const height = GRID.top + Math.max(GRID.height, legend.length * LEGEND_ROW_PX) + BELOW_PX;
  return { option, width: WIDTH, height };
}

/** Lines are shown as lines, without the mark that a legend adds. */
function legendOf(points: readonly ValidationPoint[]) {
  const lines = Object.values(GUIDES).map((name) => ({ name, itemStyle: { opacity: 0 } }));
  return [...lines, ...groupBy(points, quantityOf).keys()];
}

function quantityOf({ quantity }: ValidationPoint): string {
  return shownName(quantity);
}

/** Powers of ten around all that is shown. */
function rangeOf(points: readonly ValidationPoint[]): readonly [number, number] {
  const all = points.flatMap(({ measured, predicted }) => [measured, predicted]);
  if (all.length === 0) return [1, 1000];
  const low = 10 ** Math.floor(Math.log10(Math.min(...all)));
  return [low, Math.max(10 * low, 10 ** Math.ceil(Math.log10(Math.max(...all))))];
}

function sumsOf(points: readonly ValidationPoint[]): string {
  if (points.length === 0) return 'There is nothing to compare with yet.';
  const within = points.filter(({ measured, predicted }) => {
    return predicted <= FACTOR * measured && measured <= FACTOR * predicted;
  }).length;
  const held = points.filter(({ heldBack }) => heldBack).length;
  const hollow = held === 0 ? '' : ` Hollow: ${held} that were kept from the fit.`;
  return `${within} of ${points.length} are within a factor of ${FACTOR}.${hollow}`;
}

function axisOf(name: string, min: number, max: number, nameGap: number) {
  return {
    type: 'log' as const,
    min,
    max,
    name: `${name}, in the unit of the legend`,
    nameLocation: 'middle' as const,
    nameGap,
    nameTextStyle: { color: TEXT, fontSize: 14 },
    axisLabel: { color: TEXT, fontSize: 13, formatter: (value: number) => value.toLocaleString('en') },
    splitLine: { lineStyle: { color: '#dde3e9' } },
  };
}

/** The line of predictions that came true, and those that are off by the factor. */
function guides(low: number, high: number): SeriesOption[] {
  const line = (name: string, factor: number, type: 'solid' | 'dashed'): LineSeriesOption => ({
    type: 'line',
    name,
    data: [
      [low, low * factor],
      [high, high * factor],
    ],
    symbol: 'none',
    silent: true,
    clip: true,
    lineStyle: { color: type === 'solid' ? TEXT : FAINT, width: 1.5, type },
    itemStyle: { color: type === 'solid' ? TEXT : FAINT },
  });
  return [
    {
      type: 'custom',
      silent: true,
      clip: true,
      data: [[low, high]],
      renderItem: (_params, api) => ({
        type: 'polygon',
        shape: {
          points: [
            api.coord([low, low * FACTOR]),
            api.coord([high, high * FACTOR]),
            api.coord([high, high / FACTOR]),
            api.coord([low, low / FACTOR]),
          ],
        },
        style: { fill: '#f1f4f7' },
      }),
    },
    line(GUIDES.identity, 1, 'solid'),
    line(GUIDES.band, FACTOR, 'dashed'),
    line(GUIDES.band, 1 / FACTOR, 'dashed'),
  ];
}

function pointSeries(points: readonly ValidationPoint[]): ScatterSeriesOption[] {
  return [...groupBy(points, quantityOf)].map(([quantity, of], nth) => {
    const colour = PALETTE[nth % PALETTE.length] ?? TEXT;
    return {
      type: 'scatter',
      name: quantity,
      symbol: SYMBOLS[nth % SYMBOLS.length] ?? 'circle',
      symbolSize: 11,
      silent: true,
      itemStyle: { color: colour, borderColor: colour, borderWidth: 1.5, opacity: 0.8 },
      data: of.map(({ measured, predicted, heldBack }) => ({
        value: [measured, predicted],
        ...(heldBack && { itemStyle: { color: '#ffffff' } }),
      })),
    };
  });
}
