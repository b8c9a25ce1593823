import type { HostClaim, HostFacts, Inventory, PhysicalFunction, VfState } from '@iopath/core';
import fc from 'fast-check';
import { aHostClaim, aVfClaim } from '../builders/a-host-claim';
import { roomyHosts } from './roomy-hosts';

/** What may be wrong with a host; each is off more often than not. */
interface Flaws {
  readonly state: HostFacts['state'];
  readonly availabilityZone: string;
  readonly iommu: boolean | null;
  readonly iommuGroups: boolean;
  readonly vhostNet: boolean | null;
  readonly hasBridges: boolean;
  readonly hwOffload: boolean | null;
  readonly link: PhysicalFunction['linkState'];
  readonly eswitch: PhysicalFunction['eswitchMode'];
  readonly isTagged: boolean;
  readonly vfState: VfState;
  /** How many of the VFs of each PF other VMs hold. */
  readonly held: number;
  readonly isAliased: boolean;
  /** The first of its kind is in quarantine. */
  readonly quarantine: 'none' | 'pf' | 'vf' | 'pci';
}

const flaws: fc.Arbitrary<Flaws> = fc.record({
  state: mostly<HostFacts['state']>('active', 'draining', 'disabled'),
  availabilityZone: mostly('nova', 'az2'),
  iommu: mostly<boolean | null>(true, false, null),
  iommuGroups: mostly(true, false),
  vhostNet: mostly<boolean | null>(true, false, null),
  hasBridges: mostly(true, false),
  hwOffload: mostly<boolean | null>(null, false),
  link: mostly<PhysicalFunction['linkState']>('up', 'down', 'unknown'),
  eswitch: mostly<PhysicalFunction['eswitchMode']>('legacy', 'switchdev', null),
  isTagged: mostly(true, false),
  vfState: mostly<VfState>('available', 'quarantined', 'in_use_externally'),
  held: mostly(0, 1, 4),
  isAliased: mostly(true, false),
  quarantine: mostly<Flaws['quarantine']>('none', 'pf', 'vf', 'pci'),
});

/** Hosts that could take small VMs of nearly every kind, but that some things are wrong with them. */
export function flawedHosts(): fc.Arbitrary<HostFacts> {
  return fc.tuple(roomyHosts(), flaws).map(([host, flaw]) => {
    const inventory = flawed(host.inventory, flaw);
    return {
      ...host,
      state: flaw.state,
      inventory,
      inventoryHash: JSON.stringify(inventory),
      claims: held(inventory, flaw),
      quarantined: quarantined(inventory, flaw),
    };
  });
}

function flawed(inventory: Inventory, flaw: Flaws): Inventory {
  return {
    ...inventory,
    availabilityZone: flaw.availabilityZone,
    iommu: { ...inventory.iommu, enabled: flaw.iommu },
    vhost: { ...inventory.vhost, net: flaw.vhostNet },
    bridges: flaw.hasBridges ? inventory.bridges.map((bridge) => ({ ...bridge, hwOffload: flaw.hwOffload })) : [],
    pfs: inventory.pfs.map((pf) => flawedPf(pf, flaw)),
    pciDevices: inventory.pciDevices.map((device) => (flaw.isAliased ? device : { ...device, alias: null })),
  };
}

function flawedPf(pf: PhysicalFunction, { link, eswitch, isTagged, vfState, iommuGroups }: Flaws): PhysicalFunction {
  return {
    ...pf,
    linkState: link,
    eswitchMode: eswitch,
    physicalNetwork: isTagged ? pf.physicalNetwork : null,
    vfs: pf.vfs.map((vf) => ({ ...vf, state: vfState, iommuGroup: iommuGroups ? vf.iommuGroup : null })),
  };
}

function held({ pfs }: Inventory, flaw: Flaws): readonly HostClaim[] {
  const devices = pfs.flatMap((pf) => pf.vfs.slice(0, flaw.held).map((vf) => aVfClaim(vf.address, pf.address)));
  return devices.map((device, index) =>
    aHostClaim({ reservationId: `held-${index}`, vcpus: 0, memoryMib: 1, diskGib: 0, devices: [device] }),
  );
}

function quarantined({ pfs, pciDevices }: Inventory, { quarantine }: Flaws): readonly string[] {
  const devices = { none: [], pf: pfs, vf: pfs.flatMap(({ vfs }) => vfs), pci: pciDevices };
  return devices[quarantine].slice(0, 1).map(({ address }) => address);
}

function mostly<Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}
