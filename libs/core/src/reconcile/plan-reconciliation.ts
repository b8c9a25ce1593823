import type { ObservedServer } from '../cloud/cloud-records';
import type { ComputeClaim } from '../planning/decision';
import { hostDevices, type HostDevice } from './host-devices';
import type { HeldDevice, LiveHold } from './live-hold';
import { isOnHost, matchServers } from './match-servers';
import { isOnItsWay } from './on-its-way';
import type { EndedHold, HoldChange, ReconciledHost, Reconciliation, ReconciliationInput } from './reconciliation';
import { isAtRest } from './server-phase';
import { settleCompute } from './settle-compute';
import { type DeviceWish, settleDevices } from './settle-devices';
import { isSameCompute, trueCompute } from './true-compute';
import { trueDevices } from './true-devices';

type DevicesOfHosts = ReadonlyMap<string, ReadonlyMap<string, HostDevice>>;

/** A hold, its server where there is one, and the host on which it is to be. */
interface Case {
  readonly hold: LiveHold;
  readonly observed: ObservedServer | null;
  readonly host: ReconciledHost;
}

/**
 * Brings the holds of these hosts in line with what their servers really have: host, devices, NUMA nodes and pinned CPUs.
 * All are settled together, so servers may have taken each other's devices in any order; predictions of VMs that are not
 * there yet move to what is left of their pool. A second run on the outcome changes nothing.
 *
 * @param takesCompute false: NUMA nodes and CPUs stay as the ledger has them, for where it cannot hold them otherwise
 */
export function planReconciliation(input: ReconciliationInput, takesCompute = true): Reconciliation {
  const { cases, ended } = locate(input);
  const devices: DevicesOfHosts = new Map(input.hosts.map((host) => [host.hostName, hostDevices(host.inventory)]));
  const changes: HoldChange[] = [];
  const givenUp: string[] = [];
  for (const host of input.hosts) {
    const here = cases.filter((each) => each.host === host);
    const settled = settleHost(host, here, devices, takesCompute);
    changes.push(...settled.changes);
    ended.push(...settled.ended);
    givenUp.push(...settled.givenUp);
  }
  return { changes, ended, givenUp };
}

/** Where each hold is to be: on the host of its server once that is at rest, else where it is. What a step of a re-plan moves stays. */
function locate({ hosts, holds, servers, nowMs }: ReconciliationInput): { cases: readonly Case[]; ended: EndedHold[] } {
  const matched = matchServers(holds, servers);
  const cases: Case[] = [];
  const ended: EndedHold[] = [];
  for (const hold of holds) {
    // Time that is over is over: the hold ends, and its server counts as one of others.
    const isOver = hold.expiresAtMs !== null && hold.expiresAtMs <= nowMs;
    const found = isOver ? null : (matched.get(hold.reservationId) ?? null);
    const observed = found !== null && isOnItsWay(hold, found.server) ? null : found;
    const home = hosts.find(({ hostName }) => hostName === hold.hostName);
    if (observed === null || !isAtRest(observed.server) || isOnHost(observed.server, hold.hostName)) {
      if (home !== undefined) cases.push({ hold, observed, host: home });
      continue;
    }
    const { server } = observed;
    const host = hosts.find(({ hostName }) => isOnHost(server, hostName));
    if (host !== undefined) cases.push({ hold, observed, host });
    else if (home !== undefined) {
      const reason = `server ${server.id} is on host ${server.host ?? ''}, of which nothing is known`;
      ended.push({ reservationId: hold.reservationId, reason });
    }
  }
  return { cases, ended };
}

function settleHost(
  host: ReconciledHost,
  cases: readonly Case[],
  devices: DevicesOfHosts,
  takesCompute: boolean,
): Reconciliation {
  const wishes = new Map(cases.map((each) => [each, deviceWishes(each, devices)]));
  const onHost = devices.get(host.hostName) ?? new Map<string, HostDevice>();
  const barred = { quarantined: host.quarantined, foreign: host.foreign.addresses };
  const { placed, unplaced } = settleDevices([...wishes.values()].flat(), onHost, barred);
  const computeWishes = cases.map(({ hold, observed }) => {
    const truth =
      takesCompute && observed !== null && isAtRest(observed.server)
        ? trueCompute(hold.compute, observed.topology)
        : null;
    // The cells of the host that the VM has left say nothing of this one.
    const predicted = hold.hostName === host.hostName ? hold.compute : { ...hold.compute, cells: [] };
    return { reservationId: hold.reservationId, predicted, actual: truth };
  });
  const compute = settleCompute(computeWishes, host.inventory, host.foreign.pinnedCpus);

  const changes: HoldChange[] = [];
  const ended: EndedHold[] = [];
  const givenUp: string[] = [];
  for (const each of cases) {
    const { hold } = each;
    const without = hold.devices.filter(({ allocationId }) => unplaced.includes(allocationId));
    if (without.length > 0 && each.observed === null && (hold.state === 'reserved' || hold.move?.end === 'target')) {
      const addresses = without.map(({ address }) => address).join(', ');
      const reason = `other servers have ${addresses}, and nothing is left of the pool`;
      ended.push({ reservationId: hold.reservationId, reason });
      continue;
    }
    givenUp.push(...without.map(({ allocationId }) => allocationId));
    const change = changeOf(each, wishes.get(each) ?? [], placed, compute.get(hold.reservationId) ?? hold.compute);
    if (change !== null) changes.push(change);
  }
  return { changes, ended, givenUp };
}

/** The devices of a hold with what is known of them, and those that its server has beside. */
function deviceWishes({ hold, observed, host }: Case, devices: DevicesOfHosts): readonly DeviceWish[] {
  const onHost = devices.get(host.hostName) ?? new Map<string, HostDevice>();
  const before = devices.get(hold.hostName);
  const truth = observed !== null && isAtRest(observed.server) ? trueDevices(hold, observed, onHost) : null;
  const actualOf = new Map(truth?.known.map(({ held, actual }) => [held, actual.device]));
  const isHere = hold.hostName === host.hostName;
  return [
    ...hold.devices.map((held): DeviceWish => {
      const { kind, address, pfAddress, numaNode } = held;
      const pool = before?.get(address)?.pool ?? null;
      const predicted = { kind, address, pfAddress, numaNode, pool, isHere };
      return { key: held.allocationId, actual: actualOf.get(held) ?? null, predicted };
    }),
    ...(truth?.extra ?? []).map(({ port, device }): DeviceWish => ({ key: port.id, actual: device, predicted: null })),
  ];
}

function changeOf(
  { hold, observed, host }: Case,
  wishes: readonly DeviceWish[],
  placed: ReadonlyMap<string, HostDevice>,
  compute: ComputeClaim,
): HoldChange | null {
  const server = observed?.server ?? null;
  const isConfirmed = hold.state === 'reserved' && server !== null && server.host !== null;
  const hasOtherCompute = !isSameCompute(hold.compute, compute);
  const hasMoved = hold.hostName !== host.hostName;
  const devices = hold.devices.flatMap((held) => {
    const device = placed.get(held.allocationId);
    return device === undefined || (!hasMoved && isSameDevice(held, device))
      ? []
      : [{ allocationId: held.allocationId, device }];
  });
  const added = wishes.flatMap(({ key, predicted }) => {
    const device = predicted === null ? placed.get(key) : undefined;
    return device === undefined ? [] : [{ portId: key, device }];
  });
  const reasons = [
    ...(isConfirmed ? [`server ${server.id} is there`] : []),
    ...(hasMoved ? [`server ${server?.id ?? ''} is on ${host.hostName}`] : []),
    ...(devices.length > 0 && !hasMoved ? ['Nova chose other devices of the pool'] : []),
    ...(added.length > 0 ? ['the server has more devices than were asked for'] : []),
    ...(hasOtherCompute ? ['Nova chose other NUMA nodes or CPUs'] : []),
  ];
  if (reasons.length === 0) return null;
  const isHeldFor = isConfirmed || hasMoved;
  return {
    reservationId: hold.reservationId,
    state: isHeldFor ? 'confirmed' : hold.state,
    serverId: isHeldFor ? (server?.id ?? hold.serverId) : hold.serverId,
    hostName: host.hostName,
    compute,
    hasOtherCompute,
    devices,
    added,
    reasons,
  };
}

function isSameDevice(held: HeldDevice, device: HostDevice): boolean {
  return held.address === device.address && held.kind === device.kind && held.pfAddress === device.pfAddress;
}
