/** Where the other end of the traffic is: over the wire, on the host itself, or in a VM of the same host. */
export type NicPeer = 'wire' | 'host' | 'vm';

/** What stands between the guest and memory: nothing, lazy or strict mapping, or an IOMMU that QEMU emulates. */
export type GuestIommu = 'none' | 'lazy' | 'strict' | 'emulated';

/**
 * Finer conditions of a NIC's load. Inventories and requests do not tell them, test reports do; what is not said is
 * what is usual in production.
 */
export interface NicConditions {
  /** Connections of the load; null: at least one a queue. One flow never gains from a second queue. */
  readonly flows: number | null;
  /** Bytes that the application sends at a time; null: enough not to matter. */
  readonly messageBytes: number | null;
  /** Packets one by one: what the guest's sockets take in, or what they send with a system call each. */
  readonly direction: 'receive' | 'send';
  readonly peer: NicPeer;
  /** The guest sends on what it receives: every packet passes the back end twice. */
  readonly forwards: boolean;
  /** Flows that OVS-DPDK tells apart; 0 where there is no switch behind the ring. */
  readonly switchFlows: number;
  /** Longest time that an interrupt is held back, µs; 0 is what drivers do by themselves. */
  readonly coalescingUs: number;
  readonly packedRing: boolean;
  /** A tunnel (VXLAN, Geneve) around the packets, and whether the NIC segments bulk inside it. */
  readonly tunnel: 'none' | 'plain' | 'offloaded';
  readonly segmentationOffload: boolean;
  readonly guestIommu: GuestIommu;
  /** The host is a VM itself. */
  readonly nested: boolean;
  /** Rate at which not a single packet is lost, instead of the highest that arrives. */
  readonly lossFree: boolean;
  /** True when all who share the path load it as hard; unknown otherwise, and the prediction spans both. */
  readonly neighboursBusy: boolean;
  /** Share of the back end's cores that others take, 0 to 1. */
  readonly backEndBusy: number;
  /** The processor is older than APICv (before 2013): its exits cost several times as much. */
  readonly beforeApicv: boolean;
  /** What the same test reached without virtualisation; null where nobody measured it. */
  readonly native: {
    readonly rttUs: number | null;
    readonly mbps: number | null;
    readonly interruptsPerS: number | null;
  };
}

/** Flows of an ordinary OVS-DPDK host, taken when nobody counted them. */
const ORDINARY_SWITCH_FLOWS = 1000;

export const ORDINARY_CONDITIONS: NicConditions = {
  flows: null,
  messageBytes: null,
  direction: 'receive',
  peer: 'wire',
  forwards: false,
  switchFlows: ORDINARY_SWITCH_FLOWS,
  coalescingUs: 0,
  packedRing: false,
  tunnel: 'none',
  segmentationOffload: true,
  guestIommu: 'none',
  nested: false,
  lossFree: false,
  neighboursBusy: false,
  backEndBusy: 0,
  beforeApicv: false,
  native: { rttUs: null, mbps: null, interruptsPerS: null },
};
