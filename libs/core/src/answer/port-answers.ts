import { isAtLeast, SOCKET_PORTS_SINCE, TRUSTED_PORTS_SINCE, type OpenStackRelease } from '../nova/openstack-release';
import type { Assignment } from '../planning/assignment';
import type { PortAnswer } from '../planning/decision';
import type { NicCandidates, RequestContext } from '../planning/request-context';
import type { NumaAffinityPolicy } from '../request/vm-request';

/** What to ask of Neutron for every NIC, and which role the asking takes (handbook 2.2). */
export function portAnswers({ nics, anchor }: Assignment, context: RequestContext): readonly PortAnswer[] {
  const { release } = context.policy;
  return nics.map(({ path, pf }, index) => {
    const { nic } = context.nics[index] as NicCandidates;
    const hasEffect = pf !== null && anchor.topology !== null;
    const trust = nic.trusted && path.takes === 'vf' ? trustedPort(release) : UNTRUSTED;
    return {
      name: nic.name,
      vnicType: path.vnicType,
      physicalNetwork: nic.physicalNetwork,
      numaAffinityPolicy: hasEffect ? portPolicy(nic.numaAffinityPolicy, release) : null,
      ...trust,
    };
  });
}

type Trust = Pick<PortAnswer, 'bindingProfile' | 'trusted' | 'requiredRole'>;

/** A guest with a whole PF can do with it what it likes, and Nova would look for a PF that is tagged as trusted. */
const UNTRUSTED: Trust = { bindingProfile: {}, trusted: null, requiredRole: 'member' };

/** An attribute of its own from 2024.2 on (port-trusted-vif); before, the profile, which only a service may write from 2024.1 on. */
function trustedPort(release: OpenStackRelease): Trust {
  if (isAtLeast(release, TRUSTED_PORTS_SINCE)) return { bindingProfile: {}, trusted: true, requiredRole: 'admin' };
  const requiredRole = isAtLeast(release, '2024.1') ? 'service' : 'admin';
  return { bindingProfile: { trusted: 'true' }, trusted: null, requiredRole };
}

/** Ports may say `socket` from 2024.2 on; before, the flavor says it. */
function portPolicy(policy: NumaAffinityPolicy | null, release: OpenStackRelease): NumaAffinityPolicy | null {
  return policy === 'socket' && !isAtLeast(release, SOCKET_PORTS_SINCE) ? null : policy;
}
