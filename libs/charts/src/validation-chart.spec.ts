import type { ScatterSeriesOption } from 'echarts';
import { drawSvg } from './draw-svg';
import { validationChart, type ValidationPoint } from './validation-chart';

const POINTS: readonly ValidationPoint[] = [
  { quantity: 'round trip, µs', measured: 40, predicted: 44, heldBack: false },
  { quantity: 'round trip, µs', measured: 40, predicted: 400, heldBack: true },
  { quantity: 'throughput, Mbit/s', measured: 9_000, predicted: 8_000, heldBack: false },
];

const chartOf = (points: readonly ValidationPoint[]) =>
  validationChart({ version: '1 <b>', source: 'Of a spec.', points });

describe('the chart of predicted against measured', () => {
  it('has both axes from and to the same power of ten, around all values', () => {
    const { xAxis, yAxis } = chartOf(POINTS).option;

    expect(xAxis).toMatchObject({ type: 'log', min: 10, max: 10_000 });
    expect(yAxis).toMatchObject({ type: 'log', min: 10, max: 10_000 });
  });

  it('keeps quantities apart, and leaves what was kept from the fit hollow', () => {
    const scatters = (chartOf(POINTS).option.series as ScatterSeriesOption[]).filter(({ type }) => type === 'scatter');

    expect(scatters.map(({ name, data }) => [name, data])).toEqual([
      ['round trip, µs', [{ value: [40, 44] }, { value: [40, 400], itemStyle: { color: '#ffffff' } }]],
      ['throughput, Mbit/s', [{ value: [9_000, 8_000] }]],
    ]);
  });

  it('counts what lies inside the band', async () => {
    const svg = await drawSvg(chartOf(POINTS));

    expect(svg).toContain('2 of 3 are within a factor of 2. Hollow: 1 that were kept from the fit.');
    expect(svg).toContain('Model 1 &lt;b&gt;: predicted against measured');
  });

  it('says so when there is nothing', async () => {
    expect(await drawSvg(chartOf([]))).toContain('There is nothing to compare with yet.');
  });
});
