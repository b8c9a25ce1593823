import type { Fleet } from '../../fleet/fleet';
import type { Explanation } from '../decision';
import { HostAnchors } from '../host-anchors';
import type { RequestContext } from '../request-context';
import { ExplanationRecord } from './explanation-record';
import { hostPaths } from './host-paths';
import { refusals, type HostOnTrial, type RuleBook } from './path-trials';
import type { Refusal } from './refusal';
import { GUEST_NUMA_FIT, RULE_LISTS, RuleRanks, type RuleLists } from './rule-lists';

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
  const book: RuleBook = { lists, ranks: new RuleRanks(lists) };
  const record = new ExplanationRecord(book.ranks.rules);
  for (const host of fleet.hosts) {
    const trial: HostOnTrial = { host, context, anchors: new HostAnchors(host, context) };
    const ofHost = hostRefusals(trial, book);
    const hasPlace = ofHost.every(({ rank }) => rank !== book.ranks.rankOf(GUEST_NUMA_FIT));
    record.add(host.hostName, ofHost, hostPaths(trial, hasPlace, book));
  }
  return record.explanation();
}

/** Every rule that refuses the host as a whole, Nova's fit of the guest included. */
function hostRefusals({ host, context, anchors }: HostOnTrial, { lists, ranks }: RuleBook): readonly Refusal[] {
  const found = refusals(lists.host, ranks, (rule) => rule.reject(host, context));
  const fit = anchors.refusalOfFlavor();
  if (fit !== null) found.push({ ...fit, rank: ranks.rankOf(GUEST_NUMA_FIT), devices: null });
  return found;
}
