import type { HostRule } from '../host-rule';

/**
 * `resources:CUSTOM_X=1` and the like are amounts that only Placement knows: no inventory tells them, so that no host is
 * known to have them, and a VM that asks for them has no valid host here.
 */
export const customResources: HostRule = {
  name: 'custom-resources',
  reject(_host, { wantedResources: [first] }) {
    if (first === undefined) return null;
    return {
      code: 'resource.unknown',
      required: `${first.amount} ${first.resourceClass}`,
      available: 'not known: inventories tell CPUs, memory, disk and devices',
    };
  },
};
