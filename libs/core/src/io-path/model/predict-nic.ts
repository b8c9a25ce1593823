import { ASSUMED_LINK_SPEED_MBPS, nicCapacity } from './nic-capacity';
import { isNicExtrapolated, nicEvidence } from './nic-evidence';
import { nicHostCores } from './nic-host-cores';
import { nicLatency } from './nic-latency';
import { nicLoad, throughputOf, type NicLoad } from './nic-load';
import type { NicTerms } from './nic-terms';
import type { NicModelInput, NicPrediction } from './prediction';
import { OVERLOAD } from './waiting';

const LINK_ASSUMED = `link speed not known: ${ASSUMED_LINK_SPEED_MBPS} Mbit/s`;
const NUMA_ASSUMED = 'NUMA node of the NIC not known: half way between local and remote';
const INTERRUPTS_ASSUMED = 'interrupt delivery not known: legacy, posted at the good end of the interval';
const NOTHING: readonly string[] = [];

function assumptions(input: NicModelInput): readonly string[] {
  if (input.linkSpeedMbps !== null && input.numa !== 'unknown' && input.interrupts !== 'unknown') return NOTHING;
  const assumed: string[] = [];
  if (input.linkSpeedMbps === null) assumed.push(LINK_ASSUMED);
  if (input.numa === 'unknown') assumed.push(NUMA_ASSUMED);
  if (input.interrupts === 'unknown') assumed.push(INTERRUPTS_ASSUMED);
  return assumed;
}

/** Hardware vDPA was never measured: its data path is a VF's, its bad end what vhost-user reaches on the same host. */
function withVdpaDoubt(terms: NicTerms, input: NicModelInput, load: NicLoad): NicLoad {
  const asVhostUser: NicModelInput = { ...input, path: 'vhost_user' };
  const throughputFloor = nicCapacity(terms, asVhostUser, load.throughput.traffic).kpps;
  const packetFloor = nicCapacity(terms, asVhostUser, load.packets.traffic).kpps;
  const throughput = { ...load.throughput, low: Math.min(load.throughput.low, throughputFloor) };
  const packets = { ...load.packets, low: Math.min(load.packets.low, packetFloor) };
  return { ...load, throughput, packets };
}

/**
 * Predicts one NIC of one VM: capacity, round-trip latency at the load asked for, host cores
 * (docs/model.md has it formula by formula). All intervals are 90 %.
 *
 * `queues`, `vcpus` and `sharers` count from 1; `bandwidthMbps` and `packetRateKpps` from 0, null meaning "not said",
 * which is predicted as an idle network (latency) and a tenth of the line (host cores). Throughput is TCP payload for
 * bulk, frame bytes for small packets. The result for equal inputs is equal: memoise by input.
 */
export function predictNicWith(terms: NicTerms, input: NicModelInput): NicPrediction {
  const plain = nicLoad(terms, input);
  const load = input.path === 'vdpa' ? withVdpaDoubt(terms, input, plain) : plain;
  const overloaded = load.rho >= OVERLOAD;
  return {
    latencyUs: overloaded ? null : nicLatency(terms, input, load.dominant, load.rho),
    throughputMbps: throughputOf(load.throughput),
    packetRateKpps: { value: load.packets.kpps, interval: [load.packets.low, load.packets.high] },
    hostCores: nicHostCores(terms, input, load),
    overloaded,
    evidence: nicEvidence(terms, input),
    extrapolated: isNicExtrapolated(terms, input, load.rho),
    assumed: assumptions(input),
  };
}
