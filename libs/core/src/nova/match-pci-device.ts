import type { Inventory } from '../inventory/inventory';
import { isNovaAddressable } from '../inventory/pci-address';
import { compileHexPattern } from './hex-pattern';
import type { PciAddressPattern, PciDeviceSpec } from './pci-device-spec';

/** What an entry of `[pci]device_spec` is compared with. */
export interface MatchableDevice {
  readonly address: string;
  readonly vendorId: string;
  readonly productId: string;
  /** Of the PF, where the device is a VF and its PF is known. */
  readonly pfAddress: string | null;
}

/**
 * Nova's `[pci]device_spec` on one host: which entry a device is given out by (`nova/pci/whitelist.py Whitelist.get_devspec`,
 * `nova/pci/devspec.py PciDeviceSpec.match`). The first entry that matches counts. An entry that names exactly one address,
 * and that of a PF, matches its VFs, too. Names of interfaces are those that the inventory tells.
 */
export class PciDeviceSpecs {
  private readonly matchers: readonly { readonly spec: PciDeviceSpec; readonly matches: Matcher }[];

  constructor(specs: readonly PciDeviceSpec[], inventory: Pick<Inventory, 'pfs' | 'pciDevices'>) {
    const host = { sriovFunctions: sriovFunctions(inventory), addressesByName: addressesByName(inventory) };
    this.matchers = specs.map((spec) => ({ spec, matches: matcherOf(spec, host) }));
  }

  /** Null: Nova does not give the device out. It skips domains above ffff, whatever an entry says. */
  specOf(device: MatchableDevice): PciDeviceSpec | null {
    if (!isNovaAddressable(device.address)) return null;
    return this.matchers.find(({ matches }) => matches(device))?.spec ?? null;
  }
}

type Matcher = (device: MatchableDevice) => boolean;

interface HostNames {
  /** Addresses of functions whose `sriov_totalvfs` is above 0. */
  readonly sriovFunctions: ReadonlySet<string>;
  readonly addressesByName: ReadonlyMap<string, string>;
}

function matcherOf(spec: PciDeviceSpec, host: HostNames): Matcher {
  const { vendorId, productId } = spec;
  const matchesAddress = addressMatcherOf(spec, host);
  return (device) =>
    (vendorId === null || vendorId === device.vendorId.toLowerCase()) &&
    (productId === null || productId === device.productId.toLowerCase()) &&
    matchesAddress(device);
}

function addressMatcherOf({ devname, address }: PciDeviceSpec, host: HostNames): Matcher {
  if (devname !== null) {
    const named = host.addressesByName.get(devname);
    return named === undefined ? () => false : withVfsOf(named, host, (candidate) => candidate === named);
  }
  if (address === null) return () => true;
  const single = singleAddress(address);
  const matches = addressTest(address);
  return single === null ? (device) => matches(device.address) : withVfsOf(single, host, matches);
}

/** The PF's address covers its VFs only where the kernel says that it can have any. */
function withVfsOf(single: string, host: HostNames, matches: (address: string) => boolean): Matcher {
  if (!host.sriovFunctions.has(single)) return (device) => matches(device.address);
  return ({ address, pfAddress }) => (pfAddress !== null && matches(pfAddress)) || matches(address);
}

/**
 * The one address that a pattern spells, as sysfs would write it; null when it leaves anything open. Nova takes a regular
 * expression of hex digits alone for an address as well, and looks it up as it is written.
 */
function singleAddress({ domain, bus, slot, function: fn }: PciAddressPattern): string | null {
  const parts = [domain, bus, slot, fn];
  return parts.every((part) => part !== null && /^[0-9a-fA-F]*$/.test(part)) ? `${domain}:${bus}:${slot}.${fn}` : null;
}

function addressTest(pattern: PciAddressPattern): (address: string) => boolean {
  const [domain, bus, slot, fn] = [pattern.domain, pattern.bus, pattern.slot, pattern.function].map((part) =>
    part === null ? anything : pattern.style === 'regex' ? remembered(compileHexPattern(part)) : equalTo(part),
  ) as [PartTest, PartTest, PartTest, PartTest];
  return (address) => {
    const parts = PARTS.exec(address);
    if (parts === null) return false;
    return domain(parts[1] ?? '') && bus(parts[2] ?? '') && slot(parts[3] ?? '') && fn(parts[4] ?? '');
  };
}

type PartTest = (digits: string) => boolean;

const PARTS = /^([0-9a-f]{4}):([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])$/;
const anything: PartTest = () => true;

function equalTo(wanted: string): PartTest {
  return (digits) => digits === wanted;
}

/** There are few different parts and many devices. */
function remembered(test: PartTest): PartTest {
  const known = new Map<string, boolean>();
  return (digits) => {
    const before = known.get(digits);
    if (before !== undefined) return before;
    const now = test(digits);
    known.set(digits, now);
    return now;
  };
}

/** Where the number is not known, VFs that are there say the same. */
function sriovFunctions({ pfs, pciDevices }: Pick<Inventory, 'pfs' | 'pciDevices'>): ReadonlySet<string> {
  const nics = pfs.filter(({ totalVfs, vfs }) => (totalVfs === null ? vfs.length > 0 : totalVfs > 0));
  const others = pciDevices.filter(({ deviceType }) => deviceType === 'type-PF');
  return new Set([...nics, ...others].map(({ address }) => address));
}

function addressesByName({ pfs }: Pick<Inventory, 'pfs'>): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const pf of pfs) {
    for (const { ifname, address } of pf.vfs) if (ifname !== undefined) named.set(ifname, address);
  }
  // An interface has one device; where facts disagree, the PF is the likelier one.
  for (const { ifname, address } of pfs) if (ifname !== null) named.set(ifname, address);
  return named;
}
