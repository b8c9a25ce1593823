import type { Bridge, PciDevice } from '../inventory';
import { valueWords } from './change-words';
import { amount, describeFields, type FieldRule, type FieldRules, flag, label, type NamedThing } from './field-rule';
import type { InventoryChangeCode } from './inventory-change-codes.data';
import type { InventoryChange } from './inventory-change';

const DEVICE_RULES: FieldRules<PciDevice> = {
  address: label('pci_device.fact_changed', 'address'),
  vendorId: label('pci_device.fact_changed', 'vendor id'),
  productId: label('pci_device.fact_changed', 'product id'),
  deviceClass: label('pci_device.fact_changed', 'class'),
  driver: label('pci_device.driver_changed', 'driver', 'breaks_guests'),
  deviceType: label('pci_device.fact_changed', 'type', 'breaks_guests'),
  pfAddress: label('pci_device.fact_changed', 'parent function'),
  numaNode: label('pci_device.numa_node_changed', 'NUMA node'),
  iommuGroup: label('pci_device.iommu_group_changed', 'IOMMU group'),
  alias: {
    ...label('pci_device.alias_changed', 'alias'),
    effect: (before) => (before === null || before === undefined ? 'capacity_more' : 'capacity_less'),
  },
  hostInUse: flag('pci_device.host_in_use_changed', 'use by the host itself', {
    less: 'capacity_more',
    more: 'capacity_less',
    sentence: (thing, _before, after) =>
      after === true ? `the host itself uses ${thing} now` : `the host itself no longer uses ${thing}`,
  }),
  oneTimeUse: flag('pci_device.fact_changed', 'one-time use'),
};

const BRIDGE_RULES: FieldRules<Bridge> = {
  name: label('bridge.changed', 'name'),
  physicalNetwork: label('bridge.changed', 'physical network', 'breaks_guests'),
  datapath: label('bridge.changed', 'datapath', 'breaks_guests'),
  uplinkMbps: amount('bridge.changed', 'uplink', { unit: 'Mbit/s' }),
  hwOffload: flag('bridge.changed', 'offload to the NIC', { less: 'capacity_less', more: 'capacity_more' }),
};

/** What is different of other PCI devices, which come normalised (`normalisedInventory`). */
export function describePciDevices(before: readonly PciDevice[], after: readonly PciDevice[]): InventoryChange[] {
  const named = ({ address, deviceClass }: PciDevice): NamedThing => {
    const path = `pci_devices/${address}`;
    return { words: `PCI device ${address} (${valueWords(deviceClass)})`, subject: path, things: [path], count: 1 };
  };
  return describeThings({ before, after, named, rules: DEVICE_RULES, codes: DEVICE_CODES });
}

/** What is different of bridges, which come normalised. */
export function describeBridges(before: readonly Bridge[], after: readonly Bridge[]): InventoryChange[] {
  const named = ({ name }: Bridge): NamedThing => {
    const path = `bridges/${name}`;
    return { words: `bridge ${valueWords(name)}`, subject: path, things: [path], count: 1 };
  };
  return describeThings({ before, after, named, rules: BRIDGE_RULES, codes: BRIDGE_CODES });
}

interface ThingCodes {
  readonly gone: InventoryChangeCode;
  readonly added: InventoryChangeCode;
  readonly rest: InventoryChangeCode;
}

const DEVICE_CODES: ThingCodes = {
  gone: 'pci_device.gone',
  added: 'pci_device.added',
  rest: 'pci_device.fact_changed',
};
const BRIDGE_CODES: ThingCodes = { gone: 'bridge.gone', added: 'bridge.added', rest: 'bridge.changed' };

interface TwoLists<Thing> {
  readonly before: readonly Thing[];
  readonly after: readonly Thing[];
  readonly named: (thing: Thing) => NamedThing;
  readonly rules: Readonly<Record<string, FieldRule>>;
  readonly codes: ThingCodes;
}

function describeThings<Thing extends object>(lists: TwoLists<Thing>): InventoryChange[] {
  const { named, rules, codes } = lists;
  const old = new Map(lists.before.map((thing) => [named(thing).subject, thing]));
  const now = new Set(lists.after.map((thing) => named(thing).subject));
  return [
    ...[...old].filter(([path]) => !now.has(path)).map(([, thing]) => cameOrWent(named(thing), codes, 'gone')),
    ...lists.after.flatMap((thing) => {
      const name = named(thing);
      const former = old.get(name.subject);
      if (former === undefined) return [cameOrWent(name, codes, 'added')];
      return describeFields(name, rules, former, thing, codes.rest);
    }),
  ];
}

function cameOrWent(
  { words, subject, things, count }: NamedThing,
  codes: ThingCodes,
  how: 'gone' | 'added',
): InventoryChange {
  return {
    code: codes[how],
    subject,
    field: null,
    count,
    text: `${words.charAt(0).toUpperCase()}${words.slice(1)} ${how === 'gone' ? 'is gone' : 'came'}.`,
    before: null,
    after: null,
    effect: how === 'gone' ? 'breaks_guests' : 'capacity_more',
    things,
  };
}
