import { formatHash, hash64 } from '../fleet/content-hash';
import type { Fleet } from '../fleet/fleet';
import type { HostState } from '../fleet/host-state';
import type { VmRequest } from '../request/vm-request';
import { buildPlacement } from './build-placement';
import type { Placement, ReadyDecision } from './decision';
import { withPlacement } from './place-members';
import type { PlanningPolicy } from './planning-policy';
import { requestContext } from './request-context';
import { searchFleet } from './search/search-fleet';

/** What a decision that is made again may change of the first one, beside the devices. */
export interface AgainOn {
  /** The hosts that were decided on, as they are now. */
  readonly hosts: readonly HostState[];
  /**
   * `best`: of each host whatever path is best there now, and when that is another than decided, no decision.
   * `same`: the paths that were decided, whether or not another would now be better.
   */
  readonly paths: 'best' | 'same';
  /** By how much (of a score, 0..1) each VM may fall short of what it was decided with. */
  readonly slack: number;
}

/**
 * Makes a decision again on its own hosts, for they have changed: each VM on the host it had, by the paths it had, with
 * the devices and CPUs that Nova would now choose. Quick, for no other host is looked at: the alternatives and
 * what was told of other hosts are those of the first time, and so is the fleet digest; the input hash is its own.
 *
 * @param fleet what was decided on the first time: it tells prices and server groups.
 * @returns null when a host is missing, a VM no longer fits, would go by another path, or falls short of `slack`.
 * @throws as planRequest does.
 */
export function decideAgain(
  request: VmRequest,
  fleet: Fleet,
  first: ReadyDecision,
  { hosts, paths, slack }: AgainOn,
  policy: PlanningPolicy,
): ReadyDecision | null {
  const members: Placement[] = [];
  let left = withHosts(fleet, hosts);
  for (const before of first.members) {
    const host = hosts.some(({ hostName }) => hostName === before.hostName) ? hostOf(left, before) : undefined;
    if (host === undefined) return null;
    const asked = paths === 'same' ? byPathsOf(request, before) : request;
    const placement = placeOn(host, asked, left, policy, before);
    if (placement === null || placement.score < before.score - slack || !goesTheSameWay(placement, before)) return null;
    members.push(placement);
    if (members.length < first.members.length) left = withPlacement(left, host, placement, request, members.length);
  }
  return { ...first, inputHash: inputHashOf(first, hosts), members };
}

function placeOn(
  host: HostState,
  request: VmRequest,
  fleet: Fleet,
  policy: PlanningPolicy,
  { migration }: Placement,
): Placement | null {
  const context = requestContext(request, fleet, policy);
  const { winner } = searchFleet({ ...fleet, hosts: [host] }, context);
  return winner === null ? null : buildPlacement(winner, context, migration.candidateTargets + 1);
}

function hostOf({ hosts }: Fleet, { hostName }: Placement): HostState | undefined {
  return hosts.find((host) => host.hostName === hostName);
}

function withHosts(fleet: Fleet, hosts: readonly HostState[]): Fleet {
  const now = new Map(hosts.map((host) => [host.hostName, host]));
  return { ...fleet, hosts: fleet.hosts.map((host) => now.get(host.hostName) ?? host) };
}

/** The request as if its caller had asked for exactly the paths of this placement. */
function byPathsOf(request: VmRequest, { nics, disks }: Placement): VmRequest {
  return {
    ...request,
    nics: request.nics.map((nic) => ({ ...nic, paths: pathsOf(nics, nic.name) })),
    disks: request.disks.map((disk) => ({ ...disk, paths: pathsOf(disks, disk.name) })),
  };
}

function pathsOf<Path extends string>(
  devices: readonly { readonly name: string; readonly path: Path }[],
  wanted: string,
): readonly Path[] {
  return devices.filter(({ name }) => name === wanted).map(({ path }) => path);
}

function goesTheSameWay(one: Placement, other: Placement): boolean {
  const waysOf = ({ nics, disks }: Placement): string => [...nics, ...disks].map(({ path }) => path).join(' ');
  return waysOf(one) === waysOf(other);
}

/** The first decision's input, and the hosts as they were found. */
function inputHashOf({ inputHash }: ReadyDecision, hosts: readonly HostState[]): string {
  const digests = hosts.map(({ hostName, digest }) => `${hostName} ${digest}`).sort();
  return formatHash(hash64([inputHash, ...digests].join('\n')));
}
