import { compileHost } from '../../fleet/compile-host';
import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import { devicesForOneUse } from '../../planning/moves/when-all-have-left';
import type { HeldVm } from '../held-vm';
import type { TargetMove } from './ordered-moves';
import type { PlannedStep } from './planned-step';

/** What a VM that may move holds on one host: from the begin of the step that brings it to the end of the one that takes it. */
export interface Hold {
  readonly vm: HeldVm;
  readonly claim: HostClaim;
  /** The move that is to take it away and has no step yet; null where it stays, or its step is planned. */
  leavesBy: TargetMove | null;
  /** The step whose end frees it. */
  freedBy: PlannedStep | null;
}

/** A host on which VMs come and go. */
export class HostInMotion {
  readonly holds: Hold[];
  private readonly others: readonly HostClaim[];
  private readonly usedUpWhenLeft: ReadonlySet<string>;
  /** Counts changes of who holds what. */
  private changes = 0;

  constructor(
    private readonly host: HostState,
    vms: ReadonlyMap<string, HeldVm>,
  ) {
    this.usedUpWhenLeft = devicesForOneUse(host.inventory);
    this.others = host.claims.filter(({ reservationId }) => !vms.has(reservationId));
    this.holds = host.claims.flatMap((claim) => {
      const vm = vms.get(claim.reservationId);
      return vm === undefined ? [] : [{ vm, claim, leavesBy: null, freedBy: null }];
    });
  }

  get hostName(): string {
    return this.host.hostName;
  }

  get revision(): number {
    return this.changes;
  }

  /** Whether nothing on it ever comes free. */
  get nobodyLeaves(): boolean {
    return this.holds.every(({ leavesBy, freedBy }) => leavesBy === null && freedBy === null);
  }

  /** What is there of a VM until a step of its takes it away. */
  holdOf(vm: HeldVm): Hold | null {
    return this.holds.find((hold) => hold.vm === vm && hold.freedBy === null) ?? null;
  }

  arrive(hold: Hold): void {
    this.holds.push(hold);
    this.changes++;
  }

  changed(): void {
    this.changes++;
  }

  /**
   * The host as the planner sees it when these holds have come free, and others are there beside the rest. A device for one
   * use that a server has run on does not come free: an operator has to clear it.
   */
  when(isFree: (hold: Hold) => boolean, beside: readonly HostClaim[] = []): HostState {
    const claims = [...this.others];
    const usedUp: string[] = [];
    for (const hold of this.holds) {
      if (isFree(hold)) usedUp.push(...this.usedUp(hold));
      else claims.push(hold.claim);
    }
    const isAsItWas = beside.length === 0 && claims.length === this.host.claims.length && usedUp.length === 0;
    if (isAsItWas && this.changes === 0) return this.host;
    const quarantined = usedUp.length === 0 ? this.host.quarantined : [...this.host.quarantined, ...usedUp];
    return compileHost({ ...this.host, claims: [...claims, ...beside], quarantined });
  }

  private usedUp({ vm, claim }: Hold): readonly string[] {
    if (this.usedUpWhenLeft.size === 0 || (vm.serverId === null && vm.state === 'reserved')) return [];
    return claim.devices.map(({ address }) => address).filter((address) => this.usedUpWhenLeft.has(address));
  }
}
