import type { HostClaim, HostFacts, Inventory, ReplanStep, VmRequest } from '@iopath/core';

/** A VM of a plan as its executor knows it. */
export interface ExecutedVm {
  readonly reservationId: string;
  readonly hostName: string;
  readonly projectId: string;
  readonly group: VmRequest['constraints']['group'];
  /** Whether a server has run on what it holds: a device for one use has to be cleared then. */
  readonly hasServer: boolean;
}

/** What a plan is executed on: documents as they are stored. */
export interface PlanToCheck {
  readonly hosts: readonly HostFacts[];
  /** All VMs that may move, those that the plan leaves alone among them. */
  readonly vms: readonly ExecutedVm[];
  readonly steps: readonly ReplanStep[];
  /** Hosts that are gone. */
  readonly lostHosts: readonly string[];
}

/** A claim on a host, of a VM that may move or of anybody else (null). */
export interface Place {
  readonly hostName: string;
  readonly claim: HostClaim;
  readonly vm: ExecutedVm | null;
}

/** A host of the executed fleet with everything that is held there at one moment. */
export interface ExecutedHost {
  readonly hostName: string;
  readonly inventory: Inventory;
  readonly places: readonly Place[];
  readonly quarantined: readonly string[];
}

export type StepStatus = 'waiting' | 'running' | 'ended';

/**
 * The fleet at one moment of a plan's execution. Where VMs are follows from which steps wait, run and have ended, in whatever
 * order they came there.
 */
export class ExecutedFleet {
  private readonly own: ReadonlyMap<string, ExecutedVm>;
  private readonly facts: ReadonlyMap<string, HostFacts>;

  constructor(
    private readonly plan: PlanToCheck,
    private readonly statusOf: (step: ReplanStep) => StepStatus,
  ) {
    this.own = new Map(plan.vms.map((vm) => [vm.reservationId, vm]));
    this.facts = new Map(plan.hosts.map((host) => [host.hostName, host]));
  }

  /** Null for a name that no host has. */
  host(hostName: string): ExecutedHost | null {
    const facts = this.facts.get(hostName);
    if (facts === undefined) return null;
    const { inventory } = facts;
    const quarantined = [...facts.quarantined, ...this.usedUpOn(facts)];
    return { hostName, inventory, places: [...this.staying(facts), ...this.arrived(hostName)], quarantined };
  }

  /** Hosts that a VM holds a place on. */
  placesOf(vm: ExecutedVm): readonly string[] {
    const steps = this.plan.steps.filter((step) => step.vm.reservationId === vm.reservationId);
    const arrived = steps.filter((step) => this.holdsTarget(step)).map(({ toHost }) => toHost);
    const facts = this.facts.get(vm.hostName);
    const isThere = facts !== undefined && this.staying(facts).some((place) => place.vm === vm);
    return isThere && !this.plan.lostHosts.includes(vm.hostName) ? [vm.hostName, ...arrived] : arrived;
  }

  private staying({ hostName, claims }: HostFacts): readonly Place[] {
    const places = claims.map((claim) => ({ hostName, claim, vm: this.own.get(claim.reservationId) ?? null }));
    return places.filter(({ vm }) => vm === null || !this.hasLeft(vm.reservationId, hostName));
  }

  private hasLeft(reservationId: string, hostName: string): boolean {
    return this.plan.steps.some(
      (step) =>
        step.vm.reservationId === reservationId && step.fromHost === hostName && this.statusOf(step) === 'ended',
    );
  }

  private arrived(hostName: string): readonly Place[] {
    return this.plan.steps
      .filter((step) => step.toHost === hostName && this.holdsTarget(step))
      .map((step) => ({ hostName, claim: claimOfStep(step), vm: this.own.get(step.vm.reservationId) ?? null }));
  }

  /** From its begin until a later step of the VM that leaves there has ended. */
  private holdsTarget(own: ReplanStep): boolean {
    if (this.statusOf(own) === 'waiting') return false;
    const steps = this.plan.steps.filter(({ vm }) => vm.reservationId === own.vm.reservationId);
    const later = steps.slice(steps.indexOf(own) + 1);
    return !later.some((step) => step.fromHost === own.toHost && this.statusOf(step) === 'ended');
  }

  /** Devices for one use that servers have left. */
  private usedUpOn({ hostName, inventory, claims }: HostFacts): readonly string[] {
    const once = new Set(
      [...inventory.pfs, ...inventory.pciDevices].filter((each) => each.oneTimeUse).map(({ address }) => address),
    );
    if (once.size === 0) return [];
    const left = this.plan.steps.filter((step) => step.fromHost === hostName && this.statusOf(step) === 'ended');
    return left.flatMap(({ vm }) => {
      const known = this.own.get(vm.reservationId);
      if (known?.hasServer !== true) return [];
      const held = [
        ...claims.filter(({ reservationId }) => reservationId === vm.reservationId),
        ...this.plan.steps
          .filter((step) => step.toHost === hostName && step.vm.reservationId === vm.reservationId)
          .map(claimOfStep),
      ];
      return held.flatMap(({ devices }) => devices.map(({ address }) => address)).filter((each) => once.has(each));
    });
  }
}

function claimOfStep({ vm, placement: { compute, devices } }: ReplanStep): HostClaim {
  const { vcpus, pcpus, memoryMib, diskGib, cells } = compute;
  const { reservationId, projectId } = vm;
  return { reservationId, projectId, vcpus, pcpus, memoryMib, diskGib, cells, devices, groupId: null };
}
