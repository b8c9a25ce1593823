import {
  aBoundPort,
  aHeldVf,
  aLiveHold,
  anInventory,
  aServerWith,
  aNumaNode,
  aPf,
  aPinnedClaim,
} from '@iopath/testing';
import type { ObservedServer } from '../cloud/cloud-records';
import type { LiveHold } from './live-hold';
import { planReconciliation } from './plan-reconciliation';
import type { ReconciledHost } from './reconciliation';

const [VF1, VF2, VF3, VF4] = ['0000:3b:01.2', '0000:3b:02.2', '0000:3b:03.2', '0000:3b:04.2'] as const;

function aHost(changes: Partial<ReconciledHost> = {}): ReconciledHost {
  return {
    hostName: 'compute-1',
    inventory: anInventory({ cpuDedicatedSet: [0, 1, 2, 3, 4, 5], numaNodes: [aNumaNode()], pfs: [aPf(4)] }),
    quarantined: [],
    foreign: { addresses: [], pinnedCpus: [] },
    ...changes,
  };
}

function plan(
  holds: readonly LiveHold[],
  servers: readonly ObservedServer[],
  hosts: readonly ReconciledHost[] = [aHost()],
) {
  return planReconciliation({ hosts, holds, servers, nowMs: 1_000 });
}

/** What a plan changes, in short. */
function changesOf(...of: Parameters<typeof plan>) {
  const { changes, ended, givenUp } = plan(...of);
  return {
    changes: changes.map(({ reservationId, state, serverId, hostName, devices }) =>
      [reservationId, state, serverId, hostName, ...devices.map(({ device }) => device.address)].join(' '),
    ),
    ended: ended.map(({ reservationId }) => reservationId),
    givenUp,
  };
}

const nothing = { changes: [], ended: [], givenUp: [] };
const confirmed = (id: string, vf: string) => aLiveHold({ reservationId: id, serverId: `server-${id}` }, [vf]);
const reserved = (id: string, vf: string) =>
  aLiveHold({ reservationId: id, recommendationId: id, state: 'reserved' }, [vf]);
const booted = (id: string, vfs: readonly string[], host: string | null = 'compute-1') =>
  aServerWith({ id: `server-${id}`, host, metadata: { iopath_recommendation: id, iopath_member: '0' } }, vfs);

describe('reconciliation', () => {
  it('changes nothing where all is as the ledger says', () => {
    expect(changesOf([confirmed('a', VF1), reserved('b', VF2)], [booted('a', [VF1])])).toEqual(nothing);
  });

  it('confirms a hold for the server that names it', () => {
    expect(changesOf([reserved('a', VF1)], [booted('a', [VF1])])).toEqual({
      ...nothing,
      changes: ['a confirmed server-a compute-1'],
    });
  });

  it('confirms a hold for the server that has the port which was created for it', () => {
    const hold = { ...reserved('a', VF1), portOfNic: { nic0: 'port-1' } };
    const server = aServerWith({ id: 'server-x' }, [aBoundPort(VF1, { id: 'port-1' })]);
    expect(changesOf([hold], [server]).changes).toEqual(['a confirmed server-x compute-1']);
  });

  it('leaves alone what ran out: its server counts as one of others', () => {
    expect(changesOf([{ ...reserved('a', VF1), expiresAtMs: 1_000 }], [booted('a', [VF2])])).toEqual(nothing);
  });

  it('leaves a server alone that is not placed yet', () => {
    const server = aServerWith({
      id: 'server-a',
      host: null,
      status: 'BUILD',
      metadata: { iopath_recommendation: 'a', iopath_member: '0' },
    });
    expect(changesOf([reserved('a', VF1)], [server])).toEqual(nothing);
  });

  it('confirms a server that is being built, and looks at its devices when it is done', () => {
    const server = booted('a', [VF2]);
    const building = { ...server, server: { ...server.server, status: 'BUILD', taskState: 'spawning' } };
    expect(changesOf([reserved('a', VF1)], [building]).changes).toEqual(['a confirmed server-a compute-1']);
  });

  it('takes over the VF that Nova chose', () => {
    expect(changesOf([confirmed('a', VF1)], [booted('a', [VF3])]).changes).toEqual([
      `a confirmed server-a compute-1 ${VF3}`,
    ]);
  });

  it('exchanges the VFs of servers that took each other’s, in a ring', () => {
    const holds = [confirmed('a', VF1), confirmed('b', VF2), confirmed('c', VF3)];
    expect(changesOf(holds, [booted('a', [VF2]), booted('b', [VF3]), booted('c', [VF1])]).changes).toEqual([
      `a confirmed server-a compute-1 ${VF2}`,
      `b confirmed server-b compute-1 ${VF3}`,
      `c confirmed server-c compute-1 ${VF1}`,
    ]);
  });

  it('gives a VM that is not booted the VF that was left for the one that was promised to it', () => {
    expect(changesOf([confirmed('a', VF3), reserved('b', VF1)], [booted('a', [VF1])]).changes).toEqual([
      `a confirmed server-a compute-1 ${VF1}`,
      `b reserved  compute-1 ${VF3}`,
    ]);
  });

  it('moves a promise away from a device that a server of others has', () => {
    const host = aHost({ foreign: { addresses: [VF1], pinnedCpus: [] } });
    expect(changesOf([reserved('a', VF1)], [], [host]).changes).toEqual([`a reserved  compute-1 ${VF2}`]);
  });

  it('keeps such a promise where nothing else is left', () => {
    const host = aHost({ foreign: { addresses: [VF1, VF2, VF3], pinnedCpus: [] }, quarantined: [VF4] });
    expect(changesOf([reserved('a', VF1)], [], [host])).toEqual(nothing);
  });

  it('ends a promise when other servers of ours have the whole pool', () => {
    const holds = [...[VF1, VF2, VF3].map((vf, index) => confirmed(`${index}`, vf)), reserved('d', VF4)];
    const servers = [booted('0', [VF1, VF4]), booted('1', [VF2]), booted('2', [VF3])];
    expect(changesOf(holds, servers)).toMatchObject({ ended: ['d'] });
  });

  it('adds a device that was attached later', () => {
    const { changes } = plan([confirmed('a', VF1)], [booted('a', [VF1, VF2])]);
    expect(changes).toMatchObject([
      { devices: [], added: [{ portId: `port-server-a-${VF2}`, device: { address: VF2 } }] },
    ]);
  });

  it('believes neither of two ports that name one device', () => {
    expect(changesOf([confirmed('a', VF1), confirmed('b', VF2)], [booted('a', [VF3]), booted('b', [VF3])])).toEqual(
      nothing,
    );
  });

  it('does not take over a device that is in quarantine', () => {
    expect(changesOf([confirmed('a', VF1)], [booted('a', [VF2])], [aHost({ quarantined: [VF2] })])).toEqual(nothing);
  });

  it('moves a hold to the host that its server is on, and its devices with it', () => {
    const hosts = [aHost(), aHost({ hostName: 'compute-2' })];
    expect(changesOf([confirmed('a', VF1)], [booted('a', [VF4], 'compute-2')], hosts).changes).toEqual([
      `a confirmed server-a compute-2 ${VF4}`,
    ]);
  });

  it('gives a device by alias, of which nobody tells, another one of its pool on the new host', () => {
    const hold = aLiveHold({ serverId: 'server-a', devices: [aHeldVf(VF3, { servesNic: false })] });
    const hosts = [aHost(), aHost({ hostName: 'compute-2' })];
    const others = { ...confirmed('b', VF1), hostName: 'compute-2' };
    const servers = [booted('a', [], 'compute-2'), booted('b', [VF1], 'compute-2')];
    expect(changesOf([hold, others], servers, hosts).changes).toEqual([
      `reservation-1 confirmed server-a compute-2 ${VF2}`,
    ]);
  });

  it('ends a hold whose server is on a host of which nothing is known', () => {
    expect(changesOf([confirmed('a', VF1)], [booted('a', [VF1], 'compute-9')])).toEqual({ ...nothing, ended: ['a'] });
  });

  it('waits for a server that is on its way', () => {
    const server = booted('a', [VF2], 'compute-9');
    const moving = { ...server, server: { ...server.server, status: 'VERIFY_RESIZE' } };
    expect(changesOf([confirmed('a', VF1)], [moving])).toEqual(nothing);
  });

  describe('of a VM that a step of a re-plan moves', () => {
    const other = aHost({ hostName: 'compute-2' });
    const source = { ...confirmed('a', VF1), move: { end: 'source', otherHost: 'compute-2' } } as const;
    const target = {
      ...aLiveHold({ reservationId: 'to', serverId: 'server-a', hostName: 'compute-2' }, [VF1]),
      move: { end: 'target', otherHost: 'compute-1' },
    } as const;

    it.each(['compute-1', 'compute-2'])('keeps both holds as they are with the server on %s', (host) => {
      expect(changesOf([source, target], [booted('a', [VF1], host)], [aHost(), other])).toEqual(nothing);
    });

    it('moves the hold that it has after a server on a third host', () => {
      const hosts = [aHost(), other, aHost({ hostName: 'compute-3' })];
      expect(changesOf([source, target], [booted('a', [VF2], 'compute-3')], hosts)).toEqual({
        ...nothing,
        changes: [`a confirmed server-a compute-3 ${VF2}`],
      });
    });

    it('gives up its target where somebody else has the device, and nothing is left of the pool', () => {
      const taken = aServerWith({ id: 'server-b', host: 'compute-2' }, [VF1, VF2, VF3, VF4]);
      const holds = [
        source,
        target,
        aLiveHold({ reservationId: 'b', serverId: 'server-b', hostName: 'compute-2' }, [VF2]),
      ];
      expect(changesOf(holds, [taken, booted('a', [VF1])], [aHost(), other]).ended).toEqual(['to']);
    });
  });

  it('takes over the CPUs that Nova pinned, and moves promises away from them', () => {
    const holds = [
      aLiveHold({ reservationId: 'a', serverId: 'server-a', compute: aPinnedClaim([0, 1]) }),
      aLiveHold({ reservationId: 'b', recommendationId: 'b', state: 'reserved', compute: aPinnedClaim([2, 3]) }),
    ];
    const pinned = {
      pageSizeKib: 4,
      cells: [{ vcpus: [0, 1], memoryMib: 4096, hostNode: 0, pinning: { 0: 3, 1: 2 } }],
    };
    const { changes } = plan(holds, [aServerWith({ id: 'server-a' }, [], { topology: pinned })]);
    expect(changes.map(({ compute }) => compute.cells[0]?.pinning)).toEqual([
      { 0: 3, 1: 2 },
      { 0: 0, 1: 1 },
    ]);
  });

  it('keeps what it says of CPUs as long as a promise has nowhere else to go', () => {
    const holds = [
      aLiveHold({ reservationId: 'a', serverId: 'server-a', compute: aPinnedClaim([0, 1]) }),
      aLiveHold({ reservationId: 'b', recommendationId: 'b', state: 'reserved', compute: aPinnedClaim([2, 3, 4, 5]) }),
    ];
    const pinned = {
      pageSizeKib: 4,
      cells: [{ vcpus: [0, 1], memoryMib: 4096, hostNode: 0, pinning: { 0: 2, 1: 3 } }],
    };
    const host = aHost({ foreign: { addresses: [], pinnedCpus: [0, 1] } });
    const server = aServerWith({ id: 'server-a' }, [], { topology: pinned });
    expect(changesOf(holds, [server], [host])).toEqual(nothing);
  });
});
