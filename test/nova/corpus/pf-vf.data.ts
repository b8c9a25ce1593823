import type { HostState, VmRequest } from '@iopath/core';
import { host, node, pfNic, pfs, range, vfNic, vm, type ExpectedPlace, type FitScenario } from './scenario';

/** Two nodes; only node 0 has CPUs to pin, so that a pinned guest lies there. */
const NODES = [0, 1].map((id) => node(id, [[4 * id], [4 * id + 1], [4 * id + 2], [4 * id + 3]]));
const ON_0 = { numaNodes: NODES, cpuDedicatedSet: range(0, 3), cpuSharedSet: range(4, 7) };
const PINNED = { 'hw:cpu_policy': 'dedicated' };

function row(
  name: string,
  on: HostState,
  request: VmRequest,
  expected: ExpectedPlace | null,
  source: string,
): FitScenario {
  return { kind: 'fit', name, source, host: on, request, expected };
}

const EXCLUSION = 'handbook 3.3';
const MIXED_POOLS = 'nova/pci/stats.py _filter_pools: NUMA before unrequested PFs';
const FLOATING = { numaNodes: NODES.slice(0, 1) };

/** PFs and VFs exclude each other, in the claim and in the counting before it. */
export const PFS_AND_VFS: readonly FitScenario[] = [
  row(
    'a whole PF',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 2 }) }),
    vm({ specs: PINNED, nics: [pfNic()] }),
    { nodes: [0], deviceNodes: [0] },
    EXCLUSION,
  ),
  row(
    'a PF without VFs',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 0 }) }),
    vm({ specs: PINNED, nics: [pfNic()] }),
    { nodes: [0], deviceNodes: [0] },
    EXCLUSION,
  ),
  row(
    'a PF one of whose VFs is taken',
    host(
      { ...ON_0, pfs: pfs({ at: 0, vfs: 2 }) },
      {
        devices: [
          { kind: 'vf', address: '0000:40:01.1', pfAddress: '0000:40:00.0', bandwidthMbps: 0, packetRateKpps: 0 },
        ],
      },
    ),
    vm({ specs: PINNED, nics: [pfNic()] }),
    null,
    EXCLUSION,
  ),
  row(
    'a VF of a PF that is taken',
    host(
      { ...ON_0, pfs: pfs({ at: 0, vfs: 2 }) },
      {
        devices: [
          { kind: 'pf', address: '0000:40:00.0', pfAddress: '0000:40:00.0', bandwidthMbps: 0, packetRateKpps: 0 },
        ],
      },
    ),
    vm({ specs: PINNED, nics: [vfNic()] }),
    null,
    EXCLUSION,
  ),
  row(
    'a VF beside a taken VF',
    host(
      { ...ON_0, pfs: pfs({ at: 0, vfs: 2 }) },
      {
        devices: [
          { kind: 'vf', address: '0000:40:01.1', pfAddress: '0000:40:00.0', bandwidthMbps: 0, packetRateKpps: 0 },
        ],
      },
    ),
    vm({ specs: PINNED, nics: [vfNic()] }),
    { nodes: [0], deviceNodes: [0] },
    EXCLUSION,
  ),
  row(
    'two whole PFs',
    host({ ...FLOATING, pfs: pfs({ at: 0, vfs: 1 }, { at: 0, vfs: 1 }) }),
    vm({ nics: [pfNic(), pfNic()] }),
    { nodes: null, deviceNodes: [0, 0] },
    EXCLUSION,
  ),
  row(
    'two whole PFs where there is one',
    host({ ...FLOATING, pfs: pfs({ at: 0, vfs: 1 }) }),
    vm({ nics: [pfNic(), pfNic()] }),
    null,
    EXCLUSION,
  ),
  row(
    'a VF and then its own PF',
    host({ ...FLOATING, pfs: pfs({ at: 0, vfs: 2 }) }),
    vm({ nics: [vfNic(), pfNic()] }),
    null,
    EXCLUSION,
  ),
  row(
    'a PF and then one of its VFs',
    host({ ...FLOATING, pfs: pfs({ at: 0, vfs: 2 }) }),
    vm({ nics: [pfNic(), vfNic()] }),
    null,
    EXCLUSION,
  ),
  row(
    'a VF and a whole PF of two',
    host({ ...FLOATING, pfs: pfs({ at: 0, vfs: 1 }, { at: 0, vfs: 1 }) }),
    vm({ nics: [vfNic(), pfNic()] }),
    { nodes: null, deviceNodes: [0, 0] },
    EXCLUSION,
  ),
  row(
    'a VF, then a whole PF that Nova can pick rightly only',
    host({ ...FLOATING, pfs: pfs({ at: 0, vfs: 1 }, { at: 0, vfs: 0 }) }),
    vm({ nics: [vfNic(), pfNic()] }),
    { nodes: null, deviceNodes: [0, 0] },
    EXCLUSION,
  ),
  row(
    'a whole PF first, of which Nova can pick the only one with VFs',
    host({ ...FLOATING, pfs: pfs({ at: 0, vfs: 1 }, { at: 0, vfs: 0 }) }),
    vm({ nics: [pfNic(), vfNic()] }),
    null,
    EXCLUSION,
  ),
  row(
    'a near PF without VFs keeps a port from the VF at no known node',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 0 }, { at: null, vfs: 1 }) }),
    vm({ specs: PINNED, nics: [vfNic()] }),
    null,
    MIXED_POOLS,
  ),
  row(
    'unless the PF goes to an earlier port',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 0 }, { at: null, vfs: 1 }) }),
    vm({ specs: PINNED, nics: [pfNic(), vfNic()] }),
    { nodes: [0], deviceNodes: [0, null] },
    MIXED_POOLS,
  ),
  row(
    'or is on another network',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 0, on: 'physnet2' }, { at: null, vfs: 1 }) }),
    vm({ specs: PINNED, nics: [vfNic()] }),
    { nodes: [0], deviceNodes: [null] },
    MIXED_POOLS,
  ),
  row(
    'a far PF without VFs does not matter',
    host({ ...ON_0, pfs: pfs({ at: 0, vfs: 1 }, { at: 1, vfs: 0 }) }),
    vm({ specs: PINNED, nics: [vfNic()] }),
    { nodes: [0], deviceNodes: [0] },
    MIXED_POOLS,
  ),
];
