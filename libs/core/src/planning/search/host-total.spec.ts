import { aFlavor, aHostClaim, aHostState, anInventory, aNumaNode, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostFacts } from '../../fleet/compile-host';
import type { Inventory } from '../../inventory/inventory';
import type { GroupPolicy, VmRequest } from '../../request/vm-request';
import { requestContext } from '../request-context';
import { hostScoreInput } from './host-total';

const HOST: Partial<Inventory> = {
  numaNodes: [aNumaNode({ cpus: Array.from({ length: 20 }, (_, cpu) => cpu), memoryMib: 16_384 })],
  allocationRatios: { cpu: 1, ram: 1, disk: 1 },
  cpuSharedSet: Array.from({ length: 16 }, (_, cpu) => cpu),
  cpuDedicatedSet: [16, 17, 18, 19],
};

function input(request: VmRequest, facts: Partial<HostFacts> = {}, others: readonly string[] = []) {
  const host = aHostState('compute-1', { inventory: anInventory(HOST), ...facts });
  const members = others.map((name) => aHostState(name, { claims: [aHostClaim({ groupId: 'web' })] }));
  return hostScoreInput(host, requestContext(request, buildFleet([host, ...members]), { release: '2025.1' }));
}

const sized = (vcpus: number, ramMib: number, extraSpecs = {}) =>
  aVmRequest({ flavor: aFlavor(extraSpecs, { vcpus, ramMib }) });

describe('the headroom that a VM leaves on a host', () => {
  it.each<[string, VmRequest, number]>([
    ['of CPUs, where these are scarcer', sized(12, 1_024), 0.25],
    ['of memory, where that is scarcer', sized(1, 12_288), 0.25],
    ['of dedicated CPUs, for a pinned VM', sized(1, 1_024, { 'hw:cpu_policy': 'dedicated' }), 0.75],
    ['of nothing, when it takes all', sized(16, 1_024), 0],
    ['of nothing, when it takes more than there is', sized(17, 1_024), 0],
  ])('is that %s', (_case, request, headroom) => {
    expect(input(request).headroom).toBeCloseTo(headroom, 9);
  });

  it('is less what others have taken', () => {
    expect(input(sized(4, 1_024), { claims: [aHostClaim({ vcpus: 8, memoryMib: 0 })] }).headroom).toBeCloseTo(0.25, 9);
  });
});

describe('whether a host follows the VM’s server group', () => {
  const asked = (policy: GroupPolicy) =>
    aVmRequest({ constraints: { ...aVmRequest().constraints, group: { id: 'web', policy } } });
  const member = { claims: [aHostClaim({ groupId: 'web' })] };

  it.each<[GroupPolicy, string, Partial<HostFacts>, readonly string[], boolean | null]>([
    ['soft-affinity', 'with no member yet', {}, [], true],
    ['soft-affinity', 'with a member here', member, [], true],
    ['soft-affinity', 'with a member elsewhere', {}, ['compute-2'], false],
    ['soft-anti-affinity', 'with a member here', member, [], false],
    ['soft-anti-affinity', 'with a member elsewhere', {}, ['compute-2'], true],
    ['anti-affinity', 'which is a rule and no wish', {}, ['compute-2'], null],
  ])('by %s, %s', (policy, _case, facts, others, follows) => {
    expect(input(asked(policy), facts, others).followsGroup).toBe(follows);
  });

  it('is no question without a group', () => {
    expect(input(aVmRequest()).followsGroup).toBeNull();
  });
});
