import { operatorPrerequisites } from '../answer/prerequisites/operator-prerequisites';
import type { Fleet } from '../fleet/fleet';
import { DISK_PATHS, NIC_PATHS } from '../io-path/catalogue';
import type { DiskPath } from '../io-path/disk-path';
import type { NicPath } from '../io-path/nic-path';
import type { Candidate } from '../planning/search/evaluate-host';
import { explainFleet } from '../planning/explanation/explain-fleet';
import type { PlanningPolicy } from '../planning/planning-policy';
import { requestContext, type RequestContext } from '../planning/request-context';
import { FleetSearch } from '../planning/search/search-fleet';
import type { VmRequest } from '../request/vm-request';
import { diskCardPrediction, nicCardPrediction } from './card-prediction';
import { describedDisk, describedNic } from './card-texts';
import { assumedDiskPrediction, assumedNicPrediction, NOTHING_ASSUMED } from './compare-without-fleet';
import { blockersOf } from './blockers';
import type { PathCard } from './path-card';

/**
 * Every path of the catalogue for every device of the request, each on the best host for it: the device kept to that one
 * path, the others as the request has them. A path that no host can carry is predicted on assumed hardware, with what
 * keeps the hosts out.
 *
 * @throws RequestRefusedByNovaError when flavor and image contradict each other, which callers check before;
 *   UnknownProfileError for a profile that is not in the policy's book.
 */
export function compareOnFleet(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): readonly PathCard[] {
  const inquiry: Inquiry = { request, fleet, policy };
  return [
    ...request.nics.flatMap((_nic, index) => NIC_PATHS.map((path) => nicCard(index, path, inquiry))),
    ...request.disks.flatMap((_disk, index) => DISK_PATHS.map((path) => diskCard(index, path, inquiry))),
  ];
}

interface Inquiry {
  readonly request: VmRequest;
  readonly fleet: Fleet;
  readonly policy: PlanningPolicy;
}

function nicCard(index: number, path: NicPath, { request, fleet, policy }: Inquiry): PathCard {
  const nics = request.nics.map((nic, at) => (at === index ? { ...nic, paths: [path.name] } : nic));
  const context = requestContext({ ...request, nics }, fleet, policy);
  const search = new FleetSearch(fleet, context);
  const { winner } = search;
  const nic = winner?.assignment.nics[index];
  const candidates = context.nics[index];
  if (candidates === undefined) throw new Error(`The request has no NIC ${index}`);
  return {
    device: candidates.nic.name,
    kind: 'nic',
    ...describedNic(path, context),
    ...onBestHost(candidates.nic.name, winner, search.feasibleHosts, fleet, context),
    score: nic?.total ?? null,
    predicted:
      nic === undefined
        ? assumedNicPrediction(candidates, path, NOTHING_ASSUMED, context)
        : nicCardPrediction('host', nic.asked, nic.predicted, context.models.get(winner?.host.modelKey ?? '')),
  };
}

function diskCard(index: number, path: DiskPath, { request, fleet, policy }: Inquiry): PathCard {
  const disks = request.disks.map((disk, at) => (at === index ? { ...disk, paths: [path.name] } : disk));
  const context = requestContext({ ...request, disks }, fleet, policy);
  const search = new FleetSearch(fleet, context);
  const { winner } = search;
  const disk = winner?.assignment.disks[index];
  const candidates = context.disks[index];
  if (candidates === undefined) throw new Error(`The request has no disk ${index}`);
  return {
    device: candidates.disk.name,
    kind: 'disk',
    ...describedDisk(path, context),
    ...onBestHost(candidates.disk.name, winner, search.feasibleHosts, fleet, context),
    score: disk?.total ?? null,
    predicted:
      disk === undefined
        ? assumedDiskPrediction(candidates, path, NOTHING_ASSUMED, context)
        : diskCardPrediction('host', disk.predicted),
  };
}

function onBestHost(
  device: string,
  winner: Candidate | null,
  feasibleHosts: number,
  fleet: Fleet,
  context: RequestContext,
): Pick<PathCard, 'hostName' | 'hosts' | 'missing' | 'blockedBy'> {
  const missing = winner === null ? [] : operatorPrerequisites(winner, context).filter(({ met }) => met !== true);
  const everyHostCan = feasibleHosts === fleet.hosts.length;
  return {
    hostName: winner?.host.hostName ?? null,
    hosts: feasibleHosts,
    missing,
    blockedBy: everyHostCan ? [] : blockersOf(explainFleet(fleet, context), device),
  };
}
