import { compareWithoutFleet, type PathCard } from '@iopath/core';
import { aNicRequest, aVmRequest } from '@iopath/testing';
import type { ScatterSeriesOption } from 'echarts';
import { drawSvg } from './draw-svg';
import { pathsChart } from './paths-chart';

const HARDWARE = { linkSpeedMbps: 25_000, interrupts: 'posted', storage: 'nvme' } as const;
const request = aVmRequest({
  nics: [aNicRequest({ name: 'a', bandwidthMbps: 5_000 }), aNicRequest({ name: 'b <script>', bandwidthMbps: 5_000 })],
});
const cards = compareWithoutFleet(request, HARDWARE, { release: '2025.1' }).filter(({ kind }) => kind === 'nic');
const onHosts = cards.map((card): PathCard => ({ ...card, predicted: { ...card.predicted, basis: 'host' } }));

const scatters = (shown: readonly PathCard[]) =>
  (pathsChart('vm', shown).option.series as ScatterSeriesOption[]).filter(({ type }) => type === 'scatter');

describe('the chart of paths', () => {
  it('has two grids for each device, and a row for each of its paths', () => {
    const { option, height } = pathsChart('vm', cards);
    const [rows] = option.yAxis as { data: string[] }[];

    expect(option.grid).toHaveLength(4);
    expect(rows?.data).toHaveLength(cards.length / 2);
    expect(pathsChart('vm', cards.slice(0, cards.length / 2)).height).toBeLessThan(height);
  });

  it('says which path would be overloaded, and shows no latency for it', () => {
    const overloaded = cards.filter(({ predicted }) => predicted.overloaded);
    const [names] = pathsChart('vm', cards).option.yAxis as { data: string[] }[];
    const p99 = scatters(cards).find(({ name }) => name?.toString().startsWith('p99'));

    expect(overloaded.map(({ path }) => path)).toContain('emulated');
    expect(names?.data).toContain('emulated (overloaded)');
    expect(p99?.data).toHaveLength((cards.length - overloaded.length) / 2);
  });

  it('leaves marks hollow where no host can carry the path', () => {
    const hollow = (shown: readonly PathCard[]) =>
      scatters(shown)
        .flatMap(({ data }) => data as object[])
        .filter((mark) => 'itemStyle' in mark).length;

    expect(hollow(onHosts)).toBe(0);
    expect(hollow(cards)).toBeGreaterThan(0);
  });

  it('is drawn with every name as it is written, and none too long', async () => {
    const svg = await drawSvg(pathsChart(`${'x'.repeat(300)}\u0000\uD800`, cards));

    expect(svg).toContain('b &lt;script&gt;');
    expect(svg).not.toContain('<script');
    expect(svg).toContain(`${'x'.repeat(47)}…`);
  });
});
