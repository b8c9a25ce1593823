import type { NicPathName } from '../io-path';
import { EVENT_COST_US } from './event-cost';
import { PARAMETERS, type ParameterName } from './parameters.data';
import { exactly, inverse, product, uncertain, type Uncertain } from './uncertain';

/** The software that moves packets between guest and NIC. */
export interface NicBackEnd {
  /** ns a packet when the guest goes through its kernel, and when it polls (DPDK). */
  readonly stackPacketNs: Uncertain;
  readonly pollingPacketNs: Uncertain;
  readonly nsPerByte: number;
  /** ns a byte of bulk TCP, with segmentation offload where the path has it. */
  readonly bulkNsPerByte: Uncertain;
  /** False when one thread serves every queue pair: more queues then gain nothing (M582, M583). */
  readonly workerPerQueue: boolean;
  /** True when its cores spin whether there is traffic or not, and are shared by the VMs of the host (a PMD). */
  readonly spins: boolean;
}

export interface NicEvent {
  readonly name: string;
  /** Events a round trip. */
  readonly frequency: number;
  readonly costUs: number;
}

/** How one NIC path is modelled: its stages, what it adds to a round trip, and where its evidence ends. */
export interface NicPathProfile {
  /** Null when the NIC itself serves the guest's queues. */
  readonly backEnd: NicBackEnd | null;
  /** Share of the bare host's capacity that is left; 1 where the back end is what limits. */
  readonly fractionOfNative: Uncertain;
  /** µs added to a round trip at low load, with interrupts delivered as `adderInterrupts` says. */
  readonly adderUs: Uncertain;
  readonly adderInterrupts: 'legacy' | 'posted';
  readonly events: readonly NicEvent[];
  /** Link speeds that the evidence covers, Mbit/s; null when no row of this path was measured at all. */
  readonly linkSpeedsMbps: readonly [number, number] | null;
  readonly mostSharers: number;
  readonly parameters: readonly ParameterName[];
}

const KICKS: NicEvent = { name: 'kick', frequency: 2, costUs: EVENT_COST_US.kick };
const WAKEUPS: NicEvent = { name: 'back-end wake-up', frequency: 2, costUs: EVENT_COST_US.wakeup };
const BRIDGE: NicEvent = { name: 'tap and bridge', frequency: 2, costUs: EVENT_COST_US.bridgeCrossing };

const ONE = exactly(1);
const VHOST_STACK_NS = uncertain(PARAMETERS['vhost_net.stack_packet_ns']);
const VHOST_POLLING_NS = uncertain(PARAMETERS['vhost_net.polling_packet_ns']);
const VHOST_BULK_NS = uncertain(PARAMETERS['vhost_net.bulk_ns_per_byte']);
const COPY_NS = PARAMETERS['vhost_net.copy_ns_per_byte'].default;
const MACVTAP_TIME = inverse(uncertain(PARAMETERS['macvtap.speed_up']));

/** An emulated NIC leaves the guest several times for each packet, and each time up to QEMU (M035, M036, M515). */
const EMULATED_PACKET_NS = product(
  uncertain(PARAMETERS['emulated.exits_per_packet']),
  uncertain(PARAMETERS['event.user_exit_cycles']),
  inverse(uncertain(PARAMETERS['host.clock_ghz'])),
);
const MTU_PAYLOAD_BYTES = 1448;
const EMULATED_BULK_NS = product(
  EMULATED_PACKET_NS,
  inverse(uncertain(PARAMETERS['emulated.frames_per_exit_group'])),
  exactly(1 / MTU_PAYLOAD_BYTES),
);

const VHOST_PARAMETERS = [
  'vhost_net.polling_packet_ns',
  'vhost_net.stack_packet_ns',
  'vhost_net.copy_ns_per_byte',
  'vhost_net.bulk_ns_per_byte',
] as const;

function hardwarePath(
  path: 'vdpa' | 'sriov_vf' | 'sriov_vf_switchdev' | 'pci_passthrough',
  linkSpeedsMbps: readonly [number, number] | null,
): NicPathProfile {
  return {
    backEnd: null,
    fractionOfNative: uncertain(PARAMETERS[`${path}.fraction_of_native`]),
    adderUs: uncertain(PARAMETERS[`${path}.adder_us`]),
    adderInterrupts: 'posted',
    events: [],
    linkSpeedsMbps,
    mostSharers: 60,
    parameters: [
      `${path}.fraction_of_native`,
      `${path}.adder_us`,
      'native.stack_packet_ns',
      'native.bulk_ns_per_byte',
      'hardware.host_cores_per_nic',
    ],
  };
}

/**
 * The nine NIC paths. Evidence ranges: the kernel paths were measured at 10 and 25 GbE with up to 12 VMs, OVS-DPDK up
 * to 40 GbE, VFs at 10 to 30 GbE with up to 60 VMs; hardware vDPA and the switchdev VF have no measured row.
 */
export const NIC_PATH_PROFILES: Readonly<Record<NicPathName, NicPathProfile>> = {
  emulated: {
    backEnd: {
      stackPacketNs: EMULATED_PACKET_NS,
      pollingPacketNs: EMULATED_PACKET_NS,
      nsPerByte: 0,
      bulkNsPerByte: EMULATED_BULK_NS,
      workerPerQueue: false,
      spins: false,
    },
    fractionOfNative: ONE,
    adderUs: uncertain(PARAMETERS['emulated.adder_us']),
    adderInterrupts: 'legacy',
    events: [{ name: 'exit to QEMU', frequency: 14, costUs: EVENT_COST_US.userExit }, WAKEUPS, BRIDGE],
    linkSpeedsMbps: [10_000, 10_000],
    mostSharers: 1,
    parameters: [
      'emulated.exits_per_packet',
      'event.user_exit_cycles',
      'emulated.frames_per_exit_group',
      'emulated.adder_us',
    ],
  },
  virtio: {
    backEnd: {
      stackPacketNs: uncertain(PARAMETERS['virtio.packet_ns']),
      pollingPacketNs: uncertain(PARAMETERS['virtio.packet_ns']),
      nsPerByte: 0,
      bulkNsPerByte: uncertain(PARAMETERS['virtio.bulk_ns_per_byte']),
      workerPerQueue: false,
      spins: false,
    },
    fractionOfNative: ONE,
    adderUs: uncertain(PARAMETERS['virtio.adder_us']),
    adderInterrupts: 'legacy',
    events: [
      KICKS,
      { ...WAKEUPS, frequency: 4 },
      { name: 'system call of QEMU', frequency: 16.6, costUs: EVENT_COST_US.systemCall },
      BRIDGE,
    ],
    linkSpeedsMbps: [10_000, 25_000],
    mostSharers: 12,
    parameters: ['virtio.packet_ns', 'virtio.bulk_ns_per_byte', 'virtio.adder_us', 'event.system_call_us'],
  },
  vhost_net: {
    backEnd: {
      stackPacketNs: VHOST_STACK_NS,
      pollingPacketNs: VHOST_POLLING_NS,
      nsPerByte: COPY_NS,
      bulkNsPerByte: VHOST_BULK_NS,
      workerPerQueue: true,
      spins: false,
    },
    fractionOfNative: ONE,
    adderUs: uncertain(PARAMETERS['vhost_net.adder_us']),
    adderInterrupts: 'legacy',
    events: [KICKS, WAKEUPS, BRIDGE],
    linkSpeedsMbps: [10_000, 25_000],
    mostSharers: 12,
    parameters: [...VHOST_PARAMETERS, 'vhost_net.adder_us'],
  },
  vhost_user: {
    backEnd: {
      stackPacketNs: uncertain(PARAMETERS['vhost_user.switch_packet_ns']),
      pollingPacketNs: uncertain(PARAMETERS['vhost_user.switch_packet_ns']),
      nsPerByte: PARAMETERS['vhost_user.switch_ns_per_byte'].default,
      bulkNsPerByte: uncertain(PARAMETERS['vhost_user.bulk_ns_per_byte']),
      workerPerQueue: true,
      spins: true,
    },
    fractionOfNative: ONE,
    adderUs: uncertain(PARAMETERS['vhost_user.adder_us']),
    adderInterrupts: 'posted',
    events: [
      { name: 'OVS-DPDK crossing', frequency: 2, costUs: PARAMETERS['vhost_user.switch_packet_ns'].default / 1000 },
    ],
    linkSpeedsMbps: [10_000, 40_000],
    mostSharers: 12,
    parameters: [
      'vhost_user.switch_packet_ns',
      'vhost_user.switch_ns_per_byte',
      'vhost_user.bulk_ns_per_byte',
      'vhost_user.pmd_bulk_ns_per_byte',
      'vhost_user.adder_us',
    ],
  },
  macvtap: {
    backEnd: {
      stackPacketNs: product(VHOST_STACK_NS, MACVTAP_TIME),
      pollingPacketNs: product(VHOST_POLLING_NS, MACVTAP_TIME),
      nsPerByte: COPY_NS,
      bulkNsPerByte: product(VHOST_BULK_NS, MACVTAP_TIME),
      workerPerQueue: true,
      spins: false,
    },
    fractionOfNative: ONE,
    adderUs: uncertain(PARAMETERS['macvtap.adder_us']),
    adderInterrupts: 'legacy',
    events: [KICKS, WAKEUPS, { name: 'macvtap', frequency: 2, costUs: EVENT_COST_US.macvtapCrossing }],
    linkSpeedsMbps: [10_000, 25_000],
    mostSharers: 12,
    parameters: [...VHOST_PARAMETERS, 'macvtap.speed_up', 'macvtap.adder_us'],
  },
  vdpa: hardwarePath('vdpa', null),
  sriov_vf: hardwarePath('sriov_vf', [10_000, 30_000]),
  sriov_vf_switchdev: hardwarePath('sriov_vf_switchdev', null),
  pci_passthrough: hardwarePath('pci_passthrough', [10_000, 25_000]),
};
