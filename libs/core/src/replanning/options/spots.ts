import type { HostState, PfState } from '../../fleet/host-state';
import { novaAnswer } from '../../answer/nova-answer';
import { pciNodeAllowed } from '../../nova-fit/pci-affinity';
import type { Anchor } from '../../planning/devices/anchors';
import { takeAliasDevices } from '../../planning/devices/alias-devices';
import type { Assignment } from '../../planning/devices/assignment';
import { GivenDevices } from '../../planning/devices/given-devices';
import { HostAnchors } from '../../planning/devices/host-anchors';
import { DEFAULT_POLICY } from '../../planning/devices/spot';
import type { NicCandidates, RequestContext } from '../../planning/request-context';
import { hostOptions, type DiskOption, type NicOption } from '../../planning/search/host-options';
import { scoreDisk, scoreNic, type ScoredDisk } from '../../planning/search/score-candidate';
import type { HeldVm } from '../held-vm';
import { poolNameOf } from './device-pool';
import { spotName, type Place } from './place';
import { takesOf } from './takes';
import type { VmKind } from './vm-kind';

/** What kinds of host have in common: a place but for the score, which the host's own amounts go into. */
export interface Spot {
  readonly assignment: Assignment;
  readonly place: Place;
}

/** Placements of the guest's nodes that are looked at; a host with many nodes has thousands. */
const MOST_ANCHORS = 12;
/** Ways to draw the NICs' devices from pools that are looked at for one placement. */
const MOST_DRAWS = 12;

/**
 * Where a VM of a kind may come to lie on such a host, whoever else is there: every set of NUMA nodes that Nova may settle
 * on, and every pool that its devices may be from. Nobody can ask Nova for one of them; which it will be shows when the
 * planner's search places the VM among the others.
 *
 * @param host that all who may move have left.
 */
export function spotsOn({ example, context }: VmKind, host: HostState): readonly Spot[] {
  const anchors = new HostAnchors(host, context);
  if (anchors.refusalOfFlavor() !== null) return [];
  const options = hostOptions(host, context);
  if (options === null) return [];
  const nics = options.nics.map((offered, nic) => keptPath(offered, example, context.nics[nic] as NicCandidates));
  const disksTakeDevices = options.disks.some(([first]) => first !== undefined && first.path.takes !== 'nothing');
  const spots = new Map<string, Spot>();
  let looked = 0;
  for (const anchor of anchors.of(nics, disksTakeDevices)) {
    if (looked++ >= MOST_ANCHORS) break;
    if (!anchor.isClaimable) continue;
    for (const pfs of draws(nics, anchor, host, context)) {
      const spot = spotAt(anchor, nics, pfs, options.disks, host, context);
      if (spot !== null && !spots.has(spot.place.spot)) spots.set(spot.place.spot, spot);
    }
  }
  return [...spots.values()];
}

/** The path that the NIC has, where the host offers it; else the first of its kin that it does. */
function keptPath(offered: readonly NicOption[], { paths }: HeldVm, { nic }: NicCandidates): NicOption {
  return (offered.find(({ path }) => path.name === paths.nics[nic.name]) ?? offered[0]) as NicOption;
}

/** For each NIC a PF, or null where it takes none; one PF stands for its pool. */
function draws(
  nics: readonly NicOption[],
  anchor: Anchor,
  host: HostState,
  context: RequestContext,
): readonly (readonly (PfState | null)[])[] {
  let drawn: readonly (readonly (PfState | null)[])[] = [[]];
  for (const [index, option] of nics.entries()) {
    const choices = option.path.takes === 'nothing' ? [null] : poolsFor(index, option, anchor, host, context);
    drawn = drawn.flatMap((before) => choices.map((pf) => [...before, pf]));
    if (drawn.length > MOST_DRAWS) drawn = drawn.filter((each) => isPlain(each)).slice(0, MOST_DRAWS);
  }
  return drawn;
}

/** Of very many ways those are looked at in which the NICs share pools. */
function isPlain(pfs: readonly (PfState | null)[]): boolean {
  return new Set(pfs.map((pf) => (pf === null ? '' : poolNameOf(pf)))).size <= 2;
}

/** The first PF of each pool that the NIC's policy lets it have one from. */
function poolsFor(
  index: number,
  { pfs }: NicOption,
  { nodes }: Anchor,
  { cells }: HostState,
  { nics }: RequestContext,
): readonly PfState[] {
  const policy = nics[index]?.statedPolicy ?? DEFAULT_POLICY;
  const first = new Map<string, PfState>();
  for (const pf of pfs) {
    const name = poolNameOf(pf);
    if (!first.has(name) && pciNodeAllowed(policy, pf.pf.numaNode, nodes, cells)) first.set(name, pf);
  }
  return [...first.values()];
}

function spotAt(
  anchor: Anchor,
  nics: readonly NicOption[],
  pfs: readonly (PfState | null)[],
  disks: readonly (readonly DiskOption[])[],
  host: HostState,
  context: RequestContext,
): Spot | null {
  const aliasDevices = takeAliasDevices({ anchor, host, context }, new GivenDevices());
  if (aliasDevices === null) return null;
  return spotOf(
    {
      anchor,
      nics: nics.map(({ path }, nic) => scoreNic(nic, path, pfs[nic] ?? null, anchor, host, context)),
      disks: disks.map(([first], disk) => diskAt(disk, first as DiskOption, anchor, host, context)),
      aliasDevices,
    },
    host,
    context,
  );
}

/** A disk keeps its path in a move, so there is one to choose from. */
function diskAt(
  disk: number,
  { path, devices }: DiskOption,
  anchor: Anchor,
  host: HostState,
  context: RequestContext,
): ScoredDisk {
  return scoreDisk(disk, path, devices[0] ?? null, anchor, host, context);
}

function spotOf(assignment: Assignment, host: HostState, context: RequestContext): Spot {
  const { nics, anchor } = assignment;
  const candidate = { host, assignment, score: 0, nicPaths: '' };
  return {
    assignment,
    place: {
      spot: spotName(
        anchor.nodes,
        nics.flatMap(({ pf }) => (pf === null ? [] : poolNameOf(pf))),
      ),
      nics: nics.map(({ path }, nic) => ({ name: context.request.nics[nic]?.name ?? '', path: path.name })),
      extraSpecs: novaAnswer(candidate, context).flavor.extraSpecs,
      takes: takesOf(assignment, host, context),
    },
  };
}
