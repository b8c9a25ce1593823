import type { Inventory } from '../inventory/inventory';
import type { DeviceClaim, DeviceSpot, DevicesSomewhere, HostClaim } from './host-claims';

/** A device that a live claim holds, with who holds it. */
export interface HeldDevice extends Omit<DeviceClaim, 'kind'> {
  readonly projectId: string;
  /** Held by a server that the advisor did not place. */
  readonly isForeign: boolean;
}

/** Devices that live claims hold: by their own address, and by the PF they belong to (the PF itself included). */
export interface HeldDevices {
  readonly addresses: ReadonlySet<string>;
  readonly byPf: ReadonlyMap<string, readonly HeldDevice[]>;
}

const NOTHING_HELD: HeldDevices = { addresses: new Set(), byPf: new Map() };
/** Of a VF that is held beyond those that are free: it counts on its PF, and takes no other away. */
const NO_ADDRESS = '';

/**
 * Everything that claims hold. A device whose address nobody knows is taken for the first that is free where it may be:
 * of a PF the VF with the lowest index, as the planner takes them. What is known to be on one PF comes before
 * what may be on several, and equal claims do not depend on their order.
 *
 * @param isolated addresses in quarantine: no free ones
 */
export function heldDevices(
  inventory: Inventory,
  claims: readonly HostClaim[],
  isolated: ReadonlySet<string>,
): HeldDevices {
  if (claims.every(({ devices, somewhere }) => devices.length === 0 && somewhere === undefined)) return NOTHING_HELD;
  const holds = new Holds();
  for (const { projectId, devices, isForeign } of claims) {
    for (const device of devices) holds.add({ ...device, projectId, isForeign: isForeign === true });
  }
  for (const { claim, count, among } of unplaced(claims)) {
    for (let nth = 0; nth < count; nth++) holdOne(holds, inventory, isolated, claim, among);
  }
  return holds;
}

class Holds implements HeldDevices {
  readonly addresses = new Set<string>();
  readonly byPf = new Map<string, HeldDevice[]>();

  add(device: HeldDevice): void {
    if (device.address !== NO_ADDRESS) this.addresses.add(device.address);
    const pfAddress = device.pfAddress ?? device.address;
    const onPf = this.byPf.get(pfAddress);
    if (onPf === undefined) this.byPf.set(pfAddress, [device]);
    else onPf.push(device);
  }
}

function unplaced(claims: readonly HostClaim[]) {
  return claims
    .flatMap((claim) => (claim.somewhere ?? []).map((held) => ({ ...held, claim, text: textOf(held) })))
    .sort((a, b) => Math.sign(a.among.length - b.among.length) || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

function textOf({ among }: DevicesSomewhere): string {
  return JSON.stringify(among.map(({ kind, address }) => [kind, address]));
}

function holdOne(
  holds: Holds,
  inventory: Inventory,
  isolated: ReadonlySet<string>,
  { projectId, isForeign }: HostClaim,
  among: readonly DeviceSpot[],
): void {
  const who = { projectId, isForeign: isForeign === true, bandwidthMbps: 0, packetRateKpps: 0 };
  for (const { kind, address } of among) {
    if (kind === 'device') {
      if (holds.byPf.has(address) || isolated.has(address)) continue;
      return holds.add({ ...who, address, pfAddress: null });
    }
    if (holds.addresses.has(address) || isolated.has(address)) continue;
    const vf = vfsOf(inventory, address).find((each) => !holds.addresses.has(each) && !isolated.has(each));
    if (vf !== undefined) return holds.add({ ...who, address: vf, pfAddress: address });
  }
  const [only] = among;
  if (only === undefined || among.length > 1) return;
  holds.add({
    ...who,
    ...(only.kind === 'vf' ? { address: NO_ADDRESS, pfAddress: only.address } : { ...only, pfAddress: null }),
  });
}

/** Addresses of the VFs that a function can still give away, lowest index first. */
function vfsOf({ pfs, pciDevices }: Inventory, address: string): readonly string[] {
  const pf = pfs.find((each) => each.address === address);
  if (pf === undefined) {
    return pciDevices.filter((each) => each.pfAddress === address && !each.hostInUse).map((each) => each.address);
  }
  return [...pf.vfs]
    .filter(({ state }) => state === 'available')
    .sort((a, b) => a.index - b.index)
    .map((vf) => vf.address);
}
