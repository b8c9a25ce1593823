import type { CellClaim, DeviceClaim } from '../fleet/host-claims';
import type { DiskPathName, MigrationMechanism, NicPathName } from '../io-path/io-path';
import type { DiskPrediction, NicPrediction } from '../io-path/model/prediction';
import type { NumaAffinityPolicy } from '../request/vm-request';
import type { ProfileVersion } from '../scoring/profile';

/** What the planner decided about one request. Plain data: it is stored as JSON. */
export type Decision = ReadyDecision | NoValidHostDecision;

interface DecisionBase {
  readonly modelVersion: string;
  /** The profile that it was scored by. */
  readonly profile: ProfileVersion;
  /** Hash of the fleet that was looked at; null in decisions of releases that did not keep it. */
  readonly fleetDigest: string | null;
  /** Hash of request, fleet, policy, profile and model version: the same hash means the same answer. */
  readonly inputHash: string;
}

export interface ReadyDecision extends DecisionBase {
  readonly status: 'ready';
  /** One a VM, in order; as many as the request's `count`. */
  readonly members: readonly Placement[];
  /** Other members of the Pareto front for the first VM, best score first; nothing is reserved for them. */
  readonly alternatives: readonly Placement[];
}

export interface NoValidHostDecision extends DecisionBase {
  readonly status: 'no_valid_host';
  readonly rejections: readonly RejectionCount[];
  readonly relaxations: readonly Relaxation[];
}

/** How many hosts and (host, path) pairs one reason refused. */
export interface RejectionCount {
  readonly code: string;
  readonly hosts: number;
  readonly paths: number;
  readonly example: { readonly hostName: string; readonly required: string; readonly available: string };
}

/**
 * Changes of the request or the fleet that were tried together and let the request fit. Without one of them, or with a
 * smaller step of one, it does not.
 */
export interface Relaxation {
  /** All changes in words: `nics[data].numa_affinity_policy: required -> preferred`. */
  readonly change: string;
  /** Hosts that could not take one of the VMs, and then can. */
  readonly hostsUnlocked: number;
  /** What is given up, or has to be done. */
  readonly costs: string;
  /** How many changes there are. */
  readonly size: number;
  readonly changes: readonly RelaxationChange[];
  /** The first of the unlocked hosts by name, five at most. */
  readonly exampleHosts: readonly string[];
  /** What one VM would get at the best place unlocked; null where room for more VMs comes on hosts that had some. */
  readonly predicted: RelaxedPrediction | null;
  /**
   * To compare a change of the request with: what the request as it stands would get on the fleet changed by the first
   * relaxation that changes nothing else; null where there is none, and for a relaxation that leaves the request alone.
   */
  readonly predictedAsAsked: RelaxedPrediction | null;
}

export interface RelaxationChange {
  readonly target: 'request' | 'fleet';
  /** What is changed, in the words of request or inventory: `pfs[physnet1].link_state`. */
  readonly subject: string;
  /** RFC 6901 pointer into the request; null for a change of the fleet. */
  readonly pointer: string | null;
  /** Null where naming it would say nothing. */
  readonly from: string | null;
  readonly to: string;
}

export interface RelaxedPrediction {
  readonly hostName: string;
  readonly nics: readonly (RelaxedDevice & { readonly path: NicPathName })[];
  readonly disks: readonly (RelaxedDevice & { readonly path: DiskPathName })[];
  readonly migration: Pick<MigrationAnswer, 'live' | 'mechanism'>;
}

interface RelaxedDevice {
  readonly name: string;
  /** Null when the path would be overloaded. */
  readonly latencyUs: { readonly p50: number; readonly p99: number } | null;
}

export interface ScoreTermResult {
  readonly name: string;
  readonly weight: number;
  /** 0..1 */
  readonly value: number;
  readonly reason: string;
}

export interface DeviceScore {
  readonly total: number;
  readonly terms: readonly ScoreTermResult[];
}

/** One VM on one host, with everything the caller needs to create it. */
export interface Placement {
  readonly hostName: string;
  /** The host version that was planned on; the commit checks it. */
  readonly hostVersion: number;
  readonly score: number;
  /** Terms that judge the host as a whole. */
  readonly hostTerms: readonly ScoreTermResult[];
  readonly nics: readonly NicPlacement[];
  readonly disks: readonly DiskPlacement[];
  readonly migration: MigrationAnswer;
  readonly compute: ComputeClaim;
  readonly devices: readonly DeviceTake[];
  readonly nova: NovaAnswer;
  readonly ports: readonly PortAnswer[];
  readonly hostTuning: readonly TuningAdvice[];
  readonly operatorPrerequisites: readonly OperatorPrerequisite[];
  readonly facts: {
    readonly observedAtMs: number | null;
    readonly assumed: readonly string[];
    /** Share of the score that the age of the host's facts cost; left out: none. */
    readonly discount?: number;
  };
}

export interface NicPlacement {
  readonly name: string;
  readonly path: NicPathName;
  readonly vnicType: string;
  /** NUMA node of the device behind it; null when there is none or it is not known. */
  readonly numaNode: number | null;
  readonly queues: number;
  readonly score: DeviceScore;
  readonly predicted: NicPrediction;
}

export interface DiskPlacement {
  readonly name: string;
  readonly path: DiskPathName;
  readonly numaNode: number | null;
  readonly score: DeviceScore;
  readonly predicted: DiskPrediction;
}

export interface MigrationAnswer {
  readonly live: boolean;
  readonly mechanism: MigrationMechanism;
  readonly conditions: readonly string[];
  /** Other hosts where every device of this placement has the same path free. */
  readonly candidateTargets: number;
}

/** What the VM takes of its host's CPUs and memory. */
export interface ComputeClaim {
  readonly vcpus: number;
  readonly pcpus: number;
  readonly memoryMib: number;
  readonly diskGib: number;
  readonly cells: readonly (CellClaim & {
    readonly guestCell: number;
    /** Guest vCPU -> host CPU, for pinned ones. A prediction: Nova computes it again. */
    readonly pinning: Readonly<Record<string, number>>;
  })[];
}

/** A device picked for one of the request's NICs or disks. */
export interface DeviceTake extends DeviceClaim {
  /** Name of the NIC or disk in the request. */
  readonly device: string;
  readonly numaNode: number | null;
  /** Physical network of the NIC it serves; null for tunnelled networks, and for devices that serve no NIC. */
  readonly physicalNetwork: string | null;
}

export interface NovaAnswer {
  readonly flavor: {
    readonly name: string;
    readonly vcpus: number;
    readonly ramMib: number;
    readonly diskGib: number;
    readonly extraSpecs: Readonly<Record<string, string>>;
    /** True when it is one of the request's `existingFlavors`. Absent in decisions from before that was asked. */
    readonly reused?: boolean;
  };
  readonly imageProperties: Readonly<Record<string, string>>;
  /** `disk_bus` of disks other than the root disk, for block_device_mapping_v2. */
  readonly blockDeviceMapping: readonly { readonly disk: string; readonly diskBus: string }[];
  readonly server: { readonly host: string; readonly availabilityZone: string | null };
}

export interface PortAnswer {
  readonly name: string;
  readonly vnicType: string;
  readonly bindingProfile: Readonly<Record<string, string | readonly string[]>>;
  readonly physicalNetwork: string | null;
  readonly numaAffinityPolicy: NumaAffinityPolicy | null;
  readonly trusted: boolean | null;
  /** Port attribute `hardware_offload_type`; null where the port does without. */
  readonly hardwareOffloadType: 'switchdev' | null;
  /** Role a caller needs to create the port so (handbook 2.2). */
  readonly requiredRole: 'member' | 'admin' | 'service';
  /** What Nova and Neutron leave to chance or do not do for such a port, and which way it is asked for. */
  readonly notes: readonly string[];
}

export interface TuningAdvice {
  readonly code: string;
  readonly advice: string;
  readonly source: string;
}

export interface OperatorPrerequisite {
  readonly code: string;
  readonly what: string;
  readonly snippet: string;
  /** Null when the inventory does not tell. */
  readonly met: boolean | null;
}

/**
 * What every rule has against every host and path. Hosts mostly fare alike, so each text and each list is written once
 * and pointed at by its position; `explainedHost` reads one host out of it. Plain data: it is stored as JSON.
 */
export interface Explanation {
  readonly waterfall: readonly WaterfallStep[];
  /** First refusals by code, the most common first. */
  readonly rejections: readonly RejectionCount[];
  readonly refusals: readonly RefusedBy[];
  /** What refuses hosts as a whole: positions in `refusals`, in the order of the rules. */
  readonly hostLists: readonly (readonly number[])[];
  /** How every path asked for fares on hosts. */
  readonly pathLists: readonly (readonly PathBlockers[])[];
  /** Names of all hosts, in order. */
  readonly hosts: readonly string[];
  /** For each host, its position in `hostLists`. */
  readonly hostListOf: readonly number[];
  /** For each host, its position in `pathLists`. */
  readonly pathListOf: readonly number[];
}

/** What a rule looks at: a host as a whole, a path, the devices of a path one by one, or all paths of the VM together. */
export type RuleLevel = 'host' | 'path' | 'device' | 'together';

/** One rule, and how many hosts it lets pass. */
export interface WaterfallStep {
  readonly rule: string;
  readonly level: RuleLevel;
  /** Of all hosts, how many the rule leaves when no other is asked. */
  readonly alone: HostsPast;
  /** How many come to the rule when all rules are asked in order, and how many it leaves. */
  readonly together: HostsPast;
  /** Hosts that this rule refuses and no other: without it they would be in. */
  readonly onlyThis: number;
}

export interface HostsPast {
  readonly in: number;
  readonly out: number;
}

export interface PathBlockers {
  /** The NIC or disk. */
  readonly subject: string;
  readonly path: string;
  /** Positions in `refusals`, the one that is charged first in front; empty when the path is open. */
  readonly blocking: readonly number[];
}

/** What one rule has against a host or a path. */
export interface RefusedBy {
  readonly rule: string;
  readonly level: RuleLevel;
  readonly code: string;
  readonly required: string;
  readonly available: string;
  /** Of a rule on single devices: how many it refuses, of how many; null of other rules. */
  readonly devices: { readonly refused: number; readonly of: number } | null;
}

export interface PathReason {
  /** `host`, or the NIC or disk concerned. */
  readonly subject: string;
  /** Path refused; null when the reason concerns the host as a whole. */
  readonly path: string | null;
  readonly code: string;
  readonly required: string;
  readonly available: string;
}
