import { aNicRequest, aVmRequest } from '@iopath/testing';
import { compareWithoutFleet, NOTHING_ASSUMED, type AssumedHardware } from './compare-without-fleet';
import type { PathCard } from './path-card';

const POLICY = { release: '2025.1' } as const;
const REQUEST = aVmRequest({ nics: [aNicRequest({ name: 'data' })] });

function card(path: PathCard['path'], hardware: Partial<AssumedHardware> = {}, request = REQUEST): PathCard {
  const cards = compareWithoutFleet(request, { ...NOTHING_ASSUMED, ...hardware }, POLICY);
  return cards.find((each) => each.path === path) as PathCard;
}

describe('the comparison of paths without a fleet', () => {
  it('names no host, and is all assumption', () => {
    expect(card('sriov_vf')).toMatchObject({ hostName: null, hosts: null, score: null, missing: [], blockedBy: [] });
    expect(card('sriov_vf').predicted.basis).toBe('assumed');
  });

  it('predicts for the hardware it is told of', () => {
    const fast = card('sriov_vf', { linkSpeedMbps: 100_000 }).predicted.throughputGbps?.value ?? 0;
    const slow = card('sriov_vf', { linkSpeedMbps: 10_000 }).predicted.throughputGbps?.value ?? 0;
    const iopsOf = (storage: AssumedHardware['storage']) => card('virtio_blk', { storage }).predicted.iops?.value ?? 0;

    expect(fast).toBeGreaterThan(2 * slow);
    expect(iopsOf('nvme')).toBeGreaterThan(iopsOf('hdd'));
  });

  it('says what had to be assumed, and assumes no more than it must', () => {
    expect(card('sriov_vf').predicted.assumed.length).toBeGreaterThan(
      card('sriov_vf', { linkSpeedMbps: 25_000, interrupts: 'posted' }).predicted.assumed.length,
    );
  });

  it('keeps a path that the request rules out, with the rule', () => {
    const isolated = { ...REQUEST, isolation: 'dedicated_vf' } as const;

    expect(card('vhost_net', {}, isolated).blockedBy).toEqual([
      { code: 'isolation.too_weak', hosts: null, required: 'dedicated_vf', available: 'host_software' },
    ]);
  });

  it('tells of live migration what holds in the release', () => {
    const conditionsIn = (release: 'zed' | '2025.1') =>
      compareWithoutFleet(REQUEST, NOTHING_ASSUMED, { release }).find(({ path }) => path === 'sriov_vf_switchdev')
        ?.migration.conditions.length ?? 0;

    expect(conditionsIn('2025.1')).toBe(conditionsIn('zed') + 1);
  });
});
