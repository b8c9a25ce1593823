import { aHostClaim, aHostState, anInventory, aNumaNode, aPf } from '@iopath/testing';
import { weightsOfHosts } from './weighed-hosts';
import { NOVA_WEIGHERS } from './weighers';

const cpus = (count: number): number[] => Array.from({ length: count }, (_, cpu) => cpu);

/** 4 GiB, 12 vCPUs and 100 GiB of disk left, and three PCI devices: a PF and its two VFs. */
const a = aHostState('a', {
  inventory: anInventory({
    numaNodes: [aNumaNode({ cpus: cpus(4), memoryMib: 8_192 })],
    localDisk: { totalGib: 120, kind: 'ssd' },
    pfs: [aPf(2)],
  }),
  claims: [aHostClaim({ vcpus: 4, memoryMib: 4_096, diskGib: 20 })],
});
/** 6 GiB, 16 vCPUs and 80 GiB left, and no PCI device. */
const b = aHostState('b', {
  inventory: anInventory({
    numaNodes: [aNumaNode({ cpus: cpus(4), memoryMib: 7_168 })],
    reserved: { cpus: 0, memoryMib: 1_024, diskGib: 20 },
    localDisk: { totalGib: 100, kind: 'ssd' },
    pfs: [],
  }),
});
/** More taken than there is, of memory and of CPUs, by pinned vCPUs too; 20 GiB of disk, and eight PCI devices. */
const c = aHostState('c', {
  inventory: anInventory({
    numaNodes: [aNumaNode({ cpus: cpus(12), memoryMib: 4_096 })],
    cpuSharedSet: cpus(8),
    cpuDedicatedSet: [8, 9, 10, 11],
    allocationRatios: { cpu: 1, ram: 2, disk: 1 },
    localDisk: { totalGib: 40, kind: 'ssd' },
    pfs: [aPf(7)],
  }),
  claims: [aHostClaim({ vcpus: 8, pcpus: 4, memoryMib: 4_608, diskGib: 20 })],
});

/* Expected are the answers of Nova's own weighers (26.2.2) for host states with these amounts. */
describe('the weights of three hosts', () => {
  const hosts = [a, b, c];

  it.each([
    ['RAMWeigher', [2 / 3, 1, 0]],
    ['CPUWeigher', [0.75, 1, 0]],
    ['DiskWeigher', [1, 0.8, 0.2]],
    ['IoOpsWeigher', [0, 0, 0]],
    ['PCIWeigher', [0.625, 1, 0]],
  ])('by %s alone are %j', (name, expected) => {
    const weights = weightsOfHosts(
      hosts,
      NOVA_WEIGHERS.filter((weigher) => weigher.name === name),
    );

    weights.forEach((weight, at) => expect(weight).toBeCloseTo(expected[at] ?? NaN, 12));
  });

  it('by all of them are their sums, multiplied', () => {
    const weights = weightsOfHosts(hosts, NOVA_WEIGHERS);

    [3.041_666_666_666_666_5, 3.8, 0.2].forEach((weight, at) => expect(weights[at]).toBeCloseTo(weight, 12));
  });

  it('are not asked of a single host', () => {
    expect(weightsOfHosts([a], NOVA_WEIGHERS)).toEqual([0]);
  });

  it('are nothing where hosts are alike and no scale is given', () => {
    const pci = NOVA_WEIGHERS.filter(({ name }) => name === 'PCIWeigher');

    expect(weightsOfHosts([a, a], pci)).toEqual([0, 0]);
  });
});
