import { TRUSTED_PORTS_SINCE } from '../../../nova/openstack-release';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { portPointer, profilePointer } from './port-pointer';

export const trustedTooEarly: LintRule = {
  code: 'port_trust.attribute_too_early',
  severity: 'error',
  rule: 'The port attribute `trusted` came with 2024.2 (extension port-trusted-vif); before, trust is `binding:profile` `trusted: "true"`, which from 2024.1 on only the service role may write.',
  source: 'neutron-lib api/definitions/port_trusted_vif.py',
  find: (given) =>
    given.ports.flatMap(({ trusted }, index) => {
      if (trusted === null || given.since(TRUSTED_PORTS_SINCE)) return [];
      const pointer = portPointer(index, 'trusted');
      const byProfile = trusted ? [[remove(pointer), set(profilePointer(index, 'trusted'), 'true')]] : [];
      const message = `Neutron ${given.release} has no port attribute "trusted".`;
      return [{ pointer, message, fixes: [...byProfile, [remove(pointer)]] }];
    }),
};
