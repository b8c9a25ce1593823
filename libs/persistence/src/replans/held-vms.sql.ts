import type { Statement } from '../database';

/** `{"data": {"path": "sriov_vf", "p99": 33}}` of the NICs, or of the disks, of the placement `decided.place`. */
const devicesOf = (list: 'nics' | 'disks') => `
  (SELECT coalesce(jsonb_object_agg(device ->> 'name', jsonb_build_object(
            'path', device -> 'path', 'p99', device #> '{predicted,latencyUs,p99}')), '{}')
   FROM jsonb_array_elements(decided.place -> '${list}') AS device)`;

/**
 * VMs on their way are left out, with both of their places: they have a plan already, and are claims that stay.
 *
 * A decision is some 15 kB a VM, so what is wanted of it is picked here. Its member is looked up once (OFFSET 0): each
 * look unpacks the whole decision.
 *
 * `$1`: of this host; null: of all.
 */
export const HELD: Statement = {
  text: `
    SELECT reservation.id, reservation.recommendation_id, member, server_id, state, host_name,
           coalesce(reservation.kept_place, CASE WHEN decided.place IS NOT NULL THEN jsonb_build_object(
             'hostName', decided.place -> 'hostName', 'score', decided.place -> 'score',
             'nics', ${devicesOf('nics')}, 'disks', ${devicesOf('disks')},
             'extraSpecs', decided.place #> '{nova,flavor,extraSpecs}') END) AS place,
           (SELECT coalesce(jsonb_object_agg(device, kind), '{}') FROM allocation
            WHERE allocation.recommendation_id = reservation.recommendation_id
              AND allocation.reservation_id = reservation.id AND held_host_name IS NOT NULL) AS devices
    FROM reservation
    LEFT JOIN LATERAL (
      SELECT decision -> 'members' -> member AS place FROM recommendation
      WHERE recommendation.id = reservation.recommendation_id AND reservation.kept_place IS NULL OFFSET 0
    ) AS decided ON true
    WHERE held_host_name = coalesce($1, held_host_name) AND move_of IS NULL
      AND (state <> 'reserved' OR expires_at > clock_timestamp())
    ORDER BY reservation.id`,
};

/** Once for all VMs of a recommendation; `$1` as above. */
export const ASKED: Statement = {
  text: `
    SELECT id, request, profile FROM recommendation
    WHERE id IN (SELECT recommendation_id FROM reservation WHERE held_host_name = coalesce($1, held_host_name))`,
};

export const REJECTED: Statement = {
  text: `
    SELECT id, request, profile FROM recommendation
    WHERE status = 'no_valid_host' AND decided_at > now() - $1 * interval '1 day'
    ORDER BY decided_at DESC, id LIMIT $2`,
};
