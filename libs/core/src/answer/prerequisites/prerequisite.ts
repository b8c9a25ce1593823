import type { OperatorPrerequisite } from '../../planning/decision';
import type { Candidate } from '../../planning/search/evaluate-host';
import type { PlanningPolicy } from '../../planning/planning-policy';
import type { RequestContext } from '../../planning/request-context';

/** What one part of the cloud must have set up for a candidate to hold; empty where the candidate does not need it. */
export type PrerequisitesOf = (candidate: Candidate, context: RequestContext) => readonly OperatorPrerequisite[];

/** Whether Neutron has an extension, by its alias in `GET /v2.0/extensions`; null when nobody told which it has. */
export function hasExtension({ cloud }: PlanningPolicy, alias: string): boolean | null {
  return cloud?.neutronExtensions?.includes(alias) ?? null;
}
