import type { MigrationMechanism, NicPathName } from './io-path';

/** How strongly a path keeps one tenant's data path apart from the others', weakest first. */
export const NIC_ISOLATION_CLASSES = ['host_software', 'virtual_function', 'whole_device'] as const;
export type NicIsolationClass = (typeof NIC_ISOLATION_CLASSES)[number];

/** One way to carry a NIC: what it needs, what it takes, how it moves, how OpenStack says it. One file each. */
export interface NicPath {
  readonly name: NicPathName;
  /** What the path takes of the host for itself. */
  readonly takes: 'nothing' | 'vf' | 'pf';
  readonly needs: {
    /** Driver in the guest; `vf` and `pf` mean the vendor's own. */
    readonly guestDriver: 'e1000' | 'virtio_net' | 'vf' | 'pf';
    /** A working IOMMU, without which a device must not be given to a guest (VFIO). */
    readonly iommu: boolean;
    /** `/dev/vhost-net`: must be there, must not be there, or does not matter. */
    readonly vhostNet: 'present' | 'absent' | 'any';
    /** A kernel-datapath bridge on the physical network, which the tap device is plugged into. */
    readonly bridge: boolean;
  };
  /** `hw_vif_model`; an image has one for all its `normal` ports. Null where the guest sees hardware. */
  readonly vifModel: 'e1000' | 'virtio' | null;
  /** Neutron's `binding:vnic_type`. */
  readonly vnicType: 'normal' | 'direct' | 'direct-physical';
  readonly isolation: NicIsolationClass;
  readonly migration: { readonly mechanism: MigrationMechanism; readonly conditions: readonly string[] };
}
