import type { LintRule } from '../../lint/lint-rule';
import { takesPciDevice } from '../../lint/lint-subject';
import { portPointer } from './port-pointer';

export const portPolicyOverrides: LintRule = {
  code: 'port_policy.overrides_flavor',
  severity: 'notice',
  rule: "A port's own `numa_affinity_policy` goes before that of flavor and image, and that before the alias's.",
  source: 'nova/network/neutron.py create_resource_requests; nova/pci/request.py',
  find: (given) => {
    const stated = given.guest.ok ? given.guest.pciNumaPolicy : null;
    return given.ports.flatMap((port, index) => {
      const own = port.numaAffinityPolicy;
      if (stated === null || own === null || own === stated || !takesPciDevice(port)) return [];
      const message = `For this port "${own}" holds, not "${stated}" of the flavor or image.`;
      return [{ pointer: portPointer(index, 'numa_affinity_policy'), message, fixes: [] }];
    });
  },
};
