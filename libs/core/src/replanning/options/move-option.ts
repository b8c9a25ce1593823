import type { MoveMechanism } from '../move-mechanism';

/** One place that a VM could end at, with what it costs and takes. */
export interface MoveOption {
  /** The VM's `reservationId`. */
  readonly vm: string;
  readonly hostName: string;
  /** Tells places on one host apart: NUMA nodes and PFs. Equal for nobody else on this host with this VM. */
  readonly spot: string;
  /** Null: it stays as it is. */
  readonly mechanism: MoveMechanism | null;
  /** 0..1, on the fleet that all who may move have left: the same whoever else moves. */
  readonly score: number;
  /** In the points of `objective.ts`: disruption and score lost. */
  readonly cost: number;
  readonly takes: readonly Take[];
}

export interface Take {
  /** Key of a `ResourceRow`. */
  readonly row: string;
  readonly amount: number;
}

/** Something that places share: amounts of a host or a NUMA node, VFs of a PF, a group's one place on a host. */
export interface ResourceRow {
  /** `compute-01/node0/pcpus`, `compute-01/0000:3b:00.0/vfs`, `compute-01/group/web`. */
  readonly key: string;
  readonly hostName: string;
  /** What is left when all who may move have left. */
  readonly capacity: number;
}

/**
 * Ends of VMs that cannot all come true, though every row says so: found by placing the VMs one after the other. On one host:
 * they do not fit in beside each other. On several: each is in the other's way, and there is nowhere to step aside.
 */
export interface NoGood {
  readonly ends: readonly VmEnd[];
}

/** Where a VM ends, be it that it stays. */
export interface VmEnd {
  /** The VM's `reservationId`. */
  readonly vm: string;
  readonly hostName: string;
}

/**
 * What can be chosen from. A relaxation of the real rules, never stricter than they: what it refuses does not fit, what it
 * lets pass is placed by the planner's own search before it is believed.
 */
export interface OptionTable {
  /** In the order of the VMs; each VM has an option a place, its present one among them unless it must leave. */
  readonly options: readonly (readonly MoveOption[])[];
  readonly vms: readonly string[];
  /** VMs that have to leave; for each that finds no place the plan pays `stuck`. */
  readonly mustLeave: ReadonlySet<string>;
  readonly rows: readonly ResourceRow[];
  /** Whether a VM has all its places in the table, or only the best. */
  readonly isWhole: boolean;
}
