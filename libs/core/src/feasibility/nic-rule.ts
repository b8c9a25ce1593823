import type { HostState, PfState } from '../fleet/host-state';
import type { NicPath } from '../io-path/nic-path';
import type { RequestContext } from '../planning/request-context';
import type { NicRequest } from '../request/vm-request';
import type { Rejection } from './rejection';

/** A question about path and request alone: the answer is the same on every host. */
export interface NicPathRule {
  readonly name: string;
  reject(path: NicPath, nic: NicRequest, context: RequestContext): Rejection | null;
}

/** A question about a path on a host. */
export interface NicHostRule {
  readonly name: string;
  reject(path: NicPath, nic: NicRequest, host: HostState): Rejection | null;
}

/** A question about one PF, for paths that take a VF of it or the PF itself. */
export interface NicDeviceRule {
  readonly name: string;
  reject(path: NicPath, nic: NicRequest, pf: PfState, context: RequestContext): Rejection | null;
}
