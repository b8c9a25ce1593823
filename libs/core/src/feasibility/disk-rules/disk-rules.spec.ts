import { aHostState, anInventory, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { PciDevice } from '../../inventory/inventory';
import { DISK_PATHS } from '../../io-path/catalogue';
import type { DiskPath } from '../../io-path/disk-path';
import { requestContext } from '../../planning/request-context';
import type { DiskRequest, Image, VmRequest } from '../../request/vm-request';
import type { DiskDeviceRule, DiskPathRule } from '../disk-rule';
import { deviceAlias } from './device-alias.rule';
import { deviceType } from './device-type.rule';
import { diskQuarantine } from './disk-quarantine.rule';
import { guestDiskDriver } from './guest-disk-driver.rule';
import { hostNeedsIt } from './host-needs-it.rule';
import { imageDiskBus } from './image-disk-bus.rule';
import { diskIommuGroup } from './iommu-group.rule';
import { diskIommu } from './iommu.rule';
import { knownPf } from './known-pf.rule';
import { diskMigrationNeed } from './migration-need.rule';
import { diskNovaAddressable } from './nova-addressable.rule';
import { rootDisk } from './root-disk.rule';
import { storageDevice } from './storage-device.rule';

type Name = DiskPath['name'];

const EVERY_PATH: readonly Name[] = ['virtio_blk', 'virtio_scsi', 'sriov_vf', 'pci_passthrough', 'emulated'];
const PASSTHROUGH = DISK_PATHS.find(({ name }) => name === 'pci_passthrough') as DiskPath;
const VIRTUAL_FUNCTION = DISK_PATHS.find(({ name }) => name === 'sriov_vf') as DiskPath;
const NVME: PciDevice = {
  address: '0000:5e:00.0',
  vendorId: '144d',
  productId: 'a808',
  deviceClass: 'nvme',
  deviceType: 'type-PCI',
  pfAddress: null,
  numaNode: 0,
  iommuGroup: 50,
  alias: 'nvme-pm9a3',
  hostInUse: false,
};

function aDisk(name: string): DiskRequest {
  return { name, iops: null, throughputMibps: null, latency: null, paths: null };
}

/** The paths that a rule leaves, and the codes of the others. */
function outcome(rule: DiskPathRule, name: string, request: Partial<VmRequest>): { left: Name[]; codes: string[] } {
  const context = requestContext(aVmRequest(request), buildFleet([]), { release: '2025.1' });
  const asked = DISK_PATHS.map((path) => ({ path, rejection: rule.reject(path, aDisk(name), context) }));
  return {
    left: asked.flatMap(({ path, rejection }) => (rejection === null ? [path.name] : [])),
    codes: [...new Set(asked.flatMap(({ rejection }) => rejection?.code ?? []))],
  };
}

function deviceCode(
  rule: DiskDeviceRule,
  device: Partial<PciDevice>,
  others: readonly PciDevice[] = [],
  path = PASSTHROUGH,
  quarantined: readonly string[] = [],
): string | null {
  const changed = { ...NVME, ...device };
  const inventory = anInventory({ pciDevices: [changed, ...others] });
  const host = aHostState('compute-1', { inventory, quarantined });
  const context = requestContext(aVmRequest(), buildFleet([]), { release: '2025.1' });
  return rule.reject(path, changed, host, context)?.code ?? null;
}

describe('the migration need of a disk', () => {
  it('keeps off devices that stay behind', () => {
    expect(outcome(diskMigrationNeed, 'data', { migration: 'live_required' })).toEqual({
      left: ['virtio_blk', 'virtio_scsi', 'emulated'],
      codes: ['migration.not_live'],
    });
    expect(outcome(diskMigrationNeed, 'data', { migration: 'live_preferred' }).left).toEqual(EVERY_PATH);
  });
});

describe('the guest’s disk driver', () => {
  it.each<[string, string | null, readonly Name[]]>([
    ['a Linux of today', 'ubuntu24.04', EVERY_PATH],
    [
      'a Linux with virtio-blk and not yet virtio-scsi (3.4)',
      'rhel6.0',
      ['virtio_blk', 'sriov_vf', 'pci_passthrough', 'emulated'],
    ],
    ['Windows, which has neither in the box', 'win2k19', ['sriov_vf', 'pci_passthrough', 'emulated']],
    ['an unknown system', null, EVERY_PATH],
  ])('%s', (_case, osId, paths) => {
    expect(outcome(guestDiskDriver, 'root', { image: { osId, properties: {} } }).left).toEqual(paths);
  });

  it('is told by its own code', () => {
    expect(outcome(guestDiskDriver, 'root', { image: { osId: 'win2k19', properties: {} } }).codes).toEqual([
      'guest.no_driver',
    ]);
  });
});

describe('the root disk', () => {
  it('is a disk that Nova manages, for it boots from it', () => {
    expect(outcome(rootDisk, 'root', {})).toEqual({
      left: ['virtio_blk', 'virtio_scsi', 'emulated'],
      codes: ['disk.root_needs_nova_disk'],
    });
    expect(outcome(rootDisk, 'data', {}).left).toEqual(EVERY_PATH);
  });
});

describe('the image’s disk bus', () => {
  it.each<[string, Image['properties'], string, readonly Name[]]>([
    ['virtio', { hw_disk_bus: 'virtio' }, 'root', ['virtio_blk', 'sriov_vf', 'pci_passthrough']],
    ['scsi', { hw_disk_bus: 'scsi' }, 'root', ['virtio_scsi', 'sriov_vf', 'pci_passthrough']],
    ['sata', { hw_disk_bus: 'sata' }, 'root', ['sriov_vf', 'pci_passthrough', 'emulated']],
    ['ide', { hw_disk_bus: 'ide' }, 'root', ['sriov_vf', 'pci_passthrough', 'emulated']],
    ['usb', { hw_disk_bus: 'usb' }, 'root', ['sriov_vf', 'pci_passthrough']],
    ['virtio, for a disk with a bus of its own', { hw_disk_bus: 'virtio' }, 'data', EVERY_PATH],
    [
      'another SCSI controller, which every SCSI disk shares',
      { hw_scsi_model: 'lsilogic' },
      'data',
      ['virtio_blk', 'sriov_vf', 'pci_passthrough', 'emulated'],
    ],
    ['the SCSI controller of the path', { hw_scsi_model: 'virtio-scsi' }, 'root', EVERY_PATH],
  ])('%s', (_case, properties, name, paths) => {
    const { left, codes } = outcome(imageDiskBus, name, { image: { osId: null, properties } });

    expect(left).toEqual(paths);
    expect(codes).toEqual(paths === EVERY_PATH ? [] : ['image.other_disk_bus']);
  });
});

describe('the IOMMU', () => {
  it.each([
    [true, null],
    [false, 'iommu.not_enabled'],
    [null, 'iommu.not_enabled'],
  ])('enabled: %s, for a device given away', (enabled, code) => {
    const host = aHostState('compute-1', { inventory: anInventory({ iommu: { enabled, passthrough: null } }) });

    expect(diskIommu.reject(PASSTHROUGH, aDisk('data'), host)?.code ?? null).toBe(code);
    expect(diskIommu.reject(DISK_PATHS[0] as DiskPath, aDisk('data'), host)).toBeNull();
  });
});

describe('a device that serves as a disk', () => {
  it.each<[string, DiskDeviceRule, Partial<PciDevice>, string | null]>([
    ['an NVMe drive', storageDevice, {}, null],
    ['an HBA', storageDevice, { deviceClass: 'hba' }, null],
    ['a GPU', storageDevice, { deviceClass: 'gpu' }, 'pci_device.not_storage'],
    ['a drive under an alias', deviceAlias, {}, null],
    ['a drive that no alias names', deviceAlias, { alias: null }, 'pci_device.no_alias'],
    ['a drive without SR-IOV', deviceType, {}, null],
    ['a controller with SR-IOV, given whole', deviceType, { deviceType: 'type-PF' }, null],
    ['a VF, where a whole device is asked for', deviceType, { deviceType: 'type-VF' }, 'pci_device.other_type'],
    [
      'a drive behind VMD, in a 32-bit domain',
      diskNovaAddressable,
      { address: '10000:5e:00.0' },
      'pci.domain_too_wide',
    ],
    ['a drive in a 16-bit domain', diskNovaAddressable, {}, null],
    ['the host’s root disk', hostNeedsIt, { hostInUse: true }, 'pci_device.host_needs_it'],
    ['a spare drive', hostNeedsIt, {}, null],
    ['a drive alone in its IOMMU group', diskIommuGroup, {}, null],
    ['a drive whose IOMMU group is not known', diskIommuGroup, { iommuGroup: null }, 'iommu.group_unknown'],
  ])('%s', (_case, rule, device, code) => {
    expect(deviceCode(rule, device)).toBe(code);
  });

  it.each<[string, DiskDeviceRule, Partial<PciDevice>, string | null]>([
    ['a VF of a known PF', knownPf, { deviceType: 'type-VF', pfAddress: '0000:5e:00.0' }, null],
    ['a VF that nothing can keep apart from its PF', knownPf, { deviceType: 'type-VF' }, 'pci_device.pf_unknown'],
    ['a VF', deviceType, { deviceType: 'type-VF' }, null],
    ['a whole drive, where a VF is asked for', deviceType, {}, 'pci_device.other_type'],
  ])('or as a VF of one: %s', (_case, rule, device, code) => {
    expect(deviceCode(rule, device, [], VIRTUAL_FUNCTION)).toBe(code);
  });

  it('is not one that shares its IOMMU group', () => {
    expect(deviceCode(diskIommuGroup, {}, [{ ...NVME, address: '0000:5f:00.0' }])).toBe('iommu.group_shared');
  });
});

describe('a quarantine', () => {
  it.each([
    ['of the device', [NVME.address], 'pci_device.in_quarantine'],
    ['of another device', ['0000:5f:00.0'], null],
  ])('%s', (_case, quarantined, code) => {
    expect(deviceCode(diskQuarantine, {}, [], PASSTHROUGH, quarantined)).toBe(code);
  });
});
