import type { NumaLocality } from '../../io-path/model/prediction';
import { aPfState, nicInput, nicPath } from '../../spec-score-inputs';
import { numaLocality } from './numa-locality.term';

describe('the NUMA locality of a device', () => {
  it.each<[NumaLocality, number | null, number, string]>([
    ['local', null, 1, "on the guest's NUMA node"],
    ['remote', 20, 0.5, 'on another NUMA node, distance 20'],
    ['remote', 40, 0.25, 'on another NUMA node, distance 40'],
    ['remote', null, 10 / 21, 'on another NUMA node'],
    ['unknown', null, 10 / 21, 'the guest floats over NUMA nodes, or the node of the device is not known'],
  ])('%s at SLIT distance %s is worth %d', (numa, distance, worth, reason) => {
    const input = nicInput({ path: nicPath('sriov_vf'), pf: aPfState(), numa, distance });

    expect(numaLocality.value(input)).toBe(worth);
    expect(numaLocality.reason(input)).toBe(reason);
  });

  it('of a software path, which has no device, is between local and remote', () => {
    expect(numaLocality.value(nicInput())).toBe(0.85);
  });
});
