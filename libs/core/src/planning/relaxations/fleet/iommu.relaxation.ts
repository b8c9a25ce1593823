import type { HostFacts } from '../../../fleet/compile-host';
import type { Inventory } from '../../../inventory/inventory';
import { highestIommuGroup } from '../../../inventory/virtual-function-like';
import { ASPECT } from '../aspects';
import type { FleetConcession, FleetRelaxationRule } from '../relaxation-rule';
import { withInventory } from './changed-host';

/**
 * The IOMMU is switched on, and devices whose group nobody knows turn out to be alone in theirs. Both belong together:
 * without an IOMMU the kernel makes no groups, so there is nothing that an inventory could tell.
 */
export const enableIommu: FleetRelaxationRule = () => [ENABLE, TELL_GROUPS];

const ENABLE: FleetConcession = {
  target: 'fleet',
  subject: 'iommu.enabled',
  from: 'false or unknown',
  to: 'true, each device in a group of its own',
  costs: 'intel_iommu=on or amd_iommu=on and a reboot, VMs moved away before; without ACS devices still share groups',
  ladder: 'iommu.enabled',
  aspects: ASPECT.iommu,
  apply: (host) => (host.inventory.iommu.enabled === true ? host : withGroups(host, 'iommu', true)),
};

const TELL_GROUPS: FleetConcession = {
  target: 'fleet',
  subject: 'iommu_group',
  from: 'unknown',
  to: 'told, each device in a group of its own',
  costs: 'the inventory must be collected again; without ACS devices share groups',
  ladder: 'iommu_group',
  aspects: ASPECT.iommu,
  apply: (host) =>
    host.inventory.iommu.enabled === true && hasUnknownGroups(host.inventory)
      ? withGroups(host, 'iommu-groups', host.inventory.iommu.enabled)
      : host,
};

function hasUnknownGroups({ pfs, pciDevices }: Inventory): boolean {
  return [...pfs, ...pfs.flatMap((pf) => pf.vfs), ...pciDevices].some(({ iommuGroup }) => iommuGroup === null);
}

function withGroups(host: HostFacts, what: string, enabled: boolean | null): HostFacts {
  const { iommu, pfs, pciDevices } = host.inventory;
  let group = highestIommuGroup(host.inventory);
  const own = <Device extends { readonly iommuGroup: number | null }>(device: Device): Device =>
    device.iommuGroup === null ? { ...device, iommuGroup: ++group } : device;
  return withInventory(host, what, {
    iommu: { ...iommu, enabled },
    pfs: pfs.map((pf) => ({ ...own(pf), vfs: pf.vfs.map(own) })),
    pciDevices: pciDevices.map(own),
  });
}
