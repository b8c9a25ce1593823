import type { Fault } from '../../fault';
import type { Inventory, PhysicalFunction } from '../inventory';

/**
 * VFs are numbered from 0 below the PF's `sriov_totalvfs`, each number once: it is the `virtfnN` link of sysfs
 * (Linux, `Documentation/PCI/pci-iov-howto.rst`). A PF that states 0 has no SR-IOV and so no VF.
 */
export function checkVfs({ pfs }: Inventory): readonly Fault[] {
  return pfs.flatMap((pf, i) => {
    if (pf.totalVfs === 0 && pf.vfs.length > 0) return [withoutSriov(pf, i)];
    return [...tooMany(pf, i), ...indexes(pf, i)];
  });
}

function withoutSriov(pf: PhysicalFunction, i: number): Fault {
  const message = `PF ${pf.address} states that it can have no VFs, and lists ${pf.vfs.length}`;
  return { pointer: `/pfs/${i}/total_vfs`, code: 'pf.vfs_without_sriov', message };
}

function tooMany(pf: PhysicalFunction, i: number): Fault[] {
  if (pf.totalVfs === null || pf.vfs.length <= pf.totalVfs) return [];
  const message = `PF ${pf.address} can have ${pf.totalVfs} VFs, and lists ${pf.vfs.length}`;
  return [{ pointer: `/pfs/${i}/vfs`, code: 'pf.more_vfs_than_total', message }];
}

function indexes(pf: PhysicalFunction, i: number): Fault[] {
  const seen = new Set<number>();
  return pf.vfs.flatMap(({ index }, j) => {
    const pointer = `/pfs/${i}/vfs/${j}/index`;
    const faults: Fault[] = [];
    if (seen.has(index)) {
      const message = `PF ${pf.address} has a VF ${index} already`;
      faults.push({ pointer, code: 'vf.index_duplicate', message });
    }
    if (pf.totalVfs !== null && index >= pf.totalVfs) {
      const message = `VF ${index} cannot be on PF ${pf.address}, which numbers its VFs 0 to ${pf.totalVfs - 1}`;
      faults.push({ pointer, code: 'vf.index_beyond_total', message });
    }
    seen.add(index);
    return faults;
  });
}
