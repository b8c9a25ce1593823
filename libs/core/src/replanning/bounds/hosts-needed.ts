import type { HostState } from '../../fleet/host-state';
import type { LinearColumn, LinearEntry, LinearModel, LinearRow, LinearSolver } from '../exact/linear-model';
import type { HeldVm } from '../held-vm';
import type { Choices } from '../options/choices';
import type { LocalTake } from '../options/host-rows';
import type { VmKind } from '../options/vm-kind';

/** Hosts that are alike to all VMs: the same places, and as much of everything. */
interface HostClass {
  readonly hosts: HostState[];
  /** Whether somebody is there who cannot move; such hosts are in use anyway. */
  readonly isHeld: boolean;
  readonly rows: ReadonlyMap<string, number>;
  /** For each kind of VM what it may take here, in any of its places. */
  readonly takes: readonly (readonly (readonly LocalTake[])[])[];
  /** VMs that are here and could not come here: they may stay. */
  readonly stays: { readonly kind: number; readonly takes: readonly LocalTake[] }[];
}

/** Sums of solver and search differ by less. */
const NOTHING = 1e-6;

/** What a fleet's VMs need of its hosts. */
export interface HostsNeeded {
  /** Hosts that are in use in any plan; 0 where the solver proved nothing in its time. */
  readonly least: number;
  /** By host name, how much of the hosts that are like it (0..1) is in use where the fewest are; empty where not known. */
  readonly shares: ReadonlyMap<string, number>;
}

/**
 * How many hosts are in use at least, whatever is chosen: how many VMs of each kind go to how many hosts of each class, as if
 * both could be parted. It grows with the kinds of VM and host, and not with their numbers, so that large fleets have a
 * proven bound, too.
 */
export function hostsNeeded(choices: Choices, solver: LinearSolver, timeLimitS: number): HostsNeeded {
  const { task, book } = choices.sources;
  const vms = [...task.mustLeave, ...task.mayMove];
  const kinds = [...new Set(vms.map((vm) => book.kindOf(vm)))];
  const classes = hostClassesOf(vms, kinds, choices);
  const { model, inUse } = programOf(vms, kinds, classes, choices);
  const { bound, values } = solver.solve(model, timeLimitS);
  const shares = new Map<string, number>();
  for (const [at, { hosts }] of classes.entries()) {
    const used = values[inUse[at] ?? -1];
    if (used !== undefined) for (const { hostName } of hosts) shares.set(hostName, used / hosts.length);
  }
  return { least: Number.isFinite(bound) ? Math.max(0, Math.ceil(bound - NOTHING)) : 0, shares };
}

function hostClassesOf(vms: readonly HeldVm[], kinds: readonly VmKind[], choices: Choices): readonly HostClass[] {
  const { book } = choices.sources;
  const numbers = new Map<unknown, number>();
  const numberOf = (thing: unknown): number => {
    const number = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, number);
    return number;
  };
  const classes = new Map<string, HostClass>();
  const byHost = new Map<string, HostClass>();
  for (const host of book.emptied.hosts) {
    const rows = book.rowsOf(host);
    const spots = kinds.map((kind) => book.spotsOn(kind, host));
    const isHeld = host.claims.length > 0;
    const key = JSON.stringify([isHeld, [...rows], spots.map(numberOf)]);
    const known = classes.get(key) ?? {
      hosts: [],
      isHeld,
      rows,
      takes: spots.map((of) => of.map(({ place }) => place.takes)),
      stays: [],
    };
    classes.set(key, known);
    known.hosts.push(host);
    byHost.set(host.hostName, known);
  }
  for (const vm of vms) {
    const staying = choices.staying(vm);
    const here = byHost.get(vm.hostName);
    const kind = kinds.indexOf(book.kindOf(vm));
    if (staying === null || here === undefined || isCovered(staying.takes, here.takes[kind] ?? [])) continue;
    here.stays.push({ kind, takes: staying.takes });
  }
  return [...classes.values()];
}

/** Whether some place takes no more of anything than the VM does where it stays. */
function isCovered(takes: readonly LocalTake[], places: readonly (readonly LocalTake[])[]): boolean {
  const amounts = new Map(takes.map(({ row, amount }) => [row, amount]));
  return places.some((place) => place.every(({ row, amount }) => amount <= (amounts.get(row) ?? 0)));
}

interface Program {
  readonly model: LinearModel;
  /** For each class the column that says how many of its hosts are in use. */
  readonly inUse: readonly number[];
}

function programOf(
  vms: readonly HeldVm[],
  kinds: readonly VmKind[],
  classes: readonly HostClass[],
  choices: Choices,
): Program {
  const { book } = choices.sources;
  const columns: LinearColumn[] = [];
  const rows: LinearRow[] = [];
  const column = (cost: number, upper: number): number => columns.push({ cost, lower: 0, upper, isInteger: false }) - 1;
  const inUse: number[] = [];
  const ofKind: LinearEntry[][] = kinds.map(() => []);
  for (const { hosts, isHeld, rows: capacities, takes, stays } of classes) {
    const used = column(isHeld ? 0 : 1, hosts.length);
    inUse.push(used);
    const taken = new Map<string, LinearEntry[]>();
    const place = (kind: number, of: readonly LocalTake[], upper: number): void => {
      const placed = column(0, upper);
      ofKind[kind]?.push({ column: placed, factor: 1 });
      for (const { row, amount } of of) {
        if ((capacities.get(row) ?? Infinity) === Infinity) continue;
        taken.set(row, [...(taken.get(row) ?? []), { column: placed, factor: amount }]);
      }
    };
    takes.forEach((places, kind) => {
      for (const of of places) place(kind, of, Infinity);
    });
    for (const stay of stays) place(stay.kind, stay.takes, 1);
    for (const [row, entries] of taken) {
      const capacity = capacities.get(row) ?? 0;
      rows.push({ lower: -Infinity, upper: 0, entries: [...entries, { column: used, factor: -capacity }] });
    }
  }
  kinds.forEach((kind, nth) => {
    const ofThisKind = vms.filter((vm) => book.kindOf(vm) === kind);
    // One that must leave may find no place, and then it needs none.
    const least = ofThisKind.filter((vm) => !choices.mustLeave(vm)).length;
    rows.push({ lower: least, upper: ofThisKind.length, entries: ofKind[nth] ?? [] });
  });
  const held = classes.filter(({ isHeld }) => isHeld).reduce((sum, { hosts }) => sum + hosts.length, 0);
  return { model: { columns, rows, offset: held }, inUse };
}
