import { DISK_PATHS, NIC_PATHS } from '../io-path/catalogue';
import type { DiskPathName, NicPathName } from '../io-path/io-path';
import type { DeviceKind } from '../fleet/host-claims';
import type { VmRequest } from '../request/vm-request';
import type { HeldVm } from './held-vm';

/**
 * By which path each NIC and disk of a VM runs where it is. What was kept of its place tells it, as long as it agrees with
 * the devices that the VM holds. Where it does not, because the VM was moved by a release that kept nothing of the move,
 * the path is assumed: the first that the request allows, in the order of the catalogue, which takes what the VM holds.
 *
 * @param kept paths by the name of NIC or disk, of the present place or else of the one that was decided
 * @param held kinds of the devices that the VM holds, by the NIC or disk that they are for
 */
export function presentPaths(
  request: Pick<VmRequest, 'nics' | 'disks'>,
  kept: HeldVm['paths'],
  held: Readonly<Record<string, DeviceKind>>,
): HeldVm['paths'] {
  const nics = request.nics.map(({ name, paths }) => [name, nicPath(paths, kept.nics[name], held[name])] as const);
  const disks = request.disks.map(({ name, paths }) => [name, diskPath(paths, kept.disks[name], held[name])] as const);
  return { nics: Object.fromEntries(nics), disks: Object.fromEntries(disks) };
}

function nicPath(
  allowed: readonly NicPathName[] | null,
  kept: NicPathName | undefined,
  held: DeviceKind | undefined,
): NicPathName {
  const takes = held === undefined || held === 'pci' ? 'nothing' : held;
  const fitting = NIC_PATHS.filter((path) => path.takes === takes).map(({ name }) => name);
  return choose(fitting, allowed, kept);
}

function diskPath(
  allowed: readonly DiskPathName[] | null,
  kept: DiskPathName | undefined,
  held: DeviceKind | undefined,
): DiskPathName {
  const takes = held === undefined ? 'nothing' : 'pci_device';
  const fitting = DISK_PATHS.filter((path) => path.takes === takes).map(({ name }) => name);
  return choose(fitting, allowed, kept);
}

/** Of two wrong answers the kept one is the better: somebody once decided it. */
function choose<Name>(fitting: readonly Name[], allowed: readonly Name[] | null, kept: Name | undefined): Name {
  if (kept !== undefined && fitting.includes(kept)) return kept;
  const assumed = fitting.find((name) => allowed === null || allowed.includes(name));
  return assumed ?? kept ?? (fitting[0] as Name);
}
