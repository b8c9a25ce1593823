import type { CpuSet, NumaNode } from '@iopath/core';
import type { Breach, BreachCode } from './breach';
import type { ExecutedHost } from './executed-fleet';

const KIB_PER_MIB = 1024;

/** Amounts and CPUs of a host and its NUMA nodes that are given away more than once, by sums of our own. */
export function amountBreaches(host: ExecutedHost): readonly Breach[] {
  return [...wholeHost(host), ...host.inventory.numaNodes.flatMap((node) => ofNode(node, host)), ...pinned(host)];
}

function wholeHost({ hostName, inventory, places }: ExecutedHost): readonly Breach[] {
  const { allocationRatios: ratios, reserved, numaNodes, localDisk, totals } = inventory;
  const counted = numaNodes.length > 0 ? null : (totals ?? null);
  const shared = numaNodes.reduce((cpus, node) => cpus + sharedCpus(node, inventory).length, 0);
  const dedicated = numaNodes.reduce((cpus, node) => cpus + dedicatedCpus(node, inventory).length, 0);
  const memoryMib = numaNodes.reduce((sum, node) => sum + (node.memoryMib ?? 0), 0);
  const limits: readonly (readonly [BreachCode, 'vcpus' | 'pcpus' | 'memoryMib' | 'diskGib', number])[] = [
    ['vcpus', 'vcpus', Math.floor(((counted?.vcpus ?? shared) - reserved.cpus) * ratios.cpu)],
    ['pcpus', 'pcpus', counted?.pcpus ?? dedicated],
    ['memory', 'memoryMib', Math.floor(((counted?.memoryMib ?? memoryMib) - reserved.memoryMib) * ratios.ram)],
    [
      'disk',
      'diskGib',
      localDisk === null ? Infinity : Math.floor((localDisk.totalGib - reserved.diskGib) * ratios.disk),
    ],
  ];
  return limits.flatMap(([code, amount, most]) => {
    const held = places.reduce((sum, { claim }) => sum + claim[amount], 0);
    return held > Math.max(0, most) ? [{ code, subject: hostName, detail: `${held} of ${most}` }] : [];
  });
}

function ofNode(node: NumaNode, { hostName, inventory, places }: ExecutedHost): readonly Breach[] {
  const subject = `${hostName} node ${node.id}`;
  const claims = places.flatMap(({ claim }) => claim.cells).filter(({ hostNode }) => hostNode === node.id);
  const breaches: Breach[] = [];
  const vcpus = claims.reduce((sum, { sharedVcpus }) => sum + sharedVcpus, 0);
  const mostVcpus = sharedCpus(node, inventory).length * inventory.allocationRatios.cpu;
  if (vcpus > mostVcpus) breaches.push({ code: 'cell.shared_cpus', subject, detail: `${vcpus} of ${mostVcpus}` });
  const memoryMib = claims.reduce((sum, claim) => sum + claim.memoryMib, 0);
  const mostMib = (node.memoryMib ?? 0) * Math.max(1, inventory.allocationRatios.ram);
  if (memoryMib > mostMib) breaches.push({ code: 'cell.memory', subject, detail: `${memoryMib} of ${mostMib} MiB` });
  const smallest = Math.min(...node.pages.map(({ sizeKib }) => sizeKib));
  for (const { sizeKib, total } of node.pages) {
    if (sizeKib === smallest) continue;
    const pages = claims
      .filter(({ pageSizeKib }) => pageSizeKib === sizeKib)
      .reduce((sum, claim) => sum + Math.ceil((claim.memoryMib * KIB_PER_MIB) / sizeKib), 0);
    if (pages > total) {
      breaches.push({ code: 'cell.pages', subject: `${subject}, ${sizeKib} KiB`, detail: `${pages} of ${total}` });
    }
  }
  return breaches;
}

function pinned({ hostName, inventory, places }: ExecutedHost): readonly Breach[] {
  const breaches: Breach[] = [];
  const holders = new Map<number, string>();
  for (const { claim } of places) {
    for (const { hostNode, pinnedCpus } of claim.cells) {
      const node = inventory.numaNodes.find(({ id }) => id === hostNode);
      const usable = new Set(node === undefined ? [] : dedicatedCpus(node, inventory));
      for (const cpu of pinnedCpus) {
        const subject = `${hostName} CPU ${cpu}`;
        const holder = holders.get(cpu);
        if (!usable.has(cpu)) {
          breaches.push({ code: 'cpu.not_dedicated', subject, detail: `${claim.reservationId} pins it` });
        }
        if (holder !== undefined) {
          breaches.push({ code: 'cpu.twice', subject, detail: `${holder} and ${claim.reservationId}` });
        }
        holders.set(cpu, claim.reservationId);
      }
    }
  }
  return breaches;
}

type CpuSets = Pick<ExecutedHost['inventory'], 'cpuDedicatedSet' | 'cpuSharedSet'>;

/** Nova's two sets: with neither, all CPUs are shared; with only the dedicated one, none is. */
function sharedCpus({ cpus }: NumaNode, { cpuDedicatedSet, cpuSharedSet }: CpuSets): CpuSet {
  if (cpuSharedSet !== null) return cpus.filter((cpu) => cpuSharedSet.includes(cpu));
  return cpuDedicatedSet === null ? cpus : [];
}

function dedicatedCpus({ cpus }: NumaNode, { cpuDedicatedSet }: CpuSets): CpuSet {
  return cpus.filter((cpu) => cpuDedicatedSet?.includes(cpu) === true);
}
