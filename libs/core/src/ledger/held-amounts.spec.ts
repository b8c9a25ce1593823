import { aCellClaim, aHostClaim, aPciClaim, aVfClaim } from '@iopath/testing';
import { heldAmounts } from './held-amounts';

const nothing = { vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: 0 };

describe('what holds take of their host', () => {
  it('is added up over VMs, place by place', () => {
    const claims = [aHostClaim({ vcpus: 2, diskGib: 0 }), aHostClaim({ vcpus: 3, diskGib: 0 })];

    expect(heldAmounts(claims)).toEqual([
      { resource: 'vcpus', place: '', amount: 5 },
      { resource: 'memory_mib', place: '', amount: 4_096 },
    ]);
  });

  it('is CPUs and memory of the NUMA nodes that the guest was given, kept apart where it is pinned', () => {
    const floating = aCellClaim({ hostNode: 1, sharedVcpus: 2, memoryMib: 100 });
    const pinned = aCellClaim({ hostNode: 1, sharedVcpus: 0, pinnedCpus: [4], memoryMib: 50 });

    expect(heldAmounts([aHostClaim({ ...nothing, cells: [floating, pinned] })])).toEqual([
      { resource: 'cell_shared_vcpus', place: '1', amount: 2 },
      { resource: 'cell_memory_mib', place: '1', amount: 150 },
      { resource: 'cell_pinned_memory_mib', place: '1', amount: 50 },
    ]);
  });

  it('is whole huge pages, and no base pages', () => {
    const cells = [
      aCellClaim({ sharedVcpus: 0, memoryMib: 1_025, pageSizeKib: 1_048_576 }),
      aCellClaim({ sharedVcpus: 0, memoryMib: 1_024, pageSizeKib: 64 }),
    ];
    const pages = heldAmounts([aHostClaim({ ...nothing, cells })]).filter(({ resource }) => resource === 'cell_pages');

    expect(pages).toEqual([{ resource: 'cell_pages', place: '0/1048576', amount: 2 }]);
  });

  it('is what devices promise of their PF, and nothing for devices without one', () => {
    const devices = [
      aVfClaim('0000:3b:00.2', '0000:3b:00.0', 1_000),
      { ...aVfClaim('0000:3b:00.3', '0000:3b:00.0', 500), packetRateKpps: 100 },
      { ...aPciClaim('0000:81:00.0'), bandwidthMbps: 10 },
    ];

    expect(heldAmounts([aHostClaim({ ...nothing, devices })])).toEqual([
      { resource: 'pf_bandwidth_mbps', place: '0000:3b:00.0', amount: 1_500 },
      { resource: 'pf_packet_rate_kpps', place: '0000:3b:00.0', amount: 100 },
    ]);
  });
});
