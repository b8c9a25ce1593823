import type { Fleet } from '../../fleet/fleet';
import type { HostState } from '../../fleet/host-state';
import { LARGEST_BASE_PAGE_KIB } from '../../inventory/page-sizes';
import type { LatencyNeed } from '../../request/vm-request';
import type { HeldVm } from '../held-vm';
import { hostRows } from '../options/host-rows';
import { pocketsOf } from '../options/vf-pockets';
import type { FleetMeasures } from '../replan-plan';

/** How a VM fares in its place: score 0..1, and the p99 of each device in µs by its name. */
export interface VmFares {
  readonly vm: HeldVm;
  readonly score: number;
  /** Null where it was not kept. */
  readonly p99LatencyUs: Readonly<Record<string, number | null>> | null;
}

const NONE: ReadonlySet<string> = new Set();
/** A node that is not known, as sysfs writes it. */
const UNKNOWN_NODE = -1;

/** The fleet seen as a whole. */
export function fleetMeasures({ hosts }: Fleet, vms: readonly VmFares[]): FleetMeasures {
  const stranded = hosts.flatMap((host) => strandedOn(host));
  const asking = vms.filter((each) => needsOf(each).length > 0 && each.p99LatencyUs !== null);
  return {
    hosts: hosts.length,
    hostsInUse: hosts.filter(({ claims }) => claims.length > 0).length,
    vms: vms.length,
    freeVfs: hosts.reduce((sum, host) => sum + host.pfs.reduce((all, { freeVfs }) => all + freeVfs.length, 0), 0),
    strandedVfs: stranded.reduce((sum, { vfs }) => sum + vfs, 0),
    strandedVfsByNode: stranded,
    freeHugePages: freeHugePages(hosts),
    latencyMet: { met: asking.filter((each) => meetsLatency(each)).length, asked: asking.length },
    score: vms.reduce((sum, { score }) => sum + score, 0),
  };
}

/** Free VFs beside which no least guest finds room, by NUMA node. */
function strandedOn(host: HostState): FleetMeasures['strandedVfsByNode'] {
  if (host.state !== 'active') return [];
  const left = hostRows(host, NONE, NONE, null);
  const byNode = new Map<number, number>();
  for (const { numaNode, vfs, needs } of pocketsOf(host)) {
    const free = left.get(vfs) ?? 0;
    const isOfUse = needs.every(({ row, amount }) => (left.get(row) ?? Infinity) >= amount);
    const node = numaNode ?? UNKNOWN_NODE;
    if (free > 0 && !isOfUse) byNode.set(node, (byNode.get(node) ?? 0) + free);
  }
  return [...byNode].map(([numaNode, vfs]) => ({ hostName: host.hostName, numaNode, vfs }));
}

function freeHugePages(hosts: readonly HostState[]): FleetMeasures['freeHugePages'] {
  const bySize = new Map<number, number>();
  for (const { sizeKib, total, used } of hosts.flatMap(({ cells }) => cells.flatMap(({ pages }) => pages))) {
    if (sizeKib > LARGEST_BASE_PAGE_KIB) bySize.set(sizeKib, (bySize.get(sizeKib) ?? 0) + Math.max(0, total - used));
  }
  return [...bySize].sort(([a], [b]) => a - b).map(([sizeKib, pages]) => ({ sizeKib, pages }));
}

/** Only p99 is kept of a VM that runs, so it is held against the target of any percentile. */
function meetsLatency(fares: VmFares): boolean {
  return needsOf(fares).every(({ name, targetUs }) => {
    const p99Us = fares.p99LatencyUs?.[name] ?? null;
    return p99Us !== null && p99Us <= targetUs;
  });
}

function needsOf({ vm: { request } }: VmFares): readonly (LatencyNeed & { readonly name: string })[] {
  return [...request.nics, ...request.disks].flatMap(({ name, latency }) =>
    latency === null ? [] : [{ ...latency, name }],
  );
}
