import type { NicExpression, PortRole } from '../io-path/nic-path';
import { factAt } from '../nova/by-release';
import { isAtLeast, SOCKET_PORTS_SINCE, TRUSTED_PORTS_SINCE, type OpenStackRelease } from '../nova/openstack-release';
import type { Assignment } from '../planning/devices/assignment';
import type { PortAnswer } from '../planning/decision';
import type { NicCandidates, RequestContext } from '../planning/request-context';
import type { NumaAffinityPolicy } from '../request/vm-request';

/** What to ask of Neutron for every NIC, and which role the asking takes (handbook 2.2). */
export function portAnswers({ nics, anchor }: Assignment, context: RequestContext): readonly PortAnswer[] {
  const { release } = context.policy;
  return nics.map(({ path, pf }, index) => {
    const { nic } = context.nics[index] as NicCandidates;
    const hasEffect = pf !== null && anchor.topology !== null;
    const expression = factAt(path.expression, release);
    const trust = nic.trusted && path.trust === 'set_by_nova' ? trustedPort(release) : UNTRUSTED;
    const attribute = knownAttribute(expression, context);
    const remark = attribute === null ? expression.remark : attribute.remark;
    return {
      name: nic.name,
      vnicType: path.vnicType,
      physicalNetwork: nic.physicalNetwork,
      numaAffinityPolicy: hasEffect ? portPolicy(nic.numaAffinityPolicy, release) : null,
      bindingProfile: { ...expression.bindingProfile, ...trust.bindingProfile },
      trusted: trust.trusted,
      hardwareOffloadType: attribute?.value ?? null,
      requiredRole: higherRole(expression.role, trust.requiredRole),
      notes: remark === null ? path.notes : [...path.notes, remark],
    };
  });
}

/** An attribute is asked for only where Neutron is known to have its extension: it refuses ports with one that it does not know. */
function knownAttribute({ attribute }: NicExpression, { policy }: RequestContext): NicExpression['attribute'] {
  const extensions = policy.cloud?.neutronExtensions ?? [];
  return attribute !== null && extensions.includes(attribute.extension) ? attribute : null;
}

const ROLES: readonly PortRole[] = ['member', 'admin', 'service'];

function higherRole(a: PortRole, b: PortRole): PortRole {
  return ROLES.indexOf(a) > ROLES.indexOf(b) ? a : b;
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
