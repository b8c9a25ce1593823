import { groupBy } from '../../group-by';
import type { Inventory } from '../inventory';
import { devicesTouched } from './devices-touched';
import type { InventoryChange } from './inventory-change';
import { placesTouched } from './places-touched';
import {
  TOUCHED_KINDS,
  type TouchableHold,
  type TouchedHold,
  type TouchedKind,
  type TouchReason,
} from './touched-hold';

/** Reasons that are told of one hold. */
const MOST_REASONS = 8;

/** That a change touches a hold: by the device of that address, or as a whole. */
export interface Touch {
  readonly hold: TouchableHold;
  readonly device: TouchableHold['devices'][number] | null;
  readonly reason: TouchReason;
}

/** What the rules look at. */
export interface ChangedHost {
  readonly changes: readonly InventoryChange[];
  readonly before: Inventory;
  readonly after: Inventory;
  readonly holds: readonly TouchableHold[];
}

/**
 * Which allocations, reservations and recommendations of a host a change of its inventory touches, each once, with every
 * reason: a device that is gone, or whose link, driver, state or place changed, CPUs that left, memory and huge pages below
 * what is held, IOMMU and vhost back ends. Allocations first; of each kind in the order of their ids.
 *
 * An allocation whose device left the inventory is among them always: those that a write of the inventory orphans.
 *
 * @param holds all that is held of the host, and what is recommended there and not held
 */
export function touchedHolds(host: ChangedHost): readonly TouchedHold[] {
  const touches = [...devicesTouched(host), ...placesTouched(host)];
  const things = groupBy(touches.flatMap(touchedThings), ({ kind, id }) => `${kind} ${id}`);
  const touched = [...things.values()].map((those) => {
    const [first] = those as [TouchedHold, ...TouchedHold[]];
    return { ...first, reasons: distinct(those.flatMap(({ reasons }) => reasons)) };
  });
  return TOUCHED_KINDS.flatMap((kind) =>
    touched.filter((one) => one.kind === kind).sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
}

/** Whether holds have to be looked at because of these changes. */
export function mayTouch(changes: readonly InventoryChange[]): boolean {
  return changes.some(({ code }) => code !== 'host.added' && code !== 'fact_notes.changed');
}

/** What is not confirmed yet touches the recommendation as well: whoever waits for it waits for something else now. */
function touchedThings({ hold, device, reason }: Touch): readonly TouchedHold[] {
  const { recommendationId, vmName, member, projectId, state, serverId, reservationId } = hold;
  const thing = (kind: TouchedKind, id: string, address: string | null): TouchedHold => {
    return {
      kind,
      id,
      recommendationId,
      vmName,
      member,
      projectId,
      state,
      serverId,
      device: address,
      reasons: [reason],
    };
  };
  const allocationId = device?.allocationId ?? null;
  return [
    ...(allocationId !== null && device !== null
      ? [{ ...thing('allocation', allocationId, device.address), state: device.state ?? state }]
      : []),
    ...(device === null && reservationId !== null ? [thing('reservation', reservationId, null)] : []),
    ...(state === 'recommended' || state === 'reserved' ? [thing('recommendation', recommendationId, null)] : []),
  ];
}

function distinct(reasons: readonly TouchReason[]): readonly TouchReason[] {
  const byText = new Map(reasons.map((reason) => [`${reason.code} ${reason.text}`, reason]));
  return [...byText.values()].slice(0, MOST_REASONS);
}
