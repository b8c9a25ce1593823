import { aLiveHold, anInventory, aServerWith, aPf, aPinnedClaim, aNumaNode } from '@iopath/testing';
import fc from 'fast-check';
import type { ObservedServer } from '../cloud/cloud-records';
import type { LiveHold } from './live-hold';
import { planReconciliation } from './plan-reconciliation';
import type { ReconciledHost, Reconciliation } from './reconciliation';

const HOSTS = ['compute-1', 'compute-2'] as const;
const VFS = ['0000:3b:01.2', '0000:3b:02.2', '0000:3b:03.2', '0000:3b:04.2', '0000:3b:05.2', '0000:3b:06.2'] as const;
const CPUS = [0, 1, 2, 3, 4, 5, 6, 7];

interface World {
  readonly holds: readonly LiveHold[];
  readonly servers: readonly ObservedServer[];
  readonly hosts: readonly ReconciledHost[];
}

/** For each host what the ledger predicts, one VM a place, and what each VM's server really got: any of it, anywhere. */
const worlds: fc.Arbitrary<World> = fc
  .record({
    perHost: fc.tuple(...HOSTS.map(() => shuffles())),
    states: fc.array(fc.constantFrom('reserved', 'booted', 'confirmed', 'moved', 'deleted'), {
      minLength: 12,
      maxLength: 12,
    }),
    foreign: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ perHost, states, foreign }) => worldOf(perHost, states, foreign));

function shuffles() {
  return fc.record({
    vms: fc.integer({ min: 0, max: 4 }),
    predicted: fc.shuffledSubarray([...VFS], { minLength: 6 }),
    actual: fc.shuffledSubarray([...VFS], { minLength: 6 }),
    predictedCpus: fc.shuffledSubarray(CPUS, { minLength: 8 }),
    actualCpus: fc.shuffledSubarray(CPUS, { minLength: 8 }),
  });
}

type Shuffle = ReturnType<typeof shuffles> extends fc.Arbitrary<infer T> ? T : never;

function worldOf(perHost: readonly Shuffle[], states: readonly string[], foreign: number): World {
  const holds: LiveHold[] = [];
  const servers: ObservedServer[] = [];
  const taken = HOSTS.map(() => 0);
  let next = 0;
  perHost.forEach(({ vms, predicted, predictedCpus }, home) => {
    for (let vm = 0; vm < vms; vm++) {
      const state = states[next] ?? 'reserved';
      const id = `vm${next++}`;
      const isConfirmed = state !== 'reserved' && state !== 'booted';
      holds.push(
        aLiveHold(
          {
            reservationId: id,
            recommendationId: id,
            hostName: HOSTS[home] ?? '',
            state: isConfirmed ? 'confirmed' : 'reserved',
            serverId: isConfirmed ? `server-${id}` : null,
            compute: aPinnedClaim([predictedCpus[vm] ?? 0]),
          },
          [predicted[vm] ?? ''],
        ),
      );
      if (state === 'reserved' || state === 'deleted') continue;
      const at = state === 'moved' ? 1 - home : home;
      const nth = taken[at] ?? 0;
      const actual = perHost[at];
      // A host has six VFs; a server that does not get one is none.
      if (actual === undefined || nth >= VFS.length - foreign) continue;
      taken[at] = nth + 1;
      const pinning = { 0: actual.actualCpus[nth] ?? 0 };
      const topology = { pageSizeKib: 4, cells: [{ vcpus: [0], memoryMib: 4096, hostNode: 0, pinning }] };
      const host = HOSTS[at] ?? null;
      const metadata = { iopath_recommendation: id, iopath_member: '0' };
      servers.push(aServerWith({ id: `server-${id}`, host, metadata }, [actual.actual[nth] ?? ''], { topology }));
    }
  });
  const inventory = anInventory({ cpuDedicatedSet: CPUS, numaNodes: [aNumaNode()], pfs: [aPf(6)] });
  const hosts = HOSTS.map((hostName, index) => {
    const addresses = (perHost[index]?.actual ?? []).slice(VFS.length - foreign);
    return { hostName, inventory, quarantined: [], foreign: { addresses, pinnedCpus: [] } };
  });
  return { holds, servers, hosts };
}

/** The ledger after a plan was carried out. */
function carryOut(holds: readonly LiveHold[], { changes, ended, givenUp }: Reconciliation): readonly LiveHold[] {
  const gone = new Set(ended.map(({ reservationId }) => reservationId));
  return holds
    .filter(({ reservationId }) => !gone.has(reservationId))
    .map((hold) => {
      const change = changes.find(({ reservationId }) => reservationId === hold.reservationId);
      const { state, serverId, hostName, compute } = change ?? hold;
      const devices = hold.devices
        .filter(({ allocationId }) => !givenUp.includes(allocationId))
        .map((held) => {
          const to = change?.devices.find(({ allocationId }) => allocationId === held.allocationId)?.device;
          return to === undefined ? held : { ...held, kind: to.kind, address: to.address, pfAddress: to.pfAddress };
        });
      return {
        ...hold,
        state,
        serverId,
        hostName,
        compute,
        devices,
        expiresAtMs: state === 'reserved' ? hold.expiresAtMs : null,
      };
    });
}

const reconcile = ({ holds, servers, hosts }: World) =>
  carryOut(holds, planReconciliation({ hosts, holds, servers, nowMs: 1_000 }));

describe('reconciliation of any ledger with any cloud', () => {
  it('leaves no device and no CPU with two owners', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const after = reconcile(world);
        const devices = after.flatMap(({ hostName, devices: held }) =>
          held.map(({ address }) => `${hostName} ${address}`),
        );
        const cpus = after.flatMap(({ hostName, compute }) =>
          compute.cells.flatMap(({ pinnedCpus }) => pinnedCpus.map((cpu) => `${hostName} ${cpu}`)),
        );
        expect(new Set(devices).size).toBe(devices.length);
        expect(new Set(cpus).size).toBe(cpus.length);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves each server of ours with exactly what it has', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const after = reconcile(world);
        for (const { server, ports, topology } of world.servers) {
          const hold = after.find(({ serverId }) => serverId === server.id);
          expect(hold).toMatchObject({ state: 'confirmed', hostName: server.host });
          expect(hold?.devices.map(({ address }) => address)).toEqual(ports.map(({ pciSlot }) => pciSlot));
          expect(hold?.compute.cells.map(({ pinning }) => pinning)).toEqual(
            topology?.cells.map(({ pinning }) => pinning),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const holds = reconcile(world);
        const again = planReconciliation({ ...world, holds, nowMs: 1_000 });
        expect(again).toEqual({ changes: [], ended: [], givenUp: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('ends no hold of a server that is there', () => {
    fc.assert(
      fc.property(worlds, ({ holds, servers, hosts }) => {
        const { ended } = planReconciliation({ hosts, holds, servers, nowMs: 1_000 });
        const there = new Set(servers.map(({ server }) => server.metadata.iopath_recommendation));
        expect(ended.filter(({ reservationId }) => there.has(reservationId))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
