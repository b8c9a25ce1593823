import { differences } from './judge';
import type { Observed } from './observed';
import type { Recommendation } from './recommendation';

const PF = '0000:81:00.0';
const VF = '0000:81:00.2';
const VFS = [VF, '0000:81:00.3'];
const poolOf = (address: string): string => (VFS.includes(address) ? PF : address);

const ADVICE = {
  host_name: 'lab-a',
  compute: { cells: [{ guest_cell: 0, host_node: 1 }] },
  devices: [
    { device: 'data', kind: 'vf', address: '0000:81:00.3', pf_address: PF, numa_node: 1 },
    { device: 'nvme', kind: 'pci', address: '0000:c1:00.0', pf_address: null, numa_node: 1 },
  ],
} as unknown as Recommendation;

const SEEN: Observed = {
  status: 'ACTIVE',
  host: 'lab-a',
  fault: null,
  hostNodes: [1],
  pciSlots: { data: VF },
  allocatedDevices: ['0000:c1:00.0'],
};

describe('advice and cloud', () => {
  it('agree when Nova took another VF of the same PF', () => {
    expect(differences(ADVICE, SEEN, poolOf)).toEqual([]);
  });

  it.each<[string, Partial<Observed>, string]>([
    ['the server failed', { status: 'ERROR', fault: 'No valid host' }, 'No valid host'],
    ['it is on another host', { host: 'lab-b' }, 'host: advised lab-a, seen lab-b'],
    ['it is on another NUMA node', { hostNodes: [0] }, 'NUMA nodes: advised 1, seen 0'],
    ['its port has a VF of another PF', { pciSlots: { data: '0000:3b:00.2' } }, 'seen 0000:3b:00.2'],
    ['its port has no VF', { pciSlots: { data: null } }, 'PF of NIC data: advised 0000:81:00.0, seen none'],
    ['it has another drive', { allocatedDevices: ['0000:01:00.0'] }, 'seen 0000:01:00.0'],
  ])('differ when %s', (_case, seen, told) => {
    expect(differences(ADVICE, { ...SEEN, ...seen }, poolOf)).toEqual([expect.stringContaining(told)]);
  });
});
