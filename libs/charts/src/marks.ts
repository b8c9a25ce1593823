import type { CustomSeriesOption } from 'echarts';

/** Colours that keep apart in grey too, and for those who do not tell red from green. */
export const COLOURS = { p50: '#0b5394', p99: '#b45309', amount: '#137333' } as const;
export const TEXT = '#1f2933';
export const FAINT = '#9aa5b1';
const CAP_PX = 5;

/** Horizontal lines with caps: one for each of `[row, low, high]`. */
export function intervalMarks(
  rows: readonly (readonly [row: number, low: number, high: number])[],
  colour: string,
): Pick<CustomSeriesOption, 'type' | 'renderItem' | 'data' | 'encode' | 'silent' | 'clip'> {
  return {
    type: 'custom',
    silent: true,
    clip: true,
    encode: { x: [1, 2], y: 0 },
    data: rows.map((row) => [...row]),
    renderItem: (_params, api) => {
      const row = api.value(0);
      const [[low = 0, y = 0], [high = 0]] = [api.coord([api.value(1), row]), api.coord([api.value(2), row])];
      const line = (x1: number, y1: number, x2: number, y2: number) =>
        ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 2 } }) as const;
      return {
        type: 'group',
        children: [
          line(low, y, high, y),
          line(low, y - CAP_PX, low, y + CAP_PX),
          line(high, y - CAP_PX, high, y + CAP_PX),
        ],
      };
    },
  };
}
