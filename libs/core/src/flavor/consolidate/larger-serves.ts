import type { MergeTolerance } from './consolidation';
import type { FlavorClass } from './flavor-class';

/** Extra specs whose meaning hangs on the flavor's size: lists of vCPUs, memory of guest nodes, amounts. */
const BOUND_TO_SIZE =
  /^(hw:(numa_cpus\.|numa_mem\.|cpu_dedicated_mask|cpu_realtime_mask|cpu_(max_)?(sockets|cores|threads))|resources[^:]*:(VCPU|PCPU|MEMORY_MB|DISK_GB)$)/;

/**
 * Whether one flavor may serve the requests of another: it has at least as much of everything, no extra spec of the other
 * is lost or changed, Nova accepts it wherever it accepts the other, and no VM gets more than the tolerance allows.
 *
 * A flavor without a disk (0 GiB: boot from volume, or a disk as large as the image) and one with a disk never replace
 * each other. Of the needs that a flavor serves the smallest decides, whichever flavor it had at first, so that serving is
 * transitive: who serves the server also serves the served.
 */
export function largerServes(larger: FlavorClass, served: FlavorClass, tolerance: MergeTolerance): boolean {
  const { flavor: server } = larger;
  const { flavor, needs } = served;
  const least = (amount: (need: (typeof needs)[number]) => number): number => Math.min(...needs.map(amount));
  const most = {
    vcpus: Math.max(flavor.vcpus, least(({ vcpus }) => vcpus) + tolerance.maxExtraVcpus),
    ramMib: Math.max(
      flavor.ramMib,
      Math.floor((least(({ ramMib }) => ramMib) * (100 + tolerance.maxExtraRamPercent)) / 100),
    ),
    diskGib: Math.max(flavor.diskGib, least(({ diskGib }) => diskGib) + tolerance.maxExtraDiskGib),
  };
  return (
    between(server.vcpus, flavor.vcpus, most.vcpus) &&
    between(server.ramMib, flavor.ramMib, most.ramMib) &&
    between(server.diskGib, flavor.diskGib, most.diskGib) &&
    (server.diskGib === 0) === (flavor.diskGib === 0) &&
    served.accepted.every((accepted, image) => !accepted || larger.accepted[image] === true) &&
    served.meanings.every((specs, image) => gainsOnly(larger.meanings[image] ?? {}, specs, tolerance)) &&
    (sameSize(larger, served) || !served.meanings.some(isBoundToSize))
  );
}

/** The extra specs that VMs get by it. */
export function gainedExtraSpecs(larger: FlavorClass, served: FlavorClass): readonly string[] {
  const gained = larger.meanings.flatMap((specs, image) =>
    Object.keys(specs).filter((key) => served.meanings[image]?.[key] === undefined),
  );
  return [...new Set(gained)].sort();
}

function gainsOnly(
  larger: Readonly<Record<string, string>>,
  served: Readonly<Record<string, string>>,
  { mayGainExtraSpecs }: MergeTolerance,
): boolean {
  return (
    Object.entries(served).every(([key, value]) => larger[key] === value) &&
    Object.keys(larger).every((key) => served[key] !== undefined || mayGainExtraSpecs.includes(key))
  );
}

function isBoundToSize(specs: Readonly<Record<string, string>>): boolean {
  return Object.keys(specs).some((key) => BOUND_TO_SIZE.test(key));
}

function sameSize({ flavor: a }: FlavorClass, { flavor: b }: FlavorClass): boolean {
  return a.vcpus === b.vcpus && a.ramMib === b.ramMib && a.diskGib === b.diskGib;
}

function between(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
