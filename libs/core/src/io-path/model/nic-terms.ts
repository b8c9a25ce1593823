import { eventTerms, type EventTerms } from './event-cost';
import { nicPathProfiles, type NicPathProfiles } from './nic-path-profile';
import { byLocality, type ByLocality } from './numa-penalty';
import type { ModelParameters, ParameterName } from './parameters.data';
import { queueTerms, type QueueTerms } from './queue-gain';
import { uncertain, type Uncertain } from './uncertain';

/** A parameter set in the form that the formulas for NICs use: worked out once a set, not once a prediction. */
export interface NicTerms {
  readonly parameters: ModelParameters;
  readonly events: EventTerms;
  readonly queues: QueueTerms;
  readonly profiles: NicPathProfiles;
  readonly numa: { readonly bulk: ByLocality; readonly packets: ByLocality; readonly latency: ByLocality };
  readonly native: {
    readonly rttUs: Uncertain;
    readonly stackNs: Uncertain;
    readonly pollingNs: Uncertain;
    readonly bulkNsPerByte: Uncertain;
    /** The guest's own work for one call that sends. */
    readonly messageNs: number;
  };
  readonly lineEfficiency: Uncertain;
  readonly pmd: { readonly bulkNsPerByte: Uncertain; readonly lossPerVm: number };
  readonly kernelExponent: Uncertain;
  readonly bulkUnitBytes: number;
  readonly hardwareCores: Uncertain;
  readonly moderationSd: number;
  readonly tail: { readonly p99: Uncertain; readonly p999: number };
  readonly waitingSd: number;
  /** What finer conditions do to the back end; see {@link NicConditions}. */
  readonly conditions: {
    readonly ringNs: number;
    readonly flowsExponent: number;
    readonly encapsulated: number;
    readonly withoutSegmentation: number;
    readonly nestedSlowdown: number;
    readonly strictIommu: number;
    readonly emulatedIommu: number;
    readonly packedRing: number;
    readonly lossFree: number;
    readonly coalescing: number;
    readonly sameHostBulk: number;
    readonly sameHostGuest: number;
    readonly twoVmsBulk: number;
    readonly sameHostRtt: number;
    readonly sameHostAdder: number;
    readonly forwardedRtt: number;
  };
  /** Filled as predictions ask: a few hundred combinations at most. */
  readonly evidenceByCase: Map<number, readonly string[]>;
}

export function nicTerms(parameters: ModelParameters): NicTerms {
  const of = (name: ParameterName): Uncertain => uncertain(parameters[name]);
  const value = (name: ParameterName): number => parameters[name].default;
  const events = eventTerms(parameters);
  return {
    parameters,
    events,
    queues: queueTerms(parameters),
    profiles: nicPathProfiles(parameters, events),
    numa: {
      bulk: byLocality(parameters['numa.bulk_factor']),
      packets: byLocality(parameters['numa.packet_factor']),
      latency: byLocality(parameters['numa.latency_factor']),
    },
    native: {
      rttUs: of('native.rtt_us'),
      stackNs: of('native.stack_packet_ns'),
      pollingNs: of('native.polling_packet_ns'),
      bulkNsPerByte: of('native.bulk_ns_per_byte'),
      messageNs: value('native.message_ns'),
    },
    lineEfficiency: of('line.efficiency'),
    pmd: { bulkNsPerByte: of('vhost_user.pmd_bulk_ns_per_byte'), lossPerVm: value('sharers.pmd_loss_per_vm') },
    kernelExponent: of('sharers.kernel_exponent'),
    bulkUnitBytes: value('waiting.bulk_unit_bytes'),
    hardwareCores: of('hardware.host_cores_per_nic'),
    moderationSd: of('interrupt.moderation_us').sd,
    tail: { p99: of('tail.p99_factor'), p999: value('tail.p999_factor') },
    waitingSd: of('waiting.formula').sd,
    conditions: {
      ringNs: value('vhost_user.ring_packet_ns'),
      flowsExponent: value('vhost_user.switch_flows_exponent'),
      encapsulated: value('encapsulation.bulk_factor'),
      withoutSegmentation: value('segmentation.without_factor'),
      nestedSlowdown: value('nested.slowdown'),
      strictIommu: value('guest_iommu.strict_factor'),
      emulatedIommu: value('guest_iommu.emulated_factor'),
      packedRing: value('packed_ring.speed_up'),
      lossFree: value('loss_free.share'),
      coalescing: value('coalescing.speed_up'),
      sameHostBulk: value('same_host.bulk_factor'),
      sameHostGuest: value('same_host.guest_bulk_factor'),
      twoVmsBulk: value('same_host.two_vms_bulk_factor'),
      sameHostRtt: value('same_host.rtt_share'),
      sameHostAdder: value('same_host.adder_share'),
      forwardedRtt: value('forwarded.rtt_share'),
    },
    evidenceByCase: new Map(),
  };
}
