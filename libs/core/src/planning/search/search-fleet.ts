import type { Fleet } from '../../fleet/fleet';
import type { HostState } from '../../fleet/host-state';
import { ClassTrial } from './class-trial';
import { ANY_PATH, contestsOf, type Contest } from './contests';
import { BoundMemo } from './device-bounds';
import { bestCandidate, hostTrial, scoreOfAssignment, type Candidate } from './evaluate-host';
import { hostClasses, type Member } from './host-classes';
import type { FeasibilityKind } from './host-kinds';
import { hostOptions } from './host-options';
import { KindTrial } from './kind-trial';
import { remembered } from './remembered';
import { lotOf, NEAR_BEST, spreadSeed } from './spread';
import type { RequestContext } from '../request-context';

/** The best of the fleet in one contest. */
export interface Champion {
  readonly host: HostState;
  readonly score: number;
  /** As tried on a host of the same kind: `host`'s own differs in score and addresses only, see {@link settled}. */
  readonly tried: Candidate;
}

/** A host of a class, with its lot. */
interface Lot {
  readonly each: ClassTrial;
  readonly member: Member;
  readonly lot: number;
}

/**
 * A search over the whole fleet for the winner and for the best candidate of each contest.
 *
 * Hosts are not tried one by one. Hosts of one kind that pass their own rules make a class, and one of each class is
 * tried, where a bound on what it can come to reaches the best so far. So the work grows with the kinds of host in a
 * fleet; with the hosts only as far as their own rules and free amounts have to be looked at.
 */
export class FleetSearch {
  private readonly classes: readonly ClassTrial[];
  private found: readonly Champion[] | null = null;
  private drawn: Champion | null = null;

  constructor(
    fleet: Fleet,
    private readonly context: RequestContext,
  ) {
    const memo = new BoundMemo(context);
    const kinds = new Map<FeasibilityKind, KindTrial | null>();
    this.classes = hostClasses(fleet.hosts, context).flatMap((hosts) => {
      const kind = remembered(kinds, hosts.kind.feasibility, () => KindTrial.of(hosts.first, context));
      return kind === null ? [] : [new ClassTrial(hosts, kind, context, memo)];
    });
  }

  /** The best of every contest, each combination of NIC paths on a host once. */
  get champions(): readonly Champion[] {
    this.found ??= withoutRepeats(
      contestsOf(this.offered(), this.context).flatMap((each) => this.champion(each) ?? []),
    );
    return this.found;
  }

  /** The best of all champions; null when no host can take the VM. Ties go to the smaller host name, then to the earlier. */
  get best(): Champion | null {
    return this.champions.reduce<Champion | null>((best, other) => (isBetter(other, best) ? other : best), null);
  }

  /** The same, worked out on its host. */
  get winner(): Candidate | null {
    return this.best === null ? null : settled(this.best, this.context);
  }

  /**
   * The one to take: among the hosts that are nearly as good as the best by the same NIC paths, the one that the request
   * draws. A host is passed over when another way of another champion would beat it there, so that what is taken is
   * never worse than an alternative. A profile that packs takes the best: filling hosts one by one is what it is for.
   */
  get chosen(): Champion | null {
    this.drawn ??= this.drawNearBest();
    return this.drawn;
  }

  private drawNearBest(): Champion | null {
    const { best } = this;
    if (best === null || this.context.profile.packs) return best;
    const others = this.champions.filter(({ tried }) => tried.nicPaths !== best.tried.nicPaths);
    const floor = Math.max(best.score - NEAR_BEST, ...others.map(({ score }) => score));
    const contest = this.contestOf(best.tried);
    for (const { each, member } of this.draw(contest, floor)) {
      const tried = each.best(contest);
      if (tried === null) continue;
      const score = scoreOfAssignment(tried.assignment, member.worth, this.context.weights);
      if (score >= floor) return { host: member.host, score, tried };
    }
    return best;
  }

  /** The same, worked out on its host. */
  get taken(): Candidate | null {
    const { chosen } = this;
    return chosen === null ? null : settled(chosen, this.context);
  }

  /** Hosts that may reach the floor, in the order in which the request draws them. */
  private draw(contest: Contest, floor: number): Iterable<Lot> {
    const { request, policy } = this.context;
    const seed = spreadSeed(request, policy.turn ?? 0);
    const reaches = (bound: number | null): boolean => bound !== null && bound >= floor;
    const lots = this.classes
      .filter((each) => reaches(each.bound(contest)))
      .flatMap((each) =>
        each.hosts.members
          .filter((member) => reaches(each.bound(contest, member)))
          .map((member) => ({ each, member, lot: lotOf(seed, member.host.hostName) })),
      );
    return highestFirst(lots);
  }

  /** How many hosts can take the VM. */
  get feasibleHosts(): number {
    return this.hostsWith(this.context.nics.map(() => ANY_PATH));
  }

  /** How many hosts can carry the NIC paths of a candidate, its own included. */
  hostsLike({ assignment }: Pick<Candidate, 'assignment'>): number {
    return this.hostsWith(this.contestOf({ assignment }));
  }

  private contestOf({ assignment }: Pick<Candidate, 'assignment'>): Contest {
    return assignment.nics.map(({ path }, nic) => this.context.nics[nic]?.paths.indexOf(path) as number);
  }

  private hostsWith(contest: Contest): number {
    return this.classes.reduce(
      (count, each) => count + (each.kind.carries(contest) ? each.hosts.members.length : 0),
      0,
    );
  }

  /** For each NIC the paths that some host offers. */
  private offered(): readonly (readonly number[])[] {
    return this.context.nics.map(({ paths }, nic) =>
      [...paths.keys()].filter((choice) => this.classes.some((each) => each.kind.offers(nic, choice))),
    );
  }

  private champion(contest: Contest): Champion | null {
    let champion: Champion | null = null;
    for (const each of this.classes) {
      const bound = each.bound(contest);
      if (bound === null || (champion !== null && bound < champion.score)) continue;
      const tried = each.best(contest);
      const rival = tried === null ? null : this.bestOfClass(each, tried);
      if (rival !== null && isBetter(rival, champion)) champion = rival;
    }
    return champion;
  }

  /** The first host of the class with the score of the roomiest: scores are rounded, so it may be another. */
  private bestOfClass({ hosts }: ClassTrial, tried: Candidate): Champion {
    const { weights } = this.context;
    const scored = hosts.leaders.map(({ host, worth }) => ({
      host,
      score: scoreOfAssignment(tried.assignment, worth, weights),
      tried,
    }));
    return scored.reduce((best, other) => (other.score > best.score ? other : best));
  }
}

/** Finds where in the fleet the VM could run, and where best. */
export function searchFleet(fleet: Fleet, context: RequestContext): FleetSearch {
  return new FleetSearch(fleet, context);
}

/** The first one mostly does, so the others are put in order only when they are asked for. */
function* highestFirst(lots: Lot[]): Iterable<Lot> {
  const inOrder = (a: Lot, b: Lot): number =>
    b.lot - a.lot || (a.member.host.hostName < b.member.host.hostName ? -1 : 1);
  const [any] = lots;
  if (any === undefined) return;
  const first = lots.reduce((best, other) => (inOrder(other, best) < 0 ? other : best), any);
  yield first;
  for (const lot of lots.sort(inOrder)) if (lot !== first) yield lot;
}

/** Ties go to the smaller host name. */
function isBetter(one: Champion, other: Champion | null): boolean {
  if (other === null || one.score !== other.score) return other === null || one.score > other.score;
  return one.host.hostName < other.host.hostName;
}

/** Contests of many NICs overlap, so that one candidate may be the best in several. */
function withoutRepeats(champions: readonly Champion[]): readonly Champion[] {
  const byPlace = new Map(champions.map((each) => [`${each.host.hostName} ${each.tried.nicPaths}`, each]));
  return [...byPlace.values()];
}

/**
 * The champion's candidate with its own devices.
 *
 * @throws Error when the host gives another answer than one of its kind, which facets rule out.
 */
export function settled({ host, score, tried }: Champion, context: RequestContext): Candidate {
  if (host === tried.host) return { ...tried, score };
  const options = hostOptions(host, context);
  const nics = tried.assignment.nics.map(({ path }, nic) => options?.nics[nic]?.find((option) => option.path === path));
  const own =
    options === null
      ? null
      : bestCandidate(
          nics.flatMap((option) => option ?? []),
          options.disks,
          hostTrial(host, context),
        );
  if (own?.score !== score)
    throw new Error(`${host.hostName} differs from ${tried.host.hostName}, which is of its kind`);
  return own;
}

/** The candidate's host and NIC paths with each disk on each of its other paths: the choices a search leaves out. */
export function otherDiskPaths({ host, assignment }: Candidate, context: RequestContext): readonly Champion[] {
  const options = hostOptions(host, context);
  if (options === null) return [];
  const nics = assignment.nics.flatMap((nic, index) =>
    (options.nics[index] ?? []).filter((option) => option.path === nic.path),
  );
  const trial = hostTrial(host, context);
  return options.disks.flatMap((diskOptions, index) =>
    diskOptions
      .filter((option) => option.path !== assignment.disks[index]?.path)
      .map((option) => options.disks.map((all, at) => (at === index ? [option] : all)))
      .flatMap((disks) => bestCandidate(nics, disks, trial) ?? [])
      .map((tried) => ({ host, score: tried.score, tried })),
  );
}
