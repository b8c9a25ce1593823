import { aHostClaim, anInventory, aNicRequest, aPf, aVfClaim, aVmRequest, hostFacts } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { HostClaim } from '../../fleet/host-claims';
import type { Fleet } from '../../fleet/fleet';
import { PROFILES } from '../../scoring/profiles';
import type { VmRequest } from '../../request/vm-request';
import { planMoves } from './plan-moves';
import type { PlannedMoves, VmMove } from './vm-move';

const POLICY = { release: '2025.1' } as const;
const NEEDS_VF = { nics: [aNicRequest({ paths: ['sriov_vf'] })] };
const FIRST_VF = '0000:3b:01.2';

/** Hosts with `vfs` VFs each and these claims. */
function fleetOf(vfs: number, claims: Readonly<Record<string, readonly HostClaim[]>>): Fleet {
  const inventory = anInventory({ pfs: [aPf(vfs)] });
  return buildFleet(
    Object.entries(claims).map(([name, held]) => compileHost(hostFacts(name, { inventory, claims: held }))),
  );
}

function holding(reservationId: string, changes: Partial<HostClaim> = {}): HostClaim {
  return aHostClaim({ reservationId, devices: [aVfClaim(FIRST_VF)], ...changes });
}

function aMove(reservationId: string, from: string, to: string | null, changes: Partial<VmRequest> = {}): VmMove {
  const request = aVmRequest({ ...NEEDS_VF, ...changes });
  return { reservationId, hostName: from, wasUsed: true, toHost: to, request, profile: PROFILES.balanced };
}

const hostsOf = (planned: PlannedMoves) => (planned.fits ? planned.placements.map(({ hostName }) => hostName) : []);
const devicesOf = (planned: PlannedMoves) =>
  planned.fits ? planned.placements.map(({ devices }) => devices.map(({ address }) => address)) : [];
const reasonsOf = (planned: PlannedMoves) =>
  planned.fits ? [] : planned.refusals.map((reasons) => reasons?.map(({ code }) => code) ?? null);

describe('planning moves', () => {
  it('moves a VM to the host named, as advice would place it there', () => {
    const fleet = fleetOf(1, { a: [holding('r1')], b: [] });

    const planned = planMoves([aMove('r1', 'a', 'b')], fleet, POLICY);

    expect(hostsOf(planned)).toEqual(['b']);
    expect(planned).toMatchObject({ placements: [{ hostVersion: 1, nics: [{ path: 'sriov_vf' }] }] });
  });

  it('lets two VMs change places and devices though no other VF is free', () => {
    const fleet = fleetOf(1, { a: [holding('r1')], b: [holding('r2')] });

    const planned = planMoves([aMove('r1', 'a', 'b'), aMove('r2', 'b', 'a')], fleet, POLICY);

    expect(hostsOf(planned)).toEqual(['b', 'a']);
    expect(devicesOf(planned)).toEqual([[FIRST_VF], [FIRST_VF]]);
  });

  it('gives nobody a device for one use that a server has run on, though its VM leaves', () => {
    const pfs = [{ ...aPf(0), oneTimeUse: true as const }];
    const hosts = ['a', 'b'].map((name, nth) => {
      const { address } = pfs[0] as (typeof pfs)[0];
      const devices = [{ ...aVfClaim(address), kind: 'pf' as const, pfAddress: address }];
      const claims = [aHostClaim({ reservationId: `r${nth}`, devices })];
      return compileHost(hostFacts(name, { inventory: anInventory({ pfs }), claims }));
    });
    const nics = [aNicRequest({ paths: ['pci_passthrough'] })];
    const moves = [aMove('r0', 'a', 'b', { nics }), aMove('r1', 'b', 'a', { nics })];

    expect(planMoves(moves, buildFleet(hosts), POLICY).fits).toBe(false);
    const reserved = moves.map((move) => ({ ...move, wasUsed: false }));
    expect(hostsOf(planMoves(reserved, buildFleet(hosts), POLICY))).toEqual(['b', 'a']);
  });

  it('passes three VMs around in a ring', () => {
    const fleet = fleetOf(1, { a: [holding('r1')], b: [holding('r2')], c: [holding('r3')] });
    const moves = [aMove('r1', 'a', 'b'), aMove('r2', 'b', 'c'), aMove('r3', 'c', 'a')];

    expect(hostsOf(planMoves(moves, fleet, POLICY))).toEqual(['b', 'c', 'a']);
  });

  it('chooses the host where none is named, never the present one', () => {
    const fleet = fleetOf(1, { a: [holding('r1')], b: [holding('r2')], c: [] });

    expect(hostsOf(planMoves([aMove('r1', 'a', null)], fleet, POLICY))).toEqual(['c']);
  });

  it('does not let a VM that does not move lose its device', () => {
    const fleet = fleetOf(1, { a: [holding('r1')], b: [holding('stays')] });

    expect(reasonsOf(planMoves([aMove('r1', 'a', 'b')], fleet, POLICY))).toEqual([['vf.none_free']]);
  });

  it.each([2, 6])('tries another order where a VM with a choice sits down in the place of another: of %i', (count) => {
    const choosy = aMove('r1', 'a', null);
    const others = Array.from({ length: count - 1 }, (_, index) => aMove(`o${index}`, 'd', 'b'));
    const claims = others.map(({ reservationId }) => aHostClaim({ reservationId }));
    const fleet = fleetOf(count - 1, { a: [holding('r1')], b: [], d: claims });

    const planned = planMoves([choosy, ...others], fleet, POLICY);

    expect(hostsOf(planMoves([choosy], fleet, POLICY))).toEqual(['b']);
    expect(hostsOf(planned)).toEqual(['d', ...others.map(() => 'b')]);
  });

  it.each([2, 6])('places all or none, and says who finds no place beside the others: of %i', (count) => {
    const moves = Array.from({ length: count }, (_, index) => aMove(`r${index}`, 'a', 'b'));
    const fleet = fleetOf(count - 1, { a: moves.map(({ reservationId }) => aHostClaim({ reservationId })), b: [] });

    expect(reasonsOf(planMoves(moves, fleet, POLICY))).toEqual([...moves.slice(1).map(() => null), ['vf.none_free']]);
  });

  it('goes on to hold what the request said of hosts', () => {
    const fleet = fleetOf(1, { a: [holding('r1')], b: [], c: [] });
    const constraints = { ...aVmRequest().constraints, includeHosts: ['a', 'c'] };

    expect(reasonsOf(planMoves([aMove('r1', 'a', 'b', { constraints })], fleet, POLICY))).toEqual([
      ['host.not_included'],
    ]);
    expect(hostsOf(planMoves([aMove('r1', 'a', null, { constraints })], fleet, POLICY))).toEqual(['c']);
  });

  it('does not know a host that the fleet does not have', () => {
    const fleet = fleetOf(1, { a: [holding('r1')] });

    expect(reasonsOf(planMoves([aMove('r1', 'a', 'nowhere')], fleet, POLICY))).toEqual([['host.unknown']]);
  });

  it('moves a VM off a host that is gone', () => {
    expect(hostsOf(planMoves([aMove('r1', 'gone', null)], fleetOf(1, { b: [] }), POLICY))).toEqual(['b']);
  });

  describe('of a server group', () => {
    const inGroup = (policy: 'anti-affinity' | 'affinity') => ({
      constraints: { ...aVmRequest().constraints, group: { id: 'web', policy } },
    });
    const member = (reservationId: string, vf = FIRST_VF) =>
      holding(reservationId, { groupId: 'web', devices: [aVfClaim(vf)] });

    it('keeps apart what is to be apart, from those that stay and those that move', () => {
      const fleet = fleetOf(2, { a: [member('r1'), member('r2', '0000:3b:02.2')], b: [member('r3')], c: [] });
      const away = inGroup('anti-affinity');

      expect(reasonsOf(planMoves([aMove('r1', 'a', 'b', away)], fleet, POLICY))).toEqual([['group.anti_affinity']]);
      expect(reasonsOf(planMoves([aMove('r1', 'a', 'c', away), aMove('r2', 'a', 'c', away)], fleet, POLICY))).toEqual([
        null,
        ['group.anti_affinity'],
      ]);
    });

    it('lets two members change places', () => {
      const fleet = fleetOf(1, { a: [member('r1')], b: [member('r2')] });
      const away = inGroup('anti-affinity');

      expect(hostsOf(planMoves([aMove('r1', 'a', 'b', away), aMove('r2', 'b', 'a', away)], fleet, POLICY))).toEqual([
        'b',
        'a',
      ]);
    });

    it('moves together what is to be together, and nothing of it alone', () => {
      const fleet = fleetOf(2, { a: [member('r1'), member('r2', '0000:3b:02.2')], b: [] });
      const together = inGroup('affinity');
      const moves = [aMove('r1', 'a', null, together), aMove('r2', 'a', null, together)];

      expect(hostsOf(planMoves(moves, fleet, POLICY))).toEqual(['b', 'b']);
      expect(reasonsOf(planMoves(moves.slice(0, 1), fleet, POLICY))).toMatchObject([
        ['group.affinity', 'host.excluded'],
      ]);
    });
  });
});
