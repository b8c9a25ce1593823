import type { Inventory, NicRequest } from '@iopath/core';
import { HANDBOOK_NODES, host, pfs, softNic, vfNic, vm, type ExpectedPlace, type FitScenario } from './scenario';

const ONE_NODE = { 'hw:numa_nodes': '1' };
const TWO_NODES = { 'hw:numa_nodes': '2' };
const NEAR_1 = [{ physicalNetwork: 'physnet1', numaNodes: [1] }];
const TUNNELS_NEAR_1 = [{ physicalNetwork: null, numaNodes: [1] }];

function row(
  name: string,
  networkNumaAffinity: Inventory['networkNumaAffinity'],
  nics: readonly NicRequest[],
  specs: Readonly<Record<string, string>>,
  expected: ExpectedPlace | null,
  inventory: Partial<Inventory> = {},
): FitScenario {
  return {
    kind: 'fit',
    name,
    source: 'handbook 3.7, step 4',
    host: host({ numaNodes: HANDBOOK_NODES, networkNumaAffinity, ...inventory }),
    request: vm({ nics, specs }),
    expected,
  };
}

export const NETWORKS: readonly FitScenario[] = [
  row('a network near node 1 draws the guest there', NEAR_1, [softNic()], ONE_NODE, { nodes: [1] }),
  row('a guest on both nodes is there anyway', NEAR_1, [softNic()], TWO_NODES, { nodes: [0, 1] }),
  row('a guest without nodes is not asked', NEAR_1, [softNic()], {}, { nodes: null }),
  row('another network does not matter', NEAR_1, [softNic({ physicalNetwork: 'physnet2' })], ONE_NODE, { nodes: [0] }),
  row('nor do the tunnels', NEAR_1, [softNic({ physicalNetwork: null })], ONE_NODE, { nodes: [0] }),
  row('tunnels near node 1 draw the guest there', TUNNELS_NEAR_1, [softNic({ physicalNetwork: null })], ONE_NODE, {
    nodes: [1],
  }),
  row(
    'networks near both nodes tear a guest of one node apart',
    [...NEAR_1, { physicalNetwork: 'physnet2', numaNodes: [0] }],
    [softNic(), softNic({ physicalNetwork: 'physnet2' })],
    ONE_NODE,
    null,
  ),
  row(
    'and suit a guest of two',
    [...NEAR_1, { physicalNetwork: 'physnet2', numaNodes: [0] }],
    [softNic(), softNic({ physicalNetwork: 'physnet2' })],
    TWO_NODES,
    { nodes: [0, 1] },
  ),
  row(
    'a network near both nodes suits any',
    [{ physicalNetwork: 'physnet1', numaNodes: [0, 1] }],
    [softNic()],
    ONE_NODE,
    { nodes: [0] },
  ),
  row(
    'the network of a VF counts as well',
    NEAR_1,
    [vfNic({ numaAffinityPolicy: 'preferred' })],
    ONE_NODE,
    { nodes: [1], deviceNodes: [0] },
    { pfs: pfs({ at: 0, vfs: 1 }) },
  ),
  row(
    'a VF at one node, its network near the other',
    NEAR_1,
    [vfNic({ numaAffinityPolicy: 'required' })],
    ONE_NODE,
    null,
    { pfs: pfs({ at: 0, vfs: 1 }) },
  ),
  row(
    'a node that the host does not have is nobody’s',
    [{ physicalNetwork: 'physnet1', numaNodes: [9] }],
    [softNic()],
    ONE_NODE,
    { nodes: [0] },
  ),
];
