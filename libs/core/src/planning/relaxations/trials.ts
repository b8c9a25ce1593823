import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostState } from '../../fleet/host-state';
import type { VmRequest } from '../../request/vm-request';
import type { PlanningPolicy } from '../planning-policy';
import { RequestRefusedByNovaError, requestContext, type RequestContext } from '../request-context';
import { EVERY_ASPECT, type Aspects } from './aspects';
import { Blockers } from './blockers';
import { changedHost, changedRequest, membersOf, touches, type ConcessionSet } from './concession-set';
import type { Concession } from './relaxation-rule';
import { twinHosts, type TwinHosts } from './twin-hosts';

/** What Nova refuses whatever the host can be lifted by anything that changes the request. */
const REFUSED_BY_NOVA: readonly Aspects[] = [EVERY_ASPECT];

/**
 * Tries sets of concessions for one request on one fleet: every answer comes from planning the changed request on the
 * changed host, as if it had been asked for.
 */
export class Trials {
  private readonly contexts = new Map<string, RequestContext | null>();
  private readonly known = new Map<RequestContext, Blockers>();
  /** Changed hosts of the set that was tried last: sets are tried one after the other. */
  private hosts = { changes: '', byTwins: new Map<TwinHosts, HostState>() };

  constructor(
    readonly request: VmRequest,
    readonly fleet: Fleet,
    readonly policy: PlanningPolicy,
    readonly concessions: readonly Concession[],
    /** All hosts of the fleet, those that are alike together. */
    readonly twins: readonly TwinHosts[] = twinHosts(fleet, request),
    private readonly asItStands = new Map<TwinHosts, readonly Aspects[]>(),
  ) {}

  /** The same request on the same fleet with other concessions: what stands in its way as it stands is not asked again. */
  withOther(concessions: readonly Concession[]): Trials {
    return new Trials(this.request, this.fleet, this.policy, concessions, this.twins, this.asItStands);
  }

  /** What stands in the way of the request as it stands; nothing where these hosts can take one of its VMs. */
  blockers(twins: TwinHosts): readonly Aspects[] {
    let blockers = this.asItStands.get(twins);
    if (blockers === undefined) {
      blockers = this.blockersAfter([], twins);
      this.asItStands.set(twins, blockers);
    }
    return blockers;
  }

  /** What still stands in the way after these concessions; nothing where these hosts can take one of the VMs. */
  blockersAfter(set: ConcessionSet, twins: TwinHosts): readonly Aspects[] {
    const context = this.contextAfter(set);
    if (context === null) return REFUSED_BY_NOVA;
    let known = this.known.get(context);
    if (known === undefined) {
      known = new Blockers(this.fleet, context);
      this.known.set(context, known);
    }
    return known.of(this.hostAfter(set, twins));
  }

  /** Whether the set unlocks hosts: they could not take one of the VMs, and now can. */
  unlocks(set: ConcessionSet, twins: TwinHosts): boolean {
    const blockers = this.blockers(twins);
    const members = membersOf(set, this.concessions);
    if (blockers.length === 0 || !blockers.every((blocker) => touches(members, blocker))) return false;
    return this.blockersAfter(set, twins).length === 0;
  }

  /** Everything about the changed request that is the same on every host; null when Nova would refuse it. */
  contextAfter(set: ConcessionSet): RequestContext | null {
    const members = membersOf(set, this.concessions).filter(({ target }) => target === 'request');
    const key = positions(set, this.concessions, 'request');
    let context = this.contexts.get(key);
    if (context === undefined) {
      context = this.contextOf(changedRequest(this.request, members));
      this.contexts.set(key, context);
    }
    return context;
  }

  /** The host that stands for its twins, with what the set changes of it. */
  hostAfter(set: ConcessionSet, twins: TwinHosts): HostState {
    const changes = positions(set, this.concessions, 'fleet');
    if (changes === '') return twins.host;
    if (this.hosts.changes !== changes) this.hosts = { changes, byTwins: new Map() };
    let host = this.hosts.byTwins.get(twins);
    if (host === undefined) {
      const facts = changedHost(twins.host, membersOf(set, this.concessions));
      host = facts === twins.host ? twins.host : compileHost(facts);
      this.hosts.byTwins.set(twins, host);
    }
    return host;
  }

  /** A concession may leave extra specs that contradict each other; then it is none. */
  private contextOf(request: VmRequest): RequestContext | null {
    try {
      return requestContext(request, this.fleet, this.policy);
    } catch (error) {
      if (error instanceof RequestRefusedByNovaError) return null;
      throw error;
    }
  }
}

function positions(set: ConcessionSet, all: readonly Concession[], target: Concession['target']): string {
  return set.filter((position) => all[position]?.target === target).join(',');
}
