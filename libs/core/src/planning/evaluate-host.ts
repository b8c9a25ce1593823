import { HOST_RULES } from '../feasibility/rules';
import type { HostState } from '../fleet/host-state';
import { vmScore, weightedTotal } from '../scoring/score';
import type { HostScoreInput } from '../scoring/score-term';
import { HOST_TERMS } from '../scoring/terms';
import type { Anchor } from './anchors';
import { firstAssignment, type Assignment } from './assignment';
import { combinationsOf } from './combinations';
import { HostAnchors } from './host-anchors';
import { hostOptions, type DiskOption, type NicOption } from './host-options';
import { firstRejection, type RequestContext } from './request-context';

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
  /** What the host's own terms come to, 0..1. */
  readonly hostTotal: number;
}

export function hostTrial(host: HostState, context: RequestContext): HostTrial {
  const hostTotal = weightedTotal(HOST_TERMS, hostScoreInput(host, context), context.weights);
  return { host, context, anchors: new HostAnchors(host, context), hostTotal };
}

/**
 * Finds every combination of NIC paths that one host can carry, each with its best devices. An empty list means that
 * the host is out; `explanation/` tells why.
 */
export function evaluateHost(host: HostState, context: RequestContext): readonly Candidate[] {
  if (firstRejection(HOST_RULES, (rule) => rule.reject(host, context)) !== null) return [];
  const trial = hostTrial(host, context);
  if (trial.anchors.refusalOfFlavor() !== null) return [];
  const options = hostOptions(host, context);
  if (options === null) return [];
  return combinationsOf(options.nics).flatMap((combination) => bestCandidate(combination, options.disks, trial) ?? []);
}

/** What the host's own terms look at. */
export function hostScoreInput(
  host: HostState,
  { wanted, profile, request, groupHosts }: RequestContext,
): HostScoreInput {
  const { free, capacity } = host;
  const share = (left: number, all: number): number => (all <= 0 ? 1 : Math.max(0, left / all));
  const cpu =
    wanted.pcpus > 0
      ? share(free.pcpus - wanted.pcpus, capacity.pcpus)
      : share(free.vcpus - wanted.vcpus, capacity.vcpus);
  const memory = share(free.memoryMib - wanted.memoryMib, capacity.memoryMib);
  const policy = request.constraints.group?.policy ?? null;
  const isInGroup = groupHosts.has(host.hostName);
  const followsGroup =
    policy === 'soft-affinity'
      ? isInGroup || groupHosts.size === 0
      : policy === 'soft-anti-affinity'
        ? !isInGroup
        : null;
  return { headroom: Math.min(cpu, memory), packs: profile.packs, followsGroup };
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
  return without === null || withDevices.score > without.score ? withDevices : without;
}

function firstCandidate(
  nics: readonly NicOption[],
  disks: readonly (readonly DiskOption[])[],
  anchors: Iterable<Anchor>,
  { host, context, hostTotal }: HostTrial,
): Candidate | null {
  const assignment = firstAssignment(anchors, { host, context }, nics, disks);
  return assignment === null ? null : candidateOf(host, assignment, hostTotal, context);
}

/** Scores an assignment as a whole. */
function candidateOf(
  host: HostState,
  assignment: Assignment,
  hostTotal: number,
  { weights }: RequestContext,
): Candidate {
  const { nics, disks } = assignment;
  const score = vmScore(
    nics.map((nic) => nic.total),
    disks.map((disk) => disk.total),
    hostTotal,
    weights,
  );
  const [first] = nics;
  const nicPaths =
    nics.length === 1 && first !== undefined ? first.path.name : nics.map((nic) => nic.path.name).join(',');
  return { host, assignment, score, nicPaths };
}
