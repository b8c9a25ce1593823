import type { NetworkNumaAffinity } from '@iopath/core';
import { UnreadableImport } from '../import/import-reader';
import { MAX_LONG, MAX_NODE } from '../json/limits';
import { integerOf, textOf } from '../json/json-values';
import { type NovaOption, type NovaOptions } from './nova-options';
import { listOption, wrong } from './option-values';

const MAX_NETWORKS = 255;

/**
 * `[neutron]physnets` with `[neutron_physnet_X]numa_nodes`, and `[neutron_tunnel]numa_nodes` (`nova/conf/neutron.py`).
 * Undefined when the file names neither.
 *
 * @throws UnreadableImport for a network without nodes, on which Nova does not start
 */
export function networkAffinityOf(options: NovaOptions): readonly NetworkNumaAffinity[] | undefined {
  const physnets = options.one(['neutron', 'physnets']);
  const tunnel = options.one(['neutron_tunnel', 'numa_nodes']);
  if (physnets === null && tunnel === null) return undefined;
  const names = new Set(listOption(physnets) ?? []);
  if (physnets !== null && names.size > MAX_NETWORKS) {
    throw new UnreadableImport('import.too_large', `more than ${MAX_NETWORKS} networks`, physnets.where);
  }
  const named = [...names].map((physicalNetwork) => {
    const nodes = options.one([`neutron_physnet_${physicalNetwork.toLowerCase()}`, 'numa_nodes']);
    if (physnets === null || textOf(physicalNetwork, MAX_LONG) === undefined || nodes === null) {
      throw wrong(physnets as NovaOption, 'names a network without [neutron_physnet_NAME]numa_nodes');
    }
    return { physicalNetwork, numaNodes: nodesOf(nodes) };
  });
  return tunnel === null ? named : [...named, { physicalNetwork: null, numaNodes: nodesOf(tunnel) }];
}

function nodesOf(option: NovaOption): readonly number[] {
  const nodes = (listOption(option) ?? []).map((text) => {
    const node = integerOf(text, 0, MAX_NODE);
    if (node === undefined) throw wrong(option, `is no list of NUMA nodes from 0 to ${MAX_NODE}`);
    return node;
  });
  return [...new Set(nodes)].sort((a, b) => a - b);
}
