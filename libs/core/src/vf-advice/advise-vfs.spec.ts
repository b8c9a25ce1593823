import { aHostClaim, aHostState, anInventory, aPf, aVfClaim } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../fleet/build-fleet';
import type { HostClaim } from '../fleet/host-claims';
import type { PhysicalFunction } from '../inventory/inventory';
import { NIC_CATALOGUE } from '../nic-catalogue/nic-catalogue';
import { adviseVfs } from './advise-vfs';
import type { RecentVfNics } from './recent-vf-nics';
import type { VfAdvice } from './vf-advice';

interface Given {
  readonly vfs?: number;
  readonly pf?: Partial<PhysicalFunction>;
  readonly claims?: readonly HostClaim[];
  readonly recent?: readonly RecentVfNics[];
  /** Other hosts with a PF on the network. */
  readonly others?: number;
}

const X520 = { vendorId: '8086', productId: '10fb', driver: 'ixgbe', totalVfs: 63 } as const;

const nics = (placed: number, vcpus = 4, unplaced = 0): RecentVfNics => ({
  physicalNetwork: 'physnet1',
  vcpus,
  placed,
  unplaced,
});

function advice({ vfs = 4, pf = {}, claims = [], recent = [], others = 0 }: Given): VfAdvice {
  const host = aHostState('compute-1', { inventory: anInventory({ pfs: [aPf(vfs, pf)] }), claims });
  const rest = Array.from({ length: others }, (_, index) => aHostState(`compute-${index + 2}`));
  const [first] = adviseVfs(host, buildFleet([host, ...rest]), recent);
  if (first === undefined) throw new Error('The PF has no advice');
  return first;
}

describe('advice on the VFs of a PF', () => {
  it('is no change, said plainly, where nobody asks', () => {
    expect(advice({})).toMatchObject({ verdict: 'no_change', recommendedVfs: 4, change: null });
    expect(advice({}).why[0]).toBe('No change: 4 VFs suffice.');
  });

  it('is more VFs where a day brings more than are free, up to sriov_totalvfs', () => {
    expect(advice({ pf: { totalVfs: 16 }, recent: [nics(6)] })).toMatchObject({
      verdict: 'more_vfs',
      presentVfs: 4,
      recommendedVfs: 12,
      limit: { vfs: 16 },
    });
    expect(advice({ pf: { totalVfs: 16 }, recent: [nics(60)] }).recommendedVfs).toBe(16);
  });

  it('shares what is asked among the PFs of the network', () => {
    expect(advice({ pf: { totalVfs: 16 }, recent: [nics(6)], others: 2 })).toMatchObject({
      verdict: 'no_change',
      demand: { askedInADay: 6, pfsOnNetwork: 3, share: 2 },
    });
  });

  it('counts NICs that found no host, and none of other networks', () => {
    const elsewhere = { ...nics(50), physicalNetwork: 'physnet2' };

    expect(advice({ pf: { totalVfs: 16 }, recent: [nics(1, 4, 5), elsewhere] }).demand).toMatchObject({
      askedInADay: 6,
      unplaced: 5,
    });
  });

  it('is fewer VFs of an 82599 where two queues are too few and half of its VFs suffice', () => {
    const few = advice({ vfs: 40, pf: X520, recent: [nics(3, 4)] });

    expect(few).toMatchObject({
      verdict: 'fewer_vfs',
      recommendedVfs: 32,
      queues: { wanted: 4, presentPairs: 2, recommendedPairs: 4 },
    });
    expect(advice({ vfs: 40, pf: X520, recent: [nics(3, 2)] }).verdict).toBe('no_change');
    expect(advice({ vfs: 40, pf: X520, recent: [nics(33, 4)] }).verdict).toBe('no_change');
  });

  it('takes the driver for the limit where sysfs was not read, and nothing where the firmware has it', () => {
    expect(advice({ pf: { ...X520, totalVfs: null }, recent: [nics(90, 2)] }).recommendedVfs).toBe(63);
    expect(advice({ pf: { totalVfs: null }, recent: [nics(90)] })).toMatchObject({
      verdict: 'no_change',
      limit: { vfs: 4, why: 'how many VFs it can have is not known; 4 are on', isAssumed: true },
    });
  });

  it('says how a limit in the card is raised', () => {
    expect(advice({ recent: [nics(6)] }).why).toContain(
      'How many there can be is set in the card (NUM_OF_VFS): mstconfig -d 0000:3b:00.0 set SRIOV_EN=1 NUM_OF_VFS=6, ' +
        'then reset the card or reboot.',
    );
  });

  it('names who holds a VF, and the commands, in the order in which the kernel takes them', () => {
    const held = aHostClaim({ reservationId: 'r1', projectId: 'p1', devices: [aVfClaim('0000:3b:01.2')] });
    const foreign = {
      ...aHostClaim({ reservationId: 's1', devices: [aVfClaim('0000:3b:02.2')] }),
      isForeign: true,
    } as const;
    const given = { pf: { totalVfs: 16 }, claims: [held, foreign], recent: [nics(6)] };

    expect(advice(given)).toMatchObject({
      heldVfs: 2,
      recommendedVfs: 14,
      change: {
        holders: [
          { id: 'r1', isForeign: false, projectId: 'p1', addresses: ['0000:3b:01.2'] },
          { id: 's1', isForeign: true, addresses: ['0000:3b:02.2'] },
        ],
        before: [
          '1 VM holds VFs of it: move them off by a re-plan.',
          '1 server holds VFs of it that the advisor did not place: move them in Nova.',
        ],
        commands: [
          'echo 0 > /sys/bus/pci/devices/0000:3b:00.0/sriov_numvfs',
          'echo 14 > /sys/bus/pci/devices/0000:3b:00.0/sriov_numvfs',
        ],
      },
    });
  });

  it('keeps switchdev, and divides interrupt vectors where they can be divided', () => {
    const pf = { totalVfs: 16, eswitchMode: 'switchdev', vfTotalMsix: 120 } as const;

    expect(advice({ vfs: 0, pf, recent: [nics(6, 4)] }).change?.commands).toEqual([
      'echo 0 > /sys/bus/pci/devices/0000:3b:00.0/sriov_drivers_autoprobe',
      'devlink dev eswitch set pci/0000:3b:00.0 mode switchdev',
      'echo 12 > /sys/bus/pci/devices/0000:3b:00.0/sriov_numvfs',
      'for vf in /sys/bus/pci/devices/0000:3b:00.0/virtfn*; do echo 5 > "$vf/sriov_vf_msix_count"; done',
    ]);
  });

  it('changes nothing of a PF that a guest has as a whole', () => {
    const whole = {
      kind: 'pf',
      address: '0000:3b:00.0',
      pfAddress: '0000:3b:00.0',
      bandwidthMbps: 0,
      packetRateKpps: 0,
    } as const;

    expect(
      advice({ pf: { totalVfs: 16 }, claims: [aHostClaim({ devices: [whole] })], recent: [nics(9)] }),
    ).toMatchObject({
      verdict: 'no_change',
      why: ['No change: the PF itself is held, and then it has no VFs to give.'],
    });
  });

  it('is no change of a NIC that is not for guests, and leaves the demand to the others', () => {
    const asked = [{ ...nics(9), physicalNetwork: '' }];

    expect(advice({ vfs: 0, pf: { ...X520, physicalNetwork: null }, recent: asked })).toMatchObject({
      verdict: 'no_change',
      demand: { askedInADay: 0, share: 0 },
      why: ['No change: it is on no physical network and has no VFs, so it is not for guests.'],
    });
    expect(advice({ vfs: 4, pf: { ...X520, physicalNetwork: null }, recent: asked }).recommendedVfs).toBe(18);
  });

  it('counts a PF that has no VFs yet among those that share the demand', () => {
    expect(advice({ vfs: 0, pf: { ...X520, totalVfs: null }, recent: [nics(3)], others: 2 }).demand).toMatchObject({
      pfsOnNetwork: 3,
      share: 1,
    });
  });

  it('takes the word of the VFs for their queues where nothing else tells, as long as there are no more of them', () => {
    expect(advice({ recent: [nics(1)] })).toMatchObject({
      queues: { wanted: 4, presentPairs: 11, recommendedPairs: 11 },
      why: expect.arrayContaining([
        'Three in four of the VF NICs could use 4 queue pairs or fewer; VFs here have 11.',
      ]) as unknown,
    });
    expect(advice({ pf: { totalVfs: 16 }, recent: [nics(6)] }).queues).toEqual({
      wanted: 4,
      presentPairs: 11,
      recommendedPairs: null,
    });
  });

  it('says that a limit which cannot be raised is one', () => {
    expect(advice({ pf: { ...X520, totalVfs: 4 }, recent: [nics(6)] }).why.slice(0, 3)).toEqual([
      'No change: more VFs are needed, and cannot be had as it is.',
      '4 VFs are on, 0 of them held. In a day 6 VF NICs were asked for on physnet1; this PF alone has it: 6 here.',
      '6 would be needed, and sriov_totalvfs is 4.',
    ]);
  });

  it('is left out for a NIC without SR-IOV', () => {
    const host = aHostState('compute-1', {
      inventory: anInventory({ pfs: [aPf(0, { vendorId: '14e4', productId: '1639', totalVfs: null })] }),
    });

    expect(adviseVfs(host, buildFleet([host]), [])).toEqual([]);
  });

  it('never goes beyond a limit nor below what is held, and never falls with demand, on any model', () => {
    const family = fc.constantFrom(...NIC_CATALOGUE);
    const small = fc.nat({ max: 12 });
    fc.assert(
      fc.property(
        fc.record({ family, vfs: small, more: small, held: small, asked: fc.nat({ max: 60 }), extra: small }),
        fc.integer({ min: 1, max: 16 }),
        fc.option(fc.nat({ max: 300 }), { nil: undefined }),
        ({ family: { vendorId, pfProductIds }, vfs, more, held, asked, extra }, vcpus, vfTotalMsix) => {
          const pf = {
            vendorId,
            productId: pfProductIds[0] ?? '',
            totalVfs: vfs + more,
            ...(vfTotalMsix === undefined ? {} : { vfTotalMsix }),
          };
          const devices = aPf(Math.min(held, vfs)).vfs.map(({ address }) => aVfClaim(address));
          const claims = devices.length === 0 ? [] : [aHostClaim({ devices })];
          const given = { vfs, pf, claims };
          const one = advice({ ...given, recent: [nics(asked, vcpus)] });
          const other = advice({ ...given, recent: [nics(asked + extra, vcpus)] });
          expect(one.heldVfs).toBe(devices.length);
          expect(one.recommendedVfs).toBeGreaterThanOrEqual(one.heldVfs);
          expect(one.recommendedVfs).toBeLessThanOrEqual(Math.max(vfs, Math.min(vfs + more, one.limit.vfs)));
          if (one.queues.wanted !== null) expect(other.recommendedVfs).toBeGreaterThanOrEqual(one.recommendedVfs);
          expect(one.change === null).toBe(one.recommendedVfs === vfs);
        },
      ),
    );
  });
});
