import { aHeldVm, aHostClaim, anInventory, aNicRequest, aPf, aVfClaim, aVmRequest, hostFacts } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import type { HeldVm } from '../held-vm';
import { narrowedRequest } from '../mechanism/narrowed-request';
import { weightsFor } from '../objective';
import type { ReplanStep } from '../replan-plan';
import { NO_LIMITS, type ReplanLimits } from '../replan-request';
import type { VmRequest } from '../../request/vm-request';
import { orderMoves } from './order-moves';
import type { OrderedMoves, TargetMove } from './ordered-moves';

const WEIGHTS = weightsFor({ kind: 'drain', hosts: [] });

/** A VM by its name, and the address of the VF that it holds. */
function vmOnVf(name: string, hostName: string, changes: Partial<VmRequest> = {}): HeldVm {
  const request = aVmRequest({ name, nics: [aNicRequest({ paths: ['sriov_vf'] })], ...changes });
  const paths = { nics: { data: 'sriov_vf' as const }, disks: { root: 'virtio_blk' as const } };
  return aHeldVm({ reservationId: name, hostName, request, paths });
}

const vfOf = (nth: number): string => `0000:3b:0${nth + 1}.2`;

/** A host of so many VFs, the first of which these VMs hold in their order. */
function hostWith(hostName: string, vfs: number, vms: readonly HeldVm[], changes: Partial<HostFacts> = {}): HostFacts {
  const claims = vms.map(({ reservationId, request }, nth) =>
    aHostClaim({ reservationId, groupId: request.constraints.group?.id ?? null, devices: [aVfClaim(vfOf(nth))] }),
  );
  return hostFacts(hostName, { inventory: anInventory({ pfs: [aPf(vfs)] }), claims, ...changes });
}

interface Case {
  readonly hosts: readonly HostFacts[];
  readonly vms: readonly HeldVm[];
  /** By the names of VMs. */
  readonly to: Readonly<Record<string, string>>;
  readonly limits?: Partial<ReplanLimits>;
  readonly lostHosts?: readonly string[];
}

function ordered({ hosts, vms, to, limits, lostHosts = [] }: Case): OrderedMoves {
  const moves = vms.flatMap((vm): readonly TargetMove[] => {
    const toHost = to[vm.reservationId];
    const request = narrowedRequest(vm, { paths: 'same', keepGroups: true, toHosts: null });
    return toHost === undefined ? [] : [{ vm, toHost, request }];
  });
  return orderMoves({
    fleet: buildFleet(hosts.map(compileHost)),
    policy: { release: '2025.1' },
    limits: { ...NO_LIMITS, ...limits },
    weights: WEIGHTS,
    vms,
    moves,
    lostHosts: new Set(lostHosts),
    timeLeftMs: () => Infinity,
  });
}

/** `s2 b: h2 -> h1 (s1)` */
function told({ id, vm, fromHost, toHost, isTemporary, waitsFor }: ReplanStep): string {
  const waits = waitsFor.map(({ step }) => step).join(' ');
  return `${id} ${vm.name}: ${fromHost} -> ${toHost}${isTemporary ? ' aside' : ''}${waits === '' ? '' : ` (${waits})`}`;
}
const stepsOf = ({ steps }: OrderedMoves): readonly string[] => steps.map(told);

describe('ordering moves', () => {
  const a = vmOnVf('a', 'h1');
  const b = vmOnVf('b', 'h2');
  const c = vmOnVf('c', 'h3');
  const swap = { vms: [a, b], to: { a: 'h2', b: 'h1' } };

  it('lets VMs go at once where there is room for them', () => {
    const plan = ordered({
      hosts: [hostWith('h1', 1, [a]), hostWith('h2', 1, [b]), hostWith('h3', 2, [])],
      vms: [a, b],
      to: { a: 'h3', b: 'h3' },
    });

    expect(stepsOf(plan)).toEqual(['s1 a: h1 -> h3', 's2 b: h2 -> h3']);
    expect(plan.steps.map(({ placement }) => placement.devices.map(({ address }) => address))).toEqual([
      [vfOf(0)],
      [vfOf(1)],
    ]);
    expect(plan).toMatchObject({ impossible: [], noGoods: [] });
  });

  it('makes a VM wait for the one that holds the VF it takes, and says so', () => {
    const plan = ordered({
      hosts: [hostWith('h1', 1, [a]), hostWith('h2', 1, [b]), hostWith('h3', 1, [])],
      vms: [a, b],
      to: { a: 'h2', b: 'h3' },
    });

    expect(stepsOf(plan)).toEqual(['s1 b: h2 -> h3', 's2 a: h1 -> h2 (s1)']);
    expect(plan.steps[1]?.waitsFor).toEqual([{ step: 's1', reason: `VF ${vfOf(0)} of h2` }]);
  });

  it('changes two VMs over by the spare VF of one of their hosts', () => {
    const plan = ordered({ ...swap, hosts: [hostWith('h1', 1, [a]), hostWith('h2', 2, [b])] });

    expect(stepsOf(plan)).toEqual(['s1 a: h1 -> h2', 's2 b: h2 -> h1 (s1)']);
  });

  it('changes two VMs over by the spare VF of a third host: one of them steps aside', () => {
    const plan = ordered({ ...swap, hosts: [hostWith('h1', 1, [a]), hostWith('h2', 1, [b]), hostWith('h3', 1, [])] });

    expect(stepsOf(plan)).toEqual(['s1 a: h1 -> h3 aside', 's2 b: h2 -> h1 (s1)', 's3 a: h3 -> h2 (s1 s2)']);
    expect(plan.steps[2]?.waitsFor).toEqual([
      { step: 's1', reason: 'the VM steps aside to h3 first' },
      { step: 's2', reason: `VF ${vfOf(0)} of h2` },
    ]);
  });

  it('declares a swap without any spare VF impossible, and names both VMs', () => {
    const plan = ordered({ ...swap, hosts: [hostWith('h1', 1, [a]), hostWith('h2', 1, [b]), hostWith('h3', 0, [])] });

    expect(plan.steps).toEqual([]);
    expect(plan.impossible.map(({ code }) => code)).toEqual(['vm.in_cycle', 'vm.in_cycle']);
    for (const { inTheWay } of plan.impossible) expect(inTheWay.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(plan.noGoods).toEqual([
      {
        ends: [
          { vm: 'a', hostName: 'h2' },
          { vm: 'b', hostName: 'h1' },
        ],
      },
    ]);
  });

  it('takes no step more than max_moves, and says that this is why', () => {
    const hosts = [hostWith('h1', 1, [a]), hostWith('h2', 1, [b]), hostWith('h3', 1, [])];
    const plan = ordered({ ...swap, hosts, limits: { maxMoves: 2 } });

    expect(plan.steps).toEqual([]);
    expect(plan.impossible.map(({ code }) => code)).toEqual(['vm.over_max_moves', 'vm.over_max_moves']);
    expect(ordered({ ...swap, hosts, limits: { maxMoves: 3 } }).steps).toHaveLength(3);
  });

  it('turns a ring of three with one temporary move', () => {
    const vms = [a, b, c];
    const hosts = [hostWith('h1', 1, [a]), hostWith('h2', 1, [b]), hostWith('h3', 1, [c]), hostWith('h4', 1, [])];
    const plan = ordered({ hosts, vms, to: { a: 'h2', b: 'h3', c: 'h1' } });

    expect(plan.impossible).toEqual([]);
    expect(plan.steps.filter(({ isTemporary }) => isTemporary)).toHaveLength(1);
    expect(plan.steps).toHaveLength(4);
  });

  it('sends the VM aside that is disturbed the least', () => {
    const cold = {
      ...b,
      request: { ...b.request, flavor: { ...b.request.flavor, extraSpecs: {} } },
      extraSpecs: { 'hw:mem_page_size': 'small' },
    };
    const hosts = [hostWith('h1', 1, [cold], {}), hostWith('h2', 1, [a]), hostWith('h3', 1, [])];
    const vms = [
      { ...cold, hostName: 'h1' },
      { ...a, hostName: 'h2' },
    ];
    const plan = ordered({ hosts, vms, to: { b: 'h2', a: 'h1' } });

    expect(stepsOf(plan)[0]).toBe('s1 a: h2 -> h3 aside');
  });

  it('goes on with the rest when some are in each other’s way', () => {
    const d = vmOnVf('d', 'h4');
    const hosts = [hostWith('h1', 1, [a]), hostWith('h2', 1, [b]), hostWith('h4', 1, [d]), hostWith('h5', 1, [])];
    const limits = { maxMoves: 3 };
    const plan = ordered({ hosts, vms: [a, b, d], to: { a: 'h2', b: 'h1', d: 'h5' }, limits });

    expect(stepsOf(plan)).toEqual(['s1 d: h4 -> h5']);
    expect(plan.impossible).toHaveLength(2);
  });

  it('leaves VMs where they are that were to come in the place of one that stays', () => {
    const hosts = [hostWith('h1', 1, [a]), hostWith('h2', 1, [b]), hostWith('h3', 1, [c])];
    const plan = ordered({ hosts, vms: [a, b, c], to: { a: 'h2', b: 'nowhere', c: 'h1' } });

    expect(plan.steps).toEqual([]);
    expect(
      plan.impossible.map(({ move, code, inTheWay }) => [
        move.vm.reservationId,
        code,
        inTheWay.map(({ name }) => name),
      ]),
    ).toEqual([
      ['b', 'vm.no_place', []],
      ['a', 'vm.no_place', ['a', 'b']],
      ['c', 'vm.no_place', ['c', 'a']],
    ]);
    expect(plan.impossible[0]?.rejections).toMatchObject([{ code: 'host.unknown' }]);
    expect(plan.impossible[1]?.rejections).toMatchObject([{ code: 'vf.none_free' }]);
  });

  it('keeps a PF and its VFs apart while VMs change over', () => {
    const whole = {
      ...a,
      request: aVmRequest({ name: 'a', nics: [aNicRequest({ paths: ['pci_passthrough'] })] }),
      paths: { nics: { data: 'pci_passthrough' as const }, disks: { root: 'virtio_blk' as const } },
    };
    const claim = aHostClaim({
      reservationId: 'a',
      devices: [
        { kind: 'pf', address: '0000:3b:00.0', pfAddress: '0000:3b:00.0', bandwidthMbps: 0, packetRateKpps: 0 },
      ],
    });
    const hosts = [hostWith('h1', 2, [], { claims: [claim] }), hostWith('h2', 2, [b]), hostWith('h3', 1, [])];
    const plan = ordered({ hosts, vms: [whole, b], to: { a: 'h2', b: 'h3' } });

    expect(stepsOf(plan)).toEqual(['s1 b: h2 -> h3', 's2 a: h1 -> h2 (s1)']);
    expect(plan.steps[1]?.waitsFor[0]?.reason).toBe(`VF ${vfOf(0)}, whose PF is taken as a whole, of h2`);
  });

  it('lets a VM come to the host of one of its anti-affinity group only when that has left', () => {
    const group = { ...aVmRequest().constraints, group: { id: 'web', policy: 'anti-affinity' as const } };
    const one = vmOnVf('a', 'h1', { constraints: group });
    const other = vmOnVf('b', 'h2', { constraints: group });
    const hosts = [hostWith('h1', 1, [one]), hostWith('h2', 2, [other]), hostWith('h3', 1, [])];
    const plan = ordered({ hosts, vms: [one, other], to: { a: 'h2', b: 'h3' } });

    expect(stepsOf(plan)).toEqual(['s1 b: h2 -> h3', 's2 a: h1 -> h2 (s1)']);
    expect(plan.steps[1]?.waitsFor[0]?.reason).toContain('the place of group web of h2');
  });

  it('waits for memory as well as for devices', () => {
    const big = { flavor: { vcpus: 2, ramMib: 200_000, diskGib: 20, extraSpecs: {} } };
    const one = vmOnVf('a', 'h1', big);
    const other = vmOnVf('b', 'h2', big);
    const holding = (vm: HeldVm) =>
      aHostClaim({ reservationId: vm.reservationId, memoryMib: 200_000, devices: [aVfClaim(vfOf(0))] });
    const hosts = [
      hostWith('h1', 4, [], { claims: [holding(one)] }),
      hostWith('h2', 4, [], { claims: [holding(other)] }),
      hostWith('h3', 4, []),
    ];
    const plan = ordered({ hosts, vms: [one, other], to: { a: 'h2', b: 'h3' } });

    expect(plan.steps[1]?.waitsFor).toEqual([{ step: 's1', reason: `VF ${vfOf(0)} and 200000 MiB of memory of h2` }]);
  });

  it('expects nothing of a host that is lost: nobody waits for what leaves it', () => {
    const hosts = [hostWith('h1', 1, [a], { state: 'disabled' }), hostWith('h2', 2, [b])];
    const plan = ordered({ hosts, vms: [a, b], to: { a: 'h2' }, lostHosts: ['h1'] });

    expect(plan.steps).toMatchObject([{ mechanism: 'evacuate', fromHost: 'h1', toHost: 'h2', waitsFor: [] }]);
  });

  it('moves nobody by a way that is not allowed', () => {
    const must = { ...a, extraSpecs: { 'hw:mem_page_size': 'small' } };
    const plan = ordered({
      hosts: [hostWith('h1', 1, [must]), hostWith('h2', 1, [])],
      vms: [must],
      to: { a: 'h2' },
      limits: { liveOnly: true },
    });

    expect(plan.steps).toEqual([]);
    expect(plan.impossible).toMatchObject([{ code: 'vm.not_live_migratable' }]);
  });
});
