import type { PciPassthrough } from '../inventory/facts/inventory-facts';
import type { Inventory, PciDevice, PhysicalFunction, VirtualFunction } from '../inventory/inventory';
import { PciDeviceSpecs } from './match-pci-device';
import { PciAliases } from './pci-aliases';
import type { PciDeviceSpec } from './pci-device-spec';

export interface GivenOut {
  readonly inventory: Inventory;
  /** What the inventory cannot say, or what an operator may not have meant, in words. */
  readonly warnings: readonly string[];
}

/**
 * The inventory as Nova offers it: `[pci]device_spec` says which devices Nova gives out and to which physical network they
 * belong, `[pci]alias` under which name a flavor asks for them (`nova/pci/whitelist.py`, `nova/pci/request.py`).
 *
 * - A VF that no entry matches, or that is for ports of `vnic_type=remote-managed`, is `in_use_externally`: Nova never
 *   offers it. A VF that is out of use already stays as it is.
 * - A PF has one physical network here, and it is that of its VFs, since ports take these; without VFs that are given out
 *   it is the PF's own. VFs of other networks on the same PF are out of use, too.
 * - A PF and its VFs that nothing matches belong to no network; other devices have no alias then.
 *
 * @param passthrough what the host's Nova is configured with; no `device_spec` at all gives out nothing
 */
export function givenOutBy(passthrough: PciPassthrough, inventory: Inventory): GivenOut {
  const specs = new PciDeviceSpecs(passthrough.deviceSpecs, inventory);
  const aliases = new PciAliases(passthrough.aliases);
  const warnings: string[] = [...unknownInterfaces(passthrough.deviceSpecs, inventory)];
  const pfs = inventory.pfs.map((pf) => pfGivenOut(pf, specs, warnings));
  const pciDevices = inventory.pciDevices.map((device) => deviceGivenOut(device, specs, aliases, warnings));
  return { inventory: { ...inventory, pfs, pciDevices }, warnings };
}

function pfGivenOut(pf: PhysicalFunction, specs: PciDeviceSpecs, warnings: string[]): PhysicalFunction {
  const own = offered(specs.specOf({ ...pf, pfAddress: null }));
  const vfSpecs = pf.vfs.map((vf) => specs.specOf({ ...vf, pfAddress: pf.address }));
  const given = vfSpecs.map(offered).filter((spec) => spec !== null);
  const physicalNetwork = networkOf(given) ?? (given.length === 0 ? networkOf(own === null ? [] : [own]) : null);
  const vfs = pf.vfs.map((vf, i) => vfGivenOut(vf, offered(vfSpecs[i] ?? null), physicalNetwork));
  warnings.push(...oddities(pf, { own, given, all: vfSpecs, physicalNetwork }));
  const { oneTimeUse: _, ...rest } = pf;
  return { ...rest, physicalNetwork, ...(own?.isOneTimeUse === true ? { oneTimeUse: true as const } : {}), vfs };
}

/** Nova keeps devices of a card that is managed elsewhere from all other ports (`nova/pci/stats.py`). */
function offered(spec: PciDeviceSpec | null): PciDeviceSpec | null {
  return spec === null || spec.isRemoteManaged ? null : spec;
}

/** The first network that is named; devices without one are for aliases. */
function networkOf(specs: readonly PciDeviceSpec[]): string | null {
  return specs.find(({ physicalNetwork }) => physicalNetwork != null)?.physicalNetwork ?? null;
}

function vfGivenOut(vf: VirtualFunction, spec: PciDeviceSpec | null, network: string | null): VirtualFunction {
  const isGiven = spec !== null && isOn(spec, network);
  return isGiven || vf.state !== 'available' ? vf : { ...vf, state: 'in_use_externally' };
}

/** Nova compares names of networks without case (`nova/pci/utils.py pci_device_prop_match`). */
function isOn({ physicalNetwork }: PciDeviceSpec, network: string | null): boolean {
  return (physicalNetwork ?? null)?.toLowerCase() === network?.toLowerCase();
}

interface SpecsOfPf {
  readonly own: PciDeviceSpec | null;
  /** Those of VFs that are given out. */
  readonly given: readonly PciDeviceSpec[];
  readonly all: readonly (PciDeviceSpec | null)[];
  readonly physicalNetwork: string | null;
}

function oddities(pf: PhysicalFunction, { own, given, all, physicalNetwork }: SpecsOfPf): string[] {
  const elsewhere = given.filter((spec) => !isOn(spec, physicalNetwork)).length;
  const remote = all.filter((spec) => spec?.isRemoteManaged === true).length;
  const ownElsewhere = own !== null && given.length > 0 && !isOn(own, physicalNetwork);
  const network = physicalNetwork ?? 'no physical network';
  return [
    ...(elsewhere === 0
      ? []
      : [`PF ${pf.address} is taken for one of ${network}: ${elsewhere} of its VFs are of another and are left out`]),
    ...(remote === 0 ? [] : [`${remote} VFs of PF ${pf.address} are for remote-managed ports only and are left out`]),
    ...(ownElsewhere
      ? [`PF ${pf.address} itself is given out for another network than its VFs, and is taken for one of ${network}`]
      : []),
    ...(given.some(({ isOneTimeUse }) => isOneTimeUse)
      ? [`one_time_use matches VFs of PF ${pf.address}, and Nova knows it of type-PCI and type-PF only`]
      : []),
  ];
}

function deviceGivenOut(device: PciDevice, specs: PciDeviceSpecs, aliases: PciAliases, warnings: string[]): PciDevice {
  const spec = offered(specs.specOf(device));
  const names = spec === null ? [] : aliases.names.filter((name) => aliases.matches(name, device));
  if (names.length > 1) {
    warnings.push(`${device.address} can be asked for by ${names.length} aliases, of which only ${names[0]} is kept`);
  }
  const { oneTimeUse: _, ...rest } = device;
  const isOneTimeUse = spec?.isOneTimeUse === true && device.deviceType !== 'type-VF';
  return { ...rest, alias: names[0] ?? null, ...(isOneTimeUse ? { oneTimeUse: true as const } : {}) };
}

/** A name that no device has here may still be one there: then its devices are missed, and that has to be said. */
function* unknownInterfaces(specs: readonly PciDeviceSpec[], { pfs }: Inventory): Generator<string> {
  const known = new Set(pfs.flatMap(({ ifname, vfs }) => [ifname, ...vfs.map((vf) => vf.ifname)]));
  for (const devname of new Set(specs.flatMap((spec) => spec.devname ?? []))) {
    if (!known.has(devname)) yield `device_spec names the interface ${devname}, which no NIC is known by here`;
  }
}
