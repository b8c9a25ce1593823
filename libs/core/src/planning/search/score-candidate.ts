import type { CellState, HostState, PfState } from '../../fleet/host-state';
import { bridgesFor } from '../../feasibility/nic-rules/bridge-on-network.rule';
import type { DiskKind, PciDevice } from '../../inventory/inventory';
import type { DiskPath } from '../../io-path/disk-path';
import type {
  DiskPrediction,
  InterruptDelivery,
  NicModelInput,
  NicPrediction,
  NumaLocality,
} from '../../io-path/model/prediction';
import type { NicPath } from '../../io-path/nic-path';
import { virtioQueues } from '../../nova/virtio-queues';
import { weightedTotal } from '../../scoring/score';
import type { DiskScoreInput, NicScoreInput } from '../../scoring/score-term';
import { DISK_TERMS, NIC_TERMS } from '../../scoring/terms';
import type { Anchor } from '../devices/anchors';
import { multiqueueEnabled } from '../multiqueue';
import { offeredQueues } from '../devices/offered-queues';
import type { DiskCandidates, NicCandidates, RequestContext } from '../request-context';

export interface ScoredNic {
  readonly path: NicPath;
  readonly pf: PfState | null;
  readonly queues: number;
  /** What the model was asked. */
  readonly asked: NicModelInput;
  readonly input: NicScoreInput;
  readonly predicted: NicPrediction;
  readonly total: number;
}

export interface ScoredDisk {
  readonly path: DiskPath;
  readonly device: PciDevice | null;
  readonly input: DiskScoreInput;
  readonly predicted: DiskPrediction;
  readonly total: number;
}

/** Where a device lies as seen from the guest. */
export interface Place {
  readonly numa: NumaLocality;
  /** SLIT distance between them; null when there is none or it is not known. */
  readonly distance: number | null;
}

/** Predicts and scores one NIC of the request on one path and device, with the guest at one anchor. */
export function scoreNic(
  index: number,
  path: NicPath,
  pf: PfState | null,
  anchor: Anchor,
  host: HostState,
  context: RequestContext,
): ScoredNic {
  const place = locality(pf?.pf.numaNode ?? null, pf !== null, anchor, host);
  const { firstAlike } = context.nics[index] as NicCandidates;
  const { scores } = context.nics[firstAlike] as NicCandidates;
  const known = scoresOf(scores, pf ?? host);
  let scored = known.find(({ path: other, input }) => other === path && isPlace(input, place));
  if (scored === undefined) {
    scored = scoreNicAt(firstAlike, path, pf, place, host, context);
    known.push(scored);
  }
  return scored;
}

/** Scores of a NIC and of those that are alike, by PF, or by host for a path that takes no device. */
export type NicScores = Map<PfState | HostState, ScoredNic[]>;

function scoresOf(scores: NicScores, about: PfState | HostState): ScoredNic[] {
  let known = scores.get(about);
  if (known === undefined) {
    known = [];
    scores.set(about, known);
  }
  return known;
}

function isPlace(one: Place, other: Place): boolean {
  return one.numa === other.numa && one.distance === other.distance;
}

/**
 * The same for a device that lies at a given place. Reads of the host its facet for I/O only, and for a software path
 * how many VMs share the back end: what bounds and memos rest on.
 */
export function scoreNicAt(
  index: number,
  path: NicPath,
  pf: PfState | null,
  place: Place,
  host: HostState,
  context: RequestContext,
): ScoredNic {
  const { nic, predictions, vfPrice } = context.nics[index] as NicCandidates;
  const { request, profile } = context;
  const queues = queuesOf(path, pf, host, context);
  const asked: NicModelInput = {
    path: path.name,
    linkSpeedMbps: pf === null ? uplinkMbps(path, host, nic.physicalNetwork) : pf.pf.linkSpeedMbps,
    vcpus: request.flavor.vcpus,
    queues,
    numa: place.numa,
    interrupts: interruptsOf(host, path),
    sharers: pf === null ? host.claims.length + 1 : pf.vfsTaken + 1,
    bandwidthMbps: nic.bandwidthMbps,
    packetRateKpps: nic.packetRateKpps,
  };
  const predicted = predictions.for(asked, context.models.get(host.modelKey));
  const { objectives } = profile;
  const input: NicScoreInput = {
    nic,
    path,
    predicted,
    numa: place.numa,
    distance: place.distance,
    pf,
    vfPrice,
    objectives,
    migration: request.migration,
  };
  return { path, pf, queues, asked, input, predicted, total: weightedTotal(NIC_TERMS, input, context.weights) };
}

/** Predicts and scores one disk of the request. */
export function scoreDisk(
  index: number,
  path: DiskPath,
  device: PciDevice | null,
  anchor: Anchor,
  host: HostState,
  context: RequestContext,
): ScoredDisk {
  const place = locality(device?.numaNode ?? null, device !== null, anchor, host);
  return scoreDiskAt(index, path, device, place, host, context);
}

/** The same for a device that lies at a given place. Reads of the host the kind of its local disk only. */
export function scoreDiskAt(
  index: number,
  path: DiskPath,
  device: PciDevice | null,
  { numa, distance }: Place,
  host: HostState,
  context: RequestContext,
): ScoredDisk {
  const candidates = context.disks[index] as DiskCandidates;
  if (device !== null) {
    const kind = device.deviceClass === 'nvme' ? 'nvme' : null;
    return scoredDisk(candidates, path, device, kind, { numa, distance }, host, context);
  }
  const kind = host.inventory.localDisk?.kind ?? null;
  const known = softwareScoresOf(candidates.softwareScores, path);
  const key = `${kind} ${numa} ${host.modelKey}`;
  let scored = known.get(key);
  if (scored === undefined) {
    scored = scoredDisk(candidates, path, null, kind, { numa, distance }, host, context);
    known.set(key, scored);
  }
  return scored;
}

/** Scores of disks that take no device, by path, then by kind of local disk and locality. */
export type SoftwareDiskScores = Map<DiskPath, Map<string, ScoredDisk>>;

function softwareScoresOf(scores: SoftwareDiskScores, path: DiskPath): Map<string, ScoredDisk> {
  let known = scores.get(path);
  if (known === undefined) {
    known = new Map();
    scores.set(path, known);
  }
  return known;
}

function scoredDisk(
  { disk, predictions }: DiskCandidates,
  path: DiskPath,
  device: PciDevice | null,
  kind: DiskKind | null,
  { numa, distance }: Place,
  { modelKey }: HostState,
  { request, profile, hasIoThread, weights, models }: RequestContext,
): ScoredDisk {
  const asked = {
    path: path.name,
    device: kind,
    vcpus: request.flavor.vcpus,
    numa,
    ioThread: hasIoThread,
    iops: disk.iops,
    throughputMibps: disk.throughputMibps,
  };
  const predicted = predictions.for(asked, models.get(modelKey));
  const { objectives } = profile;
  const input: DiskScoreInput = { disk, path, predicted, numa, distance, objectives, migration: request.migration };
  return { path, device, input, predicted, total: weightedTotal(DISK_TERMS, input, weights) };
}

/**
 * Where a device lies as seen from the guest. A software path has no device, and its threads go where the kernel
 * puts them: not known. A guest without NUMA topology floats, so nothing is local to it.
 */
export function locality(
  deviceNode: number | null,
  hasDevice: boolean,
  { nodes }: Pick<Anchor, 'nodes'>,
  host: HostState,
): Place {
  if (!hasDevice || nodes === null || deviceNode === null) return placeOfFloating(host);
  if (nodes.includes(deviceNode)) return ON_THE_NODE;
  return { numa: 'remote', distance: nearest(nodes, deviceNode, host.cells) };
}

/** Where anything lies that has no node, or a guest that has none. */
export function placeOfFloating({ cells }: HostState): Place {
  return cells.length === 1 ? ON_THE_NODE : NOWHERE;
}

const ON_THE_NODE: Place = { numa: 'local', distance: null };
const NOWHERE: Place = { numa: 'unknown', distance: null };

/** SLIT distance from the nearest of the guest's nodes; null when the host does not tell. */
function nearest(nodes: readonly number[], deviceNode: number, cells: readonly CellState[]): number | null {
  let best: number | null = null;
  for (const cell of cells) {
    if (!nodes.includes(cell.id)) continue;
    const distance = cell.distances.get(deviceNode);
    if (distance !== undefined && (best === null || distance < best)) best = distance;
  }
  return best;
}

function uplinkMbps(path: NicPath, host: HostState, physicalNetwork: string | null): number | null {
  let fastest: number | null = null;
  for (const { uplinkMbps } of bridgesFor(path, host.inventory.bridges, physicalNetwork)) {
    if (uplinkMbps !== null && (fastest === null || uplinkMbps > fastest)) fastest = uplinkMbps;
  }
  return fastest;
}

/**
 * Posted interrupts serve devices that interrupt the guest, and where they are off APICv still saves one of two exits; a
 * thread's notification costs no exit with APICv.
 */
export function interruptsOf(host: HostState, { interruptsFrom }: NicPath): InterruptDelivery {
  const { apicv, postedInterrupts } = host.inventory.cpu;
  const isCheap = interruptsFrom === 'device' ? postedInterrupts : apicv;
  if (isCheap === null) return 'unknown';
  if (isCheap) return 'posted';
  return apicv === true ? 'apicv' : 'legacy';
}

function queuesOf(path: NicPath, pf: PfState | null, host: HostState, context: RequestContext): number {
  const { flavor } = context.request;
  if (path.queues === 'multiqueue') {
    return virtioQueues({
      vcpus: flavor.vcpus,
      kernelVersion: host.inventory.versions.kernel,
      multiqueue: multiqueueEnabled(context.request),
      maxQueues: host.inventory.maxQueues,
    });
  }
  if (pf === null || path.queues === 'one') return 1;
  const offered = offeredQueues(path, pf);
  return Math.max(1, Math.min(flavor.vcpus, offered?.pairs ?? 1));
}
