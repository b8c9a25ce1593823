import type { HostState } from '../../fleet/host-state';
import type { HostAnchors } from '../host-anchors';
import type { RequestContext } from '../request-context';

/** A host on trial for one request: every rule is asked of it. */
export interface HostOnTrial {
  readonly host: HostState;
  readonly context: RequestContext;
  readonly anchors: HostAnchors;
}
