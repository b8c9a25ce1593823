import { agree } from '../search/contests';
import { hasNicDevice } from '../devices/assignment';
import type { NicOption } from '../search/host-options';
import { overBudget } from '../../feasibility/nic-rules/link-budget.rule';
import type { PfState } from '../../fleet/host-state';
import { servingVfCount } from '../../fleet/vf-kinds';
import type { NicRequest } from '../../request/vm-request';
import type { HostOnTrial } from './host-on-trial';
import { isOpen, type HostTrials, type NicTrial, type PathTrial } from './path-trial';

/**
 * Whether it is plain, without trying, that the VM can run on the host with a NIC on this path: the other NICs may go
 * by paths that take no device, or there are so many VFs that no choice of one NIC leaves another without. Most hosts
 * are such; false means that it has to be tried.
 *
 * @param nic -1 for a VM without NICs.
 */
export function isPlainlyCarried(
  nic: number,
  path: NicTrial | null,
  { nics, disks }: HostTrials,
  { host, context, anchors }: HostOnTrial,
): boolean {
  if (context.aliases.length > 0 || disks.some((paths) => !paths.some(isFree))) return false;
  const others = nics.map((paths, at) => (at === nic ? path : plainest(paths, path)));
  const combination: readonly (NicOption | null)[] = others.map((each) =>
    each?.nicPath == null ? null : { path: each.nicPath, pfs: each.pfs },
  );
  if (!isWhole(combination) || !combination.every((option) => isAmple(option, context.request.nics))) return false;
  for (const anchor of anchors.of(combination, false)) {
    const spot = { anchor, host, context };
    const near = combination.filter((option, at) => hasNicDevice(at, option, spot)).length;
    // Nova takes the first placement with a device for every NIC; at one with devices for some it needs a closer look.
    if (near === combination.length) return anchor.isClaimable;
    if (nics.length > 1) return false;
  }
  return false;
}

/** Whether every NIC has a path, and all of them go with each other. */
function isWhole(combination: readonly (NicOption | null)[]): combination is readonly NicOption[] {
  const paths = combination.flatMap((option) => option?.path ?? []);
  return paths.length === combination.length && paths.every((one) => paths.every((other) => agree(one, other)));
}

/** An open path without a device, and else any that is open, beside the one that is asked about. */
function plainest(paths: readonly NicTrial[], beside: NicTrial | null): NicTrial | null {
  const open = paths.filter(
    ({ trial, nicPath }) =>
      isOpen(trial) && nicPath !== null && (beside?.nicPath == null || agree(nicPath, beside.nicPath)),
  );
  return open.find(({ trial }) => isFree(trial)) ?? open[0] ?? null;
}

function isFree(trial: PathTrial): boolean {
  return isOpen(trial) && !trial.takesDevice;
}

/** Whether the path takes nothing, or each PF could take all NICs of the VM at once; a lone NIC needs one VF. */
function isAmple({ path, pfs }: NicOption, wishes: readonly NicRequest[]): boolean {
  const [first, ...beside] = wishes;
  if (path.takes === 'nothing' || beside.length === 0 || first === undefined) return true;
  const { vfKind } = path;
  if (path.takes !== 'vf' || vfKind === null) return false;
  return pfs.every((pf) => servingVfCount(pf, vfKind) >= wishes.length && canPromiseAll(pf, wishes));
}

function canPromiseAll(pf: PfState, wishes: readonly NicRequest[]): boolean {
  return wishes.every((wish, index) => overBudget(wish, pf, wishes.slice(0, index)) === null);
}
