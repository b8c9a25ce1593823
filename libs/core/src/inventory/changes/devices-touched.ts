import type { Inventory } from '../inventory';
import type { InventoryChangeCode } from './inventory-change-codes.data';
import type { InventoryChange } from './inventory-change';
import type { TouchableDevice, TouchableHold, TouchReason } from './touched-hold';
import type { ChangedHost, Touch } from './touched-holds';

/** Changes that a VM does not notice, nor its plan. */
const WITHOUT_EFFECT: ReadonlySet<InventoryChangeCode> = new Set<InventoryChangeCode>([
  'pf.renamed',
  'pf.numvfs_changed',
  'pf.total_vfs_changed',
]);

/** Changes that take a device away as an inventory tells it. */
const GONE: ReadonlySet<InventoryChangeCode> = new Set<InventoryChangeCode>(['vf.gone', 'pf.gone', 'pci_device.gone']);

/** Changes of the host by which devices can no longer be passed through. */
const PASSING_LOST: ReadonlySet<InventoryChangeCode> = new Set<InventoryChangeCode>(['iommu.disabled', 'vfio.lost']);

interface HeldHere {
  readonly hold: TouchableHold;
  readonly device: TouchableDevice;
}

/** Holds whose device, or the PF that carries it, changed or is gone; of all devices where nothing can be passed through. */
export function devicesTouched({ changes, after, holds }: ChangedHost): readonly Touch[] {
  const held = holds.flatMap((hold) => hold.devices.map((device): HeldHere => ({ hold, device })));
  if (held.length === 0) return [];
  const index = indexOf(held);
  const present = addressesOf(after);
  return changes.flatMap((change): readonly Touch[] => {
    if (PASSING_LOST.has(change.code) && change.before === true)
      return held.map((one) => touch(one, change, passingLost(one, change)));
    if (WITHOUT_EFFECT.has(change.code)) return [];
    return change.things.flatMap((path) =>
      heldAt(path, index).map((one) => touch(one, change, deviceText(one, change, present))),
    );
  });
}

interface HeldIndex {
  readonly byAddress: ReadonlyMap<string, readonly HeldHere[]>;
  readonly byPf: ReadonlyMap<string, readonly HeldHere[]>;
}

function indexOf(held: readonly HeldHere[]): HeldIndex {
  const byAddress = new Map<string, HeldHere[]>();
  const byPf = new Map<string, HeldHere[]>();
  for (const one of held) {
    const { address, pfAddress } = one.device;
    push(byAddress, address, one);
    if (pfAddress !== null && pfAddress !== address) push(byPf, pfAddress, one);
  }
  return { byAddress, byPf };
}

function push(map: Map<string, HeldHere[]>, key: string, one: HeldHere): void {
  const those = map.get(key);
  if (those === undefined) map.set(key, [one]);
  else those.push(one);
}

/** A PF with all that hangs on it; any other device by itself. */
function heldAt(path: string, { byAddress, byPf }: HeldIndex): readonly HeldHere[] {
  const [list, address = '', below, vf] = path.split('/');
  if (list !== 'pfs' && list !== 'pci_devices') return [];
  if (below === 'vfs') return byAddress.get(vf ?? '') ?? [];
  return [...(byAddress.get(address) ?? []), ...(byPf.get(address) ?? [])];
}

function touch({ hold, device }: HeldHere, change: InventoryChange, text: string): Touch {
  return { hold, device, reason: reasonOf(change, text) };
}

export function reasonOf({ code, subject }: InventoryChange, text: string): TouchReason {
  return { code, subject, text };
}

function deviceText(one: HeldHere, change: InventoryChange, present: ReadonlySet<string>): string {
  const words = heldWords(one);
  if (change.code.endsWith('.added')) return `${words}, which is there again.`;
  if (!GONE.has(change.code)) return `${words}: ${change.text}`;
  return present.has(one.device.address)
    ? `${words}, which is another kind of device now.`
    : `${words}, which is gone.`;
}

function passingLost(one: HeldHere, { text }: InventoryChange): string {
  return `${heldWords(one)}, passed through: ${text}`;
}

function heldWords({ hold, device }: HeldHere): string {
  return `It ${hold.state === 'recommended' ? 'is to get' : 'holds'} ${deviceWords(device)}`;
}

function deviceWords({ kind, address, pfAddress }: TouchableDevice): string {
  if (kind === 'vf') return pfAddress === null ? `VF ${address}` : `VF ${address} of PF ${pfAddress}`;
  return kind === 'pf' ? `PF ${address}` : `PCI device ${address}`;
}

function addressesOf({ pfs, pciDevices }: Inventory): ReadonlySet<string> {
  return new Set([...pfs, ...pfs.flatMap(({ vfs }) => vfs), ...pciDevices].map(({ address }) => address));
}
