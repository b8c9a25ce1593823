import type { CloudObservations } from '../cloud/merge/oldest-observation';
import type { Fleet } from '../fleet/fleet';
import type { ComputeAmounts } from '../fleet/host-state';
import { networkKey, vfPrice } from '../fleet/vf-demand';
import { ROOT_DISK_NAME } from '../feasibility/disk-rules/root-disk.rule';
import { DISK_PATH_RULES, NIC_PATH_RULES } from '../feasibility/rules';
import { firstRejection, type Rejection } from '../feasibility/rejection';
import { guestDrivers, type GuestDrivers } from '../guest/guest-drivers';
import { canonicalJson } from '../inventory/canonical-inventory';
import { DISK_PATHS, NIC_PATHS } from '../io-path/catalogue';
import type { DiskPath } from '../io-path/disk-path';
import type { NicPath } from '../io-path/nic-path';
import { isAtLeast, SOCKET_PORTS_SINCE } from '../nova/openstack-release';
import { flavorAliases, type AliasRequest } from '../nova/pci-alias';
import { PciAliases, undefinedAliasRefusal } from '../nova/pci-aliases';
import { wantedResources, wantedTraits, type WantedResource, type WantedTraits } from '../nova/placement-extra-specs';
import { guestTopologyOf } from '../nova-fit/guest-topology';
import { placementAmounts } from '../nova-fit/placement-amounts';
import type { DiskRequest, NicRequest, NumaAffinityPolicy, VmRequest } from '../request/vm-request';
import type { Profile } from '../scoring/profile';
import { weightsOf, type Weights } from '../scoring/score';
import { GuestVariants } from './devices/guest-variants';
import type { NicScores, SoftwareDiskScores } from './search/score-candidate';
import { NicAnswers } from './search/nic-answers';
import type { PlanningPolicy } from './planning-policy';
import { CalibratedModels } from '../io-path/calibration/calibrated-model';
import { DiskPredictions, NicPredictions } from './search/prediction-memo';
import { profileOf } from './request-profile';
import { shapeOf, type RequestShape } from './request-shape';

/** Everything about a request that is the same on every host, worked out once. */
export interface RequestContext {
  readonly request: VmRequest;
  readonly policy: PlanningPolicy;
  /** When each service of the cloud last told everything. */
  readonly cloudObserved: CloudObservations;
  /** What it has in common with others, for what is remembered of hosts. */
  readonly shape: RequestShape;
  /** What Nova will ask Placement for. */
  readonly wanted: ComputeAmounts;
  /** What flavor and image ask Placement for beside amounts of CPUs, memory and disk. */
  readonly wantedTraits: WantedTraits;
  readonly wantedResources: readonly WantedResource[];
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
  /** The guests that its candidates can have: with what flavor and image make, and with what paths add to it. */
  readonly topologies: GuestVariants;
  /** PCI devices that the caller's own flavor asks for (`pci_passthrough:alias`). */
  readonly aliases: readonly AliasRequest[];
  /** What the cloud's aliases mean; null when nobody told, and then each inventory says what an alias covers. */
  readonly pciAliases: PciAliases | null;
  readonly nics: readonly NicCandidates[];
  readonly disks: readonly DiskCandidates[];
  /** Whether Nova gives the VM an IOThread: every VM from 2026.1 on (handbook 1.3). */
  readonly hasIoThread: boolean;
  /** What predicts the devices of each host. */
  readonly models: CalibratedModels;
}

export interface NicCandidates {
  readonly nic: NicRequest;
  /** Paths that the request itself does not rule out. */
  readonly paths: readonly NicPath[];
  /** Paths that it does. */
  readonly ruledOut: readonly { readonly path: string; readonly rejection: Rejection }[];
  /** The policy that Nova will apply (port before flavor and image); null when nobody states one. */
  readonly statedPolicy: NumaAffinityPolicy | null;
  /** Price of a VF on its network, 0..1. */
  readonly vfPrice: number;
  readonly predictions: NicPredictions;
  readonly answers: NicAnswers;
  readonly scores: NicScores;
  /** Index of the first NIC that asks for the same in the same words, its own when it is that: alike but in name. */
  readonly firstAlike: number;
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
 * @throws RequestRefusedByNovaError when flavor and image contradict each other, or an alias is not defined;
 *   UnknownProfileError.
 */
export function requestContext(request: VmRequest, fleet: Fleet, stated: PlanningPolicy): RequestContext {
  const policy = withFoundExtensions(stated, fleet);
  const guest = guestTopologyOf(request.flavor, request.image);
  if (!guest.ok) throw new RequestRefusedByNovaError(guest.refusal.message);
  const pciAliases = policy.cloud?.pciAliases ? new PciAliases(policy.cloud.pciAliases) : null;
  const unknownAlias = undefinedAliasRefusal(request.flavor.extraSpecs, pciAliases);
  if (unknownAlias !== null) throw new RequestRefusedByNovaError(unknownAlias.message);
  const { includeHosts, excludeHosts, group } = request.constraints;
  const profile = profileOf(request, policy);
  const flavorPciPolicy = guest.pciNumaPolicy ?? socketByFlavor(request, policy);
  const base = {
    request,
    policy,
    cloudObserved: fleet.cloud?.observed ?? {},
    shape: shapeOf(request, policy),
    wanted: placementAmounts(request.flavor, guest.topology),
    wantedTraits: wantedTraits(request.flavor, request.image),
    wantedResources: wantedResources(request.flavor),
    drivers: guestDrivers(request.image),
    profile,
    weights: weightsOf(request, profile),
    includedHosts: includeHosts === null ? null : new Set(includeHosts),
    excludedHosts: new Set(excludeHosts),
    groupHosts: group === null ? new Set<string>() : hostsOfGroup(fleet, group.id),
    flavorPciPolicy,
    topologies: new GuestVariants(request.flavor, request.image, guest.topology),
    aliases: flavorAliases(request.flavor.extraSpecs),
    pciAliases,
    nics: [],
    disks: [],
    hasIoThread: isAtLeast(policy.release, '2026.1'),
    models: CalibratedModels.of(policy.model ?? null),
  } satisfies RequestContext;
  const asked = request.nics.map((nic) => canonicalJson({ ...nic, name: '' }));
  const nics = request.nics.map((nic, index) => ({
    ...nicCandidates(nic, base, fleet),
    firstAlike: asked.indexOf(asked[index] ?? ''),
  }));
  const disks = request.disks.map((disk) => diskCandidates(disk, base));
  return { ...base, nics, disks };
}

/** What the operator states of Neutron's extensions counts; else what a synchronisation found. */
function withFoundExtensions(policy: PlanningPolicy, { cloud }: Fleet): PlanningPolicy {
  const found = cloud?.neutronExtensions ?? null;
  if (found === null || (policy.cloud?.neutronExtensions ?? null) !== null) return policy;
  const stated = policy.cloud ?? { neutronMechanismDrivers: null, pciAliases: null };
  return { ...policy, cloud: { ...stated, neutronExtensions: found } };
}

function hostsOfGroup(fleet: Fleet, groupId: string): ReadonlySet<string> {
  return new Set(fleet.hosts.filter((host) => host.groups.has(groupId)).map((host) => host.hostName));
}

/** Ports know the policy `socket` from 2024.2 on; before, the flavor has to say it for all devices. */
function socketByFlavor({ nics }: VmRequest, { release }: PlanningPolicy): NumaAffinityPolicy | null {
  const isAsked = nics.some((nic) => nic.numaAffinityPolicy === 'socket');
  return isAsked && !isAtLeast(release, SOCKET_PORTS_SINCE) ? 'socket' : null;
}

function nicCandidates(
  nic: NicRequest,
  context: RequestContext,
  { vfDemand, vfSupply }: Fleet,
): Omit<NicCandidates, 'firstAlike'> {
  const network = networkKey(nic.physicalNetwork);
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
    vfPrice: vfPrice(vfDemand.get(network) ?? 0, vfSupply.get(network) ?? 0),
    predictions: new NicPredictions(),
    answers: new NicAnswers(),
    scores: new Map(),
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
