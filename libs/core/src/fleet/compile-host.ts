import type { Inventory } from '../inventory/inventory';
import { computeCapacity, freeAmounts } from './compile-amounts';
import { compileCells } from './compile-cells';
import { compileDevices } from './compile-devices';
import { hostFacets } from './facets';
import type { FactAge } from './fact-age';
import type { HostClaim } from './host-claims';
import { hostDigest } from './host-digest';
import type { HostAdminState, HostState } from './host-state';
import { vfSupply } from './vf-demand';

/** One host as stored: its inventory and the live claims on it. */
export interface HostFacts {
  readonly hostName: string;
  readonly state: HostAdminState;
  readonly generation: number;
  readonly version: number;
  readonly inventory: Inventory;
  /** Hash of the canonical inventory, without `observed_at`. */
  readonly inventoryHash: string;
  /** Live claims only: reserved, confirmed and orphaned; and of servers that the advisor did not place. */
  readonly claims: readonly HostClaim[];
  /** Addresses of the devices that the ledger keeps in quarantine. */
  readonly quarantined: readonly string[];
  /** Names the parameters that predict this host's devices (`io-path/calibration/calibrated-model.ts`); left out: none of its own. */
  readonly modelKey?: string;
  /** Left out: its facts are current. */
  readonly factAge?: FactAge;
}

const NO_SERVER_GROUPS: ReadonlyMap<string, number> = new Map();

/**
 * Puts a host into the form the planner works on, with every live claim taken off. Runs over the whole fleet when a
 * worker starts and over a host after each change, so parts that say nothing are shared between hosts.
 */
export function compileHost(facts: HostFacts): HostState {
  const {
    hostName,
    state,
    generation,
    version,
    inventory,
    inventoryHash,
    claims,
    quarantined,
    modelKey,
    factAge = 0,
  } = facts;
  const cells = compileCells(inventory, claims);
  const capacity = computeCapacity(inventory, cells);
  const devices = compileDevices(inventory, claims, quarantined);
  const { pfs } = devices;
  return {
    hostName,
    state,
    generation,
    version,
    digest: hostDigest(facts),
    inventory,
    inventoryHash,
    claims,
    quarantined,
    capacity,
    free: freeAmounts(capacity, claims),
    cells,
    ...devices,
    groups: serverGroups(claims),
    vfSupply: vfSupply(pfs),
    physicalNetworks: physicalNetworks(inventory),
    modelKey: modelKey ?? '',
    factAge,
    facets: hostFacets(
      inventory,
      devices,
      cells,
      claims.length,
      `${modelKey ?? ''}${factAge === 0 ? '' : ` ${factAge}`}`,
    ),
  };
}

function serverGroups(claims: readonly HostClaim[]): ReadonlyMap<string, number> {
  const groups = new Map<string, number>();
  for (const { groupId } of claims) {
    if (groupId !== null) groups.set(groupId, (groups.get(groupId) ?? 0) + 1);
  }
  return groups.size === 0 ? NO_SERVER_GROUPS : groups;
}

function physicalNetworks({ pfs, bridges }: Inventory): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { physicalNetwork } of pfs) if (physicalNetwork !== null) names.add(physicalNetwork.toLowerCase());
  for (const { physicalNetwork } of bridges) if (physicalNetwork !== null) names.add(physicalNetwork.toLowerCase());
  return names;
}
