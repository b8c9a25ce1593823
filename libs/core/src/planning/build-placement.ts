import { oldestObservation } from '../cloud/merge/oldest-observation';
import { hostTuning } from '../answer/host-tuning';
import { migrationAnswer } from '../answer/migration-answer';
import { novaAnswer } from '../answer/nova-answer';
import { operatorPrerequisites } from '../answer/prerequisites/operator-prerequisites';
import { portAnswers } from '../answer/port-answers';
import { bridgesFor } from '../feasibility/nic-rules/bridge-on-network.rule';
import type { HostState } from '../fleet/host-state';
import { factDiscount } from '../fleet/fact-age';
import { assumedOfServers } from '../fleet/assumed-of-servers';
import type { DriverPresence } from '../guest/guest-drivers';
import type { PciDevice } from '../inventory/inventory';
import type { NicPath } from '../io-path/nic-path';
import { pinsOf } from '../nova-fit/host-fit';
import type { VmRequest } from '../request/vm-request';
import { explainedScore } from '../scoring/score';
import { DISK_TERMS, HOST_TERMS, NIC_TERMS } from '../scoring/terms';
import type { Assignment } from './devices/assignment';
import type { ComputeClaim, DeviceTake, DiskPlacement, NicPlacement, Placement } from './decision';
import type { Candidate } from './search/evaluate-host';
import { hostScoreInput } from './search/host-total';
import { offeredQueues } from './devices/offered-queues';
import { GivenDevices } from './devices/given-devices';
import type { RequestContext } from './request-context';

/**
 * Writes a candidate out in full: devices picked, CPUs pinned, what Nova and Neutron are to be told, and why.
 *
 * @param hostsWithSamePaths hosts that can carry the same NIC paths, this one included.
 */
export function buildPlacement(candidate: Candidate, context: RequestContext, hostsWithSamePaths: number): Placement {
  const { host, assignment, score } = candidate;
  const { request } = context;
  return {
    hostName: host.hostName,
    hostVersion: host.version,
    score,
    hostTerms: explainedScore(HOST_TERMS, hostScoreInput(host, context), context.weights).terms,
    nics: nicPlacements(assignment, context),
    disks: diskPlacements(assignment, context),
    migration: migrationAnswer(assignment, context.policy.release, hostsWithSamePaths - 1),
    compute: computeClaim(assignment, context),
    devices: deviceTakes(assignment, context),
    nova: novaAnswer(candidate, context),
    ports: portAnswers(assignment, context),
    hostTuning: hostTuning(candidate, request),
    operatorPrerequisites: operatorPrerequisites(candidate, context),
    facts: {
      observedAtMs: oldestObservation(host.inventory, context.cloudObserved),
      assumed: assumptions(candidate, context),
      ...(host.factAge === 0 ? {} : { discount: factDiscount(host.factAge) }),
    },
  };
}

function nicPlacements({ nics }: Assignment, { weights, request }: RequestContext): readonly NicPlacement[] {
  return nics.map(({ path, pf, queues, input, predicted }, index) => ({
    name: request.nics[index]?.name ?? '',
    path: path.name,
    vnicType: path.vnicType,
    numaNode: pf?.pf.numaNode ?? null,
    queues,
    score: explainedScore(NIC_TERMS, input, weights),
    predicted,
  }));
}

function diskPlacements({ disks }: Assignment, { weights, request }: RequestContext): readonly DiskPlacement[] {
  return disks.map(({ path, device, input, predicted }, index) => ({
    name: request.disks[index]?.name ?? '',
    path: path.name,
    numaNode: device?.numaNode ?? null,
    score: explainedScore(DISK_TERMS, input, weights),
    predicted,
  }));
}

function computeClaim({ anchor }: Assignment, { wanted, request }: RequestContext): ComputeClaim {
  const cells = (anchor.fit === null ? [] : pinsOf(anchor.fit)).map((cell) => ({
    guestCell: cell.guestCell,
    hostNode: cell.hostNode,
    sharedVcpus: cell.sharedVcpus,
    pinnedCpus: cell.pinnedCpus,
    memoryMib: cell.memoryMib,
    pageSizeKib: cell.pageSizeKib,
    pinning: cell.pinning,
  }));
  const { vcpus, pcpus, memoryMib } = wanted;
  return { vcpus, pcpus, memoryMib, diskGib: wanted.diskGib ?? request.flavor.diskGib, cells };
}

/** The lowest free VFs, PFs and devices that the assignment counted on. */
function deviceTakes(assignment: Assignment, { request }: RequestContext): readonly DeviceTake[] {
  const { disks, aliasDevices } = assignment;
  const ofDisks = disks.flatMap(({ device }, index) =>
    device === null ? [] : [pciTake(request.disks[index]?.name ?? '', device)],
  );
  const ofAliases = aliasDevices.map((device, index) => pciTake(`${device.alias ?? 'alias'}#${index}`, device));
  return [...nicTakes(assignment, request), ...ofDisks, ...ofAliases];
}

/** Aliases are served before ports, and may have taken VFs of their PFs. */
function nicTakes({ nics, aliasDevices }: Assignment, request: VmRequest): readonly DeviceTake[] {
  const given = new GivenDevices();
  for (const device of aliasDevices) given.giveDevice(device);
  return nics.flatMap(({ path, pf }, index): readonly DeviceTake[] => {
    const nic = request.nics[index];
    if (pf === null || nic === undefined) return [];
    const { address: pfAddress, numaNode } = pf.pf;
    const take = {
      device: nic.name,
      pfAddress,
      numaNode,
      physicalNetwork: nic.physicalNetwork,
      bandwidthMbps: nic.bandwidthMbps ?? 0,
      packetRateKpps: nic.packetRateKpps ?? 0,
    };
    const vf = given.nextVf(path, pf);
    given.give(path, pf);
    return [vf === null ? { ...take, kind: 'pf', address: pfAddress } : { ...take, kind: 'vf', address: vf.address }];
  });
}

/** A VF or PF of another device than a NIC is kept apart from its PF or VFs like one of a NIC, so it says what it is. */
function pciTake(name: string, { address, deviceType, pfAddress, numaNode }: PciDevice): DeviceTake {
  const serves = { device: name, numaNode, physicalNetwork: null, bandwidthMbps: 0, packetRateKpps: 0 };
  if (deviceType === 'type-PF') return { ...serves, kind: 'pf', address, pfAddress: address };
  if (pfAddress !== null) return { ...serves, kind: 'vf', address, pfAddress };
  return { ...serves, kind: 'pci', address, pfAddress: null };
}

/** Everything the answer rests on that nobody measured or stated. */
function assumptions({ host, assignment }: Candidate, { drivers, request }: RequestContext): readonly string[] {
  const { nics, disks } = assignment;
  const assumed = new Set<string>();
  for (const { predicted } of [...nics, ...disks]) for (const text of predicted.assumed) assumed.add(text);
  const os = request.image.osId ?? 'the image';
  const assume = (driver: string, presence: DriverPresence): void => {
    if (presence === 'assumed') assumed.add(`${os} has the ${driver}`);
  };
  for (const [index, { path, pf }] of nics.entries()) {
    const { guestDriver, vhostNet, hardwareOffload } = path.needs;
    if (guestDriver === 'virtio_net') assume('virtio_net driver', drivers.virtioNet);
    if (guestDriver === 'e1000') assume('e1000 driver', drivers.e1000);
    if (pf !== null && (guestDriver === 'vf' || guestDriver === 'pf')) {
      assume(`driver for ${pf.pf.driver ?? pf.pf.vendorId} devices`, drivers.vf(pf.pf.vendorId, pf.pf.driver));
    }
    if (vhostNet === 'absent' && host.inventory.vhost.net === null) {
      assumed.add(`${host.hostName} has no vhost-net, which is not known`);
    }
    const offered = pf === null || path.queues !== 'device' ? null : offeredQueues(path, pf);
    if (offered !== null && offered.assumedOf !== null) {
      const { pairs, assumedOf } = offered;
      assumed.add(`a VF of ${assumedOf.title} on ${host.hostName} has ${queuePairs(pairs)}, which is not known`);
    }
    if (hardwareOffload && !offloadIsKnown(path, host, request.nics[index]?.physicalNetwork ?? null)) {
      assumed.add(`OVS of ${host.hostName} offloads flows (hw-offload), which is not known`);
    }
  }
  for (const { path } of disks) {
    if (path.needs.guestDriver === 'virtio_blk') assume('virtio_blk driver', drivers.virtioBlk);
    if (path.needs.guestDriver === 'virtio_scsi') assume('virtio_scsi driver', drivers.virtioScsi);
  }
  if (request.flavor.diskGib > 0 && host.free.diskGib === null) {
    assumed.add(`disk space of ${host.hostName}, which is not known`);
  }
  for (const text of assumedOfServers(host)) assumed.add(text);
  return [...assumed];
}

function queuePairs(count: number): string {
  return count === 1 ? '1 queue pair' : `${count} queue pairs`;
}

function offloadIsKnown(path: NicPath, { inventory }: HostState, physicalNetwork: string | null): boolean {
  return bridgesFor(path, inventory.bridges, physicalNetwork).some(({ hwOffload }) => hwOffload === true);
}
