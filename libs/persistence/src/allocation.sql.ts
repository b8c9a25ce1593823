import type { Statement } from './database';

export const LOCK_HOST_OF: Statement = {
  name: 'allocation.lock_host_of',
  text: `
    SELECT host_name FROM host
    WHERE host_name = (SELECT host_name FROM allocation WHERE id = $1) FOR NO KEY UPDATE`,
};

/** Instead of a host that was deleted. */
export const LOCK_RESERVATION_OF: Statement = {
  name: 'allocation.lock_reservation_of',
  text: 'SELECT id FROM reservation WHERE id = (SELECT reservation_id FROM allocation WHERE id = $1) FOR NO KEY UPDATE',
};

export const READ: Statement = {
  name: 'allocation.read',
  text: `
    SELECT state, server_id, generation, reservation_id, expires_at <= clock_timestamp() AS overdue,
           (SELECT count(*)::int FROM allocation other
            WHERE other.recommendation_id = allocation.recommendation_id
              AND other.reservation_id = allocation.reservation_id
              AND other.held_host_name IS NOT NULL AND other.id <> allocation.id) AS live_siblings,
           EXISTS (SELECT FROM allocation other
            WHERE other.recommendation_id = allocation.recommendation_id
              AND other.reservation_id = allocation.reservation_id
              AND other.state = 'reserved' AND other.device_gone) AS device_gone,
           EXISTS (SELECT FROM reservation
            WHERE reservation.id = reservation_id AND move_of IS NOT NULL AND reservation.held_host_name IS NOT NULL) AS is_of_move
    FROM allocation WHERE id = $1`,
};

export const RELEASE_ONE: Statement = {
  name: 'allocation.release_one',
  text: `
    WITH device AS (
      UPDATE allocation SET state = 'released', generation = generation + 1, updated_at = now()
      WHERE id = $1 AND held_host_name IS NOT NULL
      RETURNING host_name
    )
    UPDATE host SET version = version + 1 WHERE host_name IN (SELECT host_name FROM device)`,
};

export const LOCK_RECOMMENDATION: Statement = { text: 'SELECT id FROM recommendation WHERE id = $1 FOR NO KEY UPDATE' };

export const HOSTS_OF_RECOMMENDATION: Statement = {
  text: 'SELECT DISTINCT host_name FROM reservation WHERE recommendation_id = $1 AND held_host_name IS NOT NULL',
};

/** The hold that counts for each member: the live one, else the last that it had. A move hold ends with the one that counts. */
export const LATEST_RESERVATIONS: Statement = {
  text: `
    SELECT DISTINCT ON (member) id, member, state, server_id,
           state = 'reserved' AND expires_at <= clock_timestamp() AS overdue,
           EXISTS (SELECT FROM allocation
            WHERE allocation.recommendation_id = $1 AND allocation.reservation_id = reservation.id
              AND allocation.state = 'reserved' AND allocation.device_gone) AS device_gone
    FROM reservation WHERE recommendation_id = $1 AND move_of IS NULL
    ORDER BY member, held_host_name IS NULL, created_at DESC, id`,
};

export const DUE_BY_HOST: Statement = {
  text: `SELECT DISTINCT host_name FROM reservation WHERE state = 'reserved' AND expires_at <= now() ORDER BY host_name`,
};

export const DUE_ON_HOST: Statement = {
  text: `
    SELECT id FROM reservation
    WHERE held_host_name = $1 AND state = 'reserved' AND expires_at <= clock_timestamp()
    FOR UPDATE SKIP LOCKED`,
};
