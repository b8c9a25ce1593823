import type { HostFacts } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import type { RelaxationChange } from '../decision';
import type { Aspects } from './aspects';

interface ConcessionBase {
  /** What is changed, in the words of request or inventory: `nics[data].numa_affinity_policy`. */
  readonly subject: string;
  /** What it is today; null where naming it would say nothing. */
  readonly from: string | null;
  readonly to: string;
  /** What is given up, or has to be done, for it. */
  readonly costs: string;
  /**
   * Concessions of one ladder go further and further in one direction, and no two of them are ever made together: the
   * first that helps is told and the rest are not tried.
   */
  readonly ladder: string;
  /** Everything that it changes: a rule that reads none of it answers as before. */
  readonly aspects: Aspects;
}

/** A change of the request. */
export interface RequestConcession extends ConcessionBase {
  readonly target: 'request';
  /** RFC 6901 pointer into the body of the request. */
  readonly pointer: string;
  /** The request so changed; concessions are applied in the order of {@link concessionsFor}. */
  apply(request: VmRequest): VmRequest;
}

/** A change of the fleet, the same on every host that it concerns. */
export interface FleetConcession extends ConcessionBase {
  readonly target: 'fleet';
  /** The host so changed, or the very same object where there is nothing to change. */
  apply(host: HostFacts): HostFacts;
}

/** What operator or tenant could change so that a request fits. */
export type Concession = RequestConcession | FleetConcession;

/** One kind of change of the request. One file each. */
export type RelaxationRule = (request: VmRequest, fleet: Fleet) => readonly RequestConcession[];

/** One kind of change of the fleet that could matter to the request. One file each, in `fleet/`. */
export type FleetRelaxationRule = (request: VmRequest, fleet: Fleet) => readonly FleetConcession[];

/** A concession in words: `nics[data].numa_affinity_policy: required -> preferred`. */
export function changeText({ subject, from, to }: Concession): string {
  return from === null ? `${subject} -> ${to}` : `${subject}: ${from} -> ${to}`;
}

/** A concession as data. */
export function changeOf(concession: Concession): RelaxationChange {
  const { target, subject, from, to } = concession;
  return { target, subject, pointer: concession.target === 'request' ? concession.pointer : null, from, to };
}
