import type { Constraints } from '../../request/vm-request';
import { ASPECT, type Aspects } from './aspects';
import type { RelaxationRule, RequestConcession } from './relaxation-rule';

/** Lifts each placement constraint by itself. */
export const relaxConstraints: RelaxationRule = ({ constraints }) => {
  const { availabilityZone, aggregates, includeHosts, excludeHosts, group } = constraints;
  const concessions: RequestConcession[] = [];
  const propose = (
    name: string,
    [from, to]: readonly [string | null, string],
    costs: string,
    aspects: Aspects,
    lifted: Partial<Constraints>,
  ): void => {
    concessions.push({
      target: 'request',
      subject: `constraints.${name}`,
      pointer: `/constraints/${name.replace('.', '/')}`,
      from,
      to,
      costs,
      ladder: `constraints.${name}`,
      aspects,
      apply: (request) => ({ ...request, constraints: { ...request.constraints, ...lifted } }),
    });
  };
  if (availabilityZone !== null) {
    propose('availability_zone', [availabilityZone, 'any'], 'another availability zone', ASPECT.availabilityZone, {
      availabilityZone: null,
    });
  }
  if (aggregates.length > 0) {
    propose('aggregates', [aggregates.join(', '), 'none'], 'hosts outside the aggregates', ASPECT.aggregates, {
      aggregates: [],
    });
  }
  if (includeHosts !== null) {
    propose('include_hosts', [null, 'any'], 'other hosts than those named', ASPECT.namedHosts, { includeHosts: null });
  }
  if (excludeHosts.length > 0) {
    propose('exclude_hosts', [null, 'none'], 'hosts that were excluded', ASPECT.namedHosts, { excludeHosts: [] });
  }
  if (group !== null && !group.policy.startsWith('soft-')) {
    const policy = group.policy === 'affinity' ? 'soft-affinity' : 'soft-anti-affinity';
    const costs = 'the group is kept only where that is possible';
    propose('group.policy', [group.policy, policy], costs, ASPECT.serverGroup, { group: { ...group, policy } });
  }
  return concessions;
};
