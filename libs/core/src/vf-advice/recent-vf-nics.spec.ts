import { aNicRequest, aVmRequest } from '@iopath/testing';
import { unplacedVfNics } from './recent-vf-nics';
import { wantedPairs } from './wanted-pairs';

describe('VF NICs of a request that found no host', () => {
  it('are those that may go by VFs only, once for each VM', () => {
    const nics = [
      aNicRequest({ physicalNetwork: 'PhysNet1', paths: ['sriov_vf', 'vdpa'] }),
      aNicRequest({ paths: ['sriov_vf', 'vhost_net'] }),
      aNicRequest({ paths: null }),
      aNicRequest({ paths: [] }),
      aNicRequest({ physicalNetwork: null, paths: ['macvtap'] }),
    ];
    const flavor = { ...aVmRequest().flavor, vcpus: 6 };

    expect(unplacedVfNics(aVmRequest({ nics, flavor, count: 3 }))).toEqual([
      { physicalNetwork: 'physnet1', vcpus: 6, placed: 0, unplaced: 3 },
      { physicalNetwork: '', vcpus: 6, placed: 0, unplaced: 3 },
    ]);
  });
});

describe('queues that are wanted', () => {
  const nics = (vcpus: number, placed: number) => ({ physicalNetwork: '', vcpus, placed, unplaced: 0 });

  it('are enough for three in four', () => {
    expect(wantedPairs([nics(16, 1), nics(4, 2), nics(2, 1)])).toBe(4);
    expect(wantedPairs([nics(16, 2), nics(4, 2)])).toBe(16);
  });

  it('are not known where nobody asked', () => {
    expect(wantedPairs([])).toBeNull();
    expect(wantedPairs([nics(4, 0)])).toBeNull();
  });
});
