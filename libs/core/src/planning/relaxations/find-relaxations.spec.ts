import { aNicRequest, aPf, aVmRequest } from '@iopath/testing';
import type { VmRequest } from '../../request/vm-request';
import { fleetOf, ready, refused, TWO_NODES } from '../../spec-plans';
import type { Relaxation } from '../decision';

function relaxations(request: Partial<VmRequest>, fleet: ReturnType<typeof fleetOf>): readonly Relaxation[] {
  return refused(aVmRequest({ disks: [], ...request }), fleet).relaxations;
}

describe('relaxations', () => {
  it('are concessions that were tried: those that unlock no host are not told', () => {
    const nics = [aNicRequest({ paths: ['sriov_vf'], bandwidthMbps: 30_000 })];

    const told = relaxations({ nics, migration: 'live_required' }, fleetOf({ 'compute-1': {}, 'compute-2': {} }));

    // Both hosts have links and an uplink of 25 Gbit/s: giving up live migration or the path does not help.
    expect(told.map(({ change, hostsUnlocked, costs }) => ({ change, hostsUnlocked, costs }))).toEqual([
      { change: 'nics[data].bandwidth_mbps: 30000 -> 25000', hostsUnlocked: 2, costs: '5000 Mbit/s less' },
    ]);
  });

  it('name the first rung of a ladder that unlocks a host, and no further one', () => {
    const flavor = { vcpus: 200, ramMib: 2_048, diskGib: 20, extraSpecs: {} };

    const told = relaxations({ flavor, nics: [] }, fleetOf({ 'compute-1': {} }));

    expect(told.map(({ change }) => change)).toEqual(['flavor.vcpus: 200 -> 128']);
  });

  it('put first what unlocks the most hosts', () => {
    const constraints = { ...aVmRequest().constraints, availabilityZone: 'az1' };
    const nics = [aNicRequest({ paths: ['sriov_vf'] })];
    const noVf = { availabilityZone: 'az1', pfs: [] };
    const elsewhere = { availabilityZone: 'az2' };

    const told = relaxations({ constraints, nics }, fleetOf({ a: noVf, b: elsewhere, c: elsewhere }));

    expect(told.map(({ change, hostsUnlocked }) => [change, hostsUnlocked])).toEqual([
      ['constraints.availability_zone: az1 -> any', 2],
      ['nics[data].paths: sriov_vf -> any', 1],
    ]);
  });

  it('are pairs where no single one does, each pair once', () => {
    const nics = ['a', 'b'].map((name) => aNicRequest({ name, paths: ['sriov_vf'] }));

    const told = relaxations({ nics }, fleetOf({ 'compute-1': { pfs: [] } }));

    expect(told.map(({ change }) => change)).toEqual([
      'nics[a].paths: sriov_vf -> any; nics[b].paths: sriov_vf -> any',
    ]);
    expect(told[0]?.costs).toBe('another path than the one asked for');
  });

  it.each([6, 70])('for several VMs are what places the one that found no place: on a fleet of %i hosts', (size) => {
    // One VM finds the only VF in its zone; the second finds none.
    const noVf = { availabilityZone: 'az1', pfs: [] };
    const hosts = Object.fromEntries(Array.from({ length: size - 2 }, (_, n) => [`none-${n}`, noVf]));
    const fleet = fleetOf({
      ...hosts,
      one: { availabilityZone: 'az1', pfs: [aPf(1)] },
      far: { availabilityZone: 'az2' },
    });
    const constraints = { ...aVmRequest().constraints, availabilityZone: 'az1' };

    const told = relaxations({ constraints, count: 2, nics: [aNicRequest({ paths: ['sriov_vf'] })] }, fleet);

    expect(told.map(({ change }) => change)).toEqual(
      expect.arrayContaining(['constraints.availability_zone: az1 -> any', 'nics[data].paths: sriov_vf -> any']),
    );
  });

  it('are three at once where no two do', () => {
    const constraints = {
      ...aVmRequest().constraints,
      availabilityZone: 'az1',
      aggregates: ['gpu'],
      excludeHosts: ['a'],
    };

    expect(relaxations({ constraints }, fleetOf({ a: {} })).map(({ change, size }) => [change, size])).toEqual([
      [
        'constraints.availability_zone: az1 -> any; constraints.aggregates: gpu -> none; constraints.exclude_hosts -> none',
        3,
      ],
    ]);
  });

  it('are none where even three concessions do not help', () => {
    const constraints = {
      ...aVmRequest().constraints,
      availabilityZone: 'az1',
      aggregates: ['gpu'],
      excludeHosts: ['a'],
      includeHosts: ['b'],
    };

    expect(relaxations({ constraints }, fleetOf({ a: {} }))).toEqual([]);
  });

  it('pass over a concession that Nova would refuse', () => {
    // The image fixes the guest's NUMA nodes: a flavor that names them too is ImageNUMATopologyForbidden.
    const image = { osId: null, properties: { hw_numa_nodes: '1' } };
    const flavor = { vcpus: 20, ramMib: 2_048, diskGib: 20, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };

    const told = relaxations({ image, flavor, nics: [] }, fleetOf({ 'compute-1': TWO_NODES }));

    expect(told.map(({ change }) => change)).toEqual(['flavor.vcpus: 20 -> 10']);
  });

  it('keep their word: the request so changed is placed', () => {
    const nics = [aNicRequest({ paths: ['sriov_vf'], numaAffinityPolicy: 'required' })];
    const flavor = { vcpus: 4, ramMib: 4_096, diskGib: 20, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };
    const unknownNode = { ...TWO_NODES, pfs: [aPf(4, { numaNode: null })] };
    const fleet = fleetOf({ 'compute-1': unknownNode });

    expect(relaxations({ nics, flavor }, fleet).map(({ change }) => change)).toContain(
      'nics[data].numa_affinity_policy: required -> preferred',
    );
    const lenient = [aNicRequest({ paths: ['sriov_vf'], numaAffinityPolicy: 'preferred' })];
    expect(ready(aVmRequest({ disks: [], nics: lenient, flavor }), fleet).members).toHaveLength(1);
  });
});
