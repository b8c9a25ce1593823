/** Why an advised number is what it is; the codes are a contract. */
export const VF_ADVICE_VERDICTS = ['no_change', 'more_vfs', 'fewer_vfs'] as const;
export type VfAdviceVerdict = (typeof VF_ADVICE_VERDICTS)[number];

/** What is advised for one PF. Plain data. */
export interface VfAdvice {
  readonly pfAddress: string;
  readonly ifname: string | null;
  readonly physicalNetwork: string | null;
  /** Name of its family in the catalogue of NICs; null: not in it. */
  readonly model: string | null;
  readonly verdict: VfAdviceVerdict;
  /** VFs that are on. */
  readonly presentVfs: number;
  /** Of them those that somebody holds, or the host itself uses. */
  readonly heldVfs: number;
  readonly demand: VfDemandShare;
  readonly limit: VfCountLimit;
  readonly recommendedVfs: number;
  readonly queues: VfQueueAdvice;
  /** In words, with numbers, the most telling first. */
  readonly why: readonly string[];
  /** Null where nothing is to be changed. */
  readonly change: VfChange | null;
}

/** What of the demand on a physical network falls to one PF. */
export interface VfDemandShare {
  /** VF NICs asked for on the network in the last 24 hours, in the whole fleet. */
  readonly askedInADay: number;
  /** Those of them that found no valid host. */
  readonly unplaced: number;
  /** PFs of active hosts on the network, which share it. */
  readonly pfsOnNetwork: number;
  /** What falls to this PF, rounded up. */
  readonly share: number;
}

/** How many VFs the PF can have. */
export interface VfCountLimit {
  readonly vfs: number;
  readonly why: string;
  /** True: `sriov_totalvfs` of the host is not known. */
  readonly isAssumed: boolean;
}

/** Queue pairs of each VF. */
export interface VfQueueAdvice {
  /** What three in four of the VMs that asked could use; null: nobody asked. */
  readonly wanted: number | null;
  /** What each VF can have now, and with the recommended number; null: not known. */
  readonly presentPairs: number | null;
  readonly recommendedPairs: number | null;
}

/** What it takes to change the number: the kernel destroys all VFs of the PF first. */
export interface VfChange {
  /** Who holds a VF of the PF, or the PF, and has to move before. */
  readonly holders: readonly VfHolder[];
  /** What to do before the number is changed, in words. */
  readonly before: readonly string[];
  /** To be run on the host as root, one after the other, once nobody holds a VF. */
  readonly commands: readonly string[];
}

export interface VfHolder {
  /** Of the reservation; of a server that the advisor did not place, the server's id. */
  readonly id: string;
  /** True: a server that the advisor did not place, and that no re-plan moves. */
  readonly isForeign: boolean;
  readonly projectId: string;
  /** PCI addresses that it holds of the PF. */
  readonly addresses: readonly string[];
}
