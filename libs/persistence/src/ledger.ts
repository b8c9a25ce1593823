import type { DeviceTake, Placement } from '@iopath/core';
import { type PlacedHold, type ReservationPlan, StaleSnapshotError } from '@iopath/usecases';
import type { Session, Statement } from './database';
import { nameBasedUuid } from './name-based-uuid';

/**
 * Writes of the ledger that several stores share. Order of locks everywhere: the recommendation, its hosts by name,
 * then reservations and allocations. Whoever changes a claim holds its host first, so claims of one host change one
 * after another and no two transactions wait for each other.
 */

const LOCK_HOSTS: Statement = {
  name: 'ledger.lock_hosts',
  text: 'SELECT host_name FROM host WHERE host_name = ANY($1) ORDER BY host_name FOR NO KEY UPDATE',
};

const MOVE_PLANNED_HOSTS: Statement = {
  name: 'ledger.move_planned_hosts',
  text: `
    UPDATE host SET version = host.version + 1
    FROM unnest($1::text[], $2::bigint[]) AS planned (host_name, version)
    WHERE host.host_name = planned.host_name AND host.version = planned.version AND host.state = 'active'
    RETURNING host.host_name`,
};

/** Writes the rows that `toLedgerRows` makes, of one row `holder` that stands before it; nothing where there is none. */
export const HOLDS_OF_HOLDER = `
    hold AS (
      INSERT INTO reservation (id, recommendation_id, member, project_id, host_name, state, compute,
                               vcpus, pcpus, memory_mib, disk_gib, group_id, expires_at)
      SELECT id, recommendation_id, member, project_id, host_name, 'reserved', compute,
             (compute ->> 'vcpus')::int, (compute ->> 'pcpus')::int,
             (compute ->> 'memoryMib')::int, (compute ->> 'diskGib')::int, group_id, expires_at
      FROM holder, json_to_recordset(reservations) AS plan (id uuid, member int, host_name text, compute jsonb)
    ), device AS (
      INSERT INTO allocation (id, reservation_id, recommendation_id, project_id, member, host_name, device, kind,
                              pf_address, device_address, numa_node, physical_network, bandwidth_mbps, packet_rate_kpps,
                              state, expires_at)
      SELECT id, reservation_id, recommendation_id, project_id, member, host_name, device, kind,
             pf_address, device_address, numa_node, physical_network, bandwidth_mbps, packet_rate_kpps,
             'reserved', expires_at
      FROM holder, json_to_recordset(allocations) AS plan (id uuid, reservation_id uuid, member int, host_name text,
        device text, kind text, pf_address text, device_address text, numa_node int,
        physical_network text, bandwidth_mbps int, packet_rate_kpps int)
      RETURNING id
    )`;

const INSERT_RESERVATIONS: Statement = {
  name: 'ledger.insert_reservations',
  text: `
    WITH holder (recommendation_id, project_id, group_id, expires_at, reservations, allocations) AS (
      VALUES ($1::uuid, $2::text, $3::text, $4::timestamptz, $5::json, $6::json)
    ), ${HOLDS_OF_HOLDER}
    SELECT FROM device`,
};

/**
 * A confirmed hold takes of its host what it took before, so the host's version stays and no planner is disturbed. The
 * fence is here: what has run out is not confirmed, whenever its caller looked.
 */
const CONFIRM_RESERVATIONS: Statement = {
  name: 'ledger.confirm_reservations',
  text: `
    WITH hold AS (
      UPDATE reservation SET state = 'confirmed', server_id = chosen.server_id, expires_at = NULL, updated_at = now()
      FROM unnest($1::uuid[], $2::text[]) AS chosen (id, server_id)
      WHERE reservation.id = chosen.id AND reservation.state = 'reserved' AND reservation.expires_at > clock_timestamp()
      RETURNING reservation.id, reservation.recommendation_id, reservation.server_id
    ), device AS (
      UPDATE allocation SET state = 'confirmed', server_id = hold.server_id, expires_at = NULL,
                            generation = allocation.generation + 1, updated_at = now()
      FROM hold
      WHERE allocation.recommendation_id = hold.recommendation_id AND allocation.reservation_id = hold.id
        AND allocation.state = 'reserved'
    )
    SELECT id FROM hold`,
};

const END_RESERVATIONS: Statement = {
  name: 'ledger.end_reservations',
  text: `
    WITH hold AS (
      UPDATE reservation SET state = $2, updated_at = now()
      WHERE id = ANY($1) AND held_host_name IS NOT NULL
      RETURNING id, recommendation_id, host_name
    ), device AS (
      UPDATE allocation SET state = $2, generation = allocation.generation + 1, updated_at = now()
      FROM hold
      WHERE allocation.recommendation_id = hold.recommendation_id AND allocation.reservation_id = hold.id
        AND allocation.held_host_name IS NOT NULL
    ), moved AS (
      UPDATE host SET version = version + 1 WHERE host_name IN (SELECT host_name FROM hold)
    )
    SELECT id FROM hold`,
};

/** The recommendation for which something is reserved. */
export interface Holder {
  readonly recommendationId: string;
  readonly projectId: string;
  readonly groupId: string | null;
}

/** Waits for the hosts' row locks, in the order of their names. Hosts that do not exist are left out. */
export async function lockHosts(session: Session, hostNames: readonly string[]): Promise<void> {
  await session.query(LOCK_HOSTS, [hostNames]);
}

/**
 * Reserves every placement of a plan. `earlierOf` counts the reservations that a member had before: it keeps the
 * ids of a second try apart from the first.
 *
 * @throws StaleSnapshotError when a host is no longer active at the version that was planned on
 */
export async function writeReservations(
  session: Session,
  holder: Holder,
  plan: ReservationPlan,
  earlierOf: ReadonlyMap<number, number>,
): Promise<void> {
  await movePlannedHosts(session, plan.placements);
  const { recommendationId, projectId, groupId } = holder;
  const values = [recommendationId, projectId, groupId, new Date(plan.expiresAtMs)];
  await session.query(INSERT_RESERVATIONS, [...values, ...ledgerDocuments(recommendationId, plan, earlierOf)]);
}

/** Reservations and allocations of a plan as the two documents that {@link HOLDS_OF_HOLDER} takes. */
export function ledgerDocuments(
  recommendationId: string,
  plan: ReservationPlan,
  earlierOf: ReadonlyMap<number, number>,
): readonly [reservations: string, allocations: string] {
  const rows = plan.placements.map((placement, member) =>
    toLedgerRows(recommendationId, member, earlierOf.get(member) ?? 0, placement),
  );
  const reservations = rows.map(({ reservation }) => reservation);
  return [JSON.stringify(reservations), JSON.stringify(rows.flatMap(({ allocations }) => allocations))];
}

/** A placement as rows of the ledger; `earlier` counts the reservations that the member had before. */
export function toLedgerRows(
  recommendationId: string,
  member: number,
  earlier: number,
  { hostName, compute, devices }: Placement,
) {
  const id = reservationId(recommendationId, member, earlier);
  return {
    reservation: { id, member, host_name: hostName, compute },
    allocations: devices.map((device, index) => ({
      id: nameBasedUuid(id, uniqueDeviceName(device, devices.slice(0, index))),
      reservation_id: id,
      member,
      host_name: hostName,
      device: device.device,
      kind: device.kind,
      pf_address: device.pfAddress,
      device_address: device.address,
      numa_node: device.numaNode,
      physical_network: device.physicalNetwork,
      bandwidth_mbps: device.bandwidthMbps,
      packet_rate_kpps: device.packetRateKpps,
    })),
  };
}

/** The holds of a decision that is committed: nothing was reserved for it before. */
export function placedHolds(recommendationId: string, placements: readonly Placement[]): readonly PlacedHold[] {
  return placements.map((placement, member) => ({
    reservationId: reservationId(recommendationId, member, 0),
    placement,
  }));
}

function reservationId(recommendationId: string, member: number, earlier: number): string {
  return nameBasedUuid(recommendationId, `reservation/${member}/${earlier}`);
}

/** Confirms reservations that are still `reserved` and in time, with their devices; returns how many. Their hosts are locked by the caller. */
export async function confirmReservations(
  session: Session,
  chosen: readonly { readonly id: string; readonly serverId: string }[],
): Promise<number> {
  const ids = chosen.map(({ id }) => id);
  const servers = chosen.map(({ serverId }) => serverId);
  return (await session.query(CONFIRM_RESERVATIONS, [ids, servers])).length;
}

/** Ends live reservations with their devices; returns how many. Their hosts are locked by the caller. */
export async function endReservations(
  session: Session,
  ids: readonly string[],
  state: 'released' | 'expired',
): Promise<number> {
  return (await session.query(END_RESERVATIONS, [ids, state])).length;
}

/**
 * Moves every host of these placements to its next version, if it is at the one planned on.
 *
 * @throws StaleSnapshotError when one is not, or is no longer active
 */
export async function movePlannedHosts(session: Session, placements: readonly Placement[]): Promise<void> {
  const planned = plannedVersions(placements);
  const hostNames = [...planned.keys()];
  // The order in which one UPDATE takes its rows is PostgreSQL's choice; rivals over several hosts need a fixed one.
  if (hostNames.length > 1) await lockHosts(session, hostNames);
  const moved = await session.query(MOVE_PLANNED_HOSTS, [hostNames, [...planned.values()]]);
  if (moved.length < hostNames.length) {
    throw new StaleSnapshotError(`Of ${hostNames.join(', ')}, not every host is as it was planned on.`);
  }
}

/** The version that each host was planned on: of several VMs on one host the first was planned on what is stored. */
export function plannedVersions(placements: readonly Placement[]): ReadonlyMap<string, number> {
  const planned = new Map<string, number>();
  for (const { hostName, hostVersion } of placements) {
    planned.set(hostName, Math.min(hostVersion, planned.get(hostName) ?? hostVersion));
  }
  return planned;
}

/** A NIC and a disk may share a name; the second one of a name is told apart by its place. */
function uniqueDeviceName({ device }: DeviceTake, before: readonly DeviceTake[]): string {
  const namesakes = before.filter((other) => other.device === device).length;
  return namesakes === 0 ? device : `${device}#${namesakes}`;
}
