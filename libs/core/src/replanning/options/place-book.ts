import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { HostFacets } from '../../fleet/facets';
import type { HostState } from '../../fleet/host-state';
import { flavorAliases } from '../../nova/pci-alias';
import { PciAliases } from '../../nova/pci-aliases';
import { whenAllHaveLeft } from '../../planning/moves/when-all-have-left';
import type { PlanningPolicy } from '../../planning/planning-policy';
import { scoreOfAssignment } from '../../planning/search/evaluate-host';
import { hostTotalOf } from '../../planning/search/host-total';
import { openHosts } from '../../planning/search/open-hosts';
import type { ReplanTask } from '../goal/replan-task';
import type { HeldVm } from '../held-vm';
import { hostRows, type LocalTake } from './host-rows';
import { placeOfClaim, type HeldPlace } from './place-of-claim';
import { spotsOn, type Spot } from './spots';
import { VmKinds, type VmKind } from './vm-kind';

const NO_SPOTS: readonly Spot[] = [];

/**
 * What can be had where, on the fleet that all who may move have left. Worked out when somebody asks, once for a kind of VM
 * on hosts that are alike (`fleet/facets.ts`): of a host's own only the rules on it as a whole and its free amounts count.
 */
export class PlaceBook {
  /** The fleet that all who may move have left. */
  readonly emptied: Fleet;
  private readonly hosts: ReadonlyMap<string, HostState>;
  private readonly kinds: VmKinds;
  private readonly spots = new Map<VmKind, Map<HostFacets, readonly Spot[]>>();
  private readonly open = new Map<VmKind, (host: HostState) => boolean>();
  private readonly totals = new Map<VmKind, Map<HostState, number>>();
  private readonly present = new Map<string, HeldPlace | null>();
  private readonly rows = new Map<string, ReadonlyMap<string, number>>();
  private readonly movers: ReadonlyMap<string, readonly HeldVm[]>;
  private readonly aliases: ReadonlySet<string>;
  private readonly groups: ReadonlySet<string>;
  private readonly pciAliases: PciAliases | null;
  private readonly claims: ReadonlyMap<string, HostClaim>;
  private readonly leaving: ReadonlySet<string>;

  constructor(task: ReplanTask, policy: PlanningPolicy, keepGroups: boolean) {
    const movers = [...task.mustLeave, ...task.mayMove];
    this.emptied = whenAllHaveLeft(
      movers.map((vm) => ({ ...vm, toHost: null, wasUsed: vm.serverId !== null })),
      task.fleet,
    );
    this.leaving = new Set(task.mustLeave.map(({ reservationId }) => reservationId));
    this.claims = new Map(
      task.fleet.hosts.flatMap(({ hostName, claims }) =>
        claims.map((claim) => [claimKey(hostName, claim.reservationId), claim] as const),
      ),
    );
    this.hosts = new Map(this.emptied.hosts.map((host) => [host.hostName, host]));
    this.kinds = new VmKinds(this.emptied, policy, keepGroups);
    this.movers = byHost(movers);
    this.aliases = new Set(movers.flatMap((vm) => flavorAliases(vm.extraSpecs).map(({ alias }) => alias)));
    this.groups = new Set(
      movers.flatMap(({ request: { constraints } }) =>
        keepGroups && constraints.group?.policy === 'anti-affinity' ? constraints.group.id : [],
      ),
    );
    this.pciAliases = policy.cloud?.pciAliases ? new PciAliases(policy.cloud.pciAliases) : null;
  }

  host(hostName: string): HostState | undefined {
    return this.hosts.get(hostName);
  }

  kindOf(vm: HeldVm): VmKind {
    return this.kinds.of(vm);
  }

  /** Whether every rule on the host as a whole lets a VM of the kind pass. */
  isOpen(kind: VmKind, host: HostState): boolean {
    let isOpen = this.open.get(kind);
    if (isOpen === undefined) {
      isOpen = openHosts(kind.context);
      this.open.set(kind, isOpen);
    }
    return isOpen(host);
  }

  /** Where a VM of the kind may come to lie on the host; empty where it may not. */
  spotsOn(kind: VmKind, host: HostState): readonly Spot[] {
    return this.isOpen(kind, host) ? this.spotsOfKind(kind, host) : NO_SPOTS;
  }

  /** What the VM's score would be there, were nobody else to come. The age of facts is no reason to move: it costs nothing here. */
  scoreAt(spot: Spot, kind: VmKind, host: HostState): number {
    return scoreOfAssignment(spot.assignment, { total: this.hostTotal(kind, host), discount: 0 }, kind.context.weights);
  }

  private hostTotal(kind: VmKind, host: HostState): number {
    const known = this.totals.get(kind) ?? new Map<HostState, number>();
    this.totals.set(kind, known);
    let total = known.get(host);
    if (total === undefined) {
      total = hostTotalOf(host, kind.context);
      known.set(host, total);
    }
    return total;
  }

  /** Where the VM is; null for a VM whose claim or host is not in the fleet. */
  presentOf(vm: HeldVm): HeldPlace | null {
    let present = this.present.get(vm.reservationId);
    if (present === undefined) {
      const claim = this.claims.get(claimKey(vm.hostName, vm.reservationId));
      const host = this.hosts.get(vm.hostName);
      const knows = claim !== undefined && host !== undefined;
      present = knows ? placeOfClaim(claim, vm.paths, host, this.kindOf(vm).context) : null;
      this.present.set(vm.reservationId, present);
    }
    return present;
  }

  /** Rows of a host. VMs that are there may stay, even where an inventory shrank under them. */
  rowsOf(host: HostState): ReadonlyMap<string, number> {
    let rows = this.rows.get(host.hostName);
    if (rows === undefined) {
      rows = this.roomFor(this.movers.get(host.hostName) ?? [], host);
      this.rows.set(host.hostName, rows);
    }
    return rows;
  }

  private roomFor(stayers: readonly HeldVm[], host: HostState): ReadonlyMap<string, number> {
    const rows = hostRows(host, this.aliases, this.groups, this.pciAliases);
    const taken = new Map<string, number>();
    const mayStay = stayers.filter(({ reservationId }) => !this.leaving.has(reservationId));
    for (const { row, amount } of mayStay.flatMap((vm): readonly LocalTake[] => this.presentOf(vm)?.takes ?? [])) {
      taken.set(row, (taken.get(row) ?? 0) + amount);
    }
    for (const [row, amount] of taken) {
      const room = rows.get(row);
      if (room !== undefined && room < amount) rows.set(row, amount);
    }
    return rows;
  }

  private spotsOfKind(kind: VmKind, host: HostState): readonly Spot[] {
    // Facets leave tenants out, and only `tenant_pf` asks for them.
    if (kind.context.request.isolation === 'tenant_pf') return spotsOn(kind, host);
    const byFacets = this.spots.get(kind) ?? new Map<HostFacets, readonly Spot[]>();
    this.spots.set(kind, byFacets);
    let spots = byFacets.get(host.facets);
    if (spots === undefined) {
      spots = spotsOn(kind, host);
      byFacets.set(host.facets, spots);
    }
    return spots;
  }
}

/** A VM that is being moved has a claim on two hosts. */
function claimKey(hostName: string, reservationId: string): string {
  return `${hostName} ${reservationId}`;
}

function byHost(vms: readonly HeldVm[]): ReadonlyMap<string, readonly HeldVm[]> {
  const hosts = new Map<string, HeldVm[]>();
  for (const vm of vms) {
    const others = hosts.get(vm.hostName);
    if (others === undefined) hosts.set(vm.hostName, [vm]);
    else others.push(vm);
  }
  return hosts;
}
