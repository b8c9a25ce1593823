import type { Inventory } from '../../inventory/inventory';
import { FACT_PRECEDENCE } from './fact-precedence.data';
import type { FactSource, HostSources } from './host-sources';
import { totalsIn } from './placement-facts';

/** Whose word a fact of an inventory is. */
export interface FactOrigin {
  /** As the inventory document names it. */
  readonly fact: string;
  /** Null: nobody tells it. */
  readonly source: FactSource | null;
  /** Others that tell it, and are not believed. */
  readonly others: readonly FactSource[];
}

/** Who tells each fact of a host, in the order of {@link FACT_PRECEDENCE}. A list that is empty is told all the same. */
export function factOrigins(sources: HostSources): readonly FactOrigin[] {
  return FACT_PRECEDENCE.map(({ fact, sources: ranked }) => {
    const telling = ranked.filter((source) => tells(source, fact, sources));
    return { fact, source: telling[0] ?? null, others: telling.slice(1) };
  });
}

function tells(source: FactSource, fact: string, { put, nova, placement, neutron }: HostSources): boolean {
  if (source === 'put') return put !== null && putTells(fact, put);
  if (source === 'nova') return nova !== null && (fact !== 'versions' || nova.hypervisorVersion !== null);
  if (source === 'neutron') return neutron !== null && neutronTells(fact, neutron.agents);
  // Of a host that was put, Placement's counts are compared only.
  if (placement === null) return false;
  if (fact === 'totals') return put === null && totalsIn(placement) !== null;
  return fact !== 'pci_devices' || put === null;
}

function putTells(fact: string, put: Inventory): boolean {
  if (fact === 'pfs.physical_network') return put.pfs.some(({ physicalNetwork }) => physicalNetwork !== null);
  if (fact === 'bridges.physical_network') return put.bridges.some(({ physicalNetwork }) => physicalNetwork !== null);
  const value = put[fact.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()) as keyof Inventory];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value !== null && value !== undefined;
  return Object.values(value).some((part) => part !== null);
}

function neutronTells(
  fact: string,
  agents: readonly { readonly deviceMappings: object; readonly bridgeMappings: object }[],
): boolean {
  const mapped = (name: 'deviceMappings' | 'bridgeMappings') =>
    agents.some((agent) => Object.keys(agent[name]).length > 0);
  if (fact === 'pfs.physical_network') return mapped('deviceMappings');
  return fact !== 'bridges.physical_network' || mapped('bridgeMappings');
}
