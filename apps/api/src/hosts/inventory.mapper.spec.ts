import type { CpuSet } from '@iopath/core';
import { inventories } from '@iopath/testing';
import fc from 'fast-check';
import { readDocument } from '../wire/read-document';
import { InventoryDto } from './inventory.dto';
import { EXAMPLE_INVENTORY } from './inventory.example';
import { inventoryDocument } from '@iopath/host-facts';
import { toInventory } from './inventory.mapper';

function read(json: unknown): InventoryDto {
  const result = readDocument(InventoryDto, json);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.document;
}

/** An empty set goes over the wire as one that is not set. */
function setOrNull(cpus: CpuSet | null): CpuSet | null {
  return cpus?.length === 0 ? null : cpus;
}

/** A host about which hardly anything is known. */
const bare = { numa_nodes: [{ id: 0, cpus: '0-3', memory_mib: 1024 }] };

describe('an inventory document', () => {
  it('comes back as it was put', () => {
    const document = { ...EXAMPLE_INVENTORY, observed_at: '2026-11-21T08:00:00.000Z' };

    expect(inventoryDocument(toInventory(read(document)), 7)).toEqual({ ...document, generation: 7 });
  });

  it('of any host survives the way out and in again', () => {
    fc.assert(
      fc.property(inventories(), (inventory) => {
        const document: unknown = JSON.parse(JSON.stringify(inventoryDocument(inventory, 1)));

        const { cpuDedicatedSet, cpuSharedSet } = inventory;
        const expected = { cpuDedicatedSet: setOrNull(cpuDedicatedSet), cpuSharedSet: setOrNull(cpuSharedSet) };
        expect(toInventory(read(document))).toEqual({ ...inventory, ...expected });
      }),
    );
  });

  it('leaves unknown what it does not say, and never takes it for yes', () => {
    const { cpu, iommu, vhost, localDisk, cpuDedicatedSet } = toInventory(read(bare));

    expect({ cpu, iommu, vhost, localDisk, cpuDedicatedSet }).toEqual({
      cpu: { arch: null, model: null, apicv: null, postedInterrupts: null },
      iommu: { enabled: null, passthrough: null },
      vhost: { net: null, user: null, vdpa: null },
      localDisk: null,
      cpuDedicatedSet: null,
    });
  });

  it("has Nova's defaults for ratios and reservations that it leaves out", () => {
    const { allocationRatios, reserved } = toInventory(read({ ...bare, allocation_ratios: { ram: 1.5 } }));

    expect(allocationRatios).toEqual({ cpu: 4, ram: 1.5, disk: 1 });
    expect(reserved).toEqual({ cpus: 0, memoryMib: 512, diskGib: 0 });
  });

  it('may spell addresses, ids and an unknown node as sysfs does', () => {
    const pf = { address: '00010000:3B:00.0', vendor_id: '15B3', product_id: '101D', numa_node: -1 };

    expect(toInventory(read({ ...bare, pfs: [pf] })).pfs[0]).toMatchObject({
      address: '10000:3b:00.0',
      vendorId: '15b3',
      productId: '101d',
      numaNode: null,
    });
  });
});
