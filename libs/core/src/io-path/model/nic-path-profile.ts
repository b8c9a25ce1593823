import type { NicPathName } from '../io-path';
import type { EventTerms } from './event-cost';
import type { ModelParameters, ParameterName } from './parameters.data';
import { exactly, inverse, product, uncertain, type Uncertain } from './uncertain';

/** The software that moves packets between guest and NIC. */
export interface NicBackEnd {
  /** ns a packet when the guest receives through its kernel, sends from a socket, or polls (DPDK). */
  readonly stackPacketNs: Uncertain;
  readonly socketSendNs: Uncertain;
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

export type NicPathProfiles = Readonly<Record<NicPathName, NicPathProfile>>;

const ONE = exactly(1);
const MTU_PAYLOAD_BYTES = 1448;

const VHOST_PARAMETERS = [
  'vhost_net.polling_packet_ns',
  'vhost_net.stack_packet_ns',
  'vhost_net.copy_ns_per_byte',
  'vhost_net.bulk_ns_per_byte',
] as const;

type HardwarePath = 'vdpa' | 'sriov_vf' | 'sriov_vf_switchdev' | 'pci_passthrough';

function hardwarePath(
  path: HardwarePath,
  linkSpeedsMbps: readonly [number, number] | null,
  parameters: ModelParameters,
): NicPathProfile {
  return {
    backEnd: null,
    fractionOfNative: uncertain(parameters[`${path}.fraction_of_native`]),
    adderUs: uncertain(parameters[`${path}.adder_us`]),
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

/** What the profiles of the software paths are made from. */
interface Made {
  readonly parameters: ModelParameters;
  readonly of: (name: ParameterName) => Uncertain;
  readonly costUs: EventTerms['costUs'];
  readonly kicks: NicEvent;
  readonly wakeups: NicEvent;
  readonly bridge: NicEvent;
}

function emulated({ of, costUs, wakeups, bridge }: Made): NicPathProfile {
  // An emulated NIC leaves the guest several times for each packet, and each time up to QEMU (M035, M036, M515).
  const packetNs = product(
    of('emulated.exits_per_packet'),
    of('event.user_exit_cycles'),
    inverse(of('host.clock_ghz')),
  );
  const perGroup = inverse(of('emulated.frames_per_exit_group'));
  return {
    backEnd: {
      stackPacketNs: packetNs,
      socketSendNs: packetNs,
      pollingPacketNs: packetNs,
      nsPerByte: 0,
      bulkNsPerByte: product(packetNs, perGroup, exactly(1 / MTU_PAYLOAD_BYTES)),
      workerPerQueue: false,
      spins: false,
    },
    fractionOfNative: ONE,
    adderUs: of('emulated.adder_us'),
    adderInterrupts: 'legacy',
    events: [{ name: 'exit to QEMU', frequency: 14, costUs: costUs.userExit }, wakeups, bridge],
    linkSpeedsMbps: [10_000, 10_000],
    mostSharers: 1,
    parameters: [
      'emulated.exits_per_packet',
      'event.user_exit_cycles',
      'emulated.frames_per_exit_group',
      'emulated.adder_us',
    ],
  };
}

function virtio({ of, costUs, kicks, wakeups, bridge }: Made): NicPathProfile {
  const packetNs = of('virtio.packet_ns');
  return {
    backEnd: {
      stackPacketNs: packetNs,
      socketSendNs: packetNs,
      pollingPacketNs: packetNs,
      nsPerByte: 0,
      bulkNsPerByte: of('virtio.bulk_ns_per_byte'),
      workerPerQueue: false,
      spins: false,
    },
    fractionOfNative: ONE,
    adderUs: of('virtio.adder_us'),
    adderInterrupts: 'legacy',
    events: [
      kicks,
      { ...wakeups, frequency: 4 },
      { name: 'system call of QEMU', frequency: 16.6, costUs: costUs.systemCall },
      bridge,
    ],
    linkSpeedsMbps: [10_000, 25_000],
    mostSharers: 12,
    parameters: ['virtio.packet_ns', 'virtio.bulk_ns_per_byte', 'virtio.adder_us', 'event.system_call_us'],
  };
}

function vhostNet({ parameters, of, kicks, wakeups, bridge }: Made): NicPathProfile {
  return {
    backEnd: {
      stackPacketNs: of('vhost_net.stack_packet_ns'),
      socketSendNs: of('vhost_net.socket_send_ns'),
      pollingPacketNs: of('vhost_net.polling_packet_ns'),
      nsPerByte: parameters['vhost_net.copy_ns_per_byte'].default,
      bulkNsPerByte: of('vhost_net.bulk_ns_per_byte'),
      workerPerQueue: true,
      spins: false,
    },
    fractionOfNative: ONE,
    adderUs: of('vhost_net.adder_us'),
    adderInterrupts: 'legacy',
    events: [kicks, wakeups, bridge],
    linkSpeedsMbps: [10_000, 25_000],
    mostSharers: 12,
    parameters: [...VHOST_PARAMETERS, 'vhost_net.adder_us'],
  };
}

function vhostUser({ parameters, of }: Made): NicPathProfile {
  const switchNs = of('vhost_user.switch_packet_ns');
  return {
    backEnd: {
      stackPacketNs: switchNs,
      socketSendNs: switchNs,
      pollingPacketNs: switchNs,
      nsPerByte: parameters['vhost_user.switch_ns_per_byte'].default,
      bulkNsPerByte: of('vhost_user.bulk_ns_per_byte'),
      workerPerQueue: true,
      spins: true,
    },
    fractionOfNative: ONE,
    adderUs: of('vhost_user.adder_us'),
    adderInterrupts: 'posted',
    events: [{ name: 'OVS-DPDK crossing', frequency: 2, costUs: switchNs.value / 1000 }],
    linkSpeedsMbps: [10_000, 40_000],
    mostSharers: 12,
    parameters: [
      'vhost_user.switch_packet_ns',
      'vhost_user.switch_flows_exponent',
      'vhost_user.switch_ns_per_byte',
      'vhost_user.bulk_ns_per_byte',
      'vhost_user.pmd_bulk_ns_per_byte',
      'vhost_user.adder_us',
    ],
  };
}

/** vhost-net without the bridge: the same threads, that much faster. */
function macvtap(made: Made): NicPathProfile {
  const { of, costUs, kicks, wakeups } = made;
  const { backEnd, ...same } = vhostNet(made);
  const time = inverse(of('macvtap.speed_up'));
  return {
    ...same,
    backEnd: backEnd && {
      ...backEnd,
      stackPacketNs: product(backEnd.stackPacketNs, time),
      socketSendNs: product(backEnd.socketSendNs, time),
      pollingPacketNs: product(backEnd.pollingPacketNs, time),
      bulkNsPerByte: product(backEnd.bulkNsPerByte, time),
    },
    adderUs: of('macvtap.adder_us'),
    events: [kicks, wakeups, { name: 'macvtap', frequency: 2, costUs: costUs.macvtapCrossing }],
    parameters: [...VHOST_PARAMETERS, 'macvtap.speed_up', 'macvtap.adder_us'],
  };
}

/**
 * The nine NIC paths. Evidence ranges: the kernel paths were measured at 10 and 25 GbE with up to 12 VMs, OVS-DPDK up
 * to 40 GbE, VFs at 10 to 30 GbE with up to 60 VMs; hardware vDPA and the switchdev VF have no measured row.
 */
export function nicPathProfiles(parameters: ModelParameters, { costUs }: EventTerms): NicPathProfiles {
  const made: Made = {
    parameters,
    of: (name) => uncertain(parameters[name]),
    costUs,
    kicks: { name: 'kick', frequency: 2, costUs: costUs.kick },
    wakeups: { name: 'back-end wake-up', frequency: 2, costUs: costUs.wakeup },
    bridge: { name: 'tap and bridge', frequency: 2, costUs: costUs.bridgeCrossing },
  };
  return {
    emulated: emulated(made),
    virtio: virtio(made),
    vhost_net: vhostNet(made),
    vhost_user: vhostUser(made),
    macvtap: macvtap(made),
    vdpa: hardwarePath('vdpa', null, parameters),
    sriov_vf: hardwarePath('sriov_vf', [10_000, 30_000], parameters),
    sriov_vf_switchdev: hardwarePath('sriov_vf_switchdev', null, parameters),
    pci_passthrough: hardwarePath('pci_passthrough', [10_000, 25_000], parameters),
  };
}
