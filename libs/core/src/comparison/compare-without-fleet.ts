import { buildFleet } from '../fleet/build-fleet';
import type { DiskKind } from '../inventory/inventory';
import { DISK_PATHS, NIC_PATHS } from '../io-path/catalogue';
import type { DiskPath } from '../io-path/disk-path';
import type { InterruptDelivery, NicModelInput } from '../io-path/model/prediction';
import type { NicPath } from '../io-path/nic-path';
import { virtioQueues } from '../nova/virtio-queues';
import { multiqueueEnabled } from '../planning/multiqueue';
import type { PlanningPolicy } from '../planning/planning-policy';
import {
  requestContext,
  type DiskCandidates,
  type NicCandidates,
  type RequestContext,
} from '../planning/request-context';
import type { VmRequest } from '../request/vm-request';
import { diskCardPrediction, nicCardPrediction } from './card-prediction';
import { describedDisk, describedNic } from './card-texts';
import type { Blocker, CardPrediction, PathCard } from './path-card';

/** The hardware on which paths are compared when no host is asked. Null is not known, and widens the prediction. */
export interface AssumedHardware {
  readonly linkSpeedMbps: number | null;
  readonly interrupts: InterruptDelivery;
  readonly storage: DiskKind | null;
}

export const NOTHING_ASSUMED: AssumedHardware = { linkSpeedMbps: null, interrupts: 'unknown', storage: null };

/**
 * Every path of the catalogue for every device of the request, on assumed hardware near the guest and with nobody beside
 * it: what there is to choose from before any host is looked at.
 *
 * @throws RequestRefusedByNovaError when flavor and image contradict each other, which callers check before;
 *   UnknownProfileError for a profile that is not in the policy's book.
 */
export function compareWithoutFleet(
  request: VmRequest,
  hardware: AssumedHardware,
  policy: PlanningPolicy,
): readonly PathCard[] {
  const open = withAnyPath(request);
  const context = requestContext(open, buildFleet([]), policy);
  return [
    ...context.nics.flatMap((nic) => NIC_PATHS.map((path) => nicCard(nic, path, hardware, context))),
    ...context.disks.flatMap((disk) => DISK_PATHS.map((path) => diskCard(disk, path, hardware, context))),
  ];
}

/** What a NIC's path is predicted to do on assumed hardware. */
export function assumedNicPrediction(
  { nic }: NicCandidates,
  path: NicPath,
  { linkSpeedMbps, interrupts }: AssumedHardware,
  { request, models }: RequestContext,
): CardPrediction {
  const asked: NicModelInput = {
    path: path.name,
    linkSpeedMbps,
    vcpus: request.flavor.vcpus,
    queues: assumedQueues(path, request),
    numa: 'local',
    interrupts,
    sharers: 1,
    bandwidthMbps: nic.bandwidthMbps,
    packetRateKpps: nic.packetRateKpps,
  };
  return nicCardPrediction('assumed', asked, models.general.predictNic(asked), models.general);
}

/** The same for a disk. */
export function assumedDiskPrediction(
  { disk }: DiskCandidates,
  path: DiskPath,
  { storage }: AssumedHardware,
  { request, hasIoThread, models }: RequestContext,
): CardPrediction {
  const predicted = models.general.predictDisk({
    path: path.name,
    device: storage,
    vcpus: request.flavor.vcpus,
    numa: 'local',
    ioThread: hasIoThread,
    iops: disk.iops,
    throughputMibps: disk.throughputMibps,
  });
  return diskCardPrediction('assumed', predicted);
}

/** The request with every path open for every device: a comparison that leaves paths out is none. */
export function withAnyPath(request: VmRequest): VmRequest {
  return {
    ...request,
    nics: request.nics.map((nic) => ({ ...nic, paths: null })),
    disks: request.disks.map((disk) => ({ ...disk, paths: DISK_PATHS.map((path) => path.name) })),
  };
}

function nicCard(nic: NicCandidates, path: NicPath, hardware: AssumedHardware, context: RequestContext): PathCard {
  return {
    ...NO_FLEET,
    device: nic.nic.name,
    kind: 'nic',
    ...describedNic(path, context),
    predicted: assumedNicPrediction(nic, path, hardware, context),
    blockedBy: ruledOut(nic, path),
  };
}

function diskCard(disk: DiskCandidates, path: DiskPath, hardware: AssumedHardware, context: RequestContext): PathCard {
  return {
    ...NO_FLEET,
    device: disk.disk.name,
    kind: 'disk',
    ...describedDisk(path, context),
    predicted: assumedDiskPrediction(disk, path, hardware, context),
    blockedBy: ruledOut(disk, path),
  };
}

const NO_FLEET = { hostName: null, hosts: null, score: null, missing: [] } as const;

function ruledOut(
  { ruledOut: refused }: NicCandidates | DiskCandidates,
  { name }: NicPath | DiskPath,
): readonly Blocker[] {
  return refused
    .filter(({ path }) => path === name)
    .map(({ rejection: { code, required, available } }) => ({ code, hosts: null, required, available }));
}

/** A VF or PF is taken to have as many queues as the guest has vCPUs: devices with fewer say so in an inventory. */
function assumedQueues(path: NicPath, request: VmRequest): number {
  const { vcpus } = request.flavor;
  if (path.queues === 'one') return 1;
  if (path.queues === 'device') return vcpus;
  return virtioQueues({ vcpus, kernelVersion: null, multiqueue: multiqueueEnabled(request), maxQueues: null });
}
