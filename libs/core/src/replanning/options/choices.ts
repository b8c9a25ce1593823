import type { HostState } from '../../fleet/host-state';
import type { ReplanTask } from '../goal/replan-task';
import type { HeldVm } from '../held-vm';
import { groupSizes, isHeldByGroup } from '../mechanism/held-by-group';
import { moveOf, type Move, type MoveRefusal } from '../mechanism/move-of';
import type { ObjectiveWeights } from '../objective';
import type { ReplanLimits } from '../replan-request';
import type { Choice } from './choice';
import type { PlaceBook } from './place-book';
import type { Spot } from './spots';

/** What decides which places of the book a VM may choose. */
export interface ChoiceSources {
  readonly task: ReplanTask;
  readonly book: PlaceBook;
  readonly weights: ObjectiveWeights;
  readonly limits: ReplanLimits;
}

/** What each VM can choose from, made when somebody asks. */
export class Choices {
  private readonly leaving: ReadonlySet<string>;
  private readonly groupSizes: ReadonlyMap<string, number>;
  private readonly stays = new Map<string, Choice | null>();
  /** By spot, which is one of a kind of VM: from a host that is there, and from one that is lost. */
  private readonly moves = new WeakMap<Spot, Map<boolean, Move>>();

  constructor(readonly sources: ChoiceSources) {
    const { task } = sources;
    this.leaving = new Set(task.mustLeave.map(({ reservationId }) => reservationId));
    this.groupSizes = groupSizes(task.fleet, task.mustLeave);
  }

  mustLeave({ reservationId }: HeldVm): boolean {
    return this.leaving.has(reservationId);
  }

  /** Whether the others of its server group keep the VM where it is. */
  isHeld(vm: HeldVm): boolean {
    return this.sources.limits.keepGroups && isHeldByGroup(vm, this.groupSizes);
  }

  /** The least that any move of the VM costs, its score apart: to a place just like its own. */
  leastDisruption(vm: HeldVm): number {
    const { task, limits, weights } = this.sources;
    const nics = Object.entries(vm.paths.nics).map(([name, path]) => ({ name, path }));
    const same = { nics, nova: { flavor: { extraSpecs: vm.extraSpecs } } };
    return weights.move[moveOf(vm, same, { sourceIsLost: task.lostHosts.has(vm.hostName), limits }).mechanism];
  }

  /** Staying where it is; null for a VM that must leave. */
  staying(vm: HeldVm): Choice | null {
    let choice = this.stays.get(vm.reservationId);
    if (choice === undefined) {
      choice = this.mustLeave(vm) ? null : this.present(vm);
      this.stays.set(vm.reservationId, choice);
    }
    return choice;
  }

  /** All ways to have the VM end on a host: on its own by staying; none where no move there may be made. */
  on(vm: HeldVm, host: HostState): readonly Choice[] {
    if (host.hostName === vm.hostName) return [this.staying(vm) ?? []].flat();
    if (!this.mayGoTo(vm, host.hostName)) return [];
    const { book } = this.sources;
    return book.spotsOn(book.kindOf(vm), host).flatMap((spot) => this.choiceAt(vm, host, spot) ?? []);
  }

  /** Why a VM that could lie somewhere must not be moved there, where that goes for all places; null where it does not. */
  refusalOf(vm: HeldVm): MoveRefusal | null {
    const { book } = this.sources;
    let refused: MoveRefusal | null = null;
    for (const host of book.emptied.hosts) {
      if (host.hostName === vm.hostName || !this.mayGoTo(vm, host.hostName)) continue;
      for (const spot of book.spotsOn(book.kindOf(vm), host)) {
        const { refusal } = this.moveTo(vm, spot);
        if (refusal === null) return null;
        refused ??= refusal;
      }
    }
    return refused;
  }

  /** Whether every NIC has the path on this host that it has now. */
  keepsPaths(vm: HeldVm, hostName: string): boolean {
    const { book } = this.sources;
    const host = book.host(hostName);
    const [spot] = host === undefined ? [] : book.spotsOn(book.kindOf(vm), host);
    return spot?.place.nics.every(({ name, path }) => vm.paths.nics[name] === path) === true;
  }

  private mayGoTo(vm: HeldVm, hostName: string): boolean {
    const only = this.sources.task.onlyTo.get(vm.reservationId);
    return (only === undefined || only === hostName) && !this.isHeld(vm);
  }

  /** Null when the move may not be made. */
  private choiceAt(vm: HeldVm, host: HostState, spot: Spot): Choice | null {
    const { mechanism, refusal } = this.moveTo(vm, spot);
    if (refusal !== null) return null;
    const { book, weights } = this.sources;
    const score = book.scoreAt(spot, book.kindOf(vm), host);
    const before = book.presentOf(vm)?.score ?? score;
    return {
      hostName: host.hostName,
      spot: spot.place.spot,
      mechanism,
      score,
      cost: weights.move[mechanism] + weights.scoreLost * (before - score),
      takes: spot.place.takes,
    };
  }

  private moveTo(vm: HeldVm, spot: Spot): Move {
    const { task, limits } = this.sources;
    const sourceIsLost = task.lostHosts.has(vm.hostName);
    const known = this.moves.get(spot) ?? new Map<boolean, Move>();
    this.moves.set(spot, known);
    let move = known.get(sourceIsLost);
    if (move === undefined) {
      const { nics, extraSpecs } = spot.place;
      move = moveOf(vm, { nics, nova: { flavor: { extraSpecs } } }, { sourceIsLost, limits });
      known.set(sourceIsLost, move);
    }
    return move;
  }

  /** Where it is, whether or not it may stay. */
  present(vm: HeldVm): Choice {
    const present = this.sources.book.presentOf(vm);
    return {
      hostName: vm.hostName,
      spot: present?.spot ?? 'unknown',
      mechanism: null,
      score: present?.score ?? 0,
      cost: 0,
      takes: present?.takes ?? [],
    };
  }
}
