import type { HostState } from '../../fleet/host-state';
import type { NumaAffinityPolicy } from '../../request/vm-request';
import type { Anchor } from './anchors';
import type { RequestContext } from '../request-context';

/** Where devices are looked for: on this host, with the guest at this anchor. */
export interface Spot {
  readonly anchor: Anchor;
  readonly host: HostState;
  readonly context: RequestContext;
}

/** What Nova applies when neither port nor flavor nor image nor alias states a policy (handbook 2.2). */
export const DEFAULT_POLICY: NumaAffinityPolicy = 'legacy';
