import type { HostState } from '../../fleet/host-state';
import { HostKinds, type HostKind } from './host-kinds';
import { hostWorthOf } from './host-total';
import type { HostWorth } from '../../scoring/score';
import { openHosts } from './open-hosts';
import type { RequestContext } from '../request-context';

/** Hosts of one kind that pass every rule on a host as a whole: they differ in name, addresses and how much is free. */
export interface HostClass {
  readonly kind: HostKind;
  /** The first of them by name, which is asked for all. */
  readonly first: HostState;
  /** All of them, by name. */
  readonly members: readonly Member[];
  /**
   * Those whose total beats the total of all before them by name, so with rising totals. No other host of the class can
   * be the best of the fleet in any way, for an earlier one is as good.
   */
  readonly leaders: readonly Member[];
}

export interface Member {
  readonly host: HostState;
  readonly worth: HostWorth;
}

interface GrowingClass extends HostClass {
  readonly members: Member[];
  readonly leaders: Member[];
}

/**
 * Sorts the hosts that pass the rules on a host as a whole into classes, in order of their first hosts' names.
 *
 * @param hosts by name.
 */
export function hostClasses(hosts: readonly HostState[], context: RequestContext): readonly HostClass[] {
  const kinds = HostKinds.for(context);
  const isOpen = openHosts(context);
  const classes = new Map<HostKind, GrowingClass>();
  for (const host of hosts) {
    if (!isOpen(host)) continue;
    const kind = kinds.of(host);
    const member = { host, worth: hostWorthOf(host, context) };
    const known = classes.get(kind);
    if (known === undefined) {
      classes.set(kind, { kind, first: host, members: [member], leaders: [member] });
    } else {
      known.members.push(member);
      if (member.worth.total > (known.leaders.at(-1) as Member).worth.total) known.leaders.push(member);
    }
  }
  return [...classes.values()];
}
