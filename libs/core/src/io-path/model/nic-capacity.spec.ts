import { aNic } from './model-inputs.fixture';
import { nicCapacity } from './nic-capacity';
import { nicLoad } from './nic-load';
import { nicTerms } from './nic-terms';
import { SMALL_PACKETS } from './nic-traffic';
import { PARAMETERS } from './parameters.data';
import { predictNic } from './path-model';
import type { NicModelInput } from './prediction';
import { meanWaitUs } from './waiting';

const TERMS = nicTerms(PARAMETERS);

describe('the stages that a packet passes', () => {
  it('begin with the line, which a frame of 64 bytes and its gap of 20 hold for 67.2 ns at 10 GbE', () => {
    const [line] = nicCapacity(TERMS, aNic({ path: 'sriov_vf', linkSpeedMbps: 10_000 }), SMALL_PACKETS).stages;

    expect(line?.serviceUs).toBeCloseTo(0.0672, 6);
    expect(line?.high).toBeLessThanOrEqual(14_880.96);
  });

  it.each(['vhost_net', 'vhost_user', 'sriov_vf', 'emulated'] as const)(
    'of %s are as slow in time as in rate, where one core works for one guest',
    (path) => {
      for (const stage of nicCapacity(TERMS, aNic({ path }), SMALL_PACKETS).stages) {
        // Interrupts and the part of native that the path reaches come off the rate alone.
        expect(stage.serviceUs * stage.kpps).toBeLessThanOrEqual(1_000 * (1 + 1e-9));
        expect(stage.serviceUs * stage.kpps).toBeGreaterThan(100);
      }
    },
  );

  it('are the guest’s and the line’s for a VF, and the back end’s for virtio', () => {
    const stages = (path: NicModelInput['path']): number =>
      nicCapacity(TERMS, aNic({ path }), SMALL_PACKETS).stages.length;

    expect([stages('sriov_vf'), stages('vhost_net')]).toEqual([2, 3]);
  });

  it('are waited for twice a round trip, each by its own load', () => {
    const packetRateKpps = predictNic(aNic()).packetRateKpps.value / 2;
    const input = aNic({ packetRateKpps, bandwidthMbps: (packetRateKpps * 64 * 8) / 1_000 });
    const { stages } = nicLoad(TERMS, input).packets;
    const expected = stages.reduce((sum, { serviceUs, kpps }) => sum + meanWaitUs(serviceUs, packetRateKpps / kpps), 0);
    const waiting = predictNic(input).latencyUs?.summands.find(({ name }) => name === 'waiting');

    expect(waiting?.frequency).toBe(2);
    expect(waiting?.costUs).toBeCloseTo(expected, 6);
  });
});
