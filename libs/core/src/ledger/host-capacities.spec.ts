import { aNumaNode, anInventory, aPf } from '@iopath/testing';
import type { Inventory } from '../inventory/inventory';
import { hostCapacities, type LedgerResource } from './host-capacities';

const capacityOf = (inventory: Inventory, wanted: LedgerResource, at = ''): number | null | undefined =>
  hostCapacities(inventory).find(({ resource, place }) => resource === wanted && place === at)?.capacity;

const inventoryWith = (changes: Partial<Inventory> = {}): Inventory =>
  anInventory({
    allocationRatios: { cpu: 4, ram: 1.5, disk: 2 },
    reserved: { cpus: 2, memoryMib: 1_000, diskGib: 10 },
    cpuSharedSet: [0, 1, 2, 3],
    cpuDedicatedSet: [4, 5, 6, 7, 8, 9],
    localDisk: { totalGib: 100, kind: 'nvme' },
    numaNodes: [
      aNumaNode({
        memoryMib: 10_001,
        pages: [
          { sizeKib: 4, total: 1_000_000 },
          { sizeKib: 2_048, total: 512 },
          { sizeKib: 1_048_576, total: 2 },
        ],
      }),
    ],
    ...changes,
  });

describe('what a host offers to the ledger', () => {
  it.each`
    resource        | capacity                   | because
    ${'vcpus'}      | ${(4 - 2) * 4}             | ${'the ratio holds for what is not reserved'}
    ${'pcpus'}      | ${6}                       | ${'dedicated CPUs are given once each'}
    ${'memory_mib'} | ${Math.floor(9_001 * 1.5)} | ${'half a MiB is none'}
    ${'disk_gib'}   | ${180}                     | ${'the ratio holds for what is not reserved'}
  `('is $capacity of $resource: $because', ({ resource, capacity }: { resource: LedgerResource; capacity: number }) => {
    expect(capacityOf(inventoryWith(), resource)).toBe(capacity);
  });

  it('is not known of a disk that the inventory does not tell', () => {
    expect(capacityOf(inventoryWith({ localDisk: null }), 'disk_gib')).toBeNull();
  });

  it('lets guests that float overcommit the memory of a NUMA node, and pinned ones not', () => {
    expect(capacityOf(inventoryWith(), 'cell_memory_mib', '0')).toBe(15_001);
    expect(capacityOf(inventoryWith(), 'cell_pinned_memory_mib', '0')).toBe(10_001);
  });

  it('lets pinned guests have all memory of a NUMA node that others may only have a part of', () => {
    const thrifty = inventoryWith({ allocationRatios: { cpu: 1, ram: 0.5, disk: 1 } });

    expect(capacityOf(thrifty, 'cell_memory_mib', '0')).toBe(10_001);
  });

  it('lets unpinned vCPUs float on the shared CPUs of a NUMA node up to the ratio', () => {
    expect(capacityOf(inventoryWith(), 'cell_shared_vcpus', '0')).toBe(16);
  });

  it('gives each huge page out once, and does not count base pages, which Nova overcommits', () => {
    const pages = hostCapacities(inventoryWith()).filter(({ resource }) => resource === 'cell_pages');

    expect(pages).toEqual([
      { resource: 'cell_pages', place: '0/2048', capacity: 512 },
      { resource: 'cell_pages', place: '0/1048576', capacity: 2 },
    ]);
  });

  it('is a link and a packet budget of each PF, where they are known', () => {
    const inventory = inventoryWith({ pfs: [aPf(1, { linkSpeedMbps: 10_000, packetRateKpps: null })] });

    expect(capacityOf(inventory, 'pf_bandwidth_mbps', '0000:3b:00.0')).toBe(10_000);
    expect(capacityOf(inventory, 'pf_packet_rate_kpps', '0000:3b:00.0')).toBeNull();
  });
});
