import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { portPointer } from './port-pointer';

const SINCE = '2024.1';

export const offloadTypeTooEarly: LintRule = {
  code: 'port_offload.attribute_too_early',
  severity: 'error',
  rule: 'The port attribute `hardware_offload_type` came with 2024.1; before, an admin writes `{"capabilities": ["switchdev"]}` into `binding:profile`.',
  source: 'neutron-lib api/definitions/port_hardware_offload_type.py',
  find: (given) =>
    given.ports.flatMap(({ hardwareOffloadType }, index) => {
      if (hardwareOffloadType === null || given.since(SINCE)) return [];
      const pointer = portPointer(index, 'hardware_offload_type');
      const message = `Neutron ${given.release} has no port attribute "hardware_offload_type".`;
      return [{ pointer, message, fixes: [[remove(pointer)]] }];
    }),
};
