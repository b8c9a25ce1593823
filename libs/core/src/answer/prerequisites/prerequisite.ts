import type { OperatorPrerequisite } from '../../planning/decision';
import type { Candidate } from '../../planning/evaluate-host';
import type { RequestContext } from '../../planning/request-context';

/** What one part of the cloud must have set up for a candidate to hold; empty where the candidate does not need it. */
export type PrerequisitesOf = (candidate: Candidate, context: RequestContext) => readonly OperatorPrerequisite[];
