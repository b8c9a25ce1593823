import type { RejectionCount } from '../../planning/decision';
import type { HeldVm } from '../held-vm';
import type { MoveRefusal } from '../mechanism/move-of';
import type { Interruption, MoveMechanism, NovaAction } from '../move-mechanism';
import type { VmRef } from '../replan-plan';

/** Which VMs of a host could leave it, one at a time, and how. Plain data. */
export interface HostMigratability {
  readonly hostName: string;
  /** The VMs that the advisor placed there, by the id of their reservation. */
  readonly vms: readonly VmMigratability[];
  readonly fleetDigest: string;
  readonly modelVersion: string;
}

/** Where one VM could go while all others stay where they are. */
export interface VmMigratability {
  readonly vm: VmRef;
  readonly state: HeldVm['state'];
  /** By which path each NIC and disk runs where it is. */
  readonly paths: HeldVm['paths'];
  /** How many hosts it could go to. */
  readonly targets: number;
  /** How it could go, least disturbing first. */
  readonly ways: readonly MoveWay[];
  /** Why it cannot go at all, or not to every host that has room for it; empty when nothing but room is in the way. */
  readonly refusals: readonly MoveRefusal[];
  /** Devices that keep it from moving while it runs. */
  readonly notLive: readonly StayingDevice[];
  /** What keeps it off the other hosts, the most common first. */
  readonly rejections: readonly RejectionCount[];
}

/** Hosts to which a VM would go in the same way, to the same paths. */
export interface MoveWay {
  readonly mechanism: MoveMechanism;
  readonly action: NovaAction;
  readonly interruption: Interruption;
  readonly paths: HeldVm['paths'];
  readonly hosts: number;
  /** The first of them by name. */
  readonly hostNames: readonly string[];
}

/** A device that no live migration takes along. */
export interface StayingDevice {
  /** NIC or disk by its name; `pci_passthrough:alias` for the devices that the flavor asks for. */
  readonly device: string;
  /** Null for devices by alias. */
  readonly path: string | null;
  readonly reason: string;
}
