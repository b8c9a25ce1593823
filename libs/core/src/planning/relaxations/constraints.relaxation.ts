import type { Constraints } from '../../request/vm-request';
import type { ProposedChange, RelaxationRule } from './relaxation-rule';

/** Lifts each placement constraint by itself. */
export const relaxConstraints: RelaxationRule = (request) => {
  const { availabilityZone, aggregates, includeHosts, excludeHosts, group } = request.constraints;
  const proposals: ProposedChange[] = [];
  const propose = (change: string, costs: string, constraints: Partial<Constraints>): void => {
    proposals.push({
      change,
      costs,
      ladder: change,
      request: { ...request, constraints: { ...request.constraints, ...constraints } },
    });
  };
  if (availabilityZone !== null) {
    propose(`constraints.availability_zone: ${availabilityZone} -> any`, 'another availability zone', {
      availabilityZone: null,
    });
  }
  if (aggregates.length > 0) {
    propose(`constraints.aggregates: ${aggregates.join(', ')} -> none`, 'hosts outside the aggregates', {
      aggregates: [],
    });
  }
  if (includeHosts !== null)
    propose('constraints.include_hosts -> any', 'other hosts than those named', { includeHosts: null });
  if (excludeHosts.length > 0)
    propose('constraints.exclude_hosts -> none', 'hosts that were excluded', { excludeHosts: [] });
  if (group !== null && !group.policy.startsWith('soft-')) {
    const policy = group.policy === 'affinity' ? 'soft-affinity' : 'soft-anti-affinity';
    propose(`constraints.group.policy: ${group.policy} -> ${policy}`, 'the group is kept only where that is possible', {
      group: { ...group, policy },
    });
  }
  return proposals;
};
