import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { takesPciDevice } from '../../lint/lint-subject';

const KEY = 'hw:pci_numa_affinity_policy';

export const pciPolicyWithoutDevices: LintRule = {
  code: 'pci_policy.no_pci_device',
  severity: 'notice',
  rule: 'A PCI NUMA affinity policy is about devices: of `pci_passthrough:alias`, and of ports with a VF or PF. A guest without any needs none, and `socket` keeps it from hosts without the trait.',
  source: 'nova/pci/request.py; nova/scheduler/request_filter.py',
  find: (given) =>
    given.portsKnown &&
    given.spec(KEY) !== null &&
    given.spec('pci_passthrough:alias') === null &&
    !given.ports.some(takesPciDevice)
      ? [
          {
            pointer: extraSpecPointer(KEY),
            message: 'Neither the flavor nor a port asks for a PCI device.',
            fixes: [[remove(extraSpecPointer(KEY))]],
          },
        ]
      : [],
};
