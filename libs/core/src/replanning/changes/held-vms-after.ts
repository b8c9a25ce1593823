import type { HeldVm } from '../held-vm';
import type { ChangedFleet } from './changed-fleet';

/** The VMs with the profiles that changes gave other weights. What they hold is as before. */
export function heldVmsAfter(vms: readonly HeldVm[], { profiles }: Pick<ChangedFleet, 'profiles'>): readonly HeldVm[] {
  return vms.map((vm) => {
    const changed = Object.hasOwn(profiles, vm.profile.name) ? profiles[vm.profile.name] : undefined;
    return changed === undefined ? vm : { ...vm, profile: changed };
  });
}
