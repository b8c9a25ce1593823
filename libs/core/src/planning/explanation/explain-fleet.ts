import type { Fleet } from '../../fleet/fleet';
import type { Explanation } from '../decision';
import { HostKinds, type FeasibilityKind } from '../search/host-kinds';
import type { RequestContext } from '../request-context';
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
  const book = new RuleBook(lists);
  const asked = new PathTrials(context, book);
  const paths = new PathsOfHosts(asked, book);
  const record = new ExplanationRecord(book.ranks.rules, asked.subjects);
  const onTrial = new HostsOnTrial(context);
  const kinds = HostKinds.for(context);
  const known = new Map<FeasibilityKind, KindOfHost>();
  for (const host of fleet.hosts) {
    const { fit, ofPaths } = remembered(known, kinds.of(host).feasibility, () =>
      kindOfHost(onTrial.of(host), paths, book),
    );
    const ofHost = book.refusals(lists.host, (rule) => rule.reject(host, context));
    record.add(host.hostName, fit === null ? ofHost : [...ofHost, fit], ofPaths);
  }
  return record.explanation();
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
