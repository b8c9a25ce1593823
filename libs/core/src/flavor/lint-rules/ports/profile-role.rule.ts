import { TRUSTED_PORTS_SINCE } from '../../../nova/openstack-release';
import { remove, set, type LintFix } from '../../lint/lint-fix';
import type { LintPort } from '../../lint/lint-subject';
import type { LintRule } from '../../lint/lint-rule';
import { portPointer, profilePointer } from './port-pointer';

const SERVICE_ROLE_SINCE = '2024.1';

export const profileRole: LintRule = {
  code: 'port_profile.service_role',
  severity: 'warning',
  rule: 'Writing `binding:profile` takes the service role from 2024.1 on (admin from Yoga to 2023.2). For hardware offload a member sets `hardware_offload_type=switchdev` instead when the port is created (2024.1, extension port-hardware-offload-type).',
  source:
    'Neutron policy of create_port:binding:profile; release note translate_vf_network_capabilities_to_port_binding',
  find: (given) =>
    given.ports.flatMap((port, index) => {
      if (!given.since(SERVICE_ROLE_SINCE)) return [];
      // From 2024.2 on trust has a rule of its own, with a way out.
      const written = given.since(TRUSTED_PORTS_SINCE) ? ['capabilities'] : ['capabilities', 'trusted'];
      return written
        .filter((key) => Object.hasOwn(port.bindingProfile, key))
        .map((key) => ({
          pointer: profilePointer(index, key),
          message: `Only the service role may write ${key} into binding:profile.`,
          fixes: key === 'capabilities' ? byOffloadType(port, index) : [],
        }));
    }),
};

function byOffloadType({ bindingProfile }: LintPort, index: number): readonly LintFix[] {
  const capabilities = bindingProfile['capabilities'];
  const onlySwitchdev = Array.isArray(capabilities) && capabilities.length === 1 && capabilities[0] === 'switchdev';
  if (!onlySwitchdev) return [];
  return [
    [remove(profilePointer(index, 'capabilities')), set(portPointer(index, 'hardware_offload_type'), 'switchdev')],
  ];
}
