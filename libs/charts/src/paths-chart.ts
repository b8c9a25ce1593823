import { groupBy, type PathCard } from '@iopath/core';
import type { EChartsOption, ScatterSeriesOption, SeriesOption, XAXisComponentOption } from 'echarts';
import { shownName } from './chart-text';
import type { Chart } from './draw-svg';
import { COLOURS, intervalMarks, TEXT } from './marks';

const WIDTH = 1000;
const HEAD_PX = 84;
const ROW_PX = 26;
/** Name of the device above its rows, and the axis with its name below. */
const [TITLE_PX, AXIS_PX] = [34, 66];
const LATENCY = { left: 190, width: 370 } as const;
const AMOUNT = { left: 600, width: 360 } as const;
const SERIES = {
  p50: 'p50',
  p99: 'p99, with its 90 % interval',
  amount: 'throughput, with its 90 % interval',
} as const;

/**
 * Latency and throughput of every path of every device, side by side. Latency is on a logarithmic axis: paths differ by
 * factors, and a loaded one by many. Hosts are not named: whoever may see a recommendation need not see hosts.
 *
 * @param name of the VM.
 */
export function pathsChart(name: string, cards: readonly PathCard[]): Chart {
  const devices = [...groupBy(cards, ({ kind, device }) => `${kind} ${device}`).values()];
  const tops: number[] = [];
  let bottom = HEAD_PX;
  for (const rows of devices) {
    tops.push(bottom + TITLE_PX);
    bottom += TITLE_PX + rows.length * ROW_PX + AXIS_PX;
  }
  const blocks = devices.map((rows, nth) => blockOf(rows, nth, tops[nth] ?? 0));
  const option: EChartsOption = {
    title: [
      {
        text: `Paths of ${shownName(name)}, as predicted`,
        subtext: 'Each path on the best host for it. Hollow marks: no host can carry it; on assumed hardware.',
        left: 16,
        top: 10,
        textStyle: { color: TEXT, fontSize: 18 },
        subtextStyle: { color: TEXT, fontSize: 13 },
      },
      ...blocks.map(({ title }) => title),
    ],
    legend: {
      data: Object.values(SERIES),
      top: 62,
      left: LATENCY.left - 10,
      selectedMode: false,
      itemWidth: 14,
      itemHeight: 11,
      itemGap: 24,
      textStyle: { color: TEXT, fontSize: 13 },
    },
    grid: blocks.flatMap(({ grids }) => grids),
    xAxis: blocks.flatMap(({ xAxes }) => xAxes),
    yAxis: blocks.flatMap(({ yAxes }) => yAxes),
    series: blocks.flatMap(({ series }) => series),
  };
  return { option, width: WIDTH, height: bottom };
}

/** Two grids for a device: latency with the names of its paths, and throughput. */
function blockOf(rows: readonly PathCard[], nth: number, top: number) {
  const [first] = rows;
  const isNic = first?.kind === 'nic';
  const height = rows.length * ROW_PX;
  const [left, right] = [2 * nth, 2 * nth + 1];
  const names = rows.map(({ path, predicted }) => `${path}${predicted.overloaded ? ' (overloaded)' : ''}`);
  const yAxis = (gridIndex: number, hasNames: boolean) => ({
    type: 'category' as const,
    gridIndex,
    data: names,
    inverse: true,
    axisTick: { show: false },
    axisLabel: { show: hasNames, interval: 0, color: TEXT, fontSize: 13 },
    splitLine: { show: true, lineStyle: { color: '#eef1f4' } },
  });
  return {
    title: {
      text: shownName(`${isNic ? 'NIC' : 'Disk'} ${first?.device ?? ''}`),
      left: 16,
      top: top - 26,
      textStyle: { color: TEXT, fontSize: 15 },
    },
    grids: [
      { ...LATENCY, top, height },
      { ...AMOUNT, top, height },
    ],
    xAxes: [
      latencyAxis(left, rows, isNic ? 'round trip of a small message, µs' : 'completion of a small request, µs'),
      axisOf(right, isNic ? 'throughput, Gbit/s' : 'throughput, MiB/s', { type: 'value', min: 0 }),
    ],
    yAxes: [yAxis(left, true), yAxis(right, false)],
    series: seriesOf(rows, left, right),
  };
}

/** From and to a power of two: their labels are close enough to read between. */
function latencyAxis(gridIndex: number, rows: readonly PathCard[], name: string): XAXisComponentOption {
  const told = rows.flatMap(({ predicted: { latencyUs } }) =>
    latencyUs === null ? [] : [latencyUs.p50, latencyUs.p99, ...latencyUs.interval],
  );
  const [least, most] = told.length === 0 ? [1, 2] : [Math.min(...told), Math.max(...told)];
  const min = 2 ** Math.floor(Math.log2(least));
  const max = Math.max(2 * min, 2 ** Math.ceil(Math.log2(most)));
  return axisOf(gridIndex, name, { type: 'log', logBase: 2, min, max });
}

function axisOf(gridIndex: number, name: string, scale: XAXisComponentOption): XAXisComponentOption {
  return {
    ...scale,
    gridIndex,
    name,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: TEXT, fontSize: 13 },
    axisLabel: { color: TEXT, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: '#dde3e9' } },
  };
}

function seriesOf(rows: readonly PathCard[], left: number, right: number): SeriesOption[] {
  const latencies = rows.flatMap(({ predicted: { latencyUs, basis } }, row) =>
    latencyUs === null ? [] : [{ row, basis, ...latencyUs }],
  );
  const amounts = rows.flatMap(({ predicted }, row) => {
    const amount = predicted.throughputGbps ?? predicted.throughputMibps;
    return amount === null ? [] : [{ row, basis: predicted.basis, ...amount }];
  });
  const [onLeft, onRight] = [
    { xAxisIndex: left, yAxisIndex: left },
    { xAxisIndex: right, yAxisIndex: right },
  ];
  const intervals = (of: readonly { row: number; interval: readonly [number, number] }[]) =>
    of.map(({ row, interval: [low, high] }) => [row, low, high] as const);
  return [
    { ...intervalMarks(intervals(latencies), COLOURS.p99), ...onLeft },
    {
      ...marks(
        'p99',
        latencies.map(({ p99, row, basis }) => ({ at: p99, row, basis })),
        'diamond',
      ),
      ...onLeft,
    },
    {
      ...marks(
        'p50',
        latencies.map(({ p50, row, basis }) => ({ at: p50, row, basis })),
        'circle',
      ),
      ...onLeft,
    },
    { ...intervalMarks(intervals(amounts), COLOURS.amount), ...onRight },
    {
      ...marks(
        'amount',
        amounts.map(({ value, row, basis }) => ({ at: value, row, basis })),
        'rect',
      ),
      ...onRight,
    },
  ];
}

interface Mark {
  readonly at: number;
  readonly row: number;
  readonly basis: 'host' | 'assumed';
}

/** Filled where a host can carry the path, hollow where none can. */
function marks(kind: keyof typeof SERIES, points: readonly Mark[], symbol: string): ScatterSeriesOption {
  const colour = COLOURS[kind];
  return {
    type: 'scatter',
    name: SERIES[kind],
    symbol,
    symbolSize: 11,
    silent: true,
    itemStyle: { color: colour, borderColor: colour, borderWidth: 2, opacity: 1 },
    data: points.map(({ at, row, basis }) => ({
      value: [at, row],
      ...(basis === 'assumed' && { itemStyle: { color: '#ffffff', opacity: 1 } }),
    })),
    emphasis: { disabled: true },
  };
}
