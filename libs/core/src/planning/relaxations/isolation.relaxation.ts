import type { IsolationNeed } from '../../request/vm-request';
import type { RelaxationRule } from './relaxation-rule';

/** From the weakest to the strongest. */
const NEEDS: readonly IsolationNeed[] = ['shared', 'dedicated_vf', 'tenant_pf', 'dedicated_device'];

/** Every weaker need than the one stated. */
export const relaxIsolation: RelaxationRule = (request) =>
  NEEDS.slice(0, NEEDS.indexOf(request.isolation))
    .reverse()
    .map((isolation) => ({
      change: `isolation: ${request.isolation} -> ${isolation}`,
      ladder: 'isolation',
      costs: 'hardware or host software is shared with other tenants',
      request: { ...request, isolation },
    }));
