import type { EChartsOption } from 'echarts';

/** What a chart shows, and how large it is, px. */
export interface Chart {
  readonly option: EChartsOption;
  readonly width: number;
  readonly height: number;
}

/** What a page that shows the picture by itself may do: no scripts, nothing loaded. */
export const CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * Draws a chart as SVG; the library escapes all texts. It is large, so it is loaded for the first chart and not before.
 */
export async function drawSvg({ option, width, height }: Chart): Promise<string> {
  const { init } = await import('echarts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false, backgroundColor: '#ffffff' });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
