import type { VmRequest } from '../../request/vm-request';
import type { Profile } from '../../scoring/profile';

/** A request that found no valid host. Plain data. */
export interface RejectedRequest {
  readonly recommendationId: string;
  readonly request: VmRequest;
  /** The profile that it was judged by. */
  readonly profile: Profile;
}
