import type { PathCardAnswer } from './answers';
import { round } from './figures';

const HEAD = ['path', 'best host', 'p99 µs', 'Gbit/s', 'cores/Gbit/s', 'moves', 'to set up'];
const INDENT = '  ';

/** The NICs' paths side by side, a line each, those that a host can carry first. */
export function comparisonOf(cards: readonly PathCardAnswer[]): readonly string[] {
  const nics = cards.filter(({ kind }) => kind === 'nic');
  const open = nics.filter(({ host_name }) => host_name !== null);
  const closed = nics.filter(({ host_name }) => host_name === null);
  const rows = [HEAD, ...open.map(openRow)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    `${INDENT}all paths of this NIC, each on its best host:`,
    ...rows.map((row) =>
      `${INDENT}  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
    ),
    ...closed.map(closedLine),
  ];
}

function openRow({ path, host_name, predicted, migration, prerequisites_missing }: PathCardAnswer): readonly string[] {
  const { latency_us, throughput_gbps, host_cores_per_gbps } = predicted;
  return [
    path,
    host_name ?? '',
    latency_us === null ? 'overloaded' : round(latency_us.p99),
    throughput_gbps === null ? '' : round(throughput_gbps.value),
    host_cores_per_gbps === null ? '' : round(host_cores_per_gbps.value),
    migration.mechanism,
    String(prerequisites_missing.length),
  ];
}

function closedLine({ path, blocked_by: [first] }: PathCardAnswer): string {
  if (first === undefined) return `${INDENT}  ${path}: no host`;
  return `${INDENT}  ${path}: no host; ${first.code}${first.hosts === null ? '' : ` on ${first.hosts}`}`;
}
