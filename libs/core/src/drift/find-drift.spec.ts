import { aHeldVf, aLiveHold, anInventory, aServerWith, aBoundPort, aPf, aPinnedClaim } from '@iopath/testing';
import { DRIFT_CODES, type DriftCode } from './drift-codes';
import { findDrift } from './find-drift';
import type { CloudOfHost, HostViews, ObservedProvider } from './host-views';

const PF = '0000:3b:00.0';
const [VF1, VF2, VF3] = ['0000:3b:01.2', '0000:3b:02.2', '0000:3b:03.2'] as const;
const NOW_MS = 1_000_000_000;

/** A host on which nothing differs: one server of ours with the VF that is held for it, as Placement has it too. */
function views(changes: Partial<Omit<HostViews, 'cloud'>> & { cloud?: Partial<CloudOfHost> } = {}): HostViews {
  const { cloud, ...rest } = changes;
  const servers = cloud?.servers ?? [aServerWith({}, [VF1], { allocations: [{ consumerId: 'server-1', ...ON_ROOT }] })];
  return {
    hostName: 'compute-1',
    nowMs: NOW_MS,
    inventoryMaxAgeMs: 86_400_000,
    inventory: anInventory({ observedAtMs: NOW_MS - 1_000 }),
    holds: [aLiveHold({}, [VF1])],
    quarantined: [],
    ...rest,
    cloud: {
      isServerListComplete: true,
      listedAtMs: NOW_MS - 10_000,
      serverIds: new Set(servers.map(({ server }) => server.id)),
      hasMigrations: false,
      ports: servers.flatMap(({ ports }) => ports),
      strangers: [],
      providers: [aRoot()],
      ...cloud,
      servers,
    },
  };
}

const ON_ROOT = { providerUuid: 'root', resources: { VCPU: 4, MEMORY_MB: 4096 } };

function aProvider(name: string, totals: Record<string, number>): ObservedProvider {
  const isRoot = name === 'compute-1';
  const inventories = Object.fromEntries(
    Object.entries(totals).map(([resource, total]) => [resource, { total, reserved: 0, allocationRatio: 1 }]),
  );
  const uuid = isRoot ? 'root' : name;
  return {
    provider: { uuid, name, generation: 1, parentUuid: isRoot ? null : 'root', rootUuid: 'root' },
    facts: { inventories, traits: [], aggregates: [], usages: {} },
  };
}

function aRoot(): ObservedProvider {
  return aProvider('compute-1', { VCPU: 32, MEMORY_MB: 262_144 });
}

/** Each code with a host that has this and nothing else to tell, and what it is about. */
const CASES: readonly (readonly [title: string, code: DriftCode, subject: string, host: HostViews])[] = [
  ['the server of a VF is gone', 'vf_leaked', 'reservation-1/nic0', views({ cloud: { servers: [], providers: null } })],
  [
    'the server of a VF was shelved and offloaded',
    'vf_leaked',
    'reservation-1/nic0',
    views({ cloud: { servers: [aServerWith({ host: null, status: 'SHELVED_OFFLOADED' })], providers: null } }),
  ],
  [
    'a server without devices is gone',
    'hold_leaked',
    'reservation-1',
    views({ holds: [aLiveHold()], cloud: { servers: [], providers: null } }),
  ],
  [
    'a held device left the inventory',
    'allocation_orphaned',
    'reservation-1/nic0',
    views({ holds: [aLiveHold({ state: 'orphaned' }, ['0000:99:00.1'])], cloud: { servers: [aServerWith()] } }),
  ],
  [
    'the host of a hold has no inventory',
    'allocation_orphaned',
    'reservation-1',
    views({ inventory: null, holds: [aLiveHold({ state: 'orphaned' })], cloud: { servers: [aServerWith()] } }),
  ],
  [
    'the server was evacuated',
    'server_elsewhere',
    'server-1',
    views({ cloud: { servers: [aServerWith({ host: 'compute-2' }, [VF1])], providers: null } }),
  ],
  [
    'the server runs and its hold is only reserved',
    'reservation_of_ready_server',
    'reservation-1',
    views({
      holds: [aLiveHold({ state: 'reserved', recommendationId: 'r' }, [VF1])],
      cloud: { servers: [aServerWith({ metadata: { iopath_recommendation: 'r', iopath_member: '0' } }, [VF1])] },
    }),
  ],
  [
    'Nova took another VF of the pool',
    'other_vf_taken',
    'reservation-1/nic0',
    views({ cloud: { servers: [aServerWith({}, [VF2])] } }),
  ],
  [
    'a port was attached later',
    'device_not_held',
    'port-server-1-0000:3b:02.2',
    views({ cloud: { servers: [aServerWith({}, [VF1, VF2])] } }),
  ],
  [
    'the server was booted without its SR-IOV port',
    'device_not_used',
    'reservation-1/nic0',
    views({ cloud: { servers: [aServerWith()] } }),
  ],
  [
    'Nova pinned to other CPUs',
    'topology_differs',
    'reservation-1',
    views({
      holds: [aLiveHold({ compute: aPinnedClaim([0, 1]) }, [VF1])],
      cloud: { servers: [aServerWith({}, [VF1], { topology: pinnedTo(2, 3) })] },
    }),
  ],
  [
    'a server of others has the VF of a VM that is not booted yet',
    'foreign_holds_ours',
    VF1,
    views({ holds: [aLiveHold({ state: 'reserved' }, [VF1])] }),
  ],
  [
    'a server was booted from a recommendation that holds nothing',
    'server_without_hold',
    'server-1',
    views({ holds: [], cloud: { servers: [aServerWith({ metadata: { iopath_recommendation: 'r' } }, [VF1])] } }),
  ],
  [
    'two ports name one VF',
    'device_claimed_twice',
    VF2,
    views({
      holds: [],
      cloud: { servers: [aServerWith({}, [VF2]), aServerWith({ id: 'server-2' }, [VF2])] },
    }),
  ],
  [
    'a server has the PF as a whole while a VF of it is held',
    'pf_and_vf_confused',
    PF,
    views({
      holds: [aLiveHold({ state: 'reserved' }, [VF1])],
      cloud: { servers: [aServerWith({}, [aBoundPort(PF, { vnicType: 'direct-physical' })])] },
    }),
  ],
  [
    'a direct port has a PF',
    'pf_and_vf_confused',
    'port-1',
    views({ holds: [], cloud: { servers: [aServerWith({}, [aBoundPort(PF, { id: 'port-1' })])] } }),
  ],
  [
    'Placement offers a PF as a whole that has VFs',
    'pf_and_vf_confused',
    'compute-1_0000:3B:00.0',
    views({ cloud: { providers: [aRoot(), aProvider('compute-1_0000:3B:00.0', { CUSTOM_PCI_15B3_101D: 1 })] } }),
  ],
  ['a VF in quarantine is in use', 'quarantined_device_in_use', VF1, views({ quarantined: [VF1] })],
  [
    'a port has a device that nobody described',
    'device_unknown',
    'port-server-1-0000:99:00.1',
    views({ holds: [], cloud: { servers: [aServerWith({}, ['0000:99:00.1'])] } }),
  ],
  ['the inventory is old', 'stale_inventory', 'compute-1', views({ inventory: anInventory({ observedAtMs: 0 }) })],
  [
    'Placement has fewer CPUs',
    'inventory_differs',
    'root shared CPUs (VCPU)',
    views({ cloud: { providers: [aProvider('compute-1', { VCPU: 31, MEMORY_MB: 262_144 })] } }),
  ],
  [
    'Placement has much less memory',
    'inventory_differs',
    'root MiB of memory',
    views({ cloud: { providers: [aProvider('compute-1', { VCPU: 32, MEMORY_MB: 250_000 })] } }),
  ],
  [
    'Placement has fewer VFs',
    'inventory_differs',
    'compute-1_0000:3B:00.0',
    views({ cloud: { providers: [aRoot(), aProvider('compute-1_0000:3B:00.0', { CUSTOM_PCI_15B3_101E: 3 })] } }),
  ],
  ['Placement does not know the host', 'host_unknown_to_cloud', 'compute-1', views({ cloud: { providers: [] } })],
  [
    'a consumer of Placement is no server',
    'placement_allocation_orphaned',
    'consumer-9',
    views({ cloud: { strangers: [{ consumerId: 'consumer-9', amounts: '4 VCPU' }] } }),
  ],
  [
    'Placement holds nothing for a server',
    'placement_allocation_missing',
    'server-1',
    views({ cloud: { servers: [aServerWith({}, [VF1], { allocations: [] })] } }),
  ],
  [
    'a bound port with bandwidth was deleted',
    'bandwidth_leaked',
    'server-1 bandwidth-of-ens1f0',
    views({
      cloud: {
        servers: [aServerWith({}, [VF1], { allocations: [bandwidthOf('bandwidth-of-ens1f0')] })],
      },
    }),
  ],
  [
    'a port is bound for a server that is gone',
    'port_binding_stale',
    'port-1',
    views({ cloud: { ports: [aBoundPort(VF3, { id: 'port-1', deviceId: 'server-9' })] } }),
  ],
  [
    'a port could not be bound',
    'port_binding_failed',
    'port-1',
    views({
      cloud: {
        servers: [aServerWith({}, [aBoundPort(VF1), aBoundPort(null, { id: 'port-1', vifType: 'binding_failed' })])],
      },
    }),
  ],
];

function bandwidthOf(providerUuid: string) {
  return { consumerId: 'server-1', providerUuid, resources: { NET_BW_EGR_KILOBIT_PER_SEC: 1000 } };
}

function pinnedTo(...cpus: number[]) {
  const pinning = Object.fromEntries(cpus.map((cpu, guest) => [String(guest), cpu]));
  return { pageSizeKib: 4, cells: [{ vcpus: cpus.map((_, guest) => guest), memoryMib: 4096, hostNode: 0, pinning }] };
}

describe('drift', () => {
  it('finds nothing where inventory, cloud and ledger agree', () => {
    expect(findDrift(views())).toEqual([]);
  });

  it.each(CASES)('tells when %s: %s', (_, code, subject, host) => {
    const found = findDrift(host);

    expect(found.map((finding) => [finding.code, finding.subject.id])).toEqual([[code, subject]]);
    const [finding] = found;
    expect(finding).toMatchObject({ severity: DRIFT_CODES[code].severity, hostName: 'compute-1' });
    expect(finding?.repair.kind).toBe(DRIFT_CODES[code].repair);
    expect(finding?.repair.isApplicable).toBe(finding?.repair.kind === 'ours');
    expect(finding?.repair.commands.length).toBeGreaterThan(0);
  });

  it('has a case for every code', () => {
    const tried = new Set(CASES.map(([, code]) => code));
    expect(Object.keys(DRIFT_CODES).filter((code) => !tried.has(code as DriftCode))).toEqual([]);
  });

  it('gives one thing the same id whenever it is found, and every thing its own', () => {
    const ids = CASES.map(([, , , host]) => findDrift(host)[0]?.id ?? '');
    expect(CASES.map(([, , , host]) => findDrift({ ...host, nowMs: host.nowMs + 5 })[0]?.id)).toEqual(ids);
    const things = new Set(CASES.map(([, code, subject]) => `${code} ${subject}`));
    expect(new Set(ids).size).toBe(things.size);
  });

  describe('stays silent', () => {
    const silent: readonly (readonly [string, HostViews])[] = [
      [
        'of servers that are missing from a listing that broke off',
        views({ cloud: { servers: [], isServerListComplete: false, providers: null } }),
      ],
      [
        'of servers that are missing from a listing that began before the hold was confirmed',
        views({ holds: [aLiveHold({ changedAtMs: NOW_MS - 5_000 }, [VF1])], cloud: { servers: [], providers: null } }),
      ],
      [
        'of a hold that waits for its server',
        views({ holds: [aLiveHold({ state: 'reserved' }, [VF3])], cloud: { servers: [], providers: null } }),
      ],
      [
        'of a server that is on its way to another host',
        views({
          cloud: { servers: [aServerWith({ host: 'compute-2', taskState: 'migrating' }, [VF2])], providers: null },
        }),
      ],
      [
        'of other consumers in Placement while something migrates',
        views({
          cloud: {
            hasMigrations: true,
            strangers: [{ consumerId: 'migration-1', amounts: '4 VCPU' }],
          },
        }),
      ],
      [
        'of a server that has come to the host to which a step of a re-plan moves it, seen from where it was',
        views({
          holds: [aLiveHold({ move: { end: 'source', otherHost: 'compute-2' } }, [VF1])],
          cloud: { servers: [aServerWith({ host: 'compute-2' }, [VF1])], providers: null },
        }),
      ],
      [
        'of the same, seen from where it is to be, whatever device Nova gave it',
        views({
          holds: [aLiveHold({ move: { end: 'target', otherHost: 'compute-2' } }, [VF1])],
          cloud: { servers: [aServerWith({}, [VF2])] },
        }),
      ],
      [
        'of bandwidth that a port has',
        views({
          cloud: {
            servers: [
              aServerWith({}, [aBoundPort(VF1, { bindingProfile: { allocation: { group: 'bandwidth' } } })], {
                allocations: [bandwidthOf('bandwidth')],
              }),
            ],
          },
        }),
      ],
      [
        'of memory that the kernel keeps',
        views({ cloud: { providers: [aProvider('compute-1', { VCPU: 32, MEMORY_MB: 260_000 })] } }),
      ],
      [
        'of a device by alias, of which nobody tells',
        views({
          holds: [aLiveHold({ devices: [aHeldVf(VF2, { servesNic: false })] })],
          cloud: { servers: [aServerWith()] },
        }),
      ],
      [
        'of what Placement has while it was not asked',
        views({ inventory: anInventory({ pfs: [aPf(3)] }), cloud: { providers: null } }),
      ],
    ];

    it.each(silent)('%s', (_, host) => expect(findDrift(host)).toEqual([]));
  });
});
