import type { Fleet } from '../../fleet/fleet';
import type { Explanation } from '../decision';
import type { HostState } from '../../fleet/host-state';
import { HostAnchors } from '../host-anchors';
import { HostKinds, type HostKind } from '../host-kinds';
import type { RequestContext } from '../request-context';
import { ExplanationRecord } from './explanation-record';
import type { HostOnTrial } from './host-on-trial';
import { hostPaths, type HostPaths } from './host-paths';
import { PathTrials } from './path-trials';
import type { Refusal } from './refusal';
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
  const record = new ExplanationRecord(book.ranks.rules);
  const kinds = new HostKinds(context);
  const known = new Map<HostKind, KindOfHost>();
  for (const host of fleet.hosts) {
    const kind = kinds.of(host);
    let alike = known.get(kind);
    if (alike === undefined) {
      alike = kindOfHost(host, asked, context, book);
      known.set(kind, alike);
    }
    const ofHost = book.refusals(lists.host, (rule) => rule.reject(host, context));
    record.add(host.hostName, alike.fit === null ? ofHost : [...ofHost, alike.fit], alike.paths);
  }
  return record.explanation();
}

/** What is true of all hosts of a kind. */
interface KindOfHost {
  /** Why the guest has no place on such a host; null when it has. */
  readonly fit: Refusal | null;
  readonly paths: HostPaths;
}

/** @param host any of the kind. */
function kindOfHost(host: HostState, asked: PathTrials, context: RequestContext, book: RuleBook): KindOfHost {
  const trial: HostOnTrial = { host, context, anchors: new HostAnchors(host, context) };
  const rejection = trial.anchors.refusalOfFlavor();
  const fit = rejection === null ? null : book.refusal(GUEST_NUMA_FIT, rejection);
  return { fit, paths: hostPaths(trial, asked, fit === null, book) };
}
