import { ORDINARY_CONDITIONS, type NicConditions } from './nic-conditions';
import type { NicBackEnd } from './nic-path-profile';
import type { NicTerms } from './nic-terms';
import { countedBytes, type NicTraffic } from './nic-traffic';

/** Flows at which the parameter for a crossing of OVS-DPDK is stated. */
const STATED_FLOWS = 1000;
/** A packet that the guest forwards passes the back end on its way in and on its way out. */
const FORWARDED_PASSES = 2;

/** ns a packet one by one, before bytes: the switch's look-up grows with the flows that it tells apart (M439 to M460). */
function perPacketNs(terms: NicTerms, backEnd: NicBackEnd, polls: boolean, conditions: NicConditions): number {
  if (backEnd.spins) {
    const { ringNs, flowsExponent } = terms.conditions;
    if (conditions.switchFlows === 0) return ringNs;
    const atStated = backEnd.pollingPacketNs.value;
    if (conditions.switchFlows === STATED_FLOWS) return atStated;
    return Math.max(ringNs, atStated * (conditions.switchFlows / STATED_FLOWS) ** flowsExponent);
  }
  const tunnelled = conditions.tunnel === 'none' ? 1 : terms.conditions.encapsulated;
  if (polls) return backEnd.pollingPacketNs.value * tunnelled;
  return (conditions.direction === 'send' ? backEnd.socketSendNs : backEnd.stackPacketNs).value * tunnelled;
}

/** ns a byte of bulk: a tunnel or a missing offload makes the back end work packet by packet. */
function bulkNsPerByte(terms: NicTerms, backEnd: NicBackEnd, conditions: NicConditions): number {
  const { sameHostBulk, twoVmsBulk, encapsulated, withoutSegmentation } = terms.conditions;
  let ns = backEnd.bulkNsPerByte.value;
  if (conditions.peer !== 'wire') ns *= conditions.peer === 'host' ? sameHostBulk : twoVmsBulk;
  if (conditions.tunnel === 'plain') ns *= encapsulated;
  else if (!conditions.segmentationOffload) ns *= withoutSegmentation;
  return ns;
}

/** ns of one back-end core for one packet of this traffic, NUMA not counted. */
export function backEndPacketNs(
  terms: NicTerms,
  backEnd: NicBackEnd,
  traffic: NicTraffic,
  polls: boolean,
  conditions: NicConditions,
): number {
  const passes = conditions.forwards ? FORWARDED_PASSES : 1;
  const packetNs = (perPacketNs(terms, backEnd, polls, conditions) + backEnd.nsPerByte * traffic.frameBytes) * passes;
  if (!traffic.bulk) return packetNs;
  const bulkNs = bulkNsPerByte(terms, backEnd, conditions) * countedBytes(traffic);
  // A guest that polls may send full frames without a stack, so the better of both counts.
  return polls ? Math.min(bulkNs, packetNs) : bulkNs;
}

/** How much faster finer conditions make the back end's cores; 1 when all is ordinary. */
export function backEndSpeed({ conditions: terms }: NicTerms, conditions: NicConditions): number {
  if (conditions === ORDINARY_CONDITIONS) return 1;
  let factor = 1;
  if (conditions.packedRing) factor *= terms.packedRing;
  if (conditions.coalescingUs > 0) factor *= terms.coalescing;
  if (conditions.lossFree) factor *= terms.lossFree;
  if (conditions.nested) factor /= terms.nestedSlowdown;
  if (conditions.guestIommu === 'strict') factor /= terms.strictIommu;
  if (conditions.guestIommu === 'emulated') factor /= terms.emulatedIommu;
  return factor;
}
