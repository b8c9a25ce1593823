import type { DeviceKind } from '../fleet/host-claims';
import type { Inventory } from '../inventory/inventory';

/** A device of a host, as a hold names it, with what Nova tells its pools apart by. */
export interface HostDevice {
  readonly kind: DeviceKind;
  readonly address: string;
  /** The PF of a VF, the PF itself, null for another device. */
  readonly pfAddress: string | null;
  /** The function below which it is, for devices other than a NIC's too; null when it is below none. */
  readonly parent: string | null;
  readonly numaNode: number | null;
  readonly physicalNetwork: string | null;
  /** Equal for devices that serve one request alike (`nova/pci/stats.py`, pool keys; the NUMA node aside). */
  readonly pool: string;
  /** Whether it may be given to a VM: healthy, and not the host's own. */
  readonly isUsable: boolean;
}

/** All devices of an inventory, by address, in the inventory's order. */
export function hostDevices({ pfs, pciDevices }: Inventory): ReadonlyMap<string, HostDevice> {
  const devices: HostDevice[] = [];
  for (const pf of pfs) {
    const { address: pfAddress, numaNode, physicalNetwork } = pf;
    const shared = { pfAddress, numaNode, physicalNetwork };
    devices.push({
      ...shared,
      kind: 'pf',
      address: pfAddress,
      parent: null,
      pool: poolOf('pf', pf, pf),
      isUsable: true,
    });
    for (const vf of pf.vfs) {
      const isUsable = vf.state === 'available';
      devices.push({
        ...shared,
        kind: 'vf',
        address: vf.address,
        parent: pfAddress,
        pool: poolOf('vf', vf, pf),
        isUsable,
      });
    }
  }
  for (const device of pciDevices) {
    const { address, numaNode, hostInUse, deviceType, alias, pfAddress: parent } = device;
    const pool = [deviceType, device.vendorId, device.productId, alias ?? ''].join(' ');
    const base = { address, pfAddress: null, parent, numaNode, physicalNetwork: null };
    devices.push({ ...base, kind: 'pci', pool, isUsable: !hostInUse });
  }
  return new Map(devices.map((device) => [device.address, device]));
}

interface Ids {
  readonly vendorId: string;
  readonly productId: string;
}

function poolOf(
  kind: DeviceKind,
  { vendorId, productId }: Ids,
  pf: { readonly physicalNetwork: string | null },
): string {
  // Nova compares physical networks without case (`nova/pci/request.py`).
  return [kind, vendorId, productId, pf.physicalNetwork?.toLowerCase() ?? ''].join(' ');
}
