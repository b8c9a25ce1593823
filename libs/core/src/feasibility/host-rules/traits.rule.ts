import type { HostState } from '../../fleet/host-state';
import type { RequestContext } from '../../planning/request-context';
import type { HostRule } from '../host-rule';
import type { Rejection } from '../rejection';

/**
 * Placement offers only providers that have every trait required and none forbidden. Traits that nobody told are not
 * known to be there, nor known to be missing: either way the host is out.
 */
export const traits: HostRule = {
  name: 'traits',
  reject(host, context) {
    const { required, forbidden } = context.wantedTraits;
    for (const trait of required) if (has(trait, host) !== true) return refusal(trait, true, host);
    for (const trait of forbidden) if (has(trait, host) !== false) return refusal(trait, false, host);
    return impliedTrait(host, context);
  },
};

const SMT_TRAIT = 'HW_CPU_HYPERTHREADING';
const SOCKET_TRAIT = 'COMPUTE_SOCKET_PCI_NUMA_AFFINITY';

/** Null when it is not known. Whether there is SMT the CPUs tell (`nova/virt/libvirt/driver.py _get_cpu_feature_traits`). */
function has(trait: string, { inventory, cells }: HostState): boolean | null {
  if (inventory.traits !== null) return inventory.traits.includes(trait);
  return trait === SMT_TRAIT && cells.length > 0
    ? cells.some(({ siblings }) => siblings.some((group) => group.length > 1))
    : null;
}

/**
 * The policy `socket` of flavor or image requires a trait of its own, which computes have since Wallaby: only a list that
 * lacks it tells otherwise (`ResourceRequest._translate_pci_numa_affinity_policy`). The other traits that Nova requires by
 * itself (vTPM, SEV, secure boot, packed rings) are not asked: inventories tell no host facts behind them.
 */
function impliedTrait(host: HostState, { flavorPciPolicy }: RequestContext): Rejection | null {
  return flavorPciPolicy === 'socket' && has(SOCKET_TRAIT, host) === false ? refusal(SOCKET_TRAIT, true, host) : null;
}

function refusal(trait: string, isRequired: boolean, { inventory }: HostState): Rejection {
  if (inventory.traits === null) {
    return { code: 'trait.unknown', required: isRequired ? trait : `not ${trait}`, available: 'traits not known' };
  }
  return isRequired
    ? { code: 'trait.missing', required: trait, available: inventory.traits.join(', ') || 'none' }
    : { code: 'trait.forbidden', required: `not ${trait}`, available: trait };
}
