import {
  aCellClaim,
  aHostClaim,
  anInventory,
  aNicRequest,
  aNumaNode,
  aPf,
  aPfClaim,
  aVfClaim,
  aVmRequest,
  hostFacts,
} from '@iopath/testing';
import { buildFleet } from '../../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../../fleet/compile-host';
import type { Inventory, PhysicalFunction, VirtualFunction } from '../../../inventory/inventory';
import type { DiskRequest, NicRequest, VmRequest } from '../../../request/vm-request';
import { aDrive, refused } from '../../../spec-plans';
import { concessionsFor } from '../concessions';
import { changeText, type Concession } from '../relaxation-rule';

const WITH_VF = withNic({ paths: ['sriov_vf'] });
const WITH_VHOST = withNic({ paths: ['vhost_net'] });
const WITH_PF = withNic({ paths: ['pci_passthrough'] });
const DRIVE: DiskRequest = {
  name: 'data',
  iops: null,
  throughputMibps: null,
  latency: null,
  paths: ['pci_passthrough'],
};
const WITH_DRIVE = aVmRequest({ nics: [], disks: [DRIVE] });

function withNic(changes: Partial<NicRequest>): VmRequest {
  return aVmRequest({ disks: [], nics: [aNicRequest(changes)] });
}

function withPages(size: string, ramMib: number): VmRequest {
  const flavor = { vcpus: 2, ramMib, diskGib: 20, extraSpecs: { 'hw:mem_page_size': size } };
  return aVmRequest({ disks: [], nics: [], flavor });
}

function aHost(inventory: Partial<Inventory>, changes: Partial<HostFacts> = {}): HostFacts {
  return hostFacts('compute-1', { inventory: anInventory(inventory), ...changes });
}

function pfWithVfs(vfChanges: Partial<VirtualFunction>, changes: Partial<PhysicalFunction> = {}): PhysicalFunction {
  const pf = aPf(2, changes);
  return { ...pf, vfs: pf.vfs.map((vf) => ({ ...vf, ...vfChanges })) };
}

/** The changes of the fleet, alone, that make the request fit on the host. */
function told(request: VmRequest, host: HostFacts): readonly string[] {
  return refused(request, buildFleet([compileHost(host)]))
    .relaxations.filter(({ changes }) => changes.every(({ target }) => target === 'fleet'))
    .map(({ change }) => change);
}

const twoHeld = aPf(2).vfs.map((vf, index) =>
  aHostClaim({ reservationId: `r${index}`, devices: [aVfClaim(vf.address)] }),
);

describe('a change of the fleet that makes a request fit', () => {
  it.each<[string, VmRequest, HostFacts, readonly string[]]>([
    ['a draining host', WITH_VF, aHost({}, { state: 'draining' }), ['host.state: draining -> active']],
    ['a disabled host', WITH_VF, aHost({}, { state: 'disabled' }), ['host.state: disabled -> active']],
    [
      'the IOMMU off, so that there are no groups',
      WITH_VF,
      aHost({
        iommu: { enabled: false, passthrough: null },
        pfs: [pfWithVfs({ iommuGroup: null }, { iommuGroup: null })],
      }),
      ['iommu.enabled: false or unknown -> true, each device in a group of its own'],
    ],
    [
      'IOMMU groups that nobody told',
      WITH_VF,
      aHost({ pfs: [pfWithVfs({ iommuGroup: null })] }),
      ['iommu_group: unknown -> told, each device in a group of its own'],
    ],
    [
      'no vhost-net',
      WITH_VHOST,
      aHost({ vhost: { net: null, user: null, vdpa: null } }),
      ['vhost.net: false or unknown -> true'],
    ],
    ['no bridge', WITH_VHOST, aHost({ bridges: [] }), ['bridges[physnet1]: none -> a bridge of the kernel datapath']],
    [
      'a link that is down',
      WITH_VF,
      aHost({ pfs: [aPf(2, { linkState: 'down' })] }),
      ['pfs[physnet1].link_state: down or unknown -> up'],
    ],
    [
      'a PF in switchdev mode',
      WITH_VF,
      aHost({ pfs: [aPf(2, { eswitchMode: 'switchdev' })] }),
      ['pfs[physnet1].eswitch_mode: switchdev -> legacy'],
    ],
    [
      'a PF on no network',
      WITH_VF,
      aHost({ pfs: [aPf(2, { physicalNetwork: null })] }),
      ['pfs[untagged].physical_network: none -> physnet1'],
    ],
    [
      'VFs in quarantine',
      WITH_VF,
      aHost({ pfs: [pfWithVfs({ state: 'quarantined' })] }),
      ['pfs[physnet1].vfs.state: unhealthy or quarantined -> available'],
    ],
    [
      'VFs that others hold, on a PF that can have no more',
      WITH_VF,
      aHost({ pfs: [aPf(2)] }, { claims: twoHeld }),
      ['pfs[physnet1].vfs: held by other VMs -> 1 released on each PF'],
    ],
    [
      'VFs that others hold, on a PF that can have more',
      WITH_VF,
      aHost({ pfs: [aPf(2, { totalVfs: 3 })] }, { claims: twoHeld }),
      ['pfs[physnet1].vfs -> 1 more on each PF', 'pfs[physnet1].vfs: held by other VMs -> 1 released on each PF'],
    ],
    [
      'a PF whose VFs others hold, where the PF is wanted',
      WITH_PF,
      aHost({ pfs: [aPf(2)] }, { claims: twoHeld }),
      ['pfs[physnet1].vfs: held by other VMs -> all released, and the PFs'],
    ],
    [
      'a PF that another VM holds',
      WITH_VF,
      aHost({ pfs: [aPf(2)] }, { claims: [aHostClaim({ devices: [aPfClaim()] })] }),
      ['pfs[physnet1].vfs: held by other VMs -> 1 released on each PF'],
    ],
    [
      'a PF without VFs',
      WITH_VF,
      aHost({ pfs: [aPf(0, { totalVfs: 8 })] }),
      ['pfs[physnet1].vfs -> 1 more on each PF'],
    ],
    [
      'a drive without an alias',
      WITH_DRIVE,
      aHost({ pciDevices: [aDrive({ alias: null })] }),
      ['pci_devices.alias: none -> an alias for each kind'],
    ],
    [
      'too few huge pages',
      withPages('1GB', 4_096),
      aHost({ numaNodes: [aNumaNode({ pages: [{ sizeKib: 1_048_576, total: 3 }] })] }),
      ['numa_nodes[0].pages[1048576 KiB].total -> 1 more'],
    ],
    [
      'a PF without link, on a draining host: both at once',
      WITH_VF,
      aHost({ pfs: [aPf(2, { linkState: 'unknown' })] }, { state: 'draining' }),
      ['host.state: draining -> active; pfs[physnet1].link_state: down or unknown -> up'],
    ],
  ])('where it is for %s', (_case, request, host, expected) => {
    expect(told(request, host)).toEqual(expected);
  });

  it.each<[string, VmRequest, HostFacts]>([
    ['VFs that another system uses', WITH_VF, aHost({ pfs: [pfWithVfs({ state: 'in_use_externally' })] })],
    ['a PF on another network', WITH_VF, aHost({ pfs: [aPf(2, { physicalNetwork: 'physnet2' })] })],
    [
      'a link of a speed that nobody knows, where bandwidth is asked for',
      withNic({ paths: ['sriov_vf'], bandwidthMbps: 1_000 }),
      aHost({ pfs: [aPf(2, { linkState: 'down', linkSpeedMbps: null })] }),
    ],
    ['a PF that can have no VFs', WITH_VF, aHost({ pfs: [aPf(0)] })],
    [
      'more VFs where not even the PF’s IOMMU group is known',
      WITH_VF,
      aHost({ iommu: { enabled: true, passthrough: null }, pfs: [aPf(0, { totalVfs: 8, iommuGroup: null })] }),
    ],
    [
      'huge pages where no memory is left to make them of',
      withPages('1GB', 4_096),
      aHost(
        { numaNodes: [aNumaNode({ memoryMib: 8_192, pages: [{ sizeKib: 1_048_576, total: 3 }] })] },
        { claims: [aHostClaim({ memoryMib: 4_608, cells: [aCellClaim({ memoryMib: 4_608 })] })] },
      ),
    ],
  ])('is not made up for %s', (_case, request, host) => {
    expect(told(request, host).filter((change) => !change.includes(';'))).toEqual([]);
  });
});

describe('a concession of the fleet', () => {
  const flawless = aHost({ pciDevices: [aDrive()] });

  it('gives a host back as it is, where there is nothing to change', () => {
    const flawed = aHost({
      iommu: { enabled: null, passthrough: null },
      vhost: { net: false, user: null, vdpa: null },
      bridges: [],
      pciDevices: [aDrive({ alias: null })],
      pfs: [
        aPf(2, { linkState: 'down', eswitchMode: 'switchdev' }),
        aPf(2, { address: '0000:af:00.0', physicalNetwork: null }),
      ],
    });
    const request = aVmRequest({ ...WITH_VF, disks: [DRIVE] });
    const concessions = ofFleet(request, [flawed, { ...flawless, hostName: 'compute-2' }]);

    expect(concessions.map(({ subject }) => subject)).toEqual([
      'iommu.enabled',
      'vhost.net',
      'bridges[physnet1]',
      'pfs[untagged].physical_network',
      'pfs[physnet1].eswitch_mode',
      'pfs[physnet1].eswitch_mode',
      'pfs[physnet1].link_state',
      'pci_devices.alias',
    ]);
    // The eswitch of a PF in legacy mode can be switched to switchdev.
    expect(concessions.filter((each) => each.apply(flawless) !== flawless).map(changeText)).toEqual([
      'pfs[physnet1].eswitch_mode: legacy -> switchdev',
    ]);
  });

  it('is left out where it changes no host of the fleet', () => {
    expect(ofFleet(WITH_VF, [flawless]).map(changeText)).toEqual(['pfs[physnet1].eswitch_mode: legacy -> switchdev']);
  });

  it('makes a host another host, for everything that tells hosts apart', () => {
    const host = aHost({ iommu: { enabled: false, passthrough: null } }, { state: 'draining', claims: twoHeld });

    for (const concession of ofFleet(WITH_VF, [host])) {
      expect(compileHost(concession.apply(host)).digest).not.toBe(compileHost(host).digest);
    }
  });

  it('turns small pages that are free into huge ones', () => {
    const host = aHost({ numaNodes: [aNumaNode({ memoryMib: 8_192, pages: [{ sizeKib: 1_048_576, total: 2 }] })] });
    const [addPages] = ofFleet(withPages('1GB', 4_096), [host]);
    const [cell] = compileHost((addPages as Concession & { target: 'fleet' }).apply(host)).cells;

    expect(cell?.pages).toEqual([
      { sizeKib: 4, total: (8_192 - 4_096) * 256, used: 0 },
      { sizeKib: 1_048_576, total: 4, used: 0 },
    ]);
  });

  it('proposes a rung for each number of VFs, up to one a NIC', () => {
    const nics = ['a', 'b'].map((name) => aNicRequest({ name, paths: ['sriov_vf'] }));
    const host = aHost({ pfs: [aPf(0, { totalVfs: 8 })] });

    expect(
      ofFleet(aVmRequest({ nics }), [host])
        .map(changeText)
        .filter((change) => change.includes('vfs')),
    ).toEqual(['pfs[physnet1].vfs -> 1 more on each PF', 'pfs[physnet1].vfs -> 2 more on each PF']);
  });
});

function ofFleet(request: VmRequest, hosts: readonly HostFacts[]) {
  const concessions = concessionsFor(request, buildFleet(hosts.map(compileHost)));
  return concessions.flatMap((each) => (each.target === 'fleet' ? [each] : []));
}
