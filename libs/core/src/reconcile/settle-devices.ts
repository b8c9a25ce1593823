import type { DeviceKind } from '../fleet/host-claims';
import { comparePciAddresses } from '../inventory/pci-address';
import type { HostDevice } from './host-devices';

/** One device of one VM on the host that is settled. */
export interface DeviceWish {
  /** Tells it from all others: the allocation's id, or that of the port without one. */
  readonly key: string;
  /** What the VM really has, when that is known. */
  readonly actual: HostDevice | null;
  /** What the ledger says; null for a device that nothing is held for. */
  readonly predicted: {
    readonly kind: DeviceKind;
    readonly address: string;
    readonly pfAddress: string | null;
    readonly numaNode: number | null;
    readonly pool: string | null;
    /** Whether it is a device of this very host, and not of one that the VM has left. */
    readonly isHere: boolean;
  } | null;
}

/** What nobody is to be given, for reasons that the ledger does not tell. */
export interface Barred {
  readonly quarantined: readonly string[];
  /** Held by servers that are nobody's hold. */
  readonly foreign: readonly string[];
}

export interface SettledDevices {
  /** Key -> device. A wish that is not in it stays as the ledger has it. */
  readonly placed: ReadonlyMap<string, HostDevice>;
  /** Keys of predictions that somebody else's server has fulfilled, with nothing left in their pool. */
  readonly unplaced: readonly string[];
}

/**
 * Gives each VM of a host the device that it really has, and those of which that is not known another one of the same pool
 * where theirs is gone. Two truths that cannot both be true (Nova does not renew `pci_slot` of a port on unshelve, bug
 * 1851545) are no truths. Devices in quarantine, and those that other servers hold too, are left to people.
 */
export function settleDevices(
  wishes: readonly DeviceWish[],
  devices: ReadonlyMap<string, HostDevice>,
  { quarantined, foreign }: Barred,
): SettledDevices {
  const outside = new Occupied([...quarantined, ...foreign], devices);
  const truths = consistentTruths(wishes.filter(({ actual }) => actual !== null && !outside.blocks(actual)));
  const placed = new Map(truths.map(({ key, actual }) => [key, actual as HostDevice]));
  const occupied = new Occupied(
    [...placed.values()].map(({ address }) => address),
    devices,
  );

  const displaced: DeviceWish[] = [];
  const stranded = new Occupied(foreign, devices);
  for (const wish of wishes) {
    if (placed.has(wish.key) || wish.predicted === null) continue;
    const device = wish.predicted.isHere ? devices.get(wish.predicted.address) : undefined;
    // One that left the inventory stays an orphan, unless its very address is taken.
    const stays =
      wish.predicted.isHere && (device === undefined || !(occupied.blocks(device) || stranded.blocks(device)));
    if (!stays) displaced.push(wish);
  }
  const isDisplaced = new Set(displaced);
  for (const wish of wishes) {
    if (!placed.has(wish.key) && !isDisplaced.has(wish) && wish.predicted !== null)
      occupied.add(wish.predicted.address);
  }

  const unplaced: string[] = [];
  for (const { key, predicted } of displaced) {
    if (predicted === null) continue;
    const vacated = truths.find(({ actual }) => actual?.address === predicted.address)?.predicted?.address;
    const [substitute] = [...devices.values()]
      .filter((device) => device.kind === predicted.kind && device.pool === predicted.pool && device.isUsable)
      .filter((device) => !occupied.blocks(device) && !outside.blocks(device))
      .sort(
        (a, b) =>
          rank(a, vacated, predicted) - rank(b, vacated, predicted) || comparePciAddresses(a.address, b.address),
      );
    if (substitute !== undefined) {
      placed.set(key, substitute);
      occupied.add(substitute.address);
      continue;
    }
    const own = predicted.isHere ? devices.get(predicted.address) : undefined;
    // What only a server of others has stays promised, and drift tells of it: the server may be gone before this one comes.
    if (own !== undefined && !occupied.blocks(own)) occupied.add(own.address);
    else unplaced.push(key);
  }
  return { placed, unplaced };
}

/** Those truths that exclude no other. */
function consistentTruths(known: readonly DeviceWish[]): readonly DeviceWish[] {
  return known.filter((wish) =>
    known.every((other) => other === wish || !excludes(wish.actual as HostDevice, other.actual as HostDevice)),
  );
}

/** A PF and its VFs are never given away together (`nova/objects/pci_device.py`). */
function excludes(a: HostDevice, b: HostDevice): boolean {
  return a.address === b.address || a.parent === b.address || b.parent === a.address;
}

/** The lower, the nearer to what was predicted. */
function rank(
  device: HostDevice,
  vacated: string | undefined,
  predicted: { readonly pfAddress: string | null; readonly numaNode: number | null },
): number {
  if (device.address === vacated) return 0;
  if (device.pfAddress === predicted.pfAddress && device.pfAddress !== null) return 1;
  return device.numaNode === predicted.numaNode ? 2 : 3;
}

/** Devices that are taken, with what that takes along. */
class Occupied {
  private readonly addresses = new Set<string>();
  private readonly parents = new Set<string>();

  constructor(
    addresses: readonly string[],
    private readonly devices: ReadonlyMap<string, HostDevice>,
  ) {
    for (const address of addresses) this.add(address);
  }

  add(address: string): void {
    this.addresses.add(address);
    const parent = this.devices.get(address)?.parent ?? null;
    if (parent !== null) this.parents.add(parent);
  }

  blocks({ address, parent }: HostDevice): boolean {
    return this.addresses.has(address) || this.parents.has(address) || (parent !== null && this.addresses.has(parent));
  }
}
