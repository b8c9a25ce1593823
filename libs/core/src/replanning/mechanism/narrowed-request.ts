import { NIC_PATHS } from '../../io-path/catalogue';
import type { DiskPathName, NicPathName } from '../../io-path/io-path';
import type { VmRequest } from '../../request/vm-request';
import type { HeldVm } from '../held-vm';

/** `same`: every device by the path that it has. `kin`: NICs also by others that the same port can have. */
export type PathsOfMove = 'same' | 'kin';

export interface Narrowing {
  readonly paths: PathsOfMove;
  /** Whether server groups hold; see `ReplanLimits.keepGroups`. */
  readonly keepGroups: boolean;
  /** Where it may go; null: anywhere but where it is. */
  readonly toHosts: readonly string[] | null;
}

/**
 * The request to look for another place of one VM with, as far as a move can change it: one VM, away from its host, each
 * NIC by a path of the same port and each disk by its own. To look with only: what is taken in the end is a matter of
 * the VM's own request, which names its server group.
 */
export function narrowedRequest(vm: HeldVm, { paths, keepGroups, toHosts }: Narrowing): VmRequest {
  const { request, hostName } = vm;
  const { constraints } = request;
  return {
    ...request,
    count: 1,
    nics: request.nics.map((nic) => ({ ...nic, paths: nicPaths(nic.paths, vm.paths.nics[nic.name], paths) })),
    disks: request.disks.map((disk) => ({ ...disk, paths: diskPaths(disk.paths, vm.paths.disks[disk.name]) })),
    constraints: {
      ...constraints,
      includeHosts: toHosts === null ? constraints.includeHosts : included(constraints.includeHosts, toHosts),
      excludeHosts: [...new Set([...constraints.excludeHosts, hostName])],
      group: groupOfMove(constraints.group, keepGroups),
    },
  };
}

/**
 * Nova's `ServerGroupAffinityFilter` binds a VM to the host of the others of its group, where a VM that may move has none
 * ({@link isHeldByGroup}). Its own claim, which stays on the host that it leaves until it has left, must not bind it.
 */
function groupOfMove(group: VmRequest['constraints']['group'], keepGroups: boolean): VmRequest['constraints']['group'] {
  return keepGroups && group?.policy !== 'affinity' ? group : null;
}

/**
 * NIC paths that one port can have on different hosts: `binding:vnic_type` and the capability of the eswitch are set on
 * the port, and the VIF model on the image (handbook 4.1, 2.3).
 */
export function kinOf(name: NicPathName): readonly NicPathName[] {
  const own = NIC_PATHS.find((path) => path.name === name);
  if (own === undefined) return [name];
  return NIC_PATHS.filter(
    ({ vnicType, vifModel, needs }) =>
      vnicType === own.vnicType && vifModel === own.vifModel && needs.eswitch === own.needs.eswitch,
  ).map((path) => path.name);
}

/** What the caller narrowed stays narrowed, but never away from what the VM runs by. */
function nicPaths(
  asked: readonly NicPathName[] | null,
  held: NicPathName | undefined,
  paths: PathsOfMove,
): readonly NicPathName[] | null {
  if (held === undefined) return asked;
  if (paths === 'same') return [held];
  return kinOf(held).filter((name) => name === held || asked === null || asked.includes(name));
}

/** The bus of a disk is a property of its image or volume, which no move changes (handbook 1.3). */
function diskPaths(
  asked: readonly DiskPathName[] | null,
  held: DiskPathName | undefined,
): readonly DiskPathName[] | null {
  return held === undefined ? asked : [held];
}

function included(asked: readonly string[] | null, toHosts: readonly string[]): readonly string[] {
  return asked === null ? toHosts : toHosts.filter((hostName) => asked.includes(hostName));
}
