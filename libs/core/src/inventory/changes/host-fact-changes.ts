import type { Inventory } from '../inventory';
import {
  amount,
  changedFields,
  cpuList,
  describeField,
  describeFields,
  type FieldRule,
  type FieldRules,
  flag,
  label,
  limit,
  type NamedThing,
  names,
  unknownField,
  unshown,
  wireName,
} from './field-rule';
import type { InventoryChange } from './inventory-change';

/** Lists of things, which are described on their own. */
type ThingLists = 'numaNodes' | 'pfs' | 'pciDevices' | 'bridges';
type NestedFacts = 'versions' | 'cpu' | 'iommu' | 'vhost' | 'allocationRatios' | 'reserved' | 'localDisk' | 'totals';

const cpuFact = (name: string): FieldRule => flag('cpu.fact_changed', name);
const vhost = (name: string): FieldRule =>
  flag({ lost: 'vhost.lost', gained: 'vhost.gained' }, name, {
    less: 'breaks_guests',
    more: 'capacity_more',
    sentence: (thing, before, after) =>
      after === true
        ? `${name} can be used on ${thing} now`
        : `${name} ${before === true ? 'can no longer' : 'cannot'} be used on ${thing}`,
  });

const FACTS: FieldRules<Inventory, ThingLists | NestedFacts | 'observedAtMs'> = {
  source: label('fact_notes.changed', 'source of the inventory'),
  availabilityZone: label('availability_zone.changed', 'availability zone'),
  aggregates: names('aggregates.changed', 'aggregates'),
  rack: label('fact.changed', 'rack'),
  kernelCommandLine: label('kernel_command_line.changed', 'kernel command line'),
  vfio: flag({ lost: 'vfio.lost', gained: 'vfio.gained' }, 'VFIO', {
    less: 'breaks_guests',
    more: 'capacity_more',
    sentence: (thing, before, after) =>
      after === true
        ? `/dev/vfio/vfio opens on ${thing} now`
        : `/dev/vfio/vfio does not open on ${thing}${before === true ? ' any more' : ''}`,
  }),
  // A pinned VM whose CPU Nova no longer gives out cannot be started there again.
  cpuDedicatedSet: cpuList('cpu_dedicated_set.changed', 'set of CPUs for pinned VMs', (left, came) =>
    left > 0 ? 'breaks_guests' : came > 0 ? 'capacity_more' : 'note',
  ),
  cpuSharedSet: cpuList('cpu_shared_set.changed', 'set of CPUs for floating VMs', (left, came) =>
    left > 0 ? 'capacity_less' : came > 0 ? 'capacity_more' : 'note',
  ),
  networkNumaAffinity: unshown('network_affinity.changed', 'affinity of networks to NUMA nodes'),
  packingHostNumaCellsAllocationStrategy: flag('fact.changed', 'packing of NUMA cells'),
  fileBackedMemory: flag('file_backed_memory.changed', 'file-backed memory'),
  maxQueues: limit('max_queues.changed', 'max_queues setting'),
  traits: names('traits.changed', 'traits'),
  computeService: {
    name: 'state of nova-compute',
    code: () => 'compute_service.changed',
    show: (value) => serviceWords(value as Inventory['computeService']),
    effect: (_before, after) => {
      const service = after as Inventory['computeService'];
      return service === undefined || (service.status === 'enabled' && service.state === 'up')
        ? 'capacity_more'
        : 'capacity_less';
    },
  },
  networkAgents: unshown('network_agents.changed', 'state of Neutron’s agents'),
  cloudSources: names('fact_notes.changed', 'sources in the cloud'),
  factSources: unshown('fact_notes.changed', 'note of who told which fact'),
  unseen: unshown('fact_notes.changed', 'note of what could not be seen'),
  assumed: unshown('fact_notes.changed', 'note of what was assumed'),
};

const NESTED: { readonly [Name in NestedFacts]: FieldRules<NonNullable<Inventory[Name]>> } = {
  versions: {
    kernel: label('version.changed', 'kernel version'),
    qemu: label('version.changed', 'QEMU version'),
    libvirt: label('version.changed', 'libvirt version'),
    openvswitch: label('version.changed', 'Open vSwitch version'),
  },
  cpu: {
    arch: label('cpu.fact_changed', 'architecture'),
    model: label('cpu.fact_changed', 'processor'),
    apicv: cpuFact('APICv or AVIC'),
    postedInterrupts: cpuFact('posting of interrupts'),
    isolatedCpus: cpuList('cpu.fact_changed', 'set of isolated CPUs', () => 'note'),
    smtActive: cpuFact('SMT'),
  },
  iommu: {
    enabled: flag({ lost: 'iommu.disabled', gained: 'iommu.enabled' }, 'IOMMU', {
      less: 'breaks_guests',
      more: 'capacity_more',
      sentence: (thing, _before, after) =>
        after === true
          ? `the IOMMU of ${thing} is on now`
          : after === false
            ? `the IOMMU of ${thing} is off: no device can be passed through`
            : `nobody tells any more whether the IOMMU of ${thing} is on: no device is passed through`,
    }),
    passthrough: flag('iommu.passthrough_changed', 'IOMMU passthrough mode'),
  },
  vhost: { net: vhost('vhost-net'), user: vhost('vhost-user'), vdpa: vhost('vhost-vdpa') },
  allocationRatios: {
    cpu: amount('allocation_ratio.changed', 'CPU allocation ratio'),
    ram: amount('allocation_ratio.changed', 'RAM allocation ratio'),
    disk: amount('allocation_ratio.changed', 'disk allocation ratio'),
  },
  reserved: {
    cpus: kept('number of reserved CPUs'),
    memoryMib: kept('reserved memory', 'MiB'),
    diskGib: kept('reserved disk', 'GiB'),
  },
  localDisk: {
    totalGib: amount('local_disk.changed', 'local disk', { unit: 'GiB' }),
    kind: label('local_disk.changed', 'kind of the local disk'),
  },
  totals: {
    vcpus: amount('totals.changed', 'VCPU total'),
    pcpus: amount('totals.changed', 'PCPU total'),
    memoryMib: amount('totals.changed', 'memory total', { unit: 'MiB' }),
  },
};

function kept(what: string, unit?: string): FieldRule {
  return amount('reserved.changed', what, {
    less: 'capacity_more',
    more: 'capacity_less',
    ...(unit === undefined ? {} : { unit }),
  });
}

function serviceWords(service: Inventory['computeService']): string | null {
  if (service === undefined || service === null) return null;
  return `${service.status}, ${service.state}`;
}

/** What is different of the host as a whole. The lists of things are left out. */
export function describeHostFacts(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): InventoryChange[] {
  // Here, other than inside of things, null is as good as left out.
  const fields = changedFields(before, after).filter((name) => (before[name] ?? null) !== (after[name] ?? null));
  return fields.flatMap((field) => {
    const path = wireName(field);
    const host: NamedThing = { words: 'the host', subject: path, things: [path], count: 1 };
    const [old, now] = [before[field], after[field]];
    if (Object.hasOwn(NESTED, field)) {
      const rules = NESTED[field as NestedFacts];
      const lines = describeFields(host, rules, asObject(old), asObject(now), 'fact.changed');
      if (lines.length > 0) return lines;
    }
    const rule = Object.hasOwn(FACTS, field) ? FACTS[field as keyof typeof FACTS] : unknownField('fact.changed', path);
    return [{ ...describeField(host, rule, path, old, now), field: null }];
  });
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
