import type { HostClaim } from '../../fleet/host-claims';
import type { CellState, HostState, PfState } from '../../fleet/host-state';
import type { NicPath } from '../../io-path/nic-path';
import { isAtLeast } from '../../nova/openstack-release';
import type { CellFit } from '../../nova-fit/host-fit';
import type { Assignment } from '../../planning/devices/assignment';
import type { RequestContext } from '../../planning/request-context';
import type { NicRequest } from '../../request/vm-request';
import { poolNameOf } from './device-pool';
import { aliasRow, groupRow, nodeRow, pagesRow, poolRow, type LocalTake } from './host-rows';

const KIB_PER_MIB = 1024;

/** What a VM takes of a host's rows, were it to lie there by this assignment. */
export function takesOf(assignment: Assignment, host: HostState, context: RequestContext): readonly LocalTake[] {
  const { wanted, request } = context;
  const { anchor, nics, disks, aliasDevices } = assignment;
  const takes = new Takes();
  takes.add('vcpus', wanted.vcpus);
  takes.add('pcpus', wanted.pcpus);
  takes.add('memory_mib', wanted.memoryMib);
  if (host.free.diskGib !== null) takes.add('disk_gib', wanted.diskGib ?? request.flavor.diskGib);
  const cells = anchor.fit?.cells ?? [];
  if (areAlike(cells)) for (const cell of cells) addCell(cell, context, takes);
  nics.forEach(({ path, pf }, nic) => {
    if (pf !== null) addNic(path, pf, request.nics[nic], takes);
  });
  for (const { alias } of [...aliasDevices, ...disks.flatMap(({ device }) => device ?? [])]) {
    if (alias !== null) takes.add(aliasRow(alias), 1);
  }
  addGroup(context, takes);
  return takes.all();
}

/** What a VM's claim takes of the rows of its host. */
export function takesOfClaim(
  claim: HostClaim,
  nicPaths: readonly NicPath[],
  host: HostState,
  context: RequestContext,
): readonly LocalTake[] {
  const takes = new Takes();
  takes.add('vcpus', claim.vcpus);
  takes.add('pcpus', claim.pcpus);
  takes.add('memory_mib', claim.memoryMib);
  if (host.free.diskGib !== null) takes.add('disk_gib', claim.diskGib);
  for (const cell of claim.cells) {
    takes.add(nodeRow(cell.hostNode, 'pinned_cpus'), cell.pinnedCpus.length + (cell.unknownPinnedCpus ?? 0));
    takes.add(nodeRow(cell.hostNode, 'shared_vcpus'), cell.sharedVcpus);
    takes.add(nodeRow(cell.hostNode, 'memory_mib'), cell.memoryMib);
    takes.add(pagesRow(cell.hostNode, cell.pageSizeKib), pagesOf(cell.memoryMib, cell.pageSizeKib));
  }
  const vfPaths = nicPaths.filter(({ takes: what }) => what === 'vf');
  for (const { kind, address, pfAddress, bandwidthMbps, packetRateKpps } of claim.devices) {
    const pf = host.pfs.find((each) => each.pf.address === pfAddress);
    if (pf === undefined) {
      const alias = host.inventory.pciDevices.find((device) => device.address === address)?.alias ?? null;
      if (alias !== null) takes.add(aliasRow(alias), 1);
      continue;
    }
    const path = kind === 'pf' ? null : (vfPaths[0] ?? null);
    addDevice(path?.vfKind ?? null, kind === 'pf', pf, { bandwidthMbps, packetRateKpps }, takes);
  }
  addGroup(context, takes);
  return takes.all();
}

/** Sums by row. */
class Takes {
  private readonly amounts = new Map<string, number>();

  add(row: string, amount: number): void {
    if (amount > 0) this.amounts.set(row, (this.amounts.get(row) ?? 0) + amount);
  }

  all(): readonly LocalTake[] {
    return [...this.amounts].map(([row, amount]) => ({ row, amount }));
  }
}

/** Which of unlike guest nodes lies on which host node may change, so they are held to the host's sums only. */
function areAlike(cells: readonly CellFit[]): boolean {
  const [first] = cells;
  return cells.every(
    ({ demand }) =>
      demand.cell.memoryMib === first?.demand.cell.memoryMib &&
      demand.vcpus.length === first.demand.vcpus.length &&
      demand.emulatorCpus === first.demand.emulatorCpus &&
      demand.cell.sharedVcpus.length === first.demand.cell.sharedVcpus.length,
  );
}

function addCell(fit: CellFit, { policy }: RequestContext, takes: Takes): void {
  const { demand, hostNode, host } = fit;
  if (demand.pinned) takes.add(nodeRow(hostNode, 'pinned_cpus'), demand.vcpus.length + demand.emulatorCpus);
  if (demand.floating) takes.add(nodeRow(hostNode, 'shared_vcpus'), demand.cell.sharedVcpus.length);
  takes.add(nodeRow(hostNode, 'memory_mib'), demand.cell.memoryMib);
  const sizeKib = certainPageSize(fit, host, isAtLeast(policy.release, '2024.2'));
  if (sizeKib !== null) takes.add(pagesRow(hostNode, sizeKib), pagesOf(demand.cell.memoryMib, sizeKib));
}

/** The page size that the guest will have whoever else is there; null where that may change, or where none must be free. */
function certainPageSize({ demand }: CellFit, { pages }: CellState, pinnedNeedsFreePages: boolean): number | null {
  const { pageSize } = demand.cell;
  const smallest = pages[0]?.sizeKib ?? null;
  if (typeof pageSize === 'number') return pageSize;
  if (pageSize === 'small') return smallest;
  if (pageSize === null) return demand.pinned && pinnedNeedsFreePages ? smallest : null;
  const eligible = pageSize === 'large' ? pages.slice(1) : pages;
  return eligible.length === 1 ? (eligible[0]?.sizeKib ?? null) : null;
}

function pagesOf(memoryMib: number, sizeKib: number): number {
  return Math.ceil((memoryMib * KIB_PER_MIB) / sizeKib);
}

function addNic(path: NicPath, pf: PfState, nic: NicRequest | undefined, takes: Takes): void {
  const asked = { bandwidthMbps: nic?.bandwidthMbps ?? 0, packetRateKpps: nic?.packetRateKpps ?? 0 };
  addDevice(path.vfKind, path.takes === 'pf', pf, asked, takes);
}

/** A PF goes with its VFs. */
function addDevice(
  vfKind: NicPath['vfKind'],
  isWhole: boolean,
  pf: PfState,
  { bandwidthMbps, packetRateKpps }: { readonly bandwidthMbps: number; readonly packetRateKpps: number },
  takes: Takes,
): void {
  const pool = poolNameOf(pf);
  takes.add(poolRow(pool, 'vfs'), isWhole ? pf.freeVfs.length : 1);
  if (isWhole) takes.add(poolRow(pool, 'pfs'), 1);
  else if (vfKind !== null) takes.add(poolRow(pool, vfKind), 1);
  takes.add(poolRow(pool, 'mbps'), bandwidthMbps);
  takes.add(poolRow(pool, 'kpps'), packetRateKpps);
}

function addGroup({ request }: RequestContext, takes: Takes): void {
  const { group } = request.constraints;
  if (group?.policy === 'anti-affinity') takes.add(groupRow(group.id), 1);
}
