import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { profilePointer } from './port-pointer';

const WRITTEN_BY_NOVA = [
  'pci_slot',
  'pci_vendor_info',
  'physical_network',
  'card_serial_number',
  'pf_mac_address',
  'vf_num',
  'device_mac_address',
  'allocation',
  'migrating_to',
];

export const profileWrittenByNova: LintRule = {
  code: 'port_profile.written_by_nova',
  severity: 'warning',
  rule: 'Nova writes `pci_slot`, `pci_vendor_info`, `physical_network`, `allocation` and the like into `binding:profile` when it has picked the device. Who sets them does not choose a VF: they are overwritten.',
  source: 'nova/network/neutron.py _populate_neutron_binding_profile',
  find: (given) =>
    given.ports.flatMap(({ bindingProfile }, index) =>
      WRITTEN_BY_NOVA.filter((key) => Object.hasOwn(bindingProfile, key)).map((key) => ({
        pointer: profilePointer(index, key),
        message: `Nova overwrites ${key} with that of the device it picks.`,
        fixes: [[remove(profilePointer(index, key))]],
      })),
    ),
};
