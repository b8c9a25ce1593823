import * as dagre from '@dagrejs/dagre';

/** What is used of dagre: its own types cannot be resolved from here, for they name each other without extensions. */
interface LayoutEngine {
  readonly graphlib: { readonly Graph: new (options: { readonly multigraph: boolean }) => LayoutGraph };
  layout(graph: LayoutGraph): void;
}

interface LayoutGraph {
  setGraph(settings: Readonly<Record<string, string | number>>): void;
  setNode(id: string, size: Omit<GraphBox, 'id'>): void;
  setEdge(from: string, to: string, label: Readonly<Record<string, string | number>>, name: string): void;
  graph(): { readonly width?: number; readonly height?: number };
  node(id: string): Point;
  edge(from: string, to: string, name: string): Partial<Point> & { readonly points?: readonly Point[] };
}

const engine = dagre as unknown as LayoutEngine;

export interface GraphBox {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface GraphArrow {
  readonly from: string;
  readonly to: string;
  /** Room for its label; 0 for none. */
  readonly labelWidth: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where boxes and arrows come to lie. */
export interface LaidOut {
  readonly width: number;
  readonly height: number;
  /** Middle of each box. */
  readonly boxes: ReadonlyMap<string, Point>;
  /** Of each arrow, in the order given, the points that it goes through, and where its label stands. */
  readonly arrows: readonly { readonly points: readonly Point[]; readonly label: Point }[];
}

const LABEL_HEIGHT = 16;

/** Lays a graph out in ranks from left to right; the same graph lies the same each time. */
export function laidOut(boxes: readonly GraphBox[], arrows: readonly GraphArrow[]): LaidOut {
  const graph = new engine.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 46, edgesep: 12, marginx: 8, marginy: 8 });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  arrows.forEach(({ from, to, labelWidth }, at) => {
    const label = labelWidth === 0 ? {} : { width: labelWidth, height: LABEL_HEIGHT, labelpos: 'c' };
    graph.setEdge(from, to, label, String(at));
  });
  engine.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: new Map(boxes.map(({ id }) => [id, pointOf(graph.node(id))])),
    arrows: arrows.map(({ from, to }, at) => {
      const edge = graph.edge(from, to, String(at));
      const points = (edge.points ?? []).map(pointOf);
      return { points, label: edge.x === undefined ? (points[points.length >> 1] ?? { x: 0, y: 0 }) : pointOf(edge) };
    }),
  };
}

function pointOf({ x = 0, y = 0 }: Partial<Point>): Point {
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}
