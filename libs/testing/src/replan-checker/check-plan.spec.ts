import type { CellClaim, ComputeClaim, DeviceTake, HostFacts, ReplanStep } from '@iopath/core';
import { aPlacement, aVfTake } from '../builders/a-decision';
import { aCellClaim, aHostClaim, aPfClaim, aVfClaim } from '../builders/a-host-claim';
import { anInventory, aNumaNode, aPf } from '../builders/a-host-record';
import { hostFacts } from '../builders/a-host-state';
import type { BreachCode } from './breach';
import { checkPlan } from './check-plan';
import type { ExecutedVm, PlanToCheck } from './executed-fleet';

const FIRST_VF = '0000:3b:01.2';
const SECOND_VF = '0000:3b:02.2';

function vm(name: string, hostName: string, changes: Partial<ExecutedVm> = {}): ExecutedVm {
  return { reservationId: name, hostName, projectId: 'p1', group: null, hasServer: true, ...changes };
}

function host(hostName: string, changes: Partial<HostFacts> = {}): HostFacts {
  const inventory = anInventory({
    allocationRatios: { cpu: 1, ram: 1, disk: 1 },
    numaNodes: [aNumaNode({ cpus: [0, 1, 2, 3], memoryMib: 4_096, pages: [{ sizeKib: 4, total: 1_048_576 }] })],
    localDisk: { totalGib: 40, kind: 'nvme' },
    pfs: [aPf(2)],
  });
  return hostFacts(hostName, { inventory, ...changes });
}

interface StepChanges extends Partial<Omit<ReplanStep, 'waitsFor'>> {
  readonly waitsFor?: readonly string[];
  readonly devices?: readonly DeviceTake[];
  readonly compute?: Partial<ComputeClaim>;
}

function step(id: string, name: string, fromHost: string, toHost: string, changes: StepChanges = {}): ReplanStep {
  const { waitsFor = [], devices = [], compute, ...rest } = changes;
  const placement = aPlacement(toHost, 1, devices);
  return {
    id,
    vm: { reservationId: name, recommendationId: name, member: 0, serverId: name, name, projectId: 'p1' },
    isTemporary: false,
    fromHost,
    toHost,
    mechanism: 'cold',
    action: 'migrate',
    interruption: { atLeastS: 1, atMostS: 2, reason: 'it shuts down' },
    placement: { ...placement, compute: { ...placement.compute, ...compute } },
    waitsFor: waitsFor.map((other) => ({ step: other, reason: 'it frees something' })),
    ...rest,
  };
}

const codesOf = (plan: PlanToCheck): readonly BreachCode[] => [
  ...new Set(checkPlan(plan, 10, 1).breaches.map(({ code }) => code)),
];

const a = vm('a', 'h1');
const b = vm('b', 'h2');
const onVf = (name: string, address = FIRST_VF) => aHostClaim({ reservationId: name, devices: [aVfClaim(address)] });
const pinned = (cpus: readonly number[]): CellClaim => aCellClaim({ sharedVcpus: 0, pinnedCpus: cpus });

/** b leaves h2 for h3, and a comes to h2 for the VF that b had. */
function chain(second: StepChanges = {}, changes: Partial<PlanToCheck> = {}): PlanToCheck {
  return {
    hosts: [host('h1', { claims: [onVf('a')] }), host('h2', { claims: [onVf('b')] }), host('h3')],
    vms: [a, b],
    steps: [
      step('s1', 'b', 'h2', 'h3', { devices: [aVfTake(FIRST_VF)] }),
      step('s2', 'a', 'h1', 'h2', { devices: [aVfTake(FIRST_VF)], waitsFor: ['s1'], ...second }),
    ],
    lostHosts: [],
    ...changes,
  };
}

describe('checking a plan by executing it', () => {
  it('finds nothing in a plan that waits for what it needs', () => {
    expect(checkPlan(chain(), 10, 1)).toEqual({ breaches: [], orders: null, moments: expect.any(Number) as number });
  });

  it('finds the VF that two hold where a step does not wait, and says when', () => {
    const { breaches } = checkPlan(chain({ waitsFor: [] }), 10, 1);

    expect(breaches).toMatchObject([{ code: 'device.twice', subject: `h2 ${FIRST_VF}`, detail: 'b and a' }]);
    expect(breaches[0]?.when).toContain('has begun');
  });

  it('counts a VM on both hosts while it moves', () => {
    const most = { memoryMib: 4_000 };
    const claims = [aHostClaim({ reservationId: 'b', ...most })];
    const hosts = [host('h1', { claims: [onVf('a')] }), host('h2', { claims }), host('h3')];

    expect(codesOf(chain({ compute: most, waitsFor: [] }, { hosts }))).toEqual(['memory']);
    expect(codesOf(chain({ compute: most }, { hosts }))).toEqual([]);
  });

  it.each<[BreachCode, Partial<ComputeClaim>]>([
    ['vcpus', { vcpus: 5 }],
    ['pcpus', { pcpus: 1 }],
    ['memory', { memoryMib: 4_097 }],
    ['disk', { diskGib: 41 }],
    ['cell.shared_cpus', { cells: [{ ...aCellClaim({ sharedVcpus: 5 }), guestCell: 0, pinning: {} }] }],
    ['cell.memory', { cells: [{ ...aCellClaim({ memoryMib: 4_097 }), guestCell: 0, pinning: {} }] }],
    ['cpu.not_dedicated', { cells: [{ ...pinned([1]), guestCell: 0, pinning: {} }] }],
  ])('finds more %s given away than there is', (code, compute) => {
    const plan = chain({ compute });
    expect(codesOf(plan)).toEqual([code]);
  });

  it('finds a CPU that two pin, and huge pages that are given away twice', () => {
    const inventory = anInventory({
      cpuDedicatedSet: [0, 1],
      numaNodes: [
        aNumaNode({
          cpus: [0, 1],
          pages: [
            { sizeKib: 4, total: 10_000_000 },
            { sizeKib: 1_048_576, total: 3 },
          ],
        }),
      ],
    });
    const huge = { ...pinned([1]), pageSizeKib: 1_048_576 };
    const claim = aHostClaim({ reservationId: 'c', vcpus: 0, pcpus: 1, cells: [huge] });
    const compute = { vcpus: 0, pcpus: 1, cells: [{ ...huge, guestCell: 0, pinning: {} }] };
    const hosts = [host('h1', { claims: [onVf('a')] }), hostFacts('h2', { inventory, claims: [claim] })];
    const plan = { hosts, vms: [a], steps: [step('s1', 'a', 'h1', 'h2', { compute })], lostHosts: [] };

    expect(codesOf(plan)).toEqual(['cell.pages', 'cpu.twice']);
  });

  it('finds a PF that is given away with a VF of it', () => {
    const whole: DeviceTake = { ...aVfTake('0000:3b:00.0'), kind: 'pf' };
    const plan = chain({ devices: [whole], waitsFor: [] });

    expect(codesOf(plan)).toEqual(['pf.with_its_vf']);
    expect(codesOf(chain({ devices: [whole] }))).toEqual([]);
  });

  it('finds links that are promised twice', () => {
    const most = { ...aVfTake(SECOND_VF), bandwidthMbps: 20_000, packetRateKpps: 900 };
    const pfs = [aPf(2, { packetRateKpps: 1_000 })];
    const claim = aHostClaim({
      reservationId: 'b',
      devices: [{ ...aVfClaim(FIRST_VF, '0000:3b:00.0', 10_000), packetRateKpps: 200 }],
    });
    const hosts = [
      host('h1', { claims: [onVf('a')] }),
      host('h2', { claims: [claim], inventory: anInventory({ pfs }) }),
      host('h3'),
    ];

    expect(codesOf(chain({ devices: [most], waitsFor: [] }, { hosts }))).toEqual(['pf.bandwidth', 'pf.packet_rate']);
    expect(codesOf(chain({ devices: [most] }, { hosts }))).toEqual([]);
  });

  it('finds devices that nobody may have', () => {
    expect(codesOf(chain({ devices: [aVfTake('0000:ff:00.0')] }))).toEqual(['device.unknown']);

    const sick = aPf(2, { vfs: aPf(2).vfs.map((vf) => ({ ...vf, state: 'unhealthy' as const })) });
    const hosts = (changes: Partial<HostFacts>) => [
      host('h1', { claims: [onVf('a')] }),
      host('h2', { ...changes, claims: [aHostClaim({ reservationId: 'b' })] }),
      host('h3'),
    ];
    expect(codesOf(chain({}, { hosts: hosts({ inventory: anInventory({ pfs: [sick] }) }) }))).toEqual([
      'device.unavailable',
    ]);
    expect(codesOf(chain({}, { hosts: hosts({ quarantined: [FIRST_VF] }) }))).toEqual(['device.quarantined']);
    expect(codesOf(chain({}, { hosts: hosts({ quarantined: ['0000:3b:00.0'] }) }))).toEqual(['device.quarantined']);
  });

  it('knows that a device for one use is used up when its VM has left', () => {
    const inventory = anInventory({ pfs: [{ ...aPf(0), oneTimeUse: true as const }] });
    const whole: DeviceTake = { ...aVfTake('0000:3b:00.0'), kind: 'pf' };
    const claims = [aHostClaim({ reservationId: 'b', devices: [aPfClaim()] })];
    const hosts = [host('h1', { claims: [onVf('a')] }), host('h2', { inventory, claims }), host('h3')];

    expect(codesOf(chain({ devices: [whole] }, { hosts }))).toEqual(['device.quarantined']);
    const vms = [a, vm('b', 'h2', { hasServer: false })];
    expect(codesOf(chain({ devices: [whole] }, { hosts, vms }))).toEqual([]);
  });

  it('finds two VMs of an anti-affinity group on one host', () => {
    const group = { id: 'web', policy: 'anti-affinity' as const };
    const vms = [vm('a', 'h1', { group }), vm('b', 'h2', { group })];

    expect(codesOf(chain({ devices: [aVfTake(SECOND_VF)], waitsFor: [] }, { vms }))).toEqual(['group.anti_affinity']);
    expect(codesOf(chain({ devices: [aVfTake(SECOND_VF)] }, { vms }))).toEqual([]);
  });

  it('finds targets that take nobody', () => {
    const [h1, h2, h3] = chain().hosts as [HostFacts, HostFacts, HostFacts];

    expect(codesOf(chain({}, { hosts: [h1, { ...h2, state: 'draining' }, h3] }))).toEqual(['host.closed']);
    expect(codesOf(chain({}, { lostHosts: ['h3'] }))).toEqual(['host.lost']);
    expect(codesOf(chain({ toHost: 'h9', placement: aPlacement('h9', 1) }))).toEqual(['host.unknown']);
    expect(codesOf(chain({ placement: aPlacement('h1', 1) }))).toEqual(['placement.other_host']);
  });

  it('finds a step that begins where its VM is not', () => {
    expect(codesOf(chain({ fromHost: 'h3' }))).toEqual(['source.missing']);
    const [, ...others] = chain().hosts;
    expect(codesOf(chain({}, { hosts: [host('h1'), ...others] }))).toEqual(['vm.without_place', 'source.missing']);
    expect(codesOf(chain({}, { vms: [b] }))).toEqual(['vm.unknown']);
  });

  it('finds two steps of one VM at once', () => {
    const steps = [step('s1', 'a', 'h1', 'h2'), step('s2', 'a', 'h1', 'h3')];
    expect(codesOf({ ...chain(), steps })).toEqual(
      expect.arrayContaining(['vm.moves_twice_at_once', 'source.missing']),
    );
  });

  it('finds a VM that stepped aside and is left there', () => {
    const steps = [step('s1', 'a', 'h1', 'h3', { isTemporary: true })];
    expect(codesOf({ ...chain(), steps })).toEqual(['vm.aside_in_the_end']);

    const movesOn = step('s2', 'a', 'h3', 'h2', { waitsFor: ['s1'] });
    expect(codesOf({ ...chain(), steps: [...steps, movesOn] })).toEqual([]);
    expect(codesOf({ ...chain(), steps: [...steps, { ...movesOn, waitsFor: [] }] })).toContain('source.missing');
    const goesBack = step('s2', 'a', 'h3', 'h1', { waitsFor: ['s1'] });
    expect(codesOf({ ...chain(), steps: [...steps, goesBack] })).toEqual([]);
  });

  it('finds steps that never begin', () => {
    expect(codesOf(chain({ waitsFor: ['s2'] }))).toEqual(['step.never_begins']);
    expect(codesOf(chain({ waitsFor: ['s7'] }))).toEqual(['step.unknown_dependency', 'step.never_begins']);
  });

  it('does not charge a plan with what was so before', () => {
    const hosts = [host('h1', { claims: [onVf('a')] }), host('h2', { claims: [onVf('b'), onVf('c')] }), host('h3')];
    expect(codesOf(chain({}, { hosts }))).toEqual([]);
  });

  it('expects nobody on a host that is lost, and nothing of it', () => {
    expect(codesOf(chain({ waitsFor: [], devices: [aVfTake(SECOND_VF)] }, { lostHosts: ['h1'] }))).toEqual([]);
  });

  it('executes long plans in as many orders as it is told, side by side in some of them', () => {
    const names = Array.from({ length: 9 }, (_, nth) => `v${nth}`);
    const vms = names.map((name) => vm(name, 'h1'));
    const claims = names.map((name) => aHostClaim({ reservationId: name, vcpus: 0, memoryMib: 1, diskGib: 0 }));
    const small = { vcpus: 0, memoryMib: 1, diskGib: 0 };
    const steps = names.map((name, nth) =>
      step(`s${nth}`, name, 'h1', 'h2', { compute: nth < 2 ? { ...small, memoryMib: 3_000 } : small }),
    );
    const plan = { hosts: [host('h1', { claims }), host('h2')], vms, steps, lostHosts: [] };

    expect(checkPlan(plan, 6, 1)).toMatchObject({
      orders: 6,
      moments: 6 * 18,
      breaches: [{ code: 'memory', subject: 'h2' }],
    });
    expect(checkPlan(plan, 6, 1)).toEqual(checkPlan(plan, 6, 1));
  });
});
