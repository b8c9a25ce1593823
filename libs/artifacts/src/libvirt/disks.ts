import type { GuestBlueprint } from '@iopath/core';
import { type Element, element } from './element';
import { passedThrough } from './pci-source';

/** Names of disks by bus, as Nova gives them (`nova/virt/libvirt/blockinfo.py get_dev_prefix_for_disk_bus`). */
const PREFIX: Readonly<Record<string, string>> = { virtio: 'vd', scsi: 'sd', sata: 'sd', usb: 'sd', ide: 'hd' };
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Disks that QEMU serves, and devices that the flavor asks for by alias. */
export function diskElements(guest: GuestBlueprint): readonly Element[] {
  const { rootDiskBus, dataDisks, neededProperties, image } = guest;
  const buses = [
    rootDiskBus ?? image.properties['hw_disk_bus'] ?? 'virtio',
    ...dataDisks.map(({ diskBus }) => diskBus),
  ];
  const counts = new Map<string, number>();
  const disks = buses.map((bus, index) => {
    const prefix = PREFIX[bus] ?? 'sd';
    const count = counts.get(prefix) ?? 0;
    counts.set(prefix, count + 1);
    return disk(`${prefix}${LETTERS[count] ?? `z${count}`}`, bus, index === 0 ? 'disk' : `volume-${index}`);
  });
  const scsi = neededProperties['hw_scsi_model'] ?? image.properties['hw_scsi_model'];
  const controllers =
    scsi !== undefined && buses.includes('scsi')
      ? [element('controller', { type: 'scsi', index: '0', model: scsi })]
      : [];
  return [...disks, ...controllers, ...givenDevices(guest)];
}

/** Where the file or device of the disk is hangs on Nova's image and volume backends. */
function disk(target: string, bus: string, file: string): Element {
  return element('disk', { type: 'file', device: 'disk' }, [
    element('driver', { name: 'qemu', type: 'qcow2', cache: 'none' }),
    element('source', { file: `/var/lib/nova/instances/instance/${file}` }),
    element('target', { dev: target, bus }),
  ]);
}

function givenDevices({ placement }: GuestBlueprint): readonly Element[] {
  const nics = new Set(placement.nics.map(({ name }) => name));
  return placement.devices.filter(({ device }) => !nics.has(device)).map(({ address }) => passedThrough(address));
}
