import type { PhysicalFunction } from '../inventory/inventory';
import { nicModelOf } from '../nic-catalogue/nic-catalogue';
import { type VfCeiling, vfCeiling } from '../nic-catalogue/vf-ceiling';
import { VECTORS_BESIDE_QUEUES } from '../nic-catalogue/vf-queues-at';
import type { VfCountLimit } from './vf-advice';

/**
 * How many VFs a PF can have: what sysfs says of the host, the driver's own limit, and enough interrupt vectors for a queue
 * each, whichever is least. Where sysfs was not read, a constant of the driver stands in; without one it is the number
 * that is on, as nobody knows of more. What is on is possible, whatever else is said.
 */
export function vfCountLimit(pf: PhysicalFunction): VfCountLimit {
  const present = pf.vfs.length;
  const least = [...bySysfsOrDriver(pf), ...byVectors(pf)].reduce<VfCeiling | null>(
    (best, limit) => (best === null || limit.vfs < best.vfs ? limit : best),
    null,
  );
  const isAssumed = pf.totalVfs === null;
  if (least === null)
    return { vfs: present, why: `how many VFs it can have is not known; ${present} are on`, isAssumed };
  if (least.vfs >= present) return { ...least, isAssumed };
  return { vfs: present, why: `${present} VFs are on, though ${least.why}`, isAssumed };
}

function bySysfsOrDriver({ vendorId, productId, totalVfs }: PhysicalFunction): readonly VfCeiling[] {
  const family = nicModelOf(vendorId, productId);
  const ceiling = family === null ? null : vfCeiling(family);
  const isSure = totalVfs !== null || family?.vfLimit.kind === 'driver';
  return [
    ...(totalVfs === null ? [] : [{ vfs: totalVfs, why: `sriov_totalvfs is ${totalVfs}` }]),
    ...(ceiling === null || !isSure ? [] : [ceiling]),
  ];
}

function byVectors({ vfTotalMsix }: PhysicalFunction): readonly VfCeiling[] {
  if (vfTotalMsix === undefined || vfTotalMsix === 0) return [];
  const vfs = Math.floor(vfTotalMsix / (1 + VECTORS_BESIDE_QUEUES));
  return [{ vfs, why: `its ${vfTotalMsix} interrupt vectors for VFs give a queue to ${vfs}` }];
}
