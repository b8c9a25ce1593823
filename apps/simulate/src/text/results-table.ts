import type { ReplayResult } from '../replay/replay-result';

type Column = readonly [title: string, cell: (result: ReplayResult) => string];

const COLUMNS: readonly Column[] = [
  ['policy', ({ policy }) => policy],
  ['accepted', ({ accepted }) => String(accepted)],
  ['%', ({ accepted, requests }) => share(accepted, requests)],
  ['latency met', ({ latency }) => String(latency.met)],
  ['%', ({ latency }) => share(latency.met, latency.asked)],
  ['stranded VFs', ({ strandedVfs }) => strandedVfs.average.toFixed(1)],
  ['at the end', ({ strandedVfs }) => String(strandedVfs.atTheEnd)],
  ['hosts in use', ({ hostsInUse }) => hostsInUse.average.toFixed(1)],
  ['moves', ({ moves }) => String(moves)],
  ['ms a decision', ({ decisionMs }) => decisionMs.mean.toFixed(2)],
];

/** The results side by side as a Markdown table, and below what kept requests out. */
export function resultsTable(results: readonly ReplayResult[]): string {
  const [first] = results;
  if (first === undefined) return '';
  const rows = [COLUMNS.map(([title]) => title), ...results.map((result) => COLUMNS.map(([, cell]) => cell(result)))];
  const asked = `${first.requests} VMs asked for a place, ${first.latency.asked} of them for a latency.`;
  return [asked, '', ...markdown(rows), '', ...results.map(reasons), ''].join('\n');
}

function markdown(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0), 4));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...body] = rows.map(line);
  return [head as string, rule, ...body];
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function reasons({ policy, rejected, requests, accepted }: ReplayResult): string {
  const codes = Object.entries(rejected).map(([code, vms]) => `${code} ${vms}`);
  return `- ${policy}: ${requests - accepted} rejected${codes.length === 0 ? '' : `, by ${codes.join(', ')}`}`;
}

function share(part: number, all: number): string {
  return all === 0 ? '' : ((100 * part) / all).toFixed(2);
}
