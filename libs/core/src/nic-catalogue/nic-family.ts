import type { NicSourceName } from './nic-sources.data';

/**
 * SR-IOV NICs that one driver treats alike: what the makers, the kernel and DPDK tell of them. A host tells more exactly what
 * it has, so everything here stands behind what an inventory says.
 */
export interface NicFamily {
  /** `intel-82599`. */
  readonly name: string;
  readonly vendor: string;
  readonly title: string;
  /** PCI ids in four lower-case hex digits. */
  readonly vendorId: string;
  readonly pfProductIds: readonly string[];
  /** Product ids of its VFs; other families may have the same. */
  readonly vfProductIds: readonly string[];
  readonly pfDriver: string;
  /** The kernel's driver for its VFs, on the host and in Linux guests. */
  readonly vfDriver: string;
  /** What a port may run at, depending on the card and the module, slowest first. */
  readonly linkSpeedsMbps: readonly number[];
  readonly vfLimit: VfLimit;
  readonly vfQueues: VfQueues;
  readonly features: NicFeatures;
  /** Where VFs lie behind their PF, one a way to enumerate; empty: it depends on firmware or port, or is not known. */
  readonly vfRoutings: readonly VfRouting[];
  /** What nobody could confirm; it may be right. Neither limits nor queues among them are ever taken for facts of a host. */
  readonly unconfirmed: readonly NicFactName[];
  readonly sources: readonly NicSourceName[];
  /** What else an operator should know. */
  readonly note: string | null;
}

export const NIC_FACT_NAMES = ['ids', 'vf_limit', 'vf_queues', 'vf_routing', 'features'] as const;
export type NicFactName = (typeof NIC_FACT_NAMES)[number];

/**
 * How many VFs a PF can have, and who says so. `driver`: a constant of the driver for each PF. `device`: one number for the
 * whole card, which its ports share evenly, so it bounds a PF and does not tell its number. `firmware`: an operator sets it
 * in the card. `seen`: what machines had, with nothing behind it. `unknown`: nothing is known.
 */
export type VfLimit =
  | { readonly kind: 'driver'; readonly perPf: number }
  | { readonly kind: 'device'; readonly perDevice: number }
  | { readonly kind: 'firmware'; readonly setting: string; readonly factoryDefault: number | null }
  | { readonly kind: 'seen'; readonly perPf: number }
  | { readonly kind: 'unknown' };

/** Queue pairs of one VF; null: not known. */
export interface VfQueues {
  readonly defaultPairs: number | null;
  readonly maxPairs: number | null;
  /** Where more VFs leave fewer queues to each: at most so many VFs can have so many pairs, fewest VFs first. */
  readonly byVfCount: readonly QueueStep[];
  /** Pairs that a VF can have where its interrupt vectors decide, most first; empty: they do not, or it is not known. */
  readonly byVectors: readonly number[];
}

export interface QueueStep {
  readonly upToVfs: number;
  readonly pairs: number;
}

/** Null: not known. */
export interface NicFeatures {
  /** Whether the PF's driver takes `ip link set … vf N trust on` (`ndo_set_vf_trust`); `by_firmware`: some firmware does not. */
  readonly trustedVf: boolean | 'by_firmware' | null;
  /** Whether devlink can put its eswitch into switchdev mode. */
  readonly switchdev: boolean | null;
  /** Whether the kernel has a vDPA driver for its VFs (`drivers/vdpa/Kconfig`). */
  readonly vdpa: boolean | null;
}

/** First VF Offset and VF Stride (SR-IOV 1.1, 3.3.9 and 3.3.10), in routing IDs. */
export interface VfRouting {
  readonly firstVfOffset: number;
  readonly vfStride: number;
  /** Whether they are so with ARI on (`ARIHierarchy+` in the SR-IOV control register) or off. */
  readonly ari: boolean;
}
