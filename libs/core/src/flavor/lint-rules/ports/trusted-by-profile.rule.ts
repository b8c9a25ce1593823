import { TRUSTED_PORTS_SINCE } from '../../../nova/openstack-release';
import { lenientBoolean } from '../../../nova/python-values';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { portPointer, profilePointer } from './port-pointer';

export const trustedByProfile: LintRule = {
  code: 'port_trust.by_profile',
  severity: 'warning',
  rule: 'From 2024.2 on trust is the port attribute `trusted`, which an admin may set; `trusted` in `binding:profile` is deprecated, and takes the service role.',
  source: 'neutron-lib api/definitions/port_trusted_vif.py; Neutron policy of 2024.1',
  find: (given) =>
    given.ports.flatMap(({ bindingProfile, trusted }, index) => {
      const said = bindingProfile['trusted'];
      if (said === undefined || !given.since(TRUSTED_PORTS_SINCE)) return [];
      const pointer = profilePointer(index, 'trusted');
      const asAttribute = set(
        portPointer(index, 'trusted'),
        trusted ?? (said === true || (typeof said === 'string' && lenientBoolean(said))),
      );
      const message = 'The attribute "trusted" says the same, and an admin may set it.';
      return [{ pointer, message, fixes: [[remove(pointer), asAttribute], [remove(pointer)]] }];
    }),
};
