import { checkInventory } from '@iopath/core';
import { agentsOf } from './agents';
import { cloudAliases } from './cloud-aliases';
import { deviceSpecs, hostConf } from './host-conf';
import { DEFAULT_HOSTS, labHost, readHosts, type LabHost } from './host-document';
import { novaHardwareOf } from './nova-hardware';

const NODE = { id: 0, socket: 0, cpus: '0-3', memory_mib: 8192, pages: [{ size_kib: 4, total: 2_097_152 }] };
const VF = { vendor_id: '15b3', product_id: '101e', driver: 'vfio-pci' };
const PF = {
  address: '0000:3b:00.0',
  ifname: 'ens1f0',
  vendor_id: '15b3',
  product_id: '101d',
  numa_node: 0,
  total_vfs: 2,
  link_speed_mbps: 25_000,
  vfs: [
    { ...VF, index: 0, address: '0000:3b:00.2', state: 'available' },
    { ...VF, index: 1, address: '0000:3b:00.3', state: 'quarantined' },
  ],
};
const host = (document: object): LabHost => labHost('h', { numa_nodes: [NODE], ...document });
const hardware = (document: object) => novaHardwareOf(host(document).inventory);
const specs = (document: object) => deviceSpecs(host(document).inventory);
const folders = { state: '/s', log: '/l' };

describe('the hosts that come with the lab', () => {
  const hosts = readHosts(DEFAULT_HOSTS);

  it.each(hosts.map((each) => [each.name, each] as const))('%s is without fault', (_name, { inventory }) => {
    expect(checkInventory(inventory)).toEqual([]);
    expect(() => hostConf('h', inventory, folders)).not.toThrow();
  });

  it('offer what the suite asks for: four hosts, two aliases, two physical networks', () => {
    expect(hosts.map(({ name }) => name)).toEqual(['lab-a', 'lab-b', 'lab-c', 'lab-d']);
    expect(cloudAliases(hosts.map(({ inventory }) => inventory)).map(({ name }) => name)).toEqual(['nvme', 'qat']);
  });
});

describe("CPUs of a host's cells", () => {
  it('are all shared without sets', () => {
    expect(hardware({})).toMatchObject({ vcpus: 4, pcpus: 0, numa_cells: [{ cpus: [0, 1, 2, 3], pcpus: [] }] });
  });

  it('are none of them shared with a dedicated set alone', () => {
    expect(hardware({ cpu_dedicated_set: '2-3' })).toMatchObject({ vcpus: 0, pcpus: 2 });
  });

  it('are what each set has of the cell', () => {
    const [cell] = hardware({ cpu_dedicated_set: '2-3', cpu_shared_set: '0' }).numa_cells;

    expect(cell).toMatchObject({ cpus: [0], pcpus: [2, 3] });
  });

  it('are each their own sibling where no group names them', () => {
    const [cell] = hardware({ numa_nodes: [{ ...NODE, siblings: [[0, 2]] }] }).numa_cells;

    expect(cell?.siblings).toEqual([[0, 2], [1], [3]]);
  });
});

describe('devices', () => {
  it('are a PF and those of its VFs that can be had', () => {
    expect(hardware({ pfs: [PF] }).pci_devices).toMatchObject([
      { address: '0000:3b:00.0', dev_type: 'type-PF', parent_addr: null, numa_node: 0 },
      { address: '0000:3b:00.2', dev_type: 'type-VF', parent_addr: '0000:3b:00.0', parent_ifname: 'ens1f0', vf_num: 0 },
    ]);
  });

  it('have addresses on the network of their own', () => {
    const macs = hardware({ pfs: [PF] }).pci_devices.map(({ mac }) => mac);

    expect(new Set(macs).size).toBe(2);
    expect(macs[0]).toMatch(/^02(:[\da-f]{2}){5}$/);
  });

  it('that the host needs are not shown', () => {
    const drive = { address: '0000:5e:00.0', vendor_id: '144d', product_id: 'a808', class: 'nvme', host_in_use: true };

    expect(hardware({ pci_devices: [drive] }).pci_devices).toEqual([]);
  });
});

describe('what Nova may give away', () => {
  const drive = { address: '0000:5e:00.0', vendor_id: '144d', product_id: 'a808', class: 'nvme' };

  it('is a NIC with a physical network, under its name', () => {
    expect(specs({ pfs: [{ ...PF, physical_network: 'physnet1' }] })).toEqual([
      { address: '0000:3b:00.0', physical_network: 'physnet1' },
    ]);
  });

  it('is no NIC without one', () => {
    expect(specs({ pfs: [PF] })).toEqual([]);
  });

  it('is a device under an alias, and no other', () => {
    const devices = [
      { ...drive, alias: 'nvme' },
      { ...drive, address: '0000:5f:00.0' },
    ];

    expect(specs({ pci_devices: devices })).toEqual([{ address: '0000:5e:00.0' }]);
  });

  it('is never a device and its own VF both', () => {
    const device_type = 'type-VF';
    const vf = { ...drive, address: '0000:5e:00.1', device_type, pf_address: drive.address, alias: 'part' };

    expect(() => specs({ pci_devices: [{ ...drive, device_type: 'type-PF', alias: 'nvme' }, vf] })).toThrow(
      '0000:5e:00.1',
    );
  });
});

describe("a host's own configuration", () => {
  it('says its sets, ratios and reserves', () => {
    const conf = hostConf(
      'h',
      host({
        cpu_dedicated_set: '2-3',
        allocation_ratios: { cpu: 2, ram: 1.5, disk: 1 },
        reserved: { cpus: 1, memory_mib: 1024, disk_gib: 2 },
      }).inventory,
      folders,
    );

    expect(conf.split('\n')).toEqual(
      expect.arrayContaining([
        'host = h',
        'cpu_allocation_ratio = 2',
        'ram_allocation_ratio = 1.5',
        'reserved_host_cpus = 1',
        'reserved_host_memory_mb = 1024',
        'reserved_host_disk_mb = 2048',
        'cpu_dedicated_set = 2-3',
      ]),
    );
    expect(conf).not.toContain('cpu_shared_set');
  });
});

describe('aliases of the cloud', () => {
  const device = (address: string, product_id: string) => ({
    address,
    vendor_id: '144d',
    product_id,
    class: 'nvme',
    alias: 'nvme',
  });

  it('have an entry for each product under the name, once', () => {
    const inventories = [
      host({ pci_devices: [device('0000:5e:00.0', 'a808'), device('0000:5f:00.0', 'a808')] }).inventory,
      host({ pci_devices: [device('0000:5e:00.0', 'a824')] }).inventory,
    ];

    expect(cloudAliases(inventories)).toEqual([
      { name: 'nvme', vendor_id: '144d', product_id: 'a808', device_type: 'type-PCI' },
      { name: 'nvme', vendor_id: '144d', product_id: 'a824', device_type: 'type-PCI' },
    ]);
  });
});

describe("Neutron's agents of a host", () => {
  it('are one for NICs and one for bridges, with their bandwidth', () => {
    const { inventory } = host({
      pfs: [{ ...PF, physical_network: 'physnet1' }],
      bridges: [{ name: 'br-ex', physical_network: 'physnet1', datapath: 'netdev', uplink_mbps: 10_000 }],
    });

    expect(agentsOf('h', inventory)).toMatchObject([
      {
        agent_type: 'NIC Switch agent',
        configurations: {
          device_mappings: { physnet1: ['ens1f0'] },
          resource_provider_bandwidths: { ens1f0: { egress: 25_000_000, ingress: 25_000_000 } },
        },
      },
      {
        agent_type: 'Open vSwitch agent',
        configurations: { bridge_mappings: { physnet1: 'br-ex' }, datapath_type: 'netdev' },
      },
    ]);
  });

  it('are none without a physical network', () => {
    expect(agentsOf('h', host({ pfs: [PF] }).inventory)).toEqual([]);
  });
});
