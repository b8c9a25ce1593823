import type { HostState } from '../../fleet/host-state';
import { type HostWorth, NO_HOST, vmScore, type Weights } from '../../scoring/score';
import type { Anchor } from '../devices/anchors';
import { firstAssignment, type Assignment } from '../devices/assignment';
import { HostAnchors } from '../devices/host-anchors';
import type { DiskOption, NicOption } from './host-options';
import { hostWorthOf } from './host-total';
import type { RequestContext } from '../request-context';

/** One way to run the VM on one host, scored. */
export interface Candidate {
  readonly host: HostState;
  readonly assignment: Assignment;
  readonly score: number;
  /** Paths of the NICs, in order: candidates with the same key differ only in where they are. */
  readonly nicPaths: string;
}

/** One host on trial for a request. */
export interface HostTrial {
  readonly host: HostState;
  readonly context: RequestContext;
  readonly anchors: HostAnchors;
  readonly worth: HostWorth;
}

export function hostTrial(host: HostState, context: RequestContext): HostTrial {
  return { host, context, anchors: new HostAnchors(host, context), worth: hostWorthOf(host, context) };
}

/**
 * The best way to carry a combination of NIC paths on a host, or null. Whether any PCI device is asked for decides on
 * the order in which Nova tries placements, so where only a disk might take one, both ways are tried.
 */
export function bestCandidate(
  nics: readonly NicOption[],
  disks: readonly (readonly DiskOption[])[],
  trial: HostTrial,
): Candidate | null {
  const { anchors } = trial;
  const disksMayTake = disks.some((options) => options.some(({ path }) => path.takes !== 'nothing'));
  if (!disksMayTake || anchors.wantsPci(nics)) return firstCandidate(nics, disks, anchors.of(nics, false), trial);
  const software = disks.map((options) => options.filter(({ path }) => path.takes === 'nothing'));
  const without = software.some((options) => options.length === 0)
    ? null
    : firstCandidate(nics, software, anchors.of(nics, false), trial);
  const withDevices = firstCandidate(nics, disks, anchors.of(nics, true), trial);
  if (withDevices === null || withDevices.assignment.disks.every(({ device }) => device === null)) return without;
  // By the devices alone, so that hosts of one kind decide alike however roomy they are: scores are rounded.
  const worth = ({ assignment }: Candidate): number => scoreOfAssignment(assignment, NO_HOST, trial.context.weights);
  return without === null || worth(withDevices) > worth(without) ? withDevices : without;
}

function firstCandidate(
  nics: readonly NicOption[],
  disks: readonly (readonly DiskOption[])[],
  anchors: Iterable<Anchor>,
  { host, context, worth }: HostTrial,
): Candidate | null {
  const assignment = firstAssignment(anchors, { host, context }, nics, disks);
  return assignment === null ? null : candidateOf(host, assignment, worth, context);
}

function candidateOf(
  host: HostState,
  assignment: Assignment,
  worth: HostWorth,
  { weights }: RequestContext,
): Candidate {
  const nicPaths = assignment.nics.map((nic) => nic.path.name).join(',');
  return { host, assignment, score: scoreOfAssignment(assignment, worth, weights), nicPaths };
}

/** Scores an assignment as a whole, on a host of that worth. */
export function scoreOfAssignment({ nics, disks }: Assignment, worth: HostWorth, weights: Weights): number {
  return vmScore(
    nics.map((nic) => nic.total),
    disks.map((disk) => disk.total),
    worth,
    weights,
  );
}
