import { html, type Html } from '../html';
import { laidOut, type Point } from './laid-out';

/** A box of a picture: its lines of text, the first one bold. */
export interface PictureBox {
  readonly id: string;
  readonly lines: readonly string[];
  readonly kind: 'step' | 'temporary' | 'host';
  /** All of it, for who points at it. */
  readonly title: string;
}

export interface PictureArrow {
  readonly from: string;
  readonly to: string;
  /** Written at it; empty for nothing. */
  readonly label: string;
  readonly title: string;
}

const LINE_HEIGHT = 15;
const PADDING = 10;
/** The widest of common fonts at 12 px is narrower. */
const CHARACTER = 7;
const LONGEST_LINE = 34;

/** A graph as SVG, laid out from left to right. */
export function graphPicture(boxes: readonly PictureBox[], arrows: readonly PictureArrow[], label: string): Html {
  const sized = boxes.map(({ id, lines }) => ({
    id,
    width: Math.max(...lines.map((line) => shortened(line).length)) * CHARACTER + 2 * PADDING,
    height: lines.length * LINE_HEIGHT + PADDING,
  }));
  const labelled = arrows.map(({ from, to, label: text }) => ({ from, to, labelWidth: text.length * CHARACTER }));
  const { width, height, boxes: middles, arrows: ways } = laidOut(sized, labelled);
  return html`<div class="graph">
    <svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
      <defs>
        <marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path class="head" d="M0,0 L8,4 L0,8 z" />
        </marker>
      </defs>
      ${arrows.map((arrow, at) => arrowOf(arrow, ways[at]?.points ?? [], ways[at]?.label ?? ORIGIN))}
      ${boxes.map((box, at) => boxOf(box, sized[at] ?? { width: 0, height: 0 }, middles.get(box.id) ?? ORIGIN))}
    </svg>
  </div>`;
}

const ORIGIN: Point = { x: 0, y: 0 };

function boxOf(
  { lines, kind, title }: PictureBox,
  { width, height }: { readonly width: number; readonly height: number },
  { x, y }: Point,
): Html {
  const top = y - height / 2;
  return html`<g class="box ${kind}">
    <title>${title}</title>
    <rect x="${x - width / 2}" y="${top}" width="${width}" height="${height}" rx="4" />
    ${lines.map(
      (line, at) =>
        html`<text class="${at === 0 ? 'first' : 'other'}" x="${x}" y="${top + PADDING / 2 + LINE_HEIGHT * (at + 0.75)}"
          >${shortened(line)}</text
        >`,
    )}
  </g>`;
}

function arrowOf({ label, title }: PictureArrow, points: readonly Point[], at: Point): Html {
  const [first, ...rest] = points;
  if (first === undefined) return html``;
  const way = `M${first.x},${first.y} ${rest.map(({ x, y }) => `L${x},${y}`).join(' ')}`;
  return html`<g class="arrow">
    <title>${title}</title>
    <path d="${way}" marker-end="url(#head)" />
    ${label === '' ? null : html`<text x="${at.x}" y="${at.y + 4}">${label}</text>`}
  </g>`;
}

function shortened(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}
