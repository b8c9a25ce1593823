import type { Inventory, PhysicalFunction } from '../../inventory/inventory';

/** One change of the fleet that a `what_if` assumes. Plain data. */
export type FleetChange =
  | { readonly op: 'add_host'; readonly hostName: string; readonly inventory: Inventory }
  /** So many hosts with the inventory of this one, and nobody on them. */
  | { readonly op: 'add_hosts_like'; readonly hostName: string; readonly count: number }
  | { readonly op: 'remove_host'; readonly hostName: string }
  | { readonly op: 'add_pf'; readonly hostName: string; readonly pf: PhysicalFunction }
  | { readonly op: 'remove_pf'; readonly hostName: string; readonly address: string }
  /** `sriov_numvfs` of a PF: VFs of the present ones' kind come, or the last ones go. */
  | { readonly op: 'set_sriov_numvfs'; readonly hostName: string; readonly address: string; readonly vfs: number }
  /** The profile of this name weighs so. */
  | { readonly op: 'set_profile'; readonly profile: string; readonly weights: Readonly<Record<string, number>> }
  /** Predictions are made by this version of the performance model. */
  | { readonly op: 'use_model'; readonly modelVersion: string };
