import type { OpenStackRelease } from '../../nova/openstack-release';
import type { Flavor, Image, NumaAffinityPolicy } from '../../request/vm-request';

/** What is looked at together. */
export interface LintSubject {
  readonly release: OpenStackRelease;
  readonly flavor: Flavor;
  /** An image that states nothing where the caller names none. */
  readonly image: Image;
  /** Null: not known, and then nothing is said that depends on them. */
  readonly ports: readonly LintPort[] | null;
}

/** A Neutron port, as far as it has to do with flavor and image (handbook 2.1, 2.2). */
export interface LintPort {
  readonly vnicType: VnicType;
  /** `binding:vif_type`, which says what the host's agent made of it; null when it is not known. */
  readonly vifType: string | null;
  readonly numaAffinityPolicy: NumaAffinityPolicy | null;
  readonly trusted: boolean | null;
  readonly hardwareOffloadType: string | null;
  readonly bindingProfile: Readonly<Record<string, unknown>>;
}

/** Neutron's `binding:vnic_type`, without those of bare metal. */
export const VNIC_TYPES = [
  'normal',
  'direct',
  'macvtap',
  'direct-physical',
  'virtio-forwarder',
  'vdpa',
  'remote-managed',
  'accelerator-direct',
  'accelerator-direct-physical',
] as const;
export type VnicType = (typeof VNIC_TYPES)[number];

/** For these Nova makes a PCI request, which the PCI NUMA policy applies to (handbook 2.1). */
const WITH_PCI_REQUEST: readonly VnicType[] = [
  'direct',
  'macvtap',
  'direct-physical',
  'virtio-forwarder',
  'vdpa',
  'remote-managed',
];

/** The guest drives the device itself, through VFIO. */
const WITH_VFIO: readonly VnicType[] = [
  'direct',
  'direct-physical',
  'remote-managed',
  'accelerator-direct',
  'accelerator-direct-physical',
];

export function takesPciDevice({ vnicType }: LintPort): boolean {
  return WITH_PCI_REQUEST.includes(vnicType);
}

export function isGivenAway({ vnicType }: LintPort): boolean {
  return WITH_VFIO.includes(vnicType);
}

export function isVhostUser({ vnicType, vifType }: LintPort): boolean {
  return vifType === 'vhostuser' || vnicType === 'virtio-forwarder';
}
