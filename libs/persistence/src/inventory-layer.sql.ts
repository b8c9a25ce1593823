import { type Statement, UNSYNCED } from './database';

/** As `host.lock` tells it, without the lock. */
export const MAKINGS_OF: Statement = {
  name: 'inventory_layer.makings',
  text: `
    SELECT EXISTS (SELECT FROM host_source WHERE host_source.host_name = host.host_name) AS is_merged,
           EXISTS (SELECT FROM inventory_layer WHERE inventory_layer.host_name = host.host_name) AS is_layered
    FROM host WHERE host_name = $1`,
};

export const LAYERS_OF: Statement = {
  name: 'inventory_layer.of',
  text: 'SELECT format, facts, observed_at FROM inventory_layer WHERE host_name = $1',
};

export const LAYER_AGES: Statement = {
  name: 'inventory_layer.ages',
  text: 'SELECT format, observed_at, received_at FROM inventory_layer WHERE host_name = $1 ORDER BY format',
};

export const WRITE_LAYER: Statement = {
  name: 'inventory_layer.write',
  text: `
    INSERT INTO inventory_layer
      (host_name, format, facts, payload_hash, warnings, observed_at, is_dated, received_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (host_name, format) DO UPDATE SET
      facts = excluded.facts, payload_hash = excluded.payload_hash, warnings = excluded.warnings,
      observed_at = excluded.observed_at, is_dated = excluded.is_dated, received_at = excluded.received_at`,
};

/**
 * The same bytes again: nothing is read, only times move, and only forward; that one may be lost with the server, for the
 * next look tells it again. The host's row is locked first, as everybody does who writes it. The host is as old as the
 * oldest of its layers.
 */
export const SEE_LAYER_AGAIN: Statement = {
  name: 'inventory_layer.see_again',
  text: `
    WITH ${UNSYNCED}, locked AS MATERIALIZED (
      SELECT host_name FROM host, unsynced WHERE host_name = $1 FOR NO KEY UPDATE OF host
    ), seen AS (
      UPDATE inventory_layer layer SET received_at = greatest(received_at, $5), observed_at = greatest(observed_at, CASE
        WHEN $4::timestamptz IS NOT NULL THEN $4 WHEN is_dated THEN observed_at ELSE $5 END)
      FROM locked
      WHERE layer.host_name = locked.host_name AND format = $2 AND payload_hash = $3
      RETURNING layer.observed_at, warnings
    ), oldest AS (
      SELECT least(seen.observed_at,
                   (SELECT min(observed_at) FROM inventory_layer WHERE host_name = $1 AND format <> $2)) AS observed_at
      FROM seen
    ), put_moved AS (
      UPDATE host_source SET observed_at = oldest.observed_at FROM oldest
      WHERE host_name = $1 AND source = 'put'
        AND (host_source.observed_at IS NULL OR host_source.observed_at < oldest.observed_at)
    ), moved AS (
      UPDATE host SET observed_at = oldest.observed_at FROM oldest
      WHERE host_name = $1 AND (host.observed_at IS NULL OR host.observed_at < oldest.observed_at)
    )
    SELECT generation, warnings, "factSources" AS fact_sources, unseen, assumed
    FROM seen, host, jsonb_to_record(inventory) AS notes ("factSources" JSONB, unseen JSONB, assumed JSONB)
    WHERE host_name = $1`,
};

export const BASE_OF: Statement = {
  name: 'inventory_base.of',
  text: 'SELECT inventory, observed_at FROM inventory_base WHERE host_name = $1',
};

/** What was put, as it is before the first layer is laid over it. */
export const KEEP_BASE: Statement = {
  name: 'inventory_base.keep',
  text: `
    INSERT INTO inventory_base (host_name, inventory, observed_at) VALUES ($1, $2, $3)
    ON CONFLICT (host_name) DO UPDATE SET inventory = excluded.inventory, observed_at = excluded.observed_at`,
};

export const DROP_LAYERS: Statement = {
  name: 'inventory_layer.drop',
  text: `
    WITH base AS (DELETE FROM inventory_base WHERE host_name = $1)
    DELETE FROM inventory_layer WHERE host_name = $1`,
};
