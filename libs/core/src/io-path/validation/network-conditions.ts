import type { NicPathName } from '../io-path';
import { ORDINARY_CONDITIONS, type GuestIommu, type NicConditions, type NicPeer } from '../model/nic-conditions';
import type { InterruptDelivery, NicModelInput } from '../model/prediction';
import type { Measurement } from './measurement';
import type { NativeFacts } from './native-facts';
import { notPredicted } from './row-question';
import * as words from './workload-words';

/** The paths of a table by the model's name. The bare host is what passthrough leaves all of. */
const NIC_PATHS: Readonly<Record<string, NicPathName>> = {
  e1000: 'emulated',
  'rtl8139-emulated': 'emulated',
  'virtio-net': 'vhost_net',
  'virtio-net-qemu': 'virtio',
  'virtio-net-vmm': 'virtio',
  'vhost-net': 'vhost_net',
  'vhost-net-mq': 'vhost_net',
  'vhost-user': 'vhost_user',
  vdpa: 'vdpa',
  macvtap: 'macvtap',
  'sriov-vf': 'sriov_vf',
  'pci-passthrough': 'pci_passthrough',
  native: 'pci_passthrough',
};

/** Processors of test beds reported before this year had no APICv (the first came late in 2013). */
const APICV_REPORTED_FROM = 2014;
/** Several queues were asked for and nobody wrote how many. */
const LEAST_SEVERAL_QUEUES = 2;

export function nicPathOf(path: string): NicPathName | null {
  return NIC_PATHS[path] ?? null;
}

function textOf({ workload, device }: Measurement): string {
  return `${workload} ${device}`;
}

function peerOf({ topology }: Measurement): NicPeer {
  switch (topology) {
    case '':
    case 'wire':
    case 'vm-wire':
    case 'pvp':
      return 'wire';
    case 'vm-host':
      return 'host';
    case 'vm-vm-same-host':
    case 'vm-loop':
      return 'vm';
    default:
      return notPredicted(`topology "${topology}" is not one the model has`);
  }
}

/** True when the guest sends on what it receives. */
export function forwards({ topology, workload }: Measurement): boolean {
  return topology === 'vm-loop' || (topology === 'pvp' && !words.saysReceiving(workload));
}

function guestIommuOf(text: string): GuestIommu {
  if (!/guest IOMMU|\bvIOMMU|virtual IOMMU/i.test(text) || /\bno guest IOMMU/i.test(text)) return 'none';
  if (/emulated/i.test(text)) return 'emulated';
  return /strict=1|\bstrict\b(?!=0)/i.test(text) ? 'strict' : 'lazy';
}

/** Flows that the switch has to tell apart; none where only a generator stands behind the ring. */
function switchFlowsOf(row: Measurement): number {
  const text = textOf(row);
  const counted = words.switchFlowsIn(text);
  if (counted !== null) return counted;
  if (words.saysSwitch(text)) {
    if (forwards(row)) notPredicted('the number of flows is not said, and the rate of a switch falls with it');
    return ORDINARY_CONDITIONS.switchFlows;
  }
  return words.saysKernelBypass(text) ? 0 : ORDINARY_CONDITIONS.switchFlows;
}

/**
 * The guest takes or makes packets without its kernel. Of vhost-user, `polling` says what the back end does and nothing
 * of the guest.
 */
export function guestPolls(row: Measurement): boolean {
  if (words.saysKernelBypass(row.workload) || row.topology === 'pvp' || row.topology === 'vm-loop') return true;
  return row.interrupts === 'polling' && row.path !== 'vhost-user';
}

function conditionsOf(row: Measurement, native: NativeFacts): NicConditions {
  const text = textOf(row);
  const offload = words.saysOffload(text) || /MTU ?9000|jumbo/i.test(text);
  return {
    flows: words.flowsIn(row.workload),
    messageBytes: row.messageBytes,
    direction: words.saysReceiving(row.workload) ? 'receive' : words.saysDatagrams(row.workload) ? 'send' : 'receive',
    peer: peerOf(row),
    forwards: forwards(row),
    switchFlows:
      nicPathOf(row.path) === 'vhost_user' && row.metric === 'packet_rate'
        ? switchFlowsOf(row)
        : ORDINARY_CONDITIONS.switchFlows,
    coalescingUs: 0,
    packedRing: words.saysPackedRing(text),
    tunnel: words.saysTunnel(text) ? (offload ? 'offloaded' : 'plain') : 'none',
    segmentationOffload: !words.saysNoOffload(text),
    guestIommu: guestIommuOf(text),
    nested: /\bnested\b/i.test(text),
    lossFree: words.saysLossFree(text),
    neighboursBusy: words.saysAggregate(row.workload),
    backEndBusy: 0,
    beforeApicv: row.year !== null && row.year < APICV_REPORTED_FROM,
    native: { rttUs: native.rttUs, mbps: native.mbps, interruptsPerS: native.interruptsPerS },
  };
}

/** A bare host takes interrupts without exits, as a guest does whose interrupts are posted. */
function interruptsOf(row: Measurement): InterruptDelivery {
  if (guestPolls(row)) return 'polling';
  if (row.path === 'native') return 'posted';
  return row.interrupts === 'polling' ? 'posted' : row.interrupts;
}

/** VMs that share the path: those that talk do so in pairs, and half of the talkers send at a time. */
export function pairsOf(row: Measurement): number {
  return words.saysAggregate(row.workload) ? Math.max(1, row.vms / 2) : 1;
}

/**
 * The model's input for a row, without load. A report that does not say where memory lay is one whose authors saw to
 * it, so unknown counts as local; and all VMs on the wire at once fill it both ways.
 * @throws NotPredictedError for a path or topology that the model does not have.
 */
export function nicInputOf(row: Measurement, native: NativeFacts): NicModelInput {
  const path = nicPathOf(row.path) ?? notPredicted(`path "${row.path}" is not one the model has`);
  const several = row.path.endsWith('-mq') ? LEAST_SEVERAL_QUEUES : 1;
  const queues = row.queues ?? several;
  const bothWays = words.saysAggregate(row.workload) ? 2 : 1;
  return {
    path,
    linkSpeedMbps: row.speedMbps === null ? null : row.speedMbps * bothWays,
    vcpus: Math.max(row.vcpus ?? queues, 1),
    queues,
    numa: row.numa === 'unknown' ? 'local' : row.numa,
    interrupts: interruptsOf(row),
    sharers: pairsOf(row),
    bandwidthMbps: null,
    packetRateKpps: null,
    conditions: conditionsOf(row, native),
  };
}
