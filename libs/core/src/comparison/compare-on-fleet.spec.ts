import { aNicRequest, aPf, aVmRequest } from '@iopath/testing';
import { DISK_PATHS, NIC_PATHS } from '../io-path/catalogue';
import type { AmountPrediction } from '../io-path/model/prediction';
import { placed, fleetOf } from '../spec-plans';
import { compareOnFleet } from './compare-on-fleet';
import type { PathCard } from './path-card';

const POLICY = { release: '2025.1' } as const;
const NIC = aNicRequest({ name: 'data' });

/** One host with nothing special, one without vhost-net, one without IOMMU and with its only VF's link down. */
const FLEET = fleetOf({
  plain: {},
  'no-vhost': { vhost: { net: false, user: false, vdpa: false } },
  'no-iommu': { iommu: { enabled: false, passthrough: null }, pfs: [aPf(1, { linkState: 'down' })] },
});

function cards(request = aVmRequest({ nics: [NIC] })): readonly PathCard[] {
  return compareOnFleet(request, FLEET, POLICY);
}

function card(path: PathCard['path'], kind: PathCard['kind'] = 'nic'): PathCard {
  return cards().find((each) => each.kind === kind && each.path === path) as PathCard;
}

describe('the comparison of paths on a fleet', () => {
  it('has a card for each path of each device, whatever the request narrows them to', () => {
    const nics = [aNicRequest({ name: 'data', paths: ['emulated'] })];
    const wanted = [...NIC_PATHS.map(({ name }) => `data ${name}`), ...DISK_PATHS.map(({ name }) => `root ${name}`)];

    expect(cards(aVmRequest({ nics })).map(({ device, path }) => `${device} ${path}`)).toEqual(wanted);
  });

  it('shows a path on its best host, with what the same path comes to when it is asked for', () => {
    const { hostName, hosts, score, predicted } = card('vhost_net');
    const asked = placed(aVmRequest({ nics: [{ ...NIC, paths: ['vhost_net'] }] }), FLEET);

    expect({ hostName, hosts }).toEqual({ hostName: asked.hostName, hosts: 2 });
    expect(score).toBeCloseTo(asked.nics[0]?.score.total ?? 0, 5);
    expect(predicted.basis).toBe('host');
    expect(predicted.latencyUs).toEqual(asked.nics[0]?.predicted.latencyUs);
    const inGbps = ({ value, interval }: AmountPrediction) => [value, ...interval].map((mbps) => mbps / 1000);
    const told = predicted.throughputGbps;
    expect([told?.value, ...(told?.interval ?? [])]).toEqual(
      asked.nics
        .flatMap((nic) => inGbps(nic.predicted.throughputMbps))
        .map((gbps) => expect.closeTo(gbps, 6) as number),
    );
  });

  it('counts what keeps the other hosts out, this device’s refusals only', () => {
    expect(card('virtio')).toMatchObject({ hostName: 'no-vhost', hosts: 1 });
    expect(card('virtio').blockedBy.map(({ code, hosts }) => ({ code, hosts }))).toEqual([
      { code: 'vhost.takes_over', hosts: 2 },
    ]);
    expect(card('sriov_vf').blockedBy.map(({ code, hosts }) => ({ code, hosts }))).toEqual([
      { code: 'iommu.not_enabled', hosts: 1 },
    ]);
  });

  it('names first what keeps most hosts out, and of equals the first by code', () => {
    const down = { pfs: [aPf(1, { linkState: 'down' as const })] };
    const noIommu = { iommu: { enabled: false, passthrough: null } };
    const blockers = (hosts: Parameters<typeof fleetOf>[0]) =>
      compareOnFleet(aVmRequest({ nics: [NIC] }), fleetOf(hosts), POLICY)
        .find(({ path }) => path === 'sriov_vf')
        ?.blockedBy.map(({ code, hosts: count }) => `${count} ${code}`);

    expect(blockers({ a: down, b: down, c: noIommu })).toEqual(['2 pf.link_not_up', '1 iommu.not_enabled']);
    expect(blockers({ a: noIommu, b: down, c: noIommu })).toEqual(['2 iommu.not_enabled', '1 pf.link_not_up']);
    expect(blockers({ a: down, b: noIommu })).toEqual(['1 iommu.not_enabled', '1 pf.link_not_up']);
  });

  it('predicts a path that no host can carry on assumed hardware', () => {
    const { hostName, hosts, score, predicted, blockedBy } = card('vdpa');

    expect({ hostName, hosts, score, basis: predicted.basis }).toEqual({
      hostName: null,
      hosts: 0,
      score: null,
      basis: 'assumed',
    });
    expect(blockedBy).not.toEqual([]);
  });

  it('tells what a VF needs set up that the inventory does not show, and nothing of the kind for an emulated NIC', () => {
    expect(card('sriov_vf').missing.map(({ code }) => code)).toContain('pci.device_spec');
    expect(card('sriov_vf').missing.every(({ met }) => met !== true)).toBe(true);
    expect(card('emulated').missing.map(({ code }) => code)).not.toContain('pci.device_spec');
  });

  it('tells host cores at one load for all paths: an emulated NIC costs more a Gbit/s than vhost-net, that more than a VF', () => {
    const coresOf = (path: PathCard['path']) => card(path).predicted.hostCoresPerGbps?.value ?? 0;

    expect(coresOf('emulated')).toBeGreaterThan(coresOf('vhost_net'));
    expect(coresOf('vhost_net')).toBeGreaterThan(coresOf('sriov_vf'));
    const busy = cards(aVmRequest({ nics: [{ ...NIC, bandwidthMbps: 5_000 }] }));
    expect(busy.find(({ path }) => path === 'vhost_net')?.predicted.hostCoresPerGbps?.value).toBe(coresOf('vhost_net'));
  });

  it('tells how each path moves and keeps tenants apart', () => {
    expect(card('pci_passthrough').migration.mechanism).toBe('none');
    expect(card('sriov_vf').isolation.class).toBe('virtual_function');
    expect(card('virtio_blk', 'disk').isolation.class).toBe('host_software');
    expect(card('virtio_blk', 'disk').predicted.iops?.value).toBeGreaterThan(0);
  });

  it('says that no host is there, for an empty fleet', () => {
    const [first] = compareOnFleet(aVmRequest({ nics: [NIC] }), fleetOf({}), POLICY);

    expect(first).toMatchObject({ hostName: null, hosts: 0, blockedBy: [] });
  });
});
