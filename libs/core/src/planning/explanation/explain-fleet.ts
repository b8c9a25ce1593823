import type { Fleet } from '../../fleet/fleet';
import type { HostState } from '../../fleet/host-state';
import type { Explanation } from '../decision';
import { HostKinds, type FeasibilityKind } from '../search/host-kinds';
import type { RequestContext } from '../request-context';
import type { RequestShape } from '../request-shape';
import { ExplanationRecord } from './explanation-record';
import { HostsOnTrial, type HostOnTrial } from './host-on-trial';
import { PathsOfHosts, type HostPaths } from './host-paths';
import { PathTrials } from './path-trials';
import type { Refusal } from './refusal';
import { remembered } from '../search/remembered';
import { RuleBook } from './rule-book';
import { GUEST_NUMA_FIT, RULE_LISTS, type RuleLists } from './rule-lists';

/**
 * Asks every rule of every host and every path: what each rule refuses by itself, what all of them leave, and for each
 * (host, path) everything that is against it. A pass of its own beside the search, which stops at the first refusal.
 *
 * What is open, and what a rule refuses alone, does not depend on the order of the rules; only which refusal is charged
 * does.
 *
 * @param lists the rules to ask, in the order in which a refusal is charged.
 */
export function explainFleet(fleet: Fleet, context: RequestContext, lists: RuleLists = RULE_LISTS): Explanation {
  const trials = lists === RULE_LISTS ? trialsOf(context) : new FleetTrials(context, lists);
  const record = new ExplanationRecord(trials.book.ranks.rules, trials.subjects);
  const kinds = HostKinds.for(context);
  for (const host of fleet.hosts) {
    const { fit, ofPaths } = trials.ofKind(kinds.of(host).feasibility, host);
    const ofHost = trials.ofHost(host);
    record.add(host.hostName, fit === null ? ofHost : [...ofHost, fit], ofPaths);
  }
  return record.explanation();
}

const ofShapes = new WeakMap<RequestShape, FleetTrials>();

/** Requests of one shape share what rules said. */
function trialsOf(context: RequestContext): FleetTrials {
  const known = ofShapes.get(context.shape) ?? new FleetTrials(context, RULE_LISTS);
  ofShapes.set(context.shape, known);
  return known;
}

/** What rules say of hosts, asked once for a kind of host and once for a state of a host. */
class FleetTrials {
  readonly book: RuleBook;
  private readonly asked: PathTrials;
  private readonly paths: PathsOfHosts;
  private readonly onTrial: HostsOnTrial;
  private readonly kinds = new Map<FeasibilityKind, KindOfHost>();
  private readonly hosts = new WeakMap<HostState, readonly Refusal[]>();

  constructor(
    private readonly context: RequestContext,
    lists: RuleLists,
  ) {
    this.book = new RuleBook(lists);
    this.asked = new PathTrials(context, this.book);
    this.paths = new PathsOfHosts(this.asked, this.book);
    this.onTrial = new HostsOnTrial(context);
  }

  /** The NIC or disk of each path that is on trial. */
  get subjects(): readonly string[] {
    return this.asked.subjects;
  }

  /** @param host any of the kind. */
  ofKind(kind: FeasibilityKind, host: HostState): KindOfHost {
    return remembered(this.kinds, kind, () => kindOfHost(this.onTrial.of(host), this.paths, this.book));
  }

  /** What rules on a host as a whole have against it. */
  ofHost(host: HostState): readonly Refusal[] {
    let refusals = this.hosts.get(host);
    if (refusals === undefined) {
      refusals = this.book.refusals(this.book.lists.host, (rule) => rule.reject(host, this.context));
      this.hosts.set(host, refusals);
    }
    return refusals;
  }
}

/** What is true of all hosts of a kind. */
interface KindOfHost {
  /** Why the guest has no place on such a host; null when it has. */
  readonly fit: Refusal | null;
  readonly ofPaths: HostPaths;
}

/** @param trial of any host of the kind. */
function kindOfHost(trial: HostOnTrial, paths: PathsOfHosts, book: RuleBook): KindOfHost {
  const rejection = trial.anchors.refusalOfFlavor();
  const fit = rejection === null ? null : book.refusal(GUEST_NUMA_FIT, rejection);
  return { fit, ofPaths: paths.on(trial, fit === null) };
}
