import type { IsolationNeed } from '../../request/vm-request';
import { ASPECT } from './aspects';
import type { RelaxationRule } from './relaxation-rule';

/** From the weakest to the strongest. */
const NEEDS: readonly IsolationNeed[] = ['shared', 'dedicated_vf', 'tenant_pf', 'dedicated_device'];

/** Every weaker need than the one stated. */
export const relaxIsolation: RelaxationRule = ({ isolation: stated }) =>
  NEEDS.slice(0, NEEDS.indexOf(stated))
    .reverse()
    .map((isolation) => ({
      target: 'request',
      subject: 'isolation',
      pointer: '/isolation',
      from: stated,
      to: isolation,
      ladder: 'isolation',
      costs: 'hardware or host software is shared with other tenants',
      aspects: ASPECT.isolation,
      apply: (request) => ({ ...request, isolation }),
    }));
