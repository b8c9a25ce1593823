import type { VmRequest } from '../../request/vm-request';
import type { Profile } from '../../scoring/profile';
import type { Placement, RejectionCount } from '../decision';

/** A VM that is to leave the place it holds. Plain data. */
export interface VmMove {
  /** The reservation that it holds now: its claim is off before anything is looked for. */
  readonly reservationId: string;
  /** Where it is now; the host may be gone. */
  readonly hostName: string;
  /** Whether a server has run on what it holds: its devices for one use are used up then. */
  readonly wasUsed: boolean;
  /** Null: any host but `hostName`. */
  readonly toHost: string | null;
  /** What it asked for, and is judged by again; of `count` alike it is one. */
  readonly request: VmRequest;
  readonly profile: Profile;
}

export type PlannedMoves =
  | {
      readonly fits: true;
      /** One a move, in the order of the moves. */
      readonly placements: readonly Placement[];
    }
  | {
      readonly fits: false;
      /** One a move, in the order of the moves: what keeps it out beside those that find a place; null for those. */
      readonly refusals: readonly (readonly RejectionCount[] | null)[];
    };

/**
 * The request of the one VM that moves, narrowed to where it may go. What its caller asked for goes on to hold: a host
 * that the request leaves out stays out.
 */
export function requestOfMove({ hostName, toHost, request }: VmMove): VmRequest {
  const { constraints } = request;
  const { includeHosts, excludeHosts } = constraints;
  const narrowed =
    toHost === null
      ? { ...constraints, excludeHosts: [...excludeHosts, hostName] }
      : { ...constraints, includeHosts: (includeHosts ?? [toHost]).filter((asked) => asked === toHost) };
  return { ...request, count: 1, constraints: narrowed };
}
