import type { Fleet } from '../fleet/fleet';
import type { ComputeAmounts } from '../fleet/host-state';
import { ROOT_DISK_NAME } from '../feasibility/disk-rules/root-disk.rule';
import { DISK_PATH_RULES, NIC_PATH_RULES } from '../feasibility/rules';
import type { Rejection } from '../feasibility/rejection';
import { guestDrivers, type GuestDrivers } from '../guest/guest-drivers';
import { DISK_PATHS, NIC_PATHS } from '../io-path/catalogue';
import type { DiskPath } from '../io-path/disk-path';
import type { NicPath } from '../io-path/nic-path';
import { isAtLeast, SOCKET_PORTS_SINCE } from '../nova/openstack-release';
import { flavorAliases, type AliasRequest } from '../nova/pci-alias';
import { guestTopologyOf, type GuestTopology } from '../nova-fit/guest-topology';
import { placementAmounts } from '../nova-fit/placement-amounts';
import type { DiskRequest, NicRequest, NumaAffinityPolicy, VmRequest } from '../request/vm-request';
import type { Profile } from '../scoring/profile';
import { weightsOf, type Weights } from '../scoring/score';
import type { SoftwareDiskScores } from './score-candidate';
import type { PlanningPolicy } from './planning-policy';
import { DiskPredictions, NicPredictions } from './prediction-memo';
import { profileOf } from './request-profile';

/** Everything about a request that is the same on every host, worked out once. */
export interface RequestContext {
  readonly request: VmRequest;
  readonly policy: PlanningPolicy;
  /** What Nova will ask Placement for. */
  readonly wanted: ComputeAmounts;
  readonly drivers: GuestDrivers;
  readonly profile: Profile;
  readonly weights: Weights;
  readonly includedHosts: ReadonlySet<string> | null;
  readonly excludedHosts: ReadonlySet<string>;
  /**
   * The PCI NUMA policy that flavor or image state for every device alike; null when neither does. A NIC that asks for
   * `socket` makes the flavor state it where ports cannot.
   */
  readonly flavorPciPolicy: NumaAffinityPolicy | null;
  /** Hosts that carry a live VM of the request's server group. */
  readonly groupHosts: ReadonlySet<string>;
  readonly topologies: Topologies;
  /** PCI devices that the caller's own flavor asks for (`pci_passthrough:alias`). */
  readonly aliases: readonly AliasRequest[];
  readonly nics: readonly NicCandidates[];
  readonly disks: readonly DiskCandidates[];
  /** Whether Nova gives the VM an IOThread: every VM from 2026.1 on (handbook 1.3). */
  readonly hasIoThread: boolean;
}

/** The guest NUMA topologies that candidates of this request can have. */
export interface Topologies {
  /** What flavor and image make by themselves; null for none. */
  readonly own: GuestTopology | null;
  /**
   * One guest node, for candidates whose PCI policy would be ignored without a topology (handbook 0.2, fact 6);
   * null when the flavor makes a topology anyway, or no device asks for a policy.
   */
  readonly forPciPolicy: GuestTopology | null;
}

export interface NicCandidates {
  readonly nic: NicRequest;
  /** Paths that the request itself does not rule out. */
  readonly paths: readonly NicPath[];
  /** Paths that it does. */
  readonly ruledOut: readonly { readonly path: string; readonly rejection: Rejection }[];
  /** The policy that Nova will apply (port before flavor and image); null when nobody states one. */
  readonly statedPolicy: NumaAffinityPolicy | null;
  readonly predictions: NicPredictions;
}

export interface DiskCandidates {
  readonly disk: DiskRequest;
  readonly paths: readonly DiskPath[];
  readonly ruledOut: readonly { readonly path: string; readonly rejection: Rejection }[];
  readonly predictions: DiskPredictions;
  /** Scores of the paths that take no device: they depend on little of the host. */
  readonly softwareScores: SoftwareDiskScores;
}

/** Thrown for a request that Nova would refuse whatever the host: callers check before they plan. */
export class RequestRefusedByNovaError extends Error {}

/**
 * @throws RequestRefusedByNovaError when flavor and image contradict each other; UnknownProfileError.
 */
export function requestContext(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): RequestContext {
  const guest = guestTopologyOf(request.flavor, request.image);
  if (!guest.ok) throw new RequestRefusedByNovaError(guest.refusal.message);
  const { includeHosts, excludeHosts, group } = request.constraints;
  const profile = profileOf(request, policy);
  const flavorPciPolicy = guest.pciNumaPolicy ?? socketByFlavor(request, policy);
  const base = {
    request,
    policy,
    wanted: placementAmounts(request.flavor, guest.topology),
    drivers: guestDrivers(request.image),
    profile,
    weights: weightsOf(request, profile),
    includedHosts: includeHosts === null ? null : new Set(includeHosts),
    excludedHosts: new Set(excludeHosts),
    groupHosts: group === null ? new Set<string>() : hostsOfGroup(fleet, group.id),
    flavorPciPolicy,
    topologies: topologiesOf(request, guest.topology, flavorPciPolicy),
    aliases: flavorAliases(request.flavor.extraSpecs),
    nics: [],
    disks: [],
    hasIoThread: isAtLeast(policy.release, '2026.1'),
  } satisfies RequestContext;
  return {
    ...base,
    nics: request.nics.map((nic) => nicCandidates(nic, base)),
    disks: request.disks.map((disk) => diskCandidates(disk, base)),
  };
}

function hostsOfGroup(fleet: Fleet, groupId: string): ReadonlySet<string> {
  return new Set(fleet.hosts.filter((host) => host.groups.has(groupId)).map((host) => host.hostName));
}

function topologiesOf(
  request: VmRequest,
  own: GuestTopology | null,
  flavorPolicy: NumaAffinityPolicy | null,
): Topologies {
  const wantsPolicy = flavorPolicy !== null || request.nics.some((nic) => nic.numaAffinityPolicy !== null);
  if (own !== null || !wantsPolicy) return { own, forPciPolicy: null };
  const extraSpecs = { ...request.flavor.extraSpecs, 'hw:numa_nodes': '1' };
  const oneNode = guestTopologyOf({ ...request.flavor, extraSpecs }, request.image);
  return { own, forPciPolicy: oneNode.ok ? oneNode.topology : null };
}

/** Ports know the policy `socket` from 2024.2 on; before, the flavor has to say it for all devices. */
function socketByFlavor({ nics }: VmRequest, { release }: PlanningPolicy): NumaAffinityPolicy | null {
  const isAsked = nics.some((nic) => nic.numaAffinityPolicy === 'socket');
  return isAsked && !isAtLeast(release, SOCKET_PORTS_SINCE) ? 'socket' : null;
}

function nicCandidates(nic: NicRequest, context: RequestContext): NicCandidates {
  const paths: NicPath[] = [];
  const ruledOut: { path: string; rejection: Rejection }[] = [];
  for (const path of NIC_PATHS) {
    if (nic.paths !== null && !nic.paths.includes(path.name)) continue;
    const rejection = firstRejection(NIC_PATH_RULES, (rule) => rule.reject(path, nic, context));
    if (rejection === null) paths.push(path);
    else ruledOut.push({ path: path.name, rejection });
  }
  ruledOut.push(...unknownPaths(nic.paths, NIC_PATHS));
  return {
    nic,
    paths,
    ruledOut,
    statedPolicy: nic.numaAffinityPolicy ?? context.flavorPciPolicy,
    predictions: new NicPredictions(),
  };
}

function diskCandidates(disk: DiskRequest, context: RequestContext): DiskCandidates {
  const paths: DiskPath[] = [];
  const ruledOut: { path: string; rejection: Rejection }[] = [];
  for (const path of DISK_PATHS) {
    if (!isAskedFor(path, disk)) continue;
    const rejection = firstRejection(DISK_PATH_RULES, (rule) => rule.reject(path, disk, context));
    if (rejection === null) paths.push(path);
    else ruledOut.push({ path: path.name, rejection });
  }
  ruledOut.push(...unknownPaths(disk.paths, DISK_PATHS));
  return { disk, paths, ruledOut, predictions: new DiskPredictions(), softwareScores: new Map() };
}

/** "Any path" of a root disk means any that Nova can boot from: telling of the others would only hide what matters. */
function isAskedFor(path: DiskPath, { name, paths }: DiskRequest): boolean {
  return paths === null ? path.bootable || name !== ROOT_DISK_NAME : paths.includes(path.name);
}

/** Paths that the contract names and this version's catalogue does not hold. */
function unknownPaths(
  asked: readonly string[] | null,
  known: readonly { readonly name: string }[],
): readonly { readonly path: string; readonly rejection: Rejection }[] {
  const names = known.map((path) => path.name);
  return (asked ?? [])
    .filter((name) => !names.includes(name))
    .map((path) => ({
      path,
      rejection: { code: 'path.not_supported', required: path, available: names.join(', ') },
    }));
}

/** The first refusal that a list of rules gives, or null. */
export function firstRejection<Rule>(rules: readonly Rule[], ask: (rule: Rule) => Rejection | null): Rejection | null {
  for (const rule of rules) {
    const rejection = ask(rule);
    if (rejection !== null) return rejection;
  }
  return null;
}
