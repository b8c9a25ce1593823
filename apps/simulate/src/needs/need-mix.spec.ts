import { CPU_NEEDS, NeedMix, NIC_NEEDS, type NeedyVm } from './need-mix';

const VM = { id: 'vm-1', arrivalS: 0, departureS: null, vcpus: 2, memoryMib: 3_585 };

function drawn(count: number, seed = 1): readonly NeedyVm[] {
  const mix = new NeedMix(seed);
  return Array.from({ length: count }, () => mix.next(VM, 'balanced'));
}

describe('the needs of a trace', () => {
  it('are the same for the same seed, however long the trace is, and others for another', () => {
    const names = (vms: readonly NeedyVm[]) => vms.map(({ nicNeed, cpuNeed }) => `${nicNeed} ${cpuNeed}`);

    expect(names(drawn(50))).toEqual(names(drawn(200)).slice(0, 50));
    expect(names(drawn(50, 2))).not.toEqual(names(drawn(50)));
  });

  it('come in the shares of the mix', () => {
    const vms = drawn(20_000);

    for (const [need, { share }] of Object.entries(NIC_NEEDS)) {
      expect(vms.filter(({ nicNeed }) => nicNeed === need).length / 200).toBeCloseTo(share, -0.3);
    }
    for (const [need, { share }] of Object.entries(CPU_NEEDS)) {
      expect(vms.filter(({ cpuNeed }) => cpuNeed === need).length / 200).toBeCloseTo(share, -0.3);
    }
  });

  it('are what the request says', () => {
    const byNeed = new Map(drawn(500).map((vm) => [vm.nicNeed, vm.request]));

    expect(byNeed.get('bandwidth')?.nics[0]).toMatchObject({ bandwidthMbps: 500, latency: null });
    expect(byNeed.get('p99 70 µs')?.nics[0]?.latency).toEqual({ targetUs: 70, percentile: 99 });
    expect(byNeed.get('p99 70 µs')?.weights).toEqual({ latency: 120 });
    expect(byNeed.get('VF of its own')?.isolation).toBe('dedicated_vf');
    expect(byNeed.get('nothing')).toMatchObject({ isolation: 'shared', weights: null });
  });

  it('have memory in whole huge pages where they ask for these', () => {
    const huge = drawn(500).find(({ cpuNeed }) => cpuNeed === 'pinned, huge pages');

    expect(huge?.request.flavor.ramMib).toBe(3_586);
  });
});
