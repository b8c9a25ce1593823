import { aliasTakesFrom } from '../../feasibility/alias-pool';
import type { PhysicalFunction } from '../../inventory/inventory';
import { PciAliases } from '../../nova/pci-aliases';
import { definitionsFor, devicesByAlias } from './given-pci-devices';
import type { PrerequisitesOf } from './prerequisite';

/**
 * An alias asks for no network, so where its ids match it takes functions that are tagged for Neutron, and ports run out
 * of them (handbook 2.5; only `pci_in_placement` keeps them apart). Told where that is so on the host.
 */
export const disjointPools: PrerequisitesOf = (candidate, context) =>
  devicesByAlias(candidate).flatMap((device) => {
    const alias = device.alias ?? '';
    const aliases = new PciAliases(definitionsFor(device, context));
    const tagged = candidate.host.pfs.flatMap((state) => {
      const takes = state.pf.physicalNetwork === null ? null : aliasTakesFrom(state, alias, aliases);
      return takes === null ? [] : [{ pf: state.pf, takes }];
    });
    const [first] = tagged;
    if (first === undefined) return [];
    const networks = [...new Set(tagged.map(({ pf }) => pf.physicalNetwork))].join(', ');
    return [
      {
        code: 'pci.disjoint_pools',
        what: `the alias ${alias} also takes ${first.takes === 'pf' ? 'PFs' : 'VFs'} of ports on ${networks}: keep the ids of the two apart, or offer to flavors and ports devices of different products`,
        snippet: `# nova-compute: tagged for ports, and matched by the alias ${alias} all the same\n[pci]\ndevice_spec = ${taggedSpec(first.pf, first.takes)}`,
        met: false,
      },
    ];
  });

function taggedSpec(
  { vendorId, productId, address, physicalNetwork, vfs }: PhysicalFunction,
  takes: 'vf' | 'pf',
): string {
  const listed = takes === 'pf' ? { vendorId, productId } : (vfs[0] ?? { vendorId, productId });
  const ids = { vendor_id: listed.vendorId, product_id: listed.productId };
  return JSON.stringify({ ...ids, address, physical_network: physicalNetwork });
}
