import type { Placement, RejectionCount, Relaxation } from '../planning/decision';
import type { Interruption, MoveMechanism, NovaAction } from './move-mechanism';

/** A VM in a plan, by all names that it has. */
export interface VmRef {
  readonly reservationId: string;
  readonly recommendationId: string;
  readonly member: number;
  readonly serverId: string | null;
  readonly name: string;
  readonly projectId: string;
}

/** One move of one VM. A VM that steps aside moves twice. */
export interface ReplanStep {
  /** `s1`, `s2` … in an order that the graph allows. */
  readonly id: string;
  readonly vm: VmRef;
  /** Whether the VM only makes room here, and moves on later. */
  readonly isTemporary: boolean;
  readonly fromHost: string;
  readonly toHost: string;
  readonly mechanism: MoveMechanism;
  readonly action: NovaAction;
  readonly interruption: Interruption;
  /** Where it is to lie, as advice would have it; devices and pinned CPUs by name. */
  readonly placement: Placement;
  readonly waitsFor: readonly StepDependency[];
}

export interface StepDependency {
  readonly step: string;
  /** What the other step frees, or why it is first: `VF 0000:3b:00.2 of compute-01`. */
  readonly reason: string;
}

/** A VM that should have moved and cannot. */
export interface StuckVm {
  /** Of a server that the advisor did not place there is no recommendation: null. */
  readonly vm: Omit<VmRef, 'recommendationId'> & { readonly recommendationId: string | null };
  readonly hostName: string;
  /** `vm.no_place`, `vm.not_live_migratable`, `vm.in_cycle`, `vm.over_max_moves`, `vm.not_ours`, `vm.group_holds_it` … */
  readonly code: string;
  readonly detail: string;
  /** Why each host refused. */
  readonly rejections: readonly RejectionCount[];
  readonly relaxations: readonly Relaxation[];
  /** The smallest set of VMs in each other's way, itself among them; empty when nobody is. */
  readonly inTheWay: readonly VmRef[];
}

/** How good a plan is, in the points of `objective.ts`, and how good any could be. */
export interface PlanObjective {
  readonly value: number;
  /** No plan is better than this: proven. */
  readonly bound: number;
  /** `(value - bound) / max(1, |bound|)`, 0 when it is the best. */
  readonly gap: number;
  /** What proves the bound: the exact optimum, the solver when time ran out, a linear relaxation, each VM's best place. */
  readonly boundBy: 'optimum' | 'solver' | 'relaxation' | 'best_places';
  /** What the value is made of. */
  readonly terms: Readonly<Record<ObjectiveTerm, number>>;
}

export type ObjectiveTerm = 'stuck' | 'goal' | 'disruption' | 'score_lost' | 'stranded';

/** The fleet seen as a whole. */
export interface FleetMeasures {
  readonly hosts: number;
  readonly hostsInUse: number;
  readonly vms: number;
  readonly freeVfs: number;
  /** Free VFs that no guest could use where they are: the CPUs or the memory of their NUMA node are gone. */
  readonly strandedVfs: number;
  readonly strandedVfsByNode: readonly { readonly hostName: string; readonly numaNode: number; readonly vfs: number }[];
  readonly freeHugePages: readonly { readonly sizeKib: number; readonly pages: number }[];
  /** VMs whose predicted latency meets what they asked for, of those that asked. */
  readonly latencyMet: { readonly met: number; readonly asked: number };
  /** Sum of the scores of all VMs. */
  readonly score: number;
}

export interface Efficacy {
  readonly before: FleetMeasures;
  readonly after: FleetMeasures;
  readonly hostsFreed: readonly string[];
  /** Of requests that were rejected lately, how many would fit before and after. */
  readonly waitingRequests: { readonly asked: number; readonly fitBefore: number; readonly fitAfter: number };
  /** p99 of devices whose prediction got worse or better by their VM's move, µs. */
  readonly latencyChanges: readonly {
    readonly vm: VmRef;
    readonly device: string;
    readonly beforeUs: number | null;
    readonly afterUs: number | null;
  }[];
}

/** An ordered, checked way to what was asked for. Plain data: it is stored as JSON. */
export interface ReplanPlan {
  readonly kind: 'plan';
  /** `complete`: all that had to move does. `partial`: some are stuck. */
  readonly status: 'complete' | 'partial';
  readonly steps: readonly ReplanStep[];
  readonly stuck: readonly StuckVm[];
  readonly objective: PlanObjective;
  readonly efficacy: Efficacy;
  readonly fleetDigest: string;
  readonly modelVersion: string;
}

/** How far a re-plan is. */
export interface ReplanProgress {
  readonly stage: 'reading' | 'options' | 'search' | 'exact' | 'ordering' | 'efficacy';
  /** Moves of the best plan so far; null before there is one. */
  readonly moves: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
}
