import type { HostState, NumaAffinityPolicy, VmRequest } from '@iopath/core';
import { drives, host, node, pfs, range, vfNic, vm, type ExpectedPlace, type FitScenario } from './scenario';

/** Four nodes, two on each socket; only node 0 has CPUs to pin, so that a pinned guest lies there. */
const NODES = [0, 1, 2, 3].map((id) => node(id, [[4 * id], [4 * id + 1], [4 * id + 2], [4 * id + 3]]));
const ON_0 = { numaNodes: NODES, cpuDedicatedSet: range(0, 3), cpuSharedSet: range(4, 15) };
const PINNED = { 'hw:cpu_policy': 'dedicated' };
const TRUTH_TABLE = 'handbook 3.4, truth table';

const POLICIES: readonly NumaAffinityPolicy[] = ['required', 'legacy', 'preferred', 'socket'];
const ALLOWED: readonly (readonly [at: number | null, policies: readonly NumaAffinityPolicy[]])[] = [
  [0, ['required', 'legacy', 'preferred', 'socket']],
  [1, ['preferred', 'socket']],
  [2, ['preferred']],
  [null, ['legacy', 'preferred']],
];

/** Every cell of the table, by the flavor's policy; for a VF, a whole PF and a device by alias. */
const TABLE = ALLOWED.flatMap(([at, allowed]) =>
  POLICIES.flatMap((policy) => {
    const specs = { ...PINNED, 'hw:pci_numa_affinity_policy': policy };
    const expected = allowed.includes(policy) ? { nodes: [0], deviceNodes: [at] } : null;
    const word = `${policy}: ${expected === null ? 'no' : 'a'}`;
    const where = `at node ${at ?? 'unknown'}`;
    const withPf = host({ ...ON_0, pfs: pfs({ at, vfs: 1 }) });
    const withDrive = host({ ...ON_0, pciDevices: drives(at) });
    return [
      row(`${word} VF ${where}`, withPf, vm({ specs, nics: [vfNic()] }), expected),
      row(`${word} drive ${where}`, withDrive, vm({ specs: { ...specs, ...ALIAS(1) } }), expected),
    ];
  }),
);

function row(
  name: string,
  on: HostState,
  request: VmRequest,
  expected: ExpectedPlace | null,
  source = TRUTH_TABLE,
): FitScenario {
  return { kind: 'fit', name, source, host: on, request, expected };
}

function ALIAS(count: number): Readonly<Record<string, string>> {
  return { 'pci_passthrough:alias': `nvme:${count}` };
}

const SOCKET = { ...PINNED, 'hw:pci_numa_affinity_policy': 'socket' };
const PREFERRED = { ...PINNED, 'hw:pci_numa_affinity_policy': 'preferred' };
const NO_SOCKETS = { ...ON_0, numaNodes: NODES.map((one) => ({ ...one, socket: null })) };
const COUNTING = 'nova/pci/stats.py _filter_pools_for_numa_cells';
const PRECEDENCE = 'handbook 2.2';

export const PCI: readonly FitScenario[] = [
  ...TABLE,
  row(
    'required and legacy look at any guest node',
    host({ numaNodes: NODES.slice(0, 2), cpuDedicatedSet: range(0, 7), pfs: pfs({ at: 1, vfs: 1 }) }),
    vm({ vcpus: 4, specs: { ...PINNED, 'hw:numa_nodes': '2' }, nics: [vfNic({ numaAffinityPolicy: 'required' })] }),
    { nodes: [0, 1], deviceNodes: [1] },
    'handbook 3.4',
  ),
  row(
    'without guest nodes even required is ignored by Nova, so we add a node',
    host({ numaNodes: NODES.slice(0, 2), pfs: pfs({ at: 1, vfs: 1 }) }),
    vm({ nics: [vfNic({ numaAffinityPolicy: 'required' })] }),
    { nodes: [1], deviceNodes: [1] },
    'handbook 0.2, fact 6',
  ),
  row(
    'no policy and no guest nodes: any device',
    host({ numaNodes: NODES, pfs: pfs({ at: 3, vfs: 1 }) }),
    vm({ nics: [vfNic()] }),
    { nodes: null, deviceNodes: [3] },
    'handbook 0.2, fact 6',
  ),
  row(
    'sockets that are not known satisfy nobody',
    host({ ...NO_SOCKETS, pfs: pfs({ at: 1, vfs: 1 }) }),
    vm({ specs: SOCKET, nics: [vfNic()] }),
    null,
    'handbook 3.4',
  ),
  row(
    'sockets that are not known do not matter beside the device',
    host({ ...NO_SOCKETS, pfs: pfs({ at: 0, vfs: 1 }) }),
    vm({ specs: SOCKET, nics: [vfNic()] }),
    { nodes: [0], deviceNodes: [0] },
    'handbook 3.4',
  ),
  row(
    'preferred with 3 drives takes 2 near and 1 far',
    host({ ...ON_0, pciDevices: drives(0, 0, 2) }),
    vm({ specs: { ...PREFERRED, ...ALIAS(3) } }),
    { nodes: [0], deviceNodes: [0, 0, 2] },
    'handbook 3.4',
  ),
  row(
    'legacy with 2 drives takes near and unknown',
    host({ ...ON_0, pciDevices: drives(0, null) }),
    vm({ specs: { ...PINNED, ...ALIAS(2) } }),
    { nodes: [0], deviceNodes: [0, null] },
    COUNTING,
  ),
  row(
    'legacy with 2 drives, one far',
    host({ ...ON_0, pciDevices: drives(0, 2) }),
    vm({ specs: { ...PINNED, ...ALIAS(2) } }),
    null,
    COUNTING,
  ),
  row(
    'more drives than there are',
    host({ ...ON_0, pciDevices: drives(0) }),
    vm({ specs: { ...PINNED, ...ALIAS(2) } }),
    null,
    COUNTING,
  ),
  row(
    'the port’s policy goes before the flavor’s',
    host({ ...ON_0, pfs: pfs({ at: 2, vfs: 1 }) }),
    vm({
      specs: { ...PINNED, 'hw:pci_numa_affinity_policy': 'required' },
      nics: [vfNic({ numaAffinityPolicy: 'preferred' })],
    }),
    { nodes: [0], deviceNodes: [2] },
    PRECEDENCE,
  ),
  row(
    'the port’s policy may be the stricter one',
    host({ ...ON_0, pfs: pfs({ at: 2, vfs: 1 }) }),
    vm({ specs: PREFERRED, nics: [vfNic({ numaAffinityPolicy: 'required' })] }),
    null,
    PRECEDENCE,
  ),
  row(
    'the image’s policy holds for ports',
    host({ ...ON_0, pfs: pfs({ at: 1, vfs: 1 }) }),
    vm({ specs: PINNED, image: { hw_pci_numa_affinity_policy: 'preferred' }, nics: [vfNic()] }),
    { nodes: [0], deviceNodes: [1] },
    PRECEDENCE,
  ),
  row(
    'a near VF goes before a far one',
    host({ ...ON_0, pfs: pfs({ at: 2, vfs: 1 }, { at: 0, vfs: 1 }) }),
    vm({ specs: PREFERRED, nics: [vfNic()] }),
    { nodes: [0], deviceNodes: [0] },
    COUNTING,
  ),
  row(
    'the second port gets the far one',
    host({ ...ON_0, pfs: pfs({ at: 2, vfs: 1 }) }),
    vm({ specs: PREFERRED, nics: [vfNic(), vfNic()] }),
    null,
    COUNTING,
  ),
  row(
    'two ports, two VFs of one PF',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 2 }) }),
    vm({ specs: PINNED, nics: [vfNic(), vfNic()] }),
    { nodes: [0], deviceNodes: [0, 0] },
    COUNTING,
  ),
  row(
    'two ports, one VF',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 1 }) }),
    vm({ specs: PINNED, nics: [vfNic(), vfNic()] }),
    null,
    COUNTING,
  ),
  row(
    'an early port without wishes takes what a later one needs',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 1 }, { at: null, vfs: 1 }) }),
    vm({ specs: PINNED, nics: [vfNic(), vfNic({ numaAffinityPolicy: 'required' })] }),
    null,
    COUNTING,
  ),
  row(
    'the other way round both are served',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 1 }, { at: null, vfs: 1 }) }),
    vm({
      specs: PINNED,
      nics: [vfNic({ numaAffinityPolicy: 'required' }), vfNic({ numaAffinityPolicy: 'preferred' })],
    }),
    null,
    'nova/pci/stats.py: the near PF still counts, and is no VF',
  ),
  row(
    'a VF on another network is none',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 2, on: 'physnet2' }) }),
    vm({ specs: PINNED, nics: [vfNic()] }),
    null,
    'handbook 3.4',
  ),
  row(
    'networks are told apart without case',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 2, on: 'PhysNet1' }) }),
    vm({ specs: PINNED, nics: [vfNic()] }),
    { nodes: [0], deviceNodes: [0] },
    'handbook 2.5',
  ),
  row(
    'the guest goes to the node with the devices',
    host({ numaNodes: NODES, pfs: pfs({ at: 2, vfs: 1 }) }),
    vm({ specs: { 'hw:numa_nodes': '1' }, nics: [vfNic()] }),
    { nodes: [2], deviceNodes: [2] },
    'handbook 3.7, step 2',
  ),
  row(
    'a guest without devices lies where it would without them, for the claim does not look at them',
    host({ numaNodes: NODES, pfs: pfs({ at: 0, vfs: 1 }) }),
    vm({ specs: { 'hw:numa_nodes': '1' } }),
    { nodes: [0] },
    'nova/compute/claims.py _test_numa_topology',
  ),
];
