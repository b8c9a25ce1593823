import type { OpenStackRelease } from '../nova/openstack-release';

/** What the operator set for this cloud; the same policy goes into every decision's input hash. */
export interface PlanningPolicy {
  readonly release: OpenStackRelease;
}
