/** What the free text of a row says, by words that test reports use; no word is the name of a test bed. */

/** The number in the first group of a pattern, with thousands separators; null when the text does not have it. */
export function numberIn(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found.replaceAll(',', ''));
}

/** Segments are made or taken apart by the NIC, though a tunnel or a switch is in the way. */
export function saysOffload(text: string): boolean {
  return !saysNoOffload(text) && /\boffload|hardware segmentation|\bTSO\b/i.test(text);
}

export function saysNoOffload(text: string): boolean {
  return /(?:\bno|\bwithout|\bnot?) (?:segmentation )?(?:offload|TSO|segmentation)|(?:TSO|offloads?) (?:off|disabled)/i.test(
    text,
  );
}

export function saysTunnel(text: string): boolean {
  return /\b(?:VXLAN|Geneve|GRE|GENEVE|overlay|tunnel)/i.test(text);
}

/** Connections: `-P4`, `16 streams`, `one stream`. */
export function flowsIn(text: string): number | null {
  if (/\b(?:one|single|1) (?:TCP )?(?:stream|flow|connection)/i.test(text)) return 1;
  return numberIn(text, /-P ?(\d+)/) ?? numberIn(text, /(\d+) (?:parallel )?(?:streams|connections)/i);
}

/** Flows that a switch tells apart. */
export function switchFlowsIn(text: string): number | null {
  return numberIn(text, /([\d,]+) flows?\b/i);
}

/** A guest or a generator that makes packets without a kernel. */
export function saysKernelBypass(text: string): boolean {
  return /\b(?:DPDK|testpmd|pktgen|netmap|l2fwd|l3fwd|T-?Rex)\b|\bTX\b.*\bAF_XDP/i.test(text);
}

export function saysSwitch(text: string): boolean {
  return /\bOVS|switch|bridge/i.test(text);
}

export function saysDatagrams(text: string): boolean {
  return /\bUDP\b|sockperf|message rate/i.test(text);
}

export function saysReceiving(text: string): boolean {
  return /\bRX\b|receiv|seen by VM/i.test(text);
}

export function saysLossFree(text: string): boolean {
  return /(?:zero|no)[- ]?(?:packet )?(?:loss|drop)|\bNDR\b/i.test(text);
}

export function saysAggregate(text: string): boolean {
  return /aggregate|all VMs/i.test(text);
}

export function saysModeration(text: string): boolean {
  return /\bDIM\b|coalesc|interrupt moderation/i.test(text);
}

export function saysPackedRing(text: string): boolean {
  return /packed (?:ring|virtqueue)/i.test(text);
}

/** Requests of one job in flight: `QD64`, `iodepth=32`. */
export function queueDepthIn(text: string): number | null {
  return numberIn(text, /\bQD ?(\d+)/i) ?? numberIn(text, /iodepth[= ](\d+)/i) ?? numberIn(text, /\bQ(\d+)T\d+\b/i);
}

/** Jobs: `4 jobs`, `QD1 x4`, `Q32T16`. */
export function jobsIn(text: string): number | null {
  return (
    numberIn(text, /(\d+) jobs?\b/i) ??
    numberIn(text, /numjobs[= ](\d+)/i) ??
    numberIn(text, /QD ?\d+ ?x ?(\d+)\b/i) ??
    numberIn(text, /\bQ\d+T(\d+)\b/i)
  );
}

export function requestBytesIn(text: string): number | null {
  const kib = numberIn(text, /\b(?:RND|SEQ)?(\d+) ?k(?:i?B)?\b/i);
  if (kib !== null) return kib * 1024;
  const mib = numberIn(text, /\b(?:RND|SEQ)?(\d+) ?M(?:i?B)?\b/i);
  return mib === null ? null : mib * 1_048_576;
}

export function directionIn(text: string): 'read' | 'write' | 'mixed' {
  const writes = /write/i.test(text);
  if (/\d+\/\d+ rand|randrw|read.?write|\brw\b/i.test(text)) return 'mixed';
  if (/read|\bRND\d/i.test(text)) return writes ? 'mixed' : 'read';
  return writes ? 'write' : 'mixed';
}

/** Back-end workers by number: `4 vhost cores`, `2 workers`. */
export function workersIn(text: string): number | null {
  return numberIn(text, /(\d+) (?:vhost |SPDK |worker )?(?:cores|workers|worker threads)\b/i);
}

export function saysWorkerPerQueue(text: string): boolean {
  return /(?:worker|thread)s? per queue/i.test(text);
}

/** `batching`, `batched submission`. */
export function saysBatching(text: string): boolean {
  return /\bbatch/i.test(text);
}

/** Devices that share the load: `8 NVMe`, `8 disks`. */
export function devicesIn(text: string): number | null {
  return numberIn(text, /(\d+) (?:NVMe|SSDs?|disks|drives)\b/i);
}

export function saysNoDevice(text: string): boolean {
  return /ram ?disk|\bnull\b|tmpfs|brd\b|malloc|memory-backed/i.test(text);
}

export function saysSharedCores(text: string): boolean {
  return /shar(?:e|ing) (?:the )?cores/i.test(text);
}
