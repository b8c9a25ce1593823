import { HOST_RULES } from '../feasibility/rules';
import type { Rejection } from '../feasibility/rejection';
import type { HostState } from '../fleet/host-state';
import { vmScore, weightedTotal } from '../scoring/score';
import type { HostScoreInput } from '../scoring/score-term';
import { HOST_TERMS } from '../scoring/terms';
import { anchorsOf, noAnchor, type Anchor } from './anchors';
import { assignAt, hasDeviceAt, type Assignment } from './assignment';
import { combinationsOf } from './combinations';
import { hostOptions, type HostOptions, type NicOption } from './host-options';
import type { RejectionLog } from './rejection-log';
import { firstRejection, type RequestContext } from './request-context';

/** One way to run the VM on one host, scored. */
export interface Candidate {
  readonly host: HostState;
  readonly assignment: Assignment;
  readonly score: number;
  /** Paths of the NICs, in order: candidates with the same key differ only in where they are. */
  readonly nicPaths: string;
}

/**
 * Finds every combination of NIC paths that one host can carry, each with its best devices, and logs why the
 * others cannot be. An empty list means that the host is out.
 */
export function evaluateHost(host: HostState, context: RequestContext, log: RejectionLog): readonly Candidate[] {
  const refusal = firstRejection(HOST_RULES, (rule) => rule.reject(host, context));
  if (refusal !== null) {
    log.addHost(refusal);
    return [];
  }
  const options = hostOptions(host, context, log);
  if (options === null) return [];
  const anchors = new HostAnchors(host, context);
  const ownRefusal = anchors.refusalOfOwnTopology();
  if (ownRefusal !== null) {
    log.addHost(ownRefusal);
    return [];
  }
  const hostTotal = weightedTotal(HOST_TERMS, hostScoreInput(host, context), context.weights);
  const candidates: Candidate[] = [];
  for (const combination of combinationsOf(options.nics)) {
    const assignment = firstAssignment(combination, options, anchors, host, context);
    if (assignment === null) continue;
    candidates.push(candidateOf(host, assignment, hostTotal, context));
  }
  logLeftOut(candidates, options, anchors, host, context, log);
  return candidates;
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

/** Scores an assignment as a whole. */
export function candidateOf(
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
  return {
    host,
    assignment,
    score,
    nicPaths:
      nics.length === 1 && nics[0] !== undefined ? nics[0].path.name : nics.map((nic) => nic.path.name).join(','),
  };
}

/** Nova takes the first of its placements at which the PCI requests can be met, so that one it is. */
function firstAssignment(
  combination: readonly NicOption[],
  options: HostOptions,
  anchors: HostAnchors,
  host: HostState,
  context: RequestContext,
): Assignment | null {
  for (const anchor of anchors.of(combination)) {
    const assignment = assignAt(anchor, host, combination, options.disks, context);
    if (assignment !== null) return assignment;
  }
  return null;
}

/** The anchors of one host, worked out when first asked for. */
export class HostAnchors {
  private readonly known = new Map<string, readonly Anchor[]>();
  private readonly wantsPciAnyway: boolean;

  constructor(
    private readonly host: HostState,
    private readonly context: RequestContext,
  ) {
    this.wantsPciAnyway =
      context.aliases.length > 0 || context.disks.some(({ paths }) => paths.every((path) => path.takes !== 'nothing'));
  }

  /** Anchors for a combination of NIC paths: with the topology that its PCI policies need, in Nova's order. */
  of(combination: readonly NicOption[]): readonly Anchor[] {
    const { own, forPciPolicy } = this.context.topologies;
    const wantsPci = this.wantsPciAnyway || combination.some((option) => option.path.takes !== 'nothing');
    const topology = own ?? (this.needsTopology(combination) ? forPciPolicy : null);
    const key = `${topology === own ? 'own' : 'policy'}|${wantsPci}`;
    let anchors = this.known.get(key);
    if (anchors === undefined) {
      anchors = anchorsOf(topology, this.host, wantsPci, this.context.policy.release);
      this.known.set(key, anchors);
    }
    return anchors;
  }

  /** Why the guest's own topology fits nowhere on the host; null when it does, or when it has none. */
  refusalOfOwnTopology(): Rejection | null {
    const { own } = this.context.topologies;
    return own !== null && this.of([]).length === 0 ? noAnchor(own, this.host, this.context.policy.release) : null;
  }

  private needsTopology(combination: readonly NicOption[]): boolean {
    if (this.context.topologies.forPciPolicy === null) return false;
    if (this.context.flavorPciPolicy !== null && this.wantsPciAnyway) return true;
    return combination.some(
      (option, index) => option.path.takes !== 'nothing' && this.context.nics[index]?.statedPolicy !== null,
    );
  }
}

/** Charges paths that passed every rule but are in no candidate: NUMA, or too few devices for all NICs at once. */
function logLeftOut(
  candidates: readonly Candidate[],
  options: HostOptions,
  anchors: HostAnchors,
  host: HostState,
  context: RequestContext,
  log: RejectionLog,
): void {
  for (const [index, nicOptions] of options.nics.entries()) {
    for (const option of nicOptions) {
      if (candidates.some(({ assignment }) => assignment.nics[index]?.path === option.path)) continue;
      const name = context.nics[index]?.nic.name ?? '';
      log.addPath(name, option.path.name, whyLeftOut(index, option, anchors, host, context));
    }
  }
  if (options.nics.length === 0 && candidates.length === 0) log.addHost(NOT_TOGETHER);
}

const NOT_TOGETHER: Rejection = {
  code: 'devices.not_together',
  required: 'a device for every NIC and disk at once',
  available: 'some of them only',
};

function whyLeftOut(
  index: number,
  option: NicOption,
  anchors: HostAnchors,
  host: HostState,
  context: RequestContext,
): Rejection {
  const alone: NicOption[] = [];
  alone[index] = option;
  const possible = anchors.of(alone);
  if (possible.length === 0) {
    const topology = context.topologies.own ?? context.topologies.forPciPolicy;
    return topology === null ? NOT_TOGETHER : noAnchor(topology, host, context.policy.release);
  }
  if (possible.some((anchor) => hasDeviceAt(index, option, anchor, host, context))) return NOT_TOGETHER;
  const policy = context.nics[index]?.statedPolicy ?? 'legacy';
  const pfNodes = option.pfs.map(({ pf }) => pf.numaNode ?? 'unknown');
  const guestNodes = new Set(possible.flatMap((anchor) => anchor.nodes ?? []));
  return {
    code: 'pci.numa_affinity',
    required: `${policy}: a device near NUMA node ${[...guestNodes].sort((a, b) => a - b).join(' or ')}`,
    available: `devices on node ${[...new Set(pfNodes)].join(', ')}`,
  };
}
