import type { HostClaim } from '../../fleet/host-claims';

/**
 * Where on its host a claim lies, without what makes no difference to anybody: which of a PF's VFs, which CPUs of a NUMA
 * node. Claims of one VM with equal spots leave the others as much.
 */
export function spotOf({ cells, devices }: HostClaim): string {
  const nodes = cells.map(({ hostNode, pageSizeKib }) => `${hostNode}/${pageSizeKib}`);
  const from = devices.map(({ kind, address, pfAddress }) =>
    kind === 'vf' ? `vf ${pfAddress}` : `${kind} ${address}`,
  );
  return [...nodes, ...from.sort()].join(' ');
}

/** Whether two claims name a CPU or a device that both have, or one a PF and the other a VF of it. */
export function clash(one: HostClaim, other: HostClaim): boolean {
  const cpus = new Set(one.cells.flatMap(({ pinnedCpus }) => pinnedCpus));
  if (other.cells.some(({ pinnedCpus }) => pinnedCpus.some((cpu) => cpus.has(cpu)))) return true;
  return one.devices.some((device) =>
    other.devices.some(
      ({ address, pfAddress }) =>
        address === device.address || address === device.pfAddress || pfAddress === device.address,
    ),
  );
}
