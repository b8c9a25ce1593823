import type { PciDeviceFacts } from '@iopath/core';
import { integerOf, listOf, member, memberAt, pciAddressOf, textOf, withoutUndefined } from '../json/json-values';
import { MAX_COUNT, MAX_SHORT } from '../json/limits';
import type { SourceNotes } from '../notes/source-notes';
import { functionOf, type GroupOf, nodeOf } from './nics-of-lxd';

/**
 * GPUs with their VFs (`gpu.cards`), and NVMe drives (`storage.disks`). What else is on the bus has no class in the resources
 * (`pci.devices`), so nothing says whether it is worth passing through.
 */
export function devicesOf(resources: unknown, groupOf: GroupOf, notes: SourceNotes): readonly PciDeviceFacts[] {
  const gpus = listOf(memberAt(resources, 'gpu', 'cards')).flatMap((card) => gpuWithVfs(card, groupOf, notes));
  const onBus = new Map(
    listOf(memberAt(resources, 'pci', 'devices')).map((device) => [
      pciAddressOf(member(device, 'pci_address')),
      device,
    ]),
  );
  const drives = listOf(memberAt(resources, 'storage', 'disks')).flatMap((disk) =>
    driveOf(disk, onBus, groupOf, notes),
  );
  const byAddress = new Map([...gpus, ...drives].map((device) => [device.address, device]));
  return [...byAddress.values()];
}

function gpuWithVfs(card: unknown, groupOf: GroupOf, notes: SourceNotes): readonly PciDeviceFacts[] {
  const address = pciAddressOf(member(card, 'pci_address'));
  if (address === undefined) return [];
  const sriov = member(card, 'sriov');
  const maximum = integerOf(member(sriov, 'maximum_vfs'), 0, MAX_COUNT);
  const gpu = deviceOf(card, address, 'gpu', groupOf, notes);
  const vfs = listOf(member(sriov, 'vfs')).flatMap((vf) => {
    const vfAddress = pciAddressOf(member(vf, 'pci_address'));
    if (vfAddress === undefined) return [];
    const facts = deviceOf(vf, vfAddress, 'gpu', groupOf, notes);
    return [{ ...facts, deviceType: 'type-VF' as const, pfAddress: address }];
  });
  const isPf = (maximum ?? 0) > 0 || vfs.length > 0;
  return [isPf ? { ...gpu, deviceType: 'type-PF' } : gpu, ...vfs];
}

const PATH_OF_NVME = /^pci-([0-9a-f:.]{12,16})-nvme-\d{1,4}$/i;

/** A drive with partitions is in use by the host, as far as anybody can tell from outside. */
function driveOf(
  disk: unknown,
  onBus: ReadonlyMap<string | undefined, unknown>,
  groupOf: GroupOf,
  notes: SourceNotes,
): readonly PciDeviceFacts[] {
  if (textOf(member(disk, 'type'), MAX_SHORT) !== 'nvme') return [];
  const path = PATH_OF_NVME.exec(textOf(member(disk, 'device_path'), MAX_SHORT) ?? '')?.[1];
  const address = pciAddressOf(member(disk, 'pci_address')) ?? pciAddressOf(path);
  if (address === undefined) return [];
  const hasPartitions = listOf(member(disk, 'partitions')).length > 0;
  if (hasPartitions) notes.assume(`pci_devices/${address}/host_in_use`, 'it has partitions');
  const drive = deviceOf(onBus.get(address), address, 'nvme', groupOf, notes);
  const numaNode = drive.numaNode ?? nodeOf(disk, `pci_devices/${address}/numa_node`, notes);
  return [withoutUndefined({ ...drive, numaNode, hostInUse: hasPartitions ? true : undefined })];
}

function deviceOf(
  device: unknown,
  address: string,
  deviceClass: string,
  groupOf: GroupOf,
  notes: SourceNotes,
): PciDeviceFacts {
  const numaNode = nodeOf(device, `pci_devices/${address}/numa_node`, notes);
  return withoutUndefined({ ...functionOf(device, address, groupOf), deviceClass, numaNode });
}
