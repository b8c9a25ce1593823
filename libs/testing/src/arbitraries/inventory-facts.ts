import type { InventoryFacts } from '@iopath/core';
import fc from 'fast-check';

/** What no document can hold, whatever the field. */
const NASTY = [-1, -0, 0.5, 2 ** 60, Number.NaN, '', 'a\u0000b', '\uD800', 'x'.repeat(5000), null] as const;

/** As far as sources keep to the types at all: mostly sound values, some nasty ones. */
function told<Value>(sound: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.oneof(
    { weight: 4, arbitrary: sound },
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...NASTY) as unknown as fc.Arbitrary<Value> },
  );
}

/** Few enough that layers name the same functions, as PFs, VFs and other devices. */
const address = fc.constantFrom(
  '0000:01:00.0',
  '0000:01:00.1',
  '0000:01:10.0',
  '0000:01:10.2',
  '0000:02:00.0',
  '0000:02:01.0',
  '00010000:E1:00.0',
  'not an address',
);
const vendor = fc.constantFrom('8086', '15B3', '15b3', '0x8086');
const product = fc.constantFrom('1572', '154c', '101d', '101E');
const node = fc.constantFrom(0, 1, 5, 8, 1023);
const cpus = fc.array(fc.nat({ max: 11 }), { maxLength: 8 });
const count = fc.nat({ max: 70_000 });
const few = fc.nat({ max: 3 });
const name = fc.constantFrom('ens1f0', 'ens1f0v0', 'physnet1', 'mlx5_core', 'vfio-pci');

const numaNode = fc.record({
  id: fc.oneof(node, fc.constant(-1)),
  socket: told(few),
  cpus: told(cpus),
  siblings: told(fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 4 }), { maxLength: 4 })),
  memoryMib: told(fc.constantFrom(0, 512, 4096, 65_536)),
  distanceTo: told(fc.dictionary(fc.constantFrom('0', '1', '5', '8', 'x'), fc.constantFrom(0, 10, 21, 255, 300))),
  pages: told(
    fc.array(
      fc.record({
        sizeKib: fc.constantFrom(4, 64, 2048, 3000, 1_048_576),
        total: fc.constantFrom(0, 1, 512, 100_000),
        free: told(fc.constantFrom(0, 1, 512)),
      }),
      { maxLength: 4 },
    ),
  ),
});

const vf = fc.record({
  address,
  index: told(few),
  vendorId: told(vendor),
  productId: told(product),
  driver: told(name),
  iommuGroup: told(count),
  queues: told(count),
  ifname: told(name),
  state: told(fc.constantFrom('available', 'in_use_externally', 'unhealthy')),
});

const pf = fc.record({
  address,
  ifname: told(name),
  vendorId: told(vendor),
  productId: told(product),
  numaNode: told(node),
  physicalNetwork: told(name),
  linkState: told(fc.constantFrom('up', 'down', 'unknown')),
  mtu: told(count),
  totalVfs: told(few),
  oneTimeUse: told(fc.constant(true)),
  vfs: fc.option(fc.array(vf, { maxLength: 4 }), { nil: undefined }),
});

const pciDevice = fc.record({
  address,
  vendorId: told(vendor),
  productId: told(product),
  deviceClass: told(name),
  deviceType: told(fc.constantFrom('type-PCI', 'type-PF', 'type-VF')),
  pfAddress: told(address),
  numaNode: told(node),
  alias: told(name),
  hostInUse: told(fc.boolean()),
  oneTimeUse: told(fc.constant(true)),
});

const bridge = fc.record({
  name: fc.constantFrom('br-ex', 'br-int', ''),
  physicalNetwork: fc.constantFrom('physnet1', null),
  datapath: told(fc.constantFrom('system', 'netdev')),
  uplinkMbps: told(count),
  hwOffload: told(fc.boolean()),
});

const settings = fc.record({
  aggregates: told(fc.array(name)),
  cpuDedicatedSet: told(cpus),
  cpuSharedSet: told(cpus),
  localDisk: told(fc.record({ totalGib: count, kind: fc.constantFrom('nvme', 'hdd', 'tape') })),
  maxQueues: told(few),
  traits: told(fc.array(name)),
  kernelCommandLine: told(name),
  vfio: told(fc.boolean()),
  versions: told(fc.record({ kernel: told(name), openvswitch: told(name) })),
  cpu: told(fc.record({ model: told(name), isolatedCpus: told(cpus), smtActive: told(fc.boolean()) })),
  vhost: told(fc.record({ net: told(fc.boolean()) })),
  allocationRatios: told(fc.record({ cpu: told(fc.constantFrom(0, 1.5, 16, 5000)), ram: told(few) })),
  reserved: told(fc.record({ cpus: told(few), memoryMib: told(count), diskGib: told(count) })),
});

const lists = ['numaNodes', 'pfs', 'pciDevices', 'bridges', 'networkNumaAffinity'] as const;
const fact = fc.constantFrom('pfs.vfs', 'numa_nodes', 'vhost.net', 'pfs/0000:01:00.0/vfs', 'pfs.queues\u0000');

const facts = fc.record(
  {
    source: fc.constantFrom('sysfs', 'libvirt', 'sriov-nodestate', 'nova-conf', 'lshw', 'another', ''),
    observedAtMs: fc.option(fc.nat()),
    settings,
    numaNodes: fc.array(numaNode, { maxLength: 4 }),
    pfs: fc.array(pf, { maxLength: 4 }),
    pciDevices: fc.array(pciDevice, { maxLength: 4 }),
    bridges: fc.array(bridge, { maxLength: 3 }),
    networkNumaAffinity: fc.array(
      fc.record({ physicalNetwork: fc.constantFrom('physnet1', null), numaNodes: fc.array(node, { maxLength: 2 }) }),
      { maxLength: 2 },
    ),
    partialLists: fc.subarray([...lists]),
    unseen: fc.array(
      fc.record({
        fact,
        reason: fc.constantFrom('not_told', 'no_permission'),
        detail: fc.constantFrom('a', 'b\u0000'),
      }),
      { maxLength: 2 },
    ),
    assumed: fc.array(fc.record({ fact, why: fc.constantFrom('a', '\uDC00') }), { maxLength: 2 }),
    warnings: fc.array(fc.constantFrom('odd', 'odd\u0007'), { maxLength: 1 }),
  },
  { requiredKeys: ['source', 'observedAtMs', 'unseen', 'assumed', 'warnings'] },
);

/** What one source tells of a host: contradictory, partial, and with values that no host has. */
export function inventoryFacts(): fc.Arbitrary<InventoryFacts> {
  return facts as unknown as fc.Arbitrary<InventoryFacts>;
}
