import { canonicalExtraSpecs } from '../../flavor/canonical-extra-specs';
import { DISK_PATHS, NIC_PATHS } from '../../io-path/catalogue';
import type { MigrationMechanism, NicPathName } from '../../io-path/io-path';
import type { NicPath } from '../../io-path/nic-path';
import { flavorAliases } from '../../nova/pci-alias';
import type { HeldVm } from '../held-vm';
import { NOVA_ACTIONS, type Interruption, type MoveMechanism, type NovaAction } from '../move-mechanism';
import type { ReplanLimits } from '../replan-request';
import { interruptionOf } from './interruption';

/** What a move finds beside the VM and its new place. */
export interface MoveCircumstances {
  /** Whether the host that it leaves is lost, so that nothing can be asked of it. */
  readonly sourceIsLost: boolean;
  readonly limits: Pick<ReplanLimits, 'liveOnly'>;
}

/** How one VM gets to one place. */
export interface Move {
  readonly mechanism: MoveMechanism;
  readonly action: NovaAction;
  readonly interruption: Interruption;
  /** Why it must not be made this way; null when it may. */
  readonly refusal: MoveRefusal | null;
}

/** A reason for a VM to stay, in the codes of `StuckVm`. */
export interface MoveRefusal {
  readonly code: string;
  readonly detail: string;
}

/** What of a new place decides how a VM gets there. */
export interface PlaceToMoveTo {
  readonly nics: readonly { readonly name: string; readonly path: NicPathName }[];
  readonly nova: { readonly flavor: { readonly extraSpecs: Readonly<Record<string, string>> } };
}

/**
 * How a VM gets to a place (handbook 4.1): of a VM without server only the reservation moves; from a lost host it is built
 * again; where the place needs another flavor it is resized; else its least mobile device decides, as it runs today.
 *
 * @param placement of the VM's own request, on the target.
 */
export function moveOf(vm: HeldVm, placement: PlaceToMoveTo, circumstances: MoveCircumstances): Move {
  const mechanism = mechanismOf(vm, placement, circumstances);
  return {
    mechanism,
    action: NOVA_ACTIONS[mechanism],
    interruption: interruptionOf(mechanism, vm.request.flavor),
    refusal: refusalOf(mechanism, vm, placement, circumstances),
  };
}

function mechanismOf(vm: HeldVm, placement: PlaceToMoveTo, { sourceIsLost }: MoveCircumstances): MoveMechanism {
  if (vm.serverId === null) return 'ledger';
  if (sourceIsLost) return 'evacuate';
  if (needsOtherFlavor(vm, placement)) return 'resize';
  return mechanismAsItRuns(vm, placement);
}

/** A live migration keeps the flavor, and so does an evacuation: another one is a matter of a resize. */
function needsOtherFlavor({ request, extraSpecs }: HeldVm, { nova }: PlaceToMoveTo): boolean {
  const spelt = (specs: Readonly<Record<string, string>>): string =>
    JSON.stringify(canonicalExtraSpecs({ ...request.flavor, extraSpecs: specs }));
  return spelt(extraSpecs) !== spelt(nova.flavor.extraSpecs);
}

const LEAST_MOBILE_FIRST: readonly MigrationMechanism[] = ['none', 'unplug_replug', 'transparent'];

function mechanismAsItRuns(vm: HeldVm, { nics }: PlaceToMoveTo): 'transparent' | 'unplug_replug' | 'cold' {
  const mechanisms: MigrationMechanism[] = [];
  for (const [name, pathName] of Object.entries(vm.paths.nics)) {
    const path = NIC_PATHS.find((each) => each.name === pathName);
    const target = NIC_PATHS.find((each) => each.name === nics.find((nic) => nic.name === name)?.path);
    mechanisms.push(path === undefined ? 'none' : path.migration.mechanism);
    if (path !== undefined && target !== undefined && !areServedAlike(path, target)) mechanisms.push('none');
  }
  for (const pathName of Object.values(vm.paths.disks)) {
    mechanisms.push(DISK_PATHS.find(({ name }) => name === pathName)?.migration.mechanism ?? 'none');
  }
  // A device by alias stays behind while the VM runs. What 2025.1 asks for beyond that no inventory tells (handbook 4.2).
  if (flavorAliases(vm.extraSpecs).length > 0) mechanisms.push('none');
  const least = LEAST_MOBILE_FIRST.find((each) => mechanisms.includes(each)) ?? 'transparent';
  return least === 'none' ? 'cold' : least;
}

/** Whether a running guest can be handed from one back end to the other: the same datapath on both sides. */
function areServedAlike(one: NicPath, other: NicPath): boolean {
  return (
    one.takes === other.takes &&
    one.vfKind === other.vfKind &&
    one.needs.bridge === other.needs.bridge &&
    one.needs.guestMemory === other.needs.guestMemory
  );
}

function refusalOf(
  mechanism: MoveMechanism,
  vm: HeldVm,
  placement: PlaceToMoveTo,
  { limits }: MoveCircumstances,
): MoveRefusal | null {
  if (mechanism === 'evacuate' && needsOtherFlavor(vm, placement)) {
    return {
      code: 'vm.flavor_changes',
      detail: 'the place needs other extra specs, and an evacuation keeps the flavor',
    };
  }
  if (mechanism !== 'cold' && mechanism !== 'resize') return null;
  const must = vm.request.migration === 'live_required' ? 'its request says live_required' : null;
  const why = must ?? (limits.liveOnly ? 'only live moves are allowed' : null);
  return why === null ? null : { code: 'vm.not_live_migratable', detail: `${why}, and it moves by ${mechanism}` };
}
