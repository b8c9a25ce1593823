import type { HostFacts } from '../../fleet/compile-host';
import type { VmRequest } from '../../request/vm-request';
import type { Aspects } from './aspects';
import type { Concession } from './relaxation-rule';

/** Concessions made together: their positions in the list of all, ascending, no two of one ladder. */
export type ConcessionSet = readonly number[];

/** The concessions of a set, in the order in which they are applied. */
export function membersOf(set: ConcessionSet, all: readonly Concession[]): readonly Concession[] {
  return set.flatMap((position) => all[position] ?? []);
}

/** The request with what a set changes of it. */
export function changedRequest(request: VmRequest, concessions: readonly Concession[]): VmRequest {
  return concessions.reduce((changed, each) => (each.target === 'request' ? each.apply(changed) : changed), request);
}

/** The host with what a set changes of the fleet; the very same object where that is nothing. */
export function changedHost(host: HostFacts, concessions: readonly Concession[]): HostFacts {
  return concessions.reduce((changed, each) => (each.target === 'fleet' ? each.apply(changed) : changed), host);
}

/** Whether something that a rule reads is changed by one of them. */
export function touches(concessions: readonly Concession[], aspects: Aspects): boolean {
  return concessions.some((concession) => (concession.aspects & aspects) !== 0);
}

/** The set with one concession more, or null when it has one of the same ladder already. */
export function extended(set: ConcessionSet, position: number, all: readonly Concession[]): ConcessionSet | null {
  const ladder = all[position]?.ladder;
  if (set.some((other) => all[other]?.ladder === ladder)) return null;
  return [...set, position].sort((a, b) => a - b);
}

/**
 * Whether one set concedes no more than another: each of its concessions is in the other, or a further one of the same
 * ladder is. A set is minimal when it works and no other that works concedes no more.
 */
export function concedesNoMore(less: ConcessionSet, more: ConcessionSet, all: readonly Concession[]): boolean {
  return less.every((position) =>
    more.some((other) => other >= position && all[other]?.ladder === all[position]?.ladder),
  );
}

/** Smaller sets first, then in the order of their concessions. */
export function compareSets(a: ConcessionSet, b: ConcessionSet): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [index, position] of a.entries()) {
    const other = b[index] as number;
    if (position !== other) return position - other;
  }
  return 0;
}
