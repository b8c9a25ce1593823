import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import { remembered } from '../../planning/search/remembered';
import type { HeldVm } from '../held-vm';
import { aimsOn, type Aim, type Aims } from './aims';
import { HostInMotion, type Hold } from './host-in-motion';
import type { TargetAssignment, TargetMove } from './ordered-moves';
import { PlaceSearch, type FoundPlace } from './place-search';
import type { PlannedDependency, PlannedStep } from './planned-step';

/** A fleet part of whose moves have a step in the order: the others wait for theirs, or were held back. */
export class FleetInMotion {
  readonly search: PlaceSearch;
  readonly steps: PlannedStep[] = [];
  /** Moves that have no step yet that brings them to their end. */
  readonly waiting: Set<TargetMove>;
  /** Where VMs stepped aside to, until they move on. */
  readonly aside = new Map<TargetMove, PlannedStep>();
  private readonly aims = new Map<TargetMove, Aim>();
  private readonly states: ReadonlyMap<string, HostState>;
  private readonly hosts = new Map<string, HostInMotion>();
  private readonly vms: ReadonlyMap<string, HeldVm>;
  /** Moves that wait, by the host where they end. */
  private readonly comingTo = new Map<string, Set<TargetMove>>();

  constructor(readonly target: TargetAssignment) {
    this.search = new PlaceSearch(target);
    this.vms = new Map(target.vms.map((vm) => [vm.reservationId, vm]));
    this.states = new Map(target.fleet.hosts.map((host) => [host.hostName, host]));
    this.waiting = new Set(target.moves);
    for (const move of target.moves) {
      remembered(this.comingTo, move.toHost, () => new Set()).add(move);
      const hold = this.host(move.vm.hostName)?.holdOf(move.vm) ?? null;
      if (hold !== null && !target.lostHosts.has(move.vm.hostName)) hold.leavesBy = move;
    }
  }

  /** Null for a name that no host of the fleet has. */
  host(hostName: string): HostInMotion | null {
    const known = this.hosts.get(hostName);
    if (known !== undefined) return known;
    const state = this.states.get(hostName);
    if (state === undefined) return null;
    const host = new HostInMotion(state, this.vms);
    this.hosts.set(hostName, host);
    return host;
  }

  whereIs(move: TargetMove): string {
    return this.aside.get(move)?.toHost ?? move.vm.hostName;
  }

  /** Moves that wait and end on this host, in their order. */
  arrivalsAt(hostName: string): readonly TargetMove[] {
    return [...(this.comingTo.get(hostName) ?? [])];
  }

  /** Those that share a move's target with it. */
  rivalsOf(move: TargetMove): readonly TargetMove[] {
    return this.arrivalsAt(move.toHost).filter((other) => other !== move);
  }

  aimOf(move: TargetMove): Aim | null {
    return this.aims.get(move) ?? null;
  }

  /** What moves that wait are to hold of their target. */
  claimsAimedAt(moves: readonly TargetMove[]): readonly HostClaim[] {
    return moves.flatMap((move) => this.aims.get(move)?.claim ?? []);
  }

  /** Where there is room for all who are to come to the host. */
  aimAt(host: HostInMotion): Aims {
    const arrivals = this.arrivalsAt(host.hostName);
    const aims = aimsOn(host, arrivals, this.search, [], this.target.timeLeftMs);
    for (const move of arrivals) this.aims.delete(move);
    for (const [move, aim] of aims.placed) this.aims.set(move, aim);
    return aims;
  }

  /** A host when all steps so far have ended and those have come that wait to. */
  stateAmongArrivals(host: HostState): HostState {
    const arrivals = this.arrivalsAt(host.hostName);
    const known = this.hosts.get(host.hostName);
    if (known === undefined && arrivals.length === 0) return host;
    return (this.host(host.hostName) as HostInMotion).when(
      ({ freedBy }) => freedBy !== null,
      this.claimsAimedAt(arrivals),
    );
  }

  /** Takes a place for the move, with what it has to wait for. */
  take(
    move: TargetMove,
    { placement, claim, how }: FoundPlace,
    waitsFor: readonly PlannedDependency[],
    isTemporary: boolean,
  ): PlannedStep {
    const fromHost = this.whereIs(move);
    const toHost = placement.hostName;
    const number = this.steps.length + 1;
    const step = { number, move, isTemporary, fromHost, toHost, placement, how, waitsFor };
    this.steps.push(step);
    const from = this.host(fromHost);
    const left = from?.holdOf(move.vm) ?? null;
    if (left !== null && left.leavesBy !== null) {
      left.leavesBy = null;
      left.freedBy = step;
    }
    from?.changed();
    this.host(toHost)?.arrive({ vm: move.vm, claim, leavesBy: isTemporary ? move : null, freedBy: null });
    this.aims.delete(move);
    if (isTemporary) {
      this.aside.set(move, step);
    } else {
      this.noLongerWaits(move);
      this.aside.delete(move);
    }
    return step;
  }

  /** The VM stays where it is. */
  holdBack(move: TargetMove): void {
    this.noLongerWaits(move);
    this.aims.delete(move);
    const host = this.host(this.whereIs(move));
    const hold: Hold | null = host?.holdOf(move.vm) ?? null;
    if (hold !== null) hold.leavesBy = null;
    host?.changed();
    this.host(move.toHost)?.changed();
  }

  private noLongerWaits(move: TargetMove): void {
    this.waiting.delete(move);
    this.comingTo.get(move.toHost)?.delete(move);
  }
}
