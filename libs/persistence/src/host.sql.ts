import { type Statement, UNSYNCED } from './database';

/**
 * `is_merged`: services of the cloud tell of the host too, and its inventory is what they and what was put make.
 * `is_layered`: what was put is itself made of layers that were imported.
 */
export const LOCK: Statement = {
  name: 'host.lock',
  text: `
    SELECT generation, inventory_hash,
           EXISTS (SELECT FROM host_source WHERE host_source.host_name = host.host_name) AS is_merged,
           EXISTS (SELECT FROM inventory_layer WHERE inventory_layer.host_name = host.host_name) AS is_layered
    FROM host WHERE host_name = $1 FOR NO KEY UPDATE`,
};

export const READ_INVENTORY: Statement = {
  name: 'host.read_inventory',
  text: 'SELECT inventory FROM host WHERE host_name = $1',
};

export const INSERT: Statement = {
  name: 'host.insert',
  text: `
    INSERT INTO host (host_name, state, generation, version, availability_zone, aggregates, pfs, vfs,
                      inventory, inventory_hash, observed_at)
    VALUES ($1, 'active', 1, 1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT DO NOTHING
    RETURNING generation`,
};

export const REPLACE: Statement = {
  name: 'host.replace',
  text: `
    UPDATE host SET generation = generation + 1, version = version + 1, updated_at = now(), availability_zone = $2,
                    aggregates = $3, pfs = $4, vfs = $5, inventory = $6, inventory_hash = $7, observed_at = $8
    WHERE host_name = $1
    RETURNING generation`,
};

export const SET_PHYSICAL_NETWORKS: Statement = {
  name: 'host.set_physical_networks',
  text: `
    WITH gone AS (
      DELETE FROM host_physical_network WHERE host_name = $1 AND physical_network_lower <> ALL ($2)
    )
    INSERT INTO host_physical_network (host_name, physical_network_lower) SELECT $1, unnest($2::text[])
    ON CONFLICT DO NOTHING`,
};

/** Facts only grow younger: a late copy of the same document does not make them older again. */
export const SEE_AGAIN: Statement = {
  name: 'host.see_again',
  text: 'UPDATE host SET observed_at = $2 WHERE host_name = $1 AND (observed_at IS NULL OR observed_at < $2)',
};

/**
 * What is put of a host again, and nothing else is known of it: in one statement, where nothing but the time of observation
 * moves. No row: there is more to it, or it is another document. The time may be lost with the server: the next look tells it.
 */
export const SEE_SAME: Statement = {
  name: 'host.see_same',
  text: `
    WITH ${UNSYNCED}, same AS MATERIALIZED (
      SELECT host_name, generation FROM host, unsynced
      WHERE host_name = $1 AND inventory_hash = $2
        AND NOT EXISTS (SELECT FROM host_source WHERE host_source.host_name = $1)
        AND NOT EXISTS (SELECT FROM inventory_layer WHERE inventory_layer.host_name = $1)
        AND ($4::jsonb IS NULL OR jsonb_path_query_array(inventory, '$.numaNodes[*].pages[*].free') = $4)
      FOR NO KEY UPDATE OF host
    ), moved AS (
      UPDATE host SET observed_at = $3 FROM same
      WHERE host.host_name = same.host_name AND (host.observed_at IS NULL OR host.observed_at < $3)
    )
    SELECT generation,
           ARRAY(SELECT id FROM allocation WHERE held_host_name = $1 AND device_gone ORDER BY id) AS gone
    FROM same`,
};

/** What was free of pages when last seen, as the documents of a host have it. Not in the hash: seeing it is no change. */
export const FREE_PAGES: Statement = {
  name: 'host.free_pages',
  text: `SELECT jsonb_path_query_array(inventory, '$.numaNodes[*].pages[*].free') AS free FROM host WHERE host_name = $1`,
};

/** The same inventory with what was free last; neither generation nor version moves, so no plan is stale by it. */
export const SET_OBSERVATIONS: Statement = {
  name: 'host.set_observations',
  text: 'UPDATE host SET inventory = $2 WHERE host_name = $1',
};

/** What is gone is orphaned if it was confirmed; what is back is what it was. The host is there, so its VMs are. */
export const FOLLOW_DEVICES: Statement = {
  name: 'host.follow_devices',
  text: `
    WITH back AS (
      UPDATE reservation SET state = 'confirmed', updated_at = now() WHERE held_host_name = $1 AND state = 'orphaned'
    ), followed AS (
      SELECT id, device_address <> ALL ($2) AS gone FROM allocation WHERE held_host_name = $1
    )
    UPDATE allocation SET
      device_gone = followed.gone,
      state = CASE WHEN state = 'confirmed' AND followed.gone THEN 'orphaned'
                   WHEN state = 'orphaned' AND NOT followed.gone THEN 'confirmed' ELSE state END,
      generation = generation + CASE WHEN state = (CASE WHEN followed.gone THEN 'confirmed' ELSE 'orphaned' END) THEN 1 ELSE 0 END,
      updated_at = now()
    FROM followed
    WHERE allocation.id = followed.id
      AND (device_gone <> followed.gone OR state = (CASE WHEN followed.gone THEN 'confirmed' ELSE 'orphaned' END))`,
};

export const GONE: Statement = {
  name: 'host.gone',
  text: 'SELECT id FROM allocation WHERE held_host_name = $1 AND device_gone ORDER BY id',
};

export const RESERVED_ON: Statement = {
  text: `SELECT id FROM reservation WHERE held_host_name = $1 AND state = 'reserved'`,
};

/** Of a host that is about to be deleted. */
export const ORPHAN_CONFIRMED: Statement = {
  text: `
    WITH orphan AS (
      UPDATE reservation SET state = 'orphaned', updated_at = now() WHERE held_host_name = $1 AND state = 'confirmed'
    )
    UPDATE allocation SET state = 'orphaned', device_gone = true, generation = generation + 1, updated_at = now()
    WHERE held_host_name = $1 AND state = 'confirmed'`,
};

export const SET_STATE: Statement = {
  text: `
    UPDATE host SET state = $3, generation = generation + 1, version = version + 1, updated_at = now()
    WHERE host_name = $1 AND generation = $2 AND state <> $3`,
};

export const DELETE: Statement = { text: 'DELETE FROM host WHERE host_name = $1 RETURNING host_name' };
