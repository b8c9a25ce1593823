import type { VirtualFunction } from '../inventory/inventory';
import type { PfState } from './host-state';

/**
 * What a path asks of a VF: `plain`, that Nova types it `type-VF`; `netdev`, the same with a network interface on the
 * host; `vdpa`, a vDPA device on it, which takes it away from the other two.
 */
export type VfKind = 'plain' | 'netdev' | 'vdpa';

/** Drivers of a VF that make it a vDPA device and nothing else (kernel, `drivers/vdpa`). */
const VDPA_DRIVERS: ReadonlySet<string> = new Set([
  'eni_vdpa',
  'ifcvf',
  'mlx5_vdpa',
  'octep_vdpa',
  'pds_vdpa',
  'snet_vdpa',
  'vp_vdpa',
]);

/** Drivers that hold a device for guests or for user space: no network interface comes of them. */
const WITHOUT_NETDEV = /^(?:.*[-_])?(?:vfio|uio|stub)(?:[-_].*)?$/;

/** Nova types a VF with a vDPA device on it `vdpa`, and then offers it as no VF (handbook 3.3). */
export function isVdpa({ vdpaDevice, driver }: VirtualFunction): boolean {
  return vdpaDevice !== null || (driver !== null && VDPA_DRIVERS.has(driver));
}

/** Whether the host has a network interface for the VF. A driver that is not known is not taken for one that gives it. */
export function hasNetdev(vf: VirtualFunction): boolean {
  return vf.driver !== null && !isVdpa(vf) && !WITHOUT_NETDEV.test(vf.driver);
}

/**
 * The free VFs of a PF that can serve a kind of path, in the order in which they are given: first those that serve no
 * other kind, so that a VM's NICs do not take from each other what one of them alone needs; then by index.
 */
export function servingVfs({ usableVfs, netdevVfs, vdpaVfs }: PfState, kind: VfKind): readonly VirtualFunction[] {
  if (kind === 'vdpa') return vdpaVfs;
  const [own, other] = kind === 'plain' ? [usableVfs, netdevVfs] : [netdevVfs, usableVfs];
  if (own === other || own.length === 0 || other.length === 0) return own;
  const forOthersToo = own.filter((vf) => other.includes(vf));
  return forOthersToo.length === own.length ? own : [...own.filter((vf) => !other.includes(vf)), ...forOthersToo];
}

/** How many VFs {@link servingVfs} gives. */
export function servingVfCount({ usableVfs, netdevVfs, vdpaVfs }: PfState, kind: VfKind): number {
  return (kind === 'vdpa' ? vdpaVfs : kind === 'plain' ? usableVfs : netdevVfs).length;
}
