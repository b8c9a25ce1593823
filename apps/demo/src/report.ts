import type { Amount, DeviceAnswer, RecommendationAnswer } from './answers';
import { round } from './figures';

/** Columns of the narrowest terminal that we write for. */
export const COLUMNS = 100;
const LABEL = 10;
const MAX_TERMS = 3;
const MAX_REJECTIONS = 4;

/** The outcome of one request, in lines that fit the terminal. */
export function reportOf(title: string, story: string, answer: RecommendationAnswer): readonly string[] {
  return [
    ...indented(title, 0),
    ...indented(story, 2),
    ...(answer.status === 'ready' ? readyLines(answer) : []),
    ...(answer.status === 'no_valid_host' ? refusedLines(answer) : []),
    ...(answer.status === 'ready' || answer.status === 'no_valid_host' ? [] : entry('status', answer.status)),
  ];
}

function readyLines(answer: RecommendationAnswer): readonly string[] {
  const devices = [
    ...(answer.nics ?? []).map((nic) => ({ kind: 'NIC', device: nic })),
    ...(answer.disks ?? []).map((disk) => ({ kind: 'disk', device: disk })),
  ];
  const specs = answer.nova?.flavor.extra_specs ?? {};
  const properties = answer.nova?.image_properties ?? {};
  return [
    ...entry('host', `${answer.host_name ?? '?'}, score ${round(answer.score ?? 0)}`),
    ...devices.flatMap(({ kind, device }) => deviceLines(kind, device)),
    ...(answer.vf_allocations ?? []).flatMap(allocationLines),
    ...entry('specs', pairs(specs)),
    ...(Object.keys(properties).length === 0 ? [] : entry('image', pairs(properties))),
    ...(answer.migration == null ? [] : entry('migrates', migration(answer.migration))),
    ...devices.slice(0, 1).flatMap(({ device }) => reasonLines(device)),
  ];
}

function allocationLines(allocation: NonNullable<RecommendationAnswer['vf_allocations']>[number]): readonly string[] {
  const { device, pf_address, vf_address, numa_node } = allocation;
  const end = `${onNode(numa_node)}, reserved for ${device}`;
  return pf_address === null || pf_address === vf_address
    ? entry('device', `${vf_address}, the whole of it${end}`)
    : entry('VF', `${vf_address} of PF ${pf_address}${end}`);
}

function deviceLines(kind: string, device: DeviceAnswer): readonly string[] {
  const details = [
    device.vnic_type === undefined ? '' : `, vnic_type ${device.vnic_type}`,
    onNode(device.numa_node),
    device.queues === undefined ? '' : `, ${device.queues} ${device.queues === 1 ? 'queue' : 'queues'}`,
  ];
  return [
    ...entry(kind, `${device.name}: ${device.path}${details.join('')}`),
    ...entry('', predictedOf(device.predicted)),
  ];
}

function predictedOf({ latency_us, throughput_mbps, iops, host_cores, extrapolated }: DeviceAnswer['predicted']) {
  const latency =
    latency_us === null
      ? 'overloaded'
      : `p50 ${round(latency_us.p50)} µs, p99 ${round(latency_us.p99)} µs (${range(latency_us.interval)})`;
  const rate = throughput_mbps ?? iops;
  const unit = throughput_mbps === undefined ? 'IOPS' : 'Mbit/s';
  const amounts = [
    rate === undefined ? '' : `; ${amount(rate)} ${unit}`,
    `; ${amount(host_cores)} host cores`,
    extrapolated ? '; beyond what was measured' : '',
  ];
  return `${latency}${amounts.join('')}`;
}

/** The terms that moved the score most. */
function reasonLines({ name, score }: DeviceAnswer): readonly string[] {
  const terms = [...score.terms].sort((a, b) => b.weight * b.value - a.weight * a.value).slice(0, MAX_TERMS);
  return terms.flatMap((term, index) =>
    entry(
      index === 0 ? 'why' : '',
      `${name}: ${term.name} ${round(term.value)}, weight ${round(term.weight)}: ${term.reason}`,
    ),
  );
}

function refusedLines({ rejections = [], relaxations = [] }: RecommendationAnswer): readonly string[] {
  return [
    ...entry('host', 'no valid host'),
    ...rejections.slice(0, MAX_REJECTIONS).flatMap(({ code, hosts, example }, index) => {
      const { host_name, required, available } = example;
      const line = `${code} on ${hosts} hosts, e.g. ${host_name}: required ${required}; available ${available}`;
      return entry(index === 0 ? 'why' : '', line);
    }),
    ...relaxations.flatMap(({ change, hosts_unlocked, costs }, index) =>
      entry(index === 0 ? 'instead' : '', `${change} unlocks ${hosts_unlocked} hosts; costs: ${costs}`),
    ),
  ];
}

function migration({ live, mechanism, candidate_targets }: NonNullable<RecommendationAnswer['migration']>): string {
  return live ? `live, ${mechanism}, ${candidate_targets} other hosts to go to` : 'not while it runs';
}

function entry(label: string, text: string): readonly string[] {
  return indented(text, LABEL + 2).map((line, index) =>
    index === 0 ? `  ${label.padEnd(LABEL)}${line.trimStart()}` : line,
  );
}

/** The text broken at spaces into lines that fit the terminal. */
function indented(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && indent + line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each);
}

function pairs(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values);
  return entries.length === 0 ? 'none needed' : entries.map(([key, value]) => `${key}=${value}`).join('  ');
}

function onNode(node: number | null): string {
  return node === null ? '' : `, NUMA node ${node}`;
}

function amount({ value, interval }: Amount): string {
  return `${round(value)} (${range(interval)})`;
}

function range(interval: readonly number[]): string {
  return interval.map(round).join('–');
}
