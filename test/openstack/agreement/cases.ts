import type { AgreementCase, CaseNic } from './agreement-case';

const PINNED = { 'hw:cpu_policy': 'dedicated' };

type Specs = Readonly<Record<string, string>>;

const flavor = (vcpus: number, ram_mib: number, extra_specs: Specs = {}) => ({
  vcpus,
  ram_mib,
  disk_gib: 1,
  extra_specs,
});

const nic = (name: string, physical_network: string, path: CaseNic['paths'][0], policy?: string): CaseNic => ({
  name,
  physical_network,
  paths: [path],
  ...(policy === undefined ? {} : { numa_affinity_policy: policy }),
});

const vf = (name: string, network: string, policy = 'required'): CaseNic => nic(name, network, 'sriov_vf', policy);

/** Requests that go well and requests that do not, for the hosts that come with the lab. */
export const AGREEMENT_CASES: readonly AgreementCase[] = [
  {
    name: 'shared CPUs, one ordinary port',
    request: { flavor: flavor(2, 2048), nics: [nic('data', 'physnet1', 'vhost_net')] },
  },
  { name: 'shared CPUs, no NIC', request: { flavor: flavor(4, 4096) } },
  { name: 'shared CPUs over two NUMA nodes', request: { flavor: flavor(4, 4096, { 'hw:numa_nodes': '2' }) } },
  { name: 'shared CPUs and small huge pages', request: { flavor: flavor(2, 2048, { 'hw:mem_page_size': '2MB' }) } },
  { name: 'large pages of any size', request: { flavor: flavor(2, 4096, { 'hw:mem_page_size': 'large' }) } },
  { name: 'pinned CPUs', request: { flavor: flavor(4, 4096, PINNED) } },
  {
    name: 'pinned CPUs that need hyperthreads',
    request: { flavor: flavor(4, 4096, { ...PINNED, 'hw:cpu_thread_policy': 'require' }) },
  },
  {
    name: 'pinned CPUs with hyperthreads left idle',
    request: { flavor: flavor(4, 4096, { ...PINNED, 'hw:cpu_thread_policy': 'isolate' }) },
  },
  {
    name: 'pinned CPUs over two NUMA nodes',
    request: { flavor: flavor(16, 16_384, { ...PINNED, 'hw:numa_nodes': '2' }) },
  },
  {
    name: 'pinned CPUs over three NUMA nodes',
    request: { flavor: flavor(6, 6144, { ...PINNED, 'hw:numa_nodes': '3' }) },
  },
  {
    name: 'pinned CPUs and 1 GiB pages',
    request: { flavor: flavor(8, 16_384, { ...PINNED, 'hw:mem_page_size': '1GB' }) },
  },
  {
    name: 'mixed CPUs',
    request: { flavor: flavor(6, 6144, { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '2-5' }) },
  },
  {
    name: 'what the image asks for: pinning and two NUMA nodes',
    request: {
      flavor: flavor(4, 4096),
      image: { os_id: 'ubuntu24.04', properties: { hw_cpu_policy: 'dedicated', hw_numa_nodes: '2' } },
    },
  },
  {
    name: 'a page size that the image asks for and the flavor allows',
    request: {
      flavor: flavor(4, 4096, { 'hw:mem_page_size': 'any' }),
      image: { os_id: 'ubuntu24.04', properties: { hw_mem_page_size: '1GB' } },
    },
  },
  {
    name: 'many queues',
    request: {
      flavor: flavor(8, 8192, { ...PINNED, 'hw:vif_multiqueue_enabled': 'true' }),
      nics: [nic('data', 'physnet2', 'vhost_net')],
    },
  },
  {
    name: 'another availability zone',
    request: {
      flavor: flavor(2, 2048),
      nics: [nic('data', 'physnet1', 'vhost_net')],
      constraints: { availability_zone: 'az2' },
    },
  },
  { name: 'a VF beside pinned CPUs', request: { flavor: flavor(4, 4096, PINNED), nics: [vf('data', 'physnet1')] } },
  {
    name: 'a VF where its NUMA node does not matter',
    request: { flavor: flavor(4, 4096), nics: [vf('data', 'physnet2', 'preferred')] },
  },
  {
    name: 'two VFs on two NUMA nodes',
    request: {
      flavor: flavor(8, 8192, { ...PINNED, 'hw:numa_nodes': '2' }),
      nics: [vf('left', 'physnet1'), vf('right', 'physnet2')],
    },
  },
  {
    name: 'two VFs of one network',
    request: { flavor: flavor(4, 4096, PINNED), nics: [vf('a', 'physnet1'), vf('b', 'physnet1')] },
  },
  {
    name: 'a whole NIC',
    request: {
      flavor: flavor(4, 4096, PINNED),
      nics: [nic('data', 'physnet2', 'pci_passthrough', 'required')],
    },
  },
  {
    name: 'VFs of a crypto card by alias',
    request: { flavor: flavor(4, 4096, { ...PINNED, 'pci_passthrough:alias': 'qat:2' }) },
  },
  { name: 'a drive by alias', request: { flavor: flavor(4, 4096, { ...PINNED, 'pci_passthrough:alias': 'nvme:1' }) } },
  {
    name: 'a drive as a disk of the VM',
    request: { flavor: flavor(4, 4096, PINNED), disks: [{ name: 'data', paths: ['pci_passthrough'] }] },
  },
  {
    name: 'nowhere: more pinned CPUs than a host has',
    request: { flavor: flavor(64, 8192, PINNED) },
  },
  {
    name: 'nowhere: more huge pages than a node has',
    request: { flavor: flavor(4, 98_304, { ...PINNED, 'hw:mem_page_size': '1GB' }) },
  },
  {
    name: 'nowhere: VFs of two networks beside one NUMA node',
    request: {
      flavor: flavor(4, 4096, { ...PINNED, 'hw:numa_nodes': '1' }),
      nics: [vf('left', 'physnet1'), vf('right', 'physnet2')],
    },
  },
  {
    name: 'nowhere: a VF in a zone whose hosts have none',
    request: {
      flavor: flavor(2, 2048),
      nics: [vf('data', 'physnet1')],
      constraints: { availability_zone: 'az2' },
    },
  },
  {
    name: 'nowhere: drives of two NUMA nodes beside one',
    request: {
      flavor: flavor(4, 4096, {
        'hw:numa_nodes': '1',
        'hw:pci_numa_affinity_policy': 'required',
        'pci_passthrough:alias': 'nvme:3',
      }),
    },
  },
  {
    name: 'nowhere: a crypto card and 2 MiB pages',
    request: {
      flavor: flavor(4, 4096, { ...PINNED, 'hw:mem_page_size': '2MB', 'pci_passthrough:alias': 'qat:1' }),
    },
  },
];
