import { aPf, aVf } from '@iopath/testing';
import { assumedOf } from './assumed-of';

const X520 = { vendorId: '8086', productId: '10fb', totalVfs: 63 } as const;

function facts(...[vfs, changes]: Parameters<typeof aPf>): Record<string, unknown> {
  return Object.fromEntries(assumedOf(aPf(vfs, changes)).map(({ fact, value }) => [fact, value]));
}

describe('what is assumed of a NIC', () => {
  it('is nothing that the inventory tells', () => {
    const vfs = [aVf({ queues: 1, queuesMax: 2 })];

    expect(facts(1, { ...X520, driver: 'ixgbe', vfs })).toEqual({});
  });

  it('is nothing of a NIC that is not in the catalogue', () => {
    expect(facts(0, { vendorId: '1af4', productId: '1041', driver: null, totalVfs: null })).toEqual({});
  });

  it('is what its model suggests, with why and from where', () => {
    const bare = aPf(0, { ...X520, driver: null, totalVfs: null, linkSpeedMbps: null });

    expect(assumedOf(bare)).toMatchObject([
      { fact: 'driver', value: 'ixgbe' },
      { fact: 'link_speeds_mbps', value: [10_000] },
      { fact: 'total_vfs', value: 63 },
      { fact: 'vf_queues', value: 1 },
      { fact: 'vf_queues_max', value: 4 },
    ]);
    for (const { why, sources } of assumedOf(bare)) {
      expect(why).toMatch(/\w/);
      expect(sources.length).toBeGreaterThan(0);
    }
  });

  it('is the driver and the queues of a VF that nobody told', () => {
    const vfs = [aVf({ driver: null, queues: null })];

    expect(facts(1, { ...X520, vfs })).toEqual({ vf_driver: 'ixgbevf', vf_queues: 1, vf_queues_max: 4 });
  });

  it('is fewer queues at most where more VFs are on', () => {
    expect(facts(40, { ...X520 })).toEqual({ vf_queues_max: 2 });
  });

  it('is as many queues as the interrupt vectors leave', () => {
    const e810 = { vendorId: '8086', productId: '1592', vfTotalMsix: 256 } as const;
    const vfs = aPf(64).vfs.map((vf) => ({ ...vf, queues: null }));

    expect(facts(64, { ...e810, vfs })).toEqual({ vf_queues: 2, vf_queues_max: 2 });
  });

  it('is no number of VFs where ports share one, or the firmware has it', () => {
    expect(facts(0, { vendorId: '8086', productId: '1592', totalVfs: null })).not.toHaveProperty('total_vfs');
    expect(facts(0, { vendorId: '15b3', productId: '101d', totalVfs: null })).not.toHaveProperty('total_vfs');
  });

  it('is no number that nobody confirmed', () => {
    expect(facts(0, { vendorId: '14e4', productId: '168e', totalVfs: null })).toEqual({});
  });
});
