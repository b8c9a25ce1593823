import type { ServerTopology } from '../cloud/cloud-records';
import type { CpuSet } from '../inventory/cpu-set';
import type { ComputeClaim } from '../planning/decision';

type Cell = ComputeClaim['cells'][number];

/**
 * The claim with the NUMA nodes and host CPUs that Nova really gave (`GET /servers/{id}/topology`).
 *
 * @returns null where the two cannot be laid side by side: Nova keeps no topology for the server or does not tell host
 *   nodes, or the server has another size than was asked for (it was resized).
 */
export function trueCompute(claim: ComputeClaim, topology: ServerTopology | null): ComputeClaim | null {
  if (topology === null || topology.cells.length !== claim.cells.length) return null;
  if (sum(topology.cells.map(({ memoryMib }) => memoryMib)) !== sum(claim.cells.map(({ memoryMib }) => memoryMib))) {
    return null;
  }
  const cells: Cell[] = [];
  for (const [guestCell, actual] of topology.cells.entries()) {
    const predicted = claim.cells.find((cell) => cell.guestCell === guestCell) ?? claim.cells[guestCell];
    if (predicted === undefined || actual.hostNode === null) return null;
    const pinned = Object.values(actual.pinning);
    if (pinned.length !== Object.keys(predicted.pinning).length) return null;
    // On another node the CPU of an isolated emulator thread is anybody's guess.
    if (actual.hostNode !== predicted.hostNode && predicted.pinnedCpus.length > pinned.length) return null;
    cells.push({
      ...predicted,
      hostNode: actual.hostNode,
      memoryMib: actual.memoryMib,
      pageSizeKib: topology.pageSizeKib ?? predicted.pageSizeKib,
      pinning: { ...actual.pinning },
      pinnedCpus: [...pinned, ...emulatorCpus(predicted, pinned)].sort((a, b) => a - b),
    });
  }
  return { ...claim, cells };
}

/**
 * Host CPUs beside the pinned ones: that of an isolated emulator thread, which Nova's answer leaves out. They stay as
 * predicted, unless Nova has pinned one of the guest's own CPUs there: then what the guest left is the likeliest.
 */
function emulatorCpus(predicted: Cell, pinned: CpuSet): CpuSet {
  const guest = new Set(Object.values(predicted.pinning));
  const beside = predicted.pinnedCpus.filter((cpu) => !guest.has(cpu));
  const left = predicted.pinnedCpus.filter((cpu) => guest.has(cpu) && !pinned.includes(cpu));
  return beside.flatMap((cpu) => (pinned.includes(cpu) ? left.splice(0, 1) : [cpu]));
}

/** Whether two claims take the same of a host, and pin the same guest CPUs to the same host CPUs. */
export function isSameCompute(a: ComputeClaim, b: ComputeClaim): boolean {
  return canonical(a) === canonical(b);
}

function canonical({ vcpus, pcpus, memoryMib, diskGib, cells }: ComputeClaim): string {
  const parts = cells.map(
    ({ guestCell, hostNode, sharedVcpus, pinnedCpus, memoryMib: memory, pageSizeKib, pinning }) => [
      ...[guestCell, hostNode, sharedVcpus, memory, pageSizeKib],
      [...pinnedCpus].sort((one, other) => one - other),
      Object.entries(pinning).sort(([one], [other]) => Number(one) - Number(other)),
    ],
  );
  return JSON.stringify([vcpus, pcpus, memoryMib, diskGib, parts]);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
