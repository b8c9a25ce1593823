import type { HeldVm } from '../held-vm';
import type { ObjectiveWeights } from '../objective';
import type { Choice } from '../options/choice';
import type { Choices } from '../options/choices';
import type { LocalTake } from '../options/host-rows';
import type { NoGood } from '../options/move-option';
import { pocketsOf, type LocalPocket } from '../options/vf-pockets';

/** Room of one host as VMs come and go. */
interface Room {
  readonly left: Map<string, number>;
  readonly pockets: readonly LocalPocket[];
  /** VMs that may move and are here now. */
  readonly guests: Set<HeldVm>;
  /** Whether somebody is here who cannot move. */
  readonly isHeld: boolean;
}

/** Amounts are sums of whole numbers, but for memory under a ratio. */
const NOTHING = 1e-6;

/** What an arrangement must keep beside the room on hosts. */
export interface ArrangementLimits {
  readonly noGoods: readonly NoGood[];
  /** Null: any number. */
  readonly maxMoves: number | null;
}

/**
 * Who ends where, with what is left and what it costs, as single VMs are put elsewhere. Everybody begins where he is; who
 * must leave begins stuck.
 */
export class Arrangement {
  private readonly ends = new Map<HeldVm, Choice | null>();
  private readonly rooms = new Map<string, Room>();
  /** By VM and host. */
  private readonly noGoods = new Map<string, NoGood[]>();
  private readonly byId: ReadonlyMap<string, HeldVm>;
  /** Number of VMs that move. */
  private moving = 0;
  /** VFs that are stranded as it is: the plan is charged for what it changes. */
  private readonly strandedBefore: number;

  constructor(
    readonly choices: Choices,
    private readonly weights: ObjectiveWeights,
    private readonly limits: ArrangementLimits,
  ) {
    const { task, book } = choices.sources;
    for (const host of book.emptied.hosts) {
      this.rooms.set(host.hostName, {
        left: new Map(book.rowsOf(host)),
        // Nobody comes to a host that is closed: what is free there is not for use, but not stranded either.
        pockets: weights.strandedVf === 0 || host.state !== 'active' ? [] : pocketsOf(host),
        guests: new Set(),
        isHeld: host.claims.length > 0,
      });
    }
    const vms = [...task.mustLeave, ...task.mayMove];
    this.byId = new Map(vms.map((vm) => [vm.reservationId, vm]));
    for (const noGood of limits.noGoods) {
      for (const { vm, hostName } of noGood.ends) {
        const key = endKey(vm, hostName);
        this.noGoods.set(key, [...(this.noGoods.get(key) ?? []), noGood]);
      }
    }
    for (const vm of vms) this.put(vm, choices.present(vm));
    this.strandedBefore = this.stranded();
    for (const vm of task.mustLeave) {
      this.takeOut(vm);
      // Its host may be none of the fleet.
      this.ends.set(vm, null);
    }
  }

  get vms(): readonly HeldVm[] {
    return [...this.ends.keys()];
  }

  endOf(vm: HeldVm): Choice | null {
    return this.ends.get(vm) ?? null;
  }

  guestsOn(hostName: string): readonly HeldVm[] {
    return [...(this.rooms.get(hostName)?.guests ?? [])];
  }

  isHeld(hostName: string): boolean {
    return this.rooms.get(hostName)?.isHeld ?? true;
  }

  isInUse(hostName: string): boolean {
    const room = this.rooms.get(hostName);
    return room !== undefined && (room.isHeld || room.guests.size > 0);
  }

  leftOf(hostName: string, row: string): number {
    return this.rooms.get(hostName)?.left.get(row) ?? Infinity;
  }

  /** VMs that end elsewhere. */
  get moves(): number {
    return this.moving;
  }

  /** Whether one more VM may be moved that stays as yet. */
  mayMoveMore(vm: HeldVm): boolean {
    const end = this.endOf(vm);
    const counts = end === null || end.mechanism === null;
    return !counts || this.limits.maxMoves === null || this.moving < this.limits.maxMoves;
  }

  /** Whether a VM that is taken out may end so, as everybody else is now. */
  allows(vm: HeldVm, choice: Choice): boolean {
    const room = this.rooms.get(choice.hostName);
    if (room === undefined || !hasRoom(room, choice.takes)) return false;
    if (choice.mechanism !== null && this.limits.maxMoves !== null && this.moving >= this.limits.maxMoves) return false;
    return !this.comesTrue(vm, choice.hostName);
  }

  /** Puts a VM that is out into its place. */
  put(vm: HeldVm, choice: Choice): void {
    const room = this.rooms.get(choice.hostName);
    if (room === undefined) return;
    take(room, choice.takes, 1);
    room.guests.add(vm);
    this.ends.set(vm, choice);
    if (choice.mechanism !== null) this.moving++;
  }

  /** Takes a VM out of its place, which leaves it stuck; gives where it was. */
  takeOut(vm: HeldVm): Choice | null {
    const choice = this.endOf(vm);
    if (choice === null) return null;
    const room = this.rooms.get(choice.hostName);
    if (room !== undefined) {
      take(room, choice.takes, -1);
      room.guests.delete(vm);
    }
    this.ends.set(vm, null);
    if (choice.mechanism !== null) this.moving--;
    return choice;
  }

  /** What a VM's end adds to the value, apart from what it does to its host. */
  costOf(vm: HeldVm): number {
    const end = this.endOf(vm);
    return end === null ? this.weights.stuck : end.cost;
  }

  /** What is paid for a host as it is: for being in use, and for VFs that are stranded there. */
  costOfHost(hostName: string): number {
    const room = this.rooms.get(hostName);
    if (room === undefined) return 0;
    const inUse = this.weights.hostInUse > 0 && this.isInUse(hostName) ? this.weights.hostInUse : 0;
    return inUse + this.weights.strandedVf * strandedIn(room);
  }

  /** What putting a VM that is out into a place adds to the value, the host's own included. */
  addedBy(vm: HeldVm, choice: Choice): number {
    const before = this.costOfHost(choice.hostName);
    this.put(vm, choice);
    const added = choice.cost + this.costOfHost(choice.hostName) - before;
    this.takeOut(vm);
    return added;
  }

  /** In the points of `objective.ts`. */
  value(): number {
    let sum = -this.weights.strandedVf * this.strandedBefore;
    for (const vm of this.ends.keys()) sum += this.costOf(vm);
    for (const hostName of this.rooms.keys()) sum += this.costOfHost(hostName);
    return sum;
  }

  /** What part of the value stranded VFs were charged before anything changed, which the value leaves out. */
  get chargedBefore(): number {
    return this.weights.strandedVf * this.strandedBefore;
  }

  /** VFs that are free and of no use. */
  stranded(): number {
    let sum = 0;
    for (const room of this.rooms.values()) sum += strandedIn(room);
    return sum;
  }

  /** VFs that are stranded now, less those that were to begin with. */
  get strandedMore(): number {
    return this.stranded() - this.strandedBefore;
  }

  hostsInUse(): number {
    return [...this.rooms.keys()].filter((hostName) => this.isInUse(hostName)).length;
  }

  /** Everybody's end, to come back to. */
  snapshot(): ReadonlyMap<HeldVm, Choice | null> {
    return new Map(this.ends);
  }

  restore(ends: ReadonlyMap<HeldVm, Choice | null>): void {
    const changed = [...ends].filter(([vm, end]) => this.endOf(vm) !== end);
    for (const [vm] of changed) this.takeOut(vm);
    for (const [vm, end] of changed) if (end !== null) this.put(vm, end);
  }

  private comesTrue(vm: HeldVm, hostName: string): boolean {
    const named = this.noGoods.get(endKey(vm.reservationId, hostName)) ?? [];
    return named.some(({ ends }) =>
      ends.every((end) => {
        if (end.vm === vm.reservationId) return end.hostName === hostName;
        const other = this.byId.get(end.vm);
        return other !== undefined && this.endOf(other)?.hostName === end.hostName;
      }),
    );
  }
}

function endKey(reservationId: string, hostName: string): string {
  return `${reservationId} ${hostName}`;
}

function hasRoom({ left }: Room, takes: readonly LocalTake[]): boolean {
  for (const { row, amount } of takes) {
    const rest = left.get(row);
    if (rest !== undefined && amount > rest + NOTHING) return false;
  }
  return true;
}

function take({ left }: Room, takes: readonly LocalTake[], sign: 1 | -1): void {
  for (const { row, amount } of takes) {
    const rest = left.get(row);
    if (rest !== undefined) left.set(row, rest - sign * amount);
  }
}

function strandedIn({ left, pockets }: Room): number {
  let stranded = 0;
  for (const { vfs, needs } of pockets) {
    const isOfUse = needs.every(({ row, amount }) => (left.get(row) ?? Infinity) >= amount);
    if (!isOfUse) stranded += Math.max(0, left.get(vfs) ?? 0);
  }
  return stranded;
}
