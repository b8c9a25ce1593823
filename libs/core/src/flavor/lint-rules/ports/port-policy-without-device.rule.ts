import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { takesPciDevice } from '../../lint/lint-subject';
import { portPointer } from './port-pointer';

export const portPolicyWithoutDevice: LintRule = {
  code: 'port_policy.no_pci_device',
  severity: 'notice',
  rule: "A port's `numa_affinity_policy` is about the VF or PF behind it; a normal port has none.",
  source: 'nova/network/neutron.py create_resource_requests',
  find: (given) =>
    given.ports.flatMap((port, index) => {
      if (port.numaAffinityPolicy === null || takesPciDevice(port)) return [];
      const pointer = portPointer(index, 'numa_affinity_policy');
      const message = `A port of vNIC type ${port.vnicType} has no PCI device that could be near.`;
      return [{ pointer, message, fixes: [[remove(pointer)]] }];
    }),
};
