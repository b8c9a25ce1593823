import type { DiskDeviceRule, DiskHostRule, DiskPathRule } from './disk-rule';
import { deviceAlias } from './disk-rules/device-alias.rule';
import { deviceType } from './disk-rules/device-type.rule';
import { diskQuarantine } from './disk-rules/disk-quarantine.rule';
import { guestDiskDriver } from './disk-rules/guest-disk-driver.rule';
import { hostNeedsIt } from './disk-rules/host-needs-it.rule';
import { imageDiskBus } from './disk-rules/image-disk-bus.rule';
import { diskIommuGroup } from './disk-rules/iommu-group.rule';
import { diskIommu } from './disk-rules/iommu.rule';
import { knownPf } from './disk-rules/known-pf.rule';
import { diskMigrationNeed } from './disk-rules/migration-need.rule';
import { diskNovaAddressable } from './disk-rules/nova-addressable.rule';
import { rootDisk } from './disk-rules/root-disk.rule';
import { storageDevice } from './disk-rules/storage-device.rule';
import type { HostRule } from './host-rule';
import { aggregates } from './host-rules/aggregates.rule';
import { availabilityZone } from './host-rules/availability-zone.rule';
import { computeService } from './host-rules/compute-service.rule';
import { cpuCapacity } from './host-rules/cpu-capacity.rule';
import { customResources } from './host-rules/custom-resources.rule';
import { diskCapacity } from './host-rules/disk-capacity.rule';
import { factsAge } from './host-rules/facts-age.rule';
import { flavorPciAliases } from './host-rules/flavor-aliases.rule';
import { hostActive } from './host-rules/host-active.rule';
import { memoryCapacity } from './host-rules/memory-capacity.rule';
import { namedHosts } from './host-rules/named-hosts.rule';
import { serverGroup } from './host-rules/server-group.rule';
import { traits } from './host-rules/traits.rule';
import type { NicDeviceRule, NicHostRule, NicPathRule } from './nic-rule';
import { bridgeOnNetwork } from './nic-rules/bridge-on-network.rule';
import { eswitchMode } from './nic-rules/eswitch-mode.rule';
import { flavorAgrees } from './nic-rules/flavor-agrees.rule';
import { freeVf } from './nic-rules/free-vf.rule';
import { guestNicDriver } from './nic-rules/guest-nic-driver.rule';
import { guestVfDriver } from './nic-rules/guest-vf-driver.rule';
import { hardwareOffload } from './nic-rules/hardware-offload.rule';
import { hostVersions } from './nic-rules/host-versions.rule';
import { imageVifModel } from './nic-rules/image-vif-model.rule';
import { nicIommuGroup } from './nic-rules/iommu-group.rule';
import { nicIommu } from './nic-rules/iommu.rule';
import { isolation } from './nic-rules/isolation.rule';
import { linkBudget } from './nic-rules/link-budget.rule';
import { linkSpeed } from './nic-rules/link-speed.rule';
import { linkUp } from './nic-rules/link-up.rule';
import { lockedMemory } from './nic-rules/locked-memory.rule';
import { mechanismDriver } from './nic-rules/mechanism-driver.rule';
import { networkAgent } from './nic-rules/network-agent.rule';
import { nicQuarantine } from './nic-rules/nic-quarantine.rule';
import { nicMigrationNeed } from './nic-rules/migration-need.rule';
import { novaAddressable } from './nic-rules/nova-addressable.rule';
import { pfPhysicalNetwork } from './nic-rules/pf-physical-network.rule';
import { pfVfExclusion } from './nic-rules/pf-vf-exclusion.rule';
import { sharedMemory } from './nic-rules/shared-memory.rule';
import { socketPortPolicy } from './nic-rules/socket-port-policy.rule';
import { tenantPf } from './nic-rules/tenant-pf.rule';
import { trustedPort } from './nic-rules/trusted-port.rule';
import { tunnelledNetwork } from './nic-rules/tunnelled-network.rule';
import { uplinkSpeed } from './nic-rules/uplink-speed.rule';
import { vhostAvailable } from './nic-rules/vhost-available.rule';
import { vhostUser } from './nic-rules/vhost-user.rule';
import { vhostVdpa } from './nic-rules/vhost-vdpa.rule';

/*
 * Every rule, in the order in which they are asked. A refusal is charged to the first rule that refuses, so the
 * order decides what a caller reads: first what the request itself rules out, then what the host lacks, then
 * what is merely used up. Guest NUMA fit and PCI NUMA affinity come last, in planning/devices/anchors.ts, for they
 * need the devices that are left.
 */

export const HOST_RULES: readonly HostRule[] = [
  namedHosts,
  hostActive,
  factsAge,
  computeService,
  availabilityZone,
  aggregates,
  traits,
  customResources,
  serverGroup,
  cpuCapacity,
  memoryCapacity,
  diskCapacity,
  flavorPciAliases,
];

export const NIC_PATH_RULES: readonly NicPathRule[] = [
  isolation,
  nicMigrationNeed,
  guestNicDriver,
  imageVifModel,
  tunnelledNetwork,
  trustedPort,
  socketPortPolicy,
  mechanismDriver,
  sharedMemory,
  lockedMemory,
  flavorAgrees,
];

export const NIC_HOST_RULES: readonly NicHostRule[] = [
  nicIommu,
  vhostAvailable,
  vhostUser,
  vhostVdpa,
  bridgeOnNetwork,
  networkAgent,
  hardwareOffload,
  hostVersions,
  uplinkSpeed,
];

export const NIC_DEVICE_RULES: readonly NicDeviceRule[] = [
  pfPhysicalNetwork,
  novaAddressable,
  guestVfDriver,
  eswitchMode,
  linkUp,
  linkSpeed,
  linkBudget,
  nicQuarantine,
  pfVfExclusion,
  freeVf,
  nicIommuGroup,
  tenantPf,
];

export const DISK_PATH_RULES: readonly DiskPathRule[] = [diskMigrationNeed, guestDiskDriver, rootDisk, imageDiskBus];

export const DISK_HOST_RULES: readonly DiskHostRule[] = [diskIommu];

export const DISK_DEVICE_RULES: readonly DiskDeviceRule[] = [
  storageDevice,
  deviceType,
  deviceAlias,
  diskNovaAddressable,
  hostNeedsIt,
  knownPf,
  diskIommuGroup,
  diskQuarantine,
];
