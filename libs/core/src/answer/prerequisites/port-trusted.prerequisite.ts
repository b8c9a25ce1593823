import { isAtLeast, TRUSTED_PORTS_SINCE } from '../../nova/openstack-release';
import { hasExtension, type PrerequisitesOf } from './prerequisite';

/** From 2024.2 on trust is an attribute of the port, which an ML2 extension driver brings (handbook 2.2). */
export const portTrusted: PrerequisitesOf = ({ assignment: { nics } }, { request, policy }) => {
  const isAsked = nics.some(({ path }, index) => path.takes === 'vf' && request.nics[index]?.trusted === true);
  if (!isAsked || !isAtLeast(policy.release, TRUSTED_PORTS_SINCE)) return [];
  return [
    {
      code: 'neutron.port_trusted',
      what: 'the port attribute trusted needs its ML2 extension driver',
      snippet: '[ml2]\nextension_drivers = <your drivers>,port_trusted',
      met: hasExtension(policy, 'port-trusted-vif'),
    },
  ];
};
