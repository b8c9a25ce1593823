import { aHostRecord, aNicRequest, anInventory, aPf, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { Inventory, PhysicalFunction } from '../../inventory/inventory';
import type { VmRequest } from '../../request/vm-request';
import { fleetOf, TWO_NODES } from '../../spec-plans';
import type { Explanation, WaterfallStep } from '../decision';
import { requestContext } from '../request-context';
import { explainedHost, type ExplainedHost } from './explained-host';
import { explainFleet } from './explain-fleet';

const POLICY = { release: '2025.1' } as const;

function explain(request: Partial<VmRequest>, hosts: Readonly<Record<string, Partial<Inventory>>>): Explanation {
  const fleet = fleetOf(hosts);
  return explainFleet(fleet, requestContext(aVmRequest({ disks: [], ...request }), fleet, POLICY));
}

/** What is against the only host. */
function against(request: Partial<VmRequest>, inventory: Partial<Inventory>): ExplainedHost {
  return explainedHost(explain(request, { 'compute-1': inventory }), 0);
}

/** What is against the only path asked for, the one that is charged first. */
function blocking(request: Partial<VmRequest>, inventory: Partial<Inventory>): string[] {
  return (against(request, inventory).paths[0]?.blocking ?? []).map(
    ({ code, devices }) => `${code}${devices === null ? '' : ` ${devices.refused}/${devices.of}`}`,
  );
}

function step({ waterfall }: Explanation, rule: string): WaterfallStep | undefined {
  return waterfall.find((each) => each.rule === rule);
}

const VF = { nics: [aNicRequest({ paths: ['sriov_vf'] })] };
const HUGE = { vcpus: 4, ramMib: 4_096_000, diskGib: 20, extraSpecs: {} };

/** Another PF: other address, other IOMMU groups. */
function otherPf(changes: Partial<PhysicalFunction> = {}): PhysicalFunction {
  const vfs = aPf(2).vfs.map((vf, n) => ({ ...vf, address: `0000:5e:01.${n}`, iommuGroup: 201 + n }));
  return aPf(2, { address: '0000:5e:00.0', iommuGroup: 200, vfs, ...changes });
}

describe('a host', () => {
  it('is told everything that is against it as a whole, in the order of the rules', () => {
    const constraints = { ...aVmRequest().constraints, availabilityZone: 'az9', aggregates: ['sriov'] };

    const { blocking: all, reasons } = against({ flavor: HUGE, constraints }, {});

    expect(all.map(({ code }) => code)).toEqual([
      'host.other_availability_zone',
      'host.not_in_aggregate',
      'capacity.memory',
    ]);
    expect(reasons).toMatchObject([{ subject: 'host', path: null, code: 'host.other_availability_zone' }]);
  });

  it('that is out as a whole is told of its paths all the same', () => {
    const iommu = { enabled: false, passthrough: null };

    expect(blocking({ ...VF, flavor: HUGE }, { iommu })).toEqual(['capacity.memory', 'iommu.not_enabled']);
  });

  it('without room for the guest’s NUMA nodes is told so beside what else is against it', () => {
    const flavor = { ...HUGE, vcpus: 16, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };

    expect(against({ flavor }, TWO_NODES).blocking.map(({ rule }) => rule)).toEqual([
      'memory-capacity',
      'guest-numa-fit',
    ]);
  });

  it('that can take the VM says so, though some paths are closed', () => {
    const { takesVm, reasons } = against({ nics: [aNicRequest({ paths: ['vhost_net', 'virtio'] })] }, {});

    expect(takesVm).toBe(true);
    expect(reasons).toMatchObject([{ subject: 'data', path: 'virtio', code: 'vhost.takes_over' }]);
  });

  it('of which one NIC has no path cannot, though nothing is against the paths of the other', () => {
    const nics = [aNicRequest({ name: 'a', paths: ['vhost_net'] }), aNicRequest({ name: 'b', paths: ['sriov_vf'] })];

    const { takesVm, paths } = against({ nics }, { pfs: [] });

    expect(takesVm).toBe(false);
    expect(paths.map(({ subject, blocking: all }) => [subject, all.map(({ code }) => code)])).toEqual([
      ['a', []],
      ['b', ['pf.none']],
    ]);
  });
});

describe('a path', () => {
  it('is told every rule that is against it, those on the request, the host and its devices', () => {
    const changes = { iommu: { enabled: false, passthrough: null }, pfs: [aPf(2, { linkState: 'down' })] };

    expect(blocking({ ...VF, isolation: 'dedicated_device' }, changes)).toEqual([
      'isolation.too_weak',
      'iommu.not_enabled',
      'pf.link_not_up 1/1',
    ]);
  });

  it('is told how many of its devices a rule refuses, and only of rules that leave none', () => {
    const pfs = [aPf(2, { linkState: 'down', physicalNetwork: 'physnet2' }), otherPf({ linkState: 'down' })];

    expect(blocking(VF, { pfs })).toEqual(['pf.link_not_up 2/2']);
  });

  it('is told of each that refuses some device where all of them together leave none', () => {
    const pfs = [aPf(2, { linkState: 'down' }), otherPf({ physicalNetwork: 'physnet2' })];

    // Charged is the PF that got furthest: the one on the right network.
    expect(blocking(VF, { pfs })).toEqual(['pf.link_not_up 1/2', 'pf.other_physical_network 1/2']);
  });

  it('that is open is told nothing, whatever is wrong with other devices', () => {
    expect(blocking(VF, { pfs: [aPf(2, { linkState: 'down' }), otherPf()] })).toEqual([]);
  });

  it('that the catalogue does not hold is refused as such', () => {
    const nics = [aNicRequest({ paths: ['carrier_pigeon' as 'sriov_vf'] })];

    expect(blocking({ nics }, {})).toEqual(['path.not_supported']);
  });
});

describe('devices that are short for all at once', () => {
  it('close every path that needs them', () => {
    const nics = [aNicRequest({ name: 'a', paths: ['sriov_vf'] }), aNicRequest({ name: 'b', paths: ['sriov_vf'] })];

    const { paths, takesVm } = against({ nics }, { pfs: [aPf(1)] });

    expect(takesVm).toBe(false);
    expect(paths.map(({ blocking: [first] }) => first?.code)).toEqual(['devices.not_together', 'devices.not_together']);
  });

  it('close the path that leaves too few to the other NICs, and no other', () => {
    const nics = [
      aNicRequest({ name: 'a', paths: ['vhost_net', 'pci_passthrough'] }),
      aNicRequest({ name: 'b', paths: ['sriov_vf'] }),
    ];

    const { paths, takesVm } = against({ nics }, { pfs: [aPf(4)] });

    expect(takesVm).toBe(true);
    expect(paths.map(({ subject, path, blocking: [first] }) => [subject, path, first?.code])).toEqual([
      ['a', 'vhost_net', undefined],
      ['a', 'pci_passthrough', 'devices.not_together'],
      ['b', 'sriov_vf', undefined],
    ]);
  });
});

describe('the waterfall', () => {
  const hosts = {
    'compute-1': {},
    'compute-2': { pfs: [aPf(2, { linkState: 'down' as const })] },
    'compute-3': { pfs: [aPf(2, { linkState: 'down' as const, physicalNetwork: 'physnet2' })] },
    'compute-4': { pfs: [aPf(2, { physicalNetwork: 'physnet2' })] },
    'compute-5': { pfs: [] },
  };

  it('counts what each rule refuses alone, what is left to it by those before it, and what it alone keeps out', () => {
    const explanation = explain(VF, hosts);

    expect(step(explanation, 'pf-physical-network')).toMatchObject({
      level: 'device',
      alone: { in: 5, out: 3 },
      together: { in: 4, out: 2 },
      onlyThis: 1,
    });
    expect(step(explanation, 'link-up')).toMatchObject({
      alone: { in: 5, out: 3 },
      together: { in: 2, out: 1 },
      onlyThis: 1,
    });
    expect(step(explanation, 'pf-present')).toMatchObject({ alone: { out: 4 }, together: { in: 5, out: 4 } });
  });

  it('lets a rule on one path keep no host out while the NIC has another', () => {
    const explanation = explain({ nics: [aNicRequest({ paths: ['vhost_net', 'sriov_vf'] })] }, hosts);

    expect(step(explanation, 'link-up')).toMatchObject({ alone: { in: 5, out: 5 }, onlyThis: 0 });
    expect(explanation.waterfall.at(-1)?.together.out).toBe(5);
  });

  it('has a step for every rule, once', () => {
    const rules = explain(VF, hosts).waterfall.map(({ rule }) => rule);

    expect(new Set(rules).size).toBe(rules.length);
    expect(rules).toEqual(expect.arrayContaining(['named-hosts', 'guest-numa-fit', 'free-vf', 'devices-together']));
  });
});

describe('the rejections', () => {
  it('count each host and path under its first reason, the most common first, with the first host as example', () => {
    const drained = compileHost({ ...aHostRecord('compute-1', { inventory: anInventory() }), state: 'draining' });
    const noVf = ['compute-2', 'compute-3'].map((name) =>
      compileHost(aHostRecord(name, { inventory: anInventory({ pfs: [aPf(0)] }) })),
    );
    const fleet = buildFleet([drained, ...noVf]);
    const nics = [aNicRequest({ name: 'a', paths: ['sriov_vf'] }), aNicRequest({ name: 'b', paths: ['sriov_vf'] })];
    const context = requestContext(aVmRequest({ nics, disks: [] }), fleet, POLICY);

    expect(explainFleet(fleet, context).rejections).toMatchObject([
      { code: 'vf.none_free', hosts: 2, paths: 4, example: { hostName: 'compute-2', available: '0 of 0' } },
      { code: 'host.not_active', hosts: 1, paths: 2, example: { hostName: 'compute-1', available: 'draining' } },
    ]);
  });
});

describe('a large fleet', () => {
  it('writes what hosts have in common once', () => {
    const names = Array.from({ length: 50 }, (_, index) => `compute-${index + 10}`);

    const explanation = explain(VF, Object.fromEntries(names.map((name) => [name, {}])));

    expect(explanation.hosts).toEqual(names);
    expect(explanation.pathLists).toHaveLength(1);
    expect(explanation.hostLists).toEqual([[]]);
  });
});
