import type { InventoryFacts } from '@iopath/core';
import fc from 'fast-check';
import { UnreadableImport } from '../import/import-reader';
import { novaConfReader } from './nova-conf-reader';

function read(text: string): InventoryFacts {
  return novaConfReader.read(new TextEncoder().encode(text)) as InventoryFacts;
}

function refusal(text: string): Pick<UnreadableImport, 'code' | 'message' | 'where'> | null {
  try {
    read(text);
    return null;
  } catch (error) {
    if (!(error instanceof UnreadableImport)) throw error;
    return { code: error.code, message: error.message, where: error.where };
  }
}

const COMPUTE = `
# A compute node of two sockets.
[DEFAULT]
transport_url = rabbit://nova:hunter2@10.0.0.5//
reserved_host_memory_mb = 4096
reserved_host_disk_mb = 1025
cpu_allocation_ratio = 0.0
initial_cpu_allocation_ratio = 4.0
ram_allocation_ratio: 1.0
; the disk is left to its default

[compute]
cpu_dedicated_set = 2-15, 34-47,^40
cpu_shared_set = "0,1,32,33"
packing_host_numa_cells_allocation_strategy = True

[libvirt]
virt_type = kvm
max_queues = 8
file_backed_memory = 1048576

[neutron]
physnets = physnet1, PhysNet2
password = hunter2

[neutron_physnet_physnet1]
numa_nodes = 0
[neutron_physnet_PhysNet2]
numa_nodes = 1,0
[neutron_tunnel]
numa_nodes = 1

[pci]
device_spec = { "devname": "ens1f0",
                "physical_network": "physnet1" }
device_spec = [{"vendor_id": "144d", "product_id": "a808"}]
alias = {"vendor_id": "144d", "product_id": "a808", "name": "nvme", "device_type": "type-PCI"}
`;

describe('a nova.conf', () => {
  it('tells CPU sets, reservations, ratios and how guests are made', () => {
    expect(read(COMPUTE).settings).toEqual({
      cpuDedicatedSet: [
        2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 34, 35, 36, 37, 38, 39, 41, 42, 43, 44, 45, 46, 47,
      ],
      cpuSharedSet: [0, 1, 32, 33],
      reserved: { memoryMib: 4096, diskGib: 2 },
      allocationRatios: { cpu: 4, ram: 1 },
      fileBackedMemory: true,
      maxQueues: 8,
      packingHostNumaCellsAllocationStrategy: true,
    });
  });

  it('tells which networks have a NUMA affinity', () => {
    expect(read(COMPUTE).networkNumaAffinity).toEqual([
      { physicalNetwork: 'physnet1', numaNodes: [0] },
      { physicalNetwork: 'PhysNet2', numaNodes: [0, 1] },
      { physicalNetwork: null, numaNodes: [1] },
    ]);
  });

  it('tells what Nova gives out, over several lines and several times', () => {
    const { passthrough } = read(COMPUTE);

    expect(passthrough?.deviceSpecs).toMatchObject([
      { devname: 'ens1f0', physicalNetwork: 'physnet1' },
      { vendorId: '144d', productId: 'a808' },
    ]);
    expect(passthrough?.aliases).toEqual([
      { name: 'nvme', vendorId: '144d', productId: 'a808', deviceType: 'type-PCI', numaPolicy: null },
    ]);
  });

  it('keeps no secret, neither in what it tells nor in what it refuses', () => {
    expect(JSON.stringify(read(COMPUTE))).not.toContain('hunter2');
    for (const broken of [
      'hunter2',
      'alias = {"name": "$password"}',
      'device_spec = ${neutron.password}',
      ' hunter2',
    ]) {
      expect(JSON.stringify(refusal(`${COMPUTE}\n\n${broken}`))).not.toContain('hunter2');
    }
  });

  it('does not tell what it does not set, but that no device is given out', () => {
    const told = read('[compute]\n');

    expect(told.settings).toEqual({});
    expect(told.networkNumaAffinity).toBeUndefined();
    expect(told.passthrough).toEqual({ deviceSpecs: [], aliases: [] });
    expect(told.warnings).toEqual(['no [pci]device_spec is set, so Nova gives out no PCI device of this host']);
  });

  it('says which ratio is only the first one', () => {
    expect(read(COMPUTE).assumed).toEqual([
      {
        fact: 'allocation_ratios.cpu',
        why: 'of initial_cpu_allocation_ratio, which may have been changed in Placement since',
      },
    ]);
  });

  it('knows options by the names that they had before, which come first', () => {
    const told = read(`
[pci]
passthrough_whitelist = {"devname": "second"}
device_spec = {"devname": "third"}
[DEFAULT]
pci_passthrough_whitelist = {"devname": "first"}
pci_alias = {"name": "old", "vendor_id": "144d"}
vcpu_pin_set = 4-7,^5
`);

    expect(told.passthrough?.deviceSpecs.map(({ devname }) => devname)).toEqual(['first', 'second', 'third']);
    expect(told.passthrough?.aliases[0]?.name).toBe('old');
    expect(told.settings?.cpuSharedSet).toEqual([4, 6, 7]);
    expect(told.assumed).toContainEqual(expect.objectContaining({ fact: 'cpu_shared_set' }));
  });

  it('takes the last value of an option, and sections that come again', () => {
    const told = read('[libvirt]\nmax_queues=2\n[pci]\n[LIBVIRT]\nmax_queues=4\nmax_queues = 6\r\n');

    expect(told.settings?.maxQueues).toBe(6);
  });

  it('follows references between options, and leaves the $ of an expression alone', () => {
    const told = read(`
[DEFAULT]
net = physnet9
[compute]
mine = 4-7
cpu_dedicated_set = \${mine},$compute.mine
[pci]
device_spec = {"address": {"bus": "0[ab]$", "slot": "1\\$"}, "physical_network": "$net"}
`);

    expect(told.settings?.cpuDedicatedSet).toEqual([4, 5, 6, 7]);
    expect(told.passthrough?.deviceSpecs[0]).toMatchObject({
      address: { bus: '0[ab]$', slot: '1$' },
      physicalNetwork: 'physnet9',
    });
  });

  it('warns of huge pages that are kept back, and of aliases that are matched elsewhere', () => {
    const told = read(`
[DEFAULT]
reserved_huge_pages = node:0,size:1GB,count:4
[pci]
device_spec = {}
alias = {"name": "fpga", "resource_class": "CUSTOM_FPGA"}
`);

    expect(told.warnings).toEqual([
      '[pci]alias, line 6: an alias by resource class or traits is matched in Placement, and is left out',
      '[DEFAULT]reserved_huge_pages, line 3: reserved huge pages have no place in an inventory, and count as free there',
    ]);
    expect(told.passthrough?.aliases).toEqual([]);
  });
});

describe('a nova.conf that Nova would not start with', () => {
  it.each<[string, string, string | null]>([
    [
      '[compute]\ncpu_dedicated_set = 3-1',
      'the value is no CPU list: range "3-1" runs backwards',
      '[compute]cpu_dedicated_set, line 2',
    ],
    [
      '[compute]\ncpu_shared_set = 0-99999',
      'the value is no CPU list: CPU 99999 is above 8191',
      '[compute]cpu_shared_set, line 2',
    ],
    [
      '[compute]\ncpu_dedicated_set = 0-3\ncpu_shared_set = 3',
      'the value shares CPUs with [compute]cpu_shared_set',
      '[compute]cpu_dedicated_set, line 2',
    ],
    [
      '[compute]\ncpu_dedicated_set = 0-3\n[DEFAULT]\nvcpu_pin_set = 4',
      'the value cannot stand next to [compute]cpu_dedicated_set',
      '[DEFAULT]vcpu_pin_set, line 4',
    ],
    [
      '[DEFAULT]\nreserved_host_memory_mb = 4G\n[pci]',
      'the value is no whole number from 0 to 1099511627776',
      '[DEFAULT]reserved_host_memory_mb, line 2',
    ],
    [
      '[DEFAULT]\nram_allocation_ratio = -1\n[pci]',
      'the value is no number from 0 to 1000',
      '[DEFAULT]ram_allocation_ratio, line 2',
    ],
    [
      '[compute]\npacking_host_numa_cells_allocation_strategy = maybe',
      'the value is neither true nor false',
      '[compute]packing_host_numa_cells_allocation_strategy, line 2',
    ],
    ['[pci]\ndevice_spec = {devname: ens1}', 'the value is not JSON', '[pci]device_spec, line 2'],
    [
      '[pci]\ndevice_spec = {}\ndevice_spec = {"vendor_id": "g"}',
      'the value is no device_spec: vendor_id "g" is no hexadecimal number',
      '[pci]device_spec, line 3',
    ],
    [
      '[pci]\nalias = {"name": "a"}\nalias = {"vendor_id": "8086"}',
      'the value is no alias: has no name',
      '[pci]alias, line 3',
    ],
    [
      '[neutron]\nphysnets = a\n[pci]',
      'the value names a network without [neutron_physnet_NAME]numa_nodes',
      '[neutron]physnets, line 2',
    ],
    [
      '[neutron_tunnel]\nnuma_nodes = x\n[pci]',
      'the value is no list of NUMA nodes from 0 to 1023',
      '[neutron_tunnel]numa_nodes, line 2',
    ],
    [
      '[compute]\ncpu_shared_set = $nothing',
      'it refers to nothing, which the file does not set',
      '[compute]cpu_shared_set, line 2',
    ],
    ['[compute]\ncpu_shared_set = $cpu_shared_set', 'options refer to each other', '[compute]cpu_shared_set, line 2'],
    ['[compute]\n  cpu_shared_set = 1', 'a line begins with white space and goes on with nothing', 'line 2'],
    ['[compute\n', 'a section is not [name]', 'line 1'],
    ['[compute]\nhunter2', 'an option has neither = nor :', 'line 2'],
    ['[compute]\n= hunter2', 'an option has no name', 'line 2'],
    ['[compute]\ncpu_shared_set = 1\0', 'there is a NUL in the text', 'character 29'],
  ])('is refused with the place: %j', (text, message, where) => {
    expect(refusal(text)).toEqual({ code: 'import.malformed', message, where });
  });

  it.each(['', '# nothing\n', 'password = hunter2', '{"pci": {}}', '[database]\nconnection = x'])(
    'is no nova.conf at all: %j',
    (text) => {
      expect(refusal(text)?.code).toBe('import.not_this_format');
    },
  );

  it('is refused when references grow', () => {
    const levels = Array.from({ length: 7 }, (_, i) => `a${i + 1} = ${`$a${i}`.repeat(1000)}`).join('\n');

    expect(refusal(`[compute]\na0 = 1,\n${levels}\ncpu_shared_set = $a7`)?.message).toBe('options refer to too much');
  });

  it('is refused when it is too much', () => {
    expect(refusal(`[compute]\ncpu_shared_set = ${'0-8191,'.repeat(10_000)}`)?.code).toBe('import.too_large');
    expect(refusal('#'.repeat(5 * 1024 * 1024))?.code).toBe('import.too_large');
    expect(refusal(`[pci]\n${'device_spec = {}\n'.repeat(300)}`)?.code).toBe('import.too_large');
  });

  it('never makes the reader fail in another way', () => {
    const option = fc.constantFrom(
      '[pci]',
      '[DEFAULT]',
      'device_spec',
      'alias',
      'cpu_shared_set',
      ' ',
      '=',
      ':',
      '#',
      '$',
      '{}',
    );
    const line = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(option, fc.string(), fc.json()), { maxLength: 5 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        refusal(`[pci]\n${lines.join('\n')}`);
      }),
    );
  });
});
