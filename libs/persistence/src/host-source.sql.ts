import type { Statement } from './database';

export const HOST_NAMES: Statement = { text: 'SELECT host_name FROM host' };

export const NOVA_HOSTS: Statement = {
  text: `
    SELECT host_name, document ->> 'host' AS nova_host, document ->> 'hypervisorId' AS hypervisor_id,
           document #>> '{service,state}' = 'absent' AS is_absent
    FROM host_source WHERE source = 'nova'`,
};

export const MARKS: Statement = {
  text: 'SELECT host_name, document_hash, revision FROM host_source WHERE source = $1',
};

export const SOURCES_OF: Statement = {
  name: 'host_source.of',
  text: 'SELECT source, document, document_hash, observed_at FROM host_source WHERE host_name = $1',
};

/** A host without rows is as it was put. */
export const PUT_OF: Statement = {
  name: 'host_source.put_of',
  text: 'SELECT inventory, inventory_hash, observed_at FROM host WHERE host_name = $1',
};

export const WRITE: Statement = {
  name: 'host_source.write',
  text: `
    INSERT INTO host_source (host_name, source, document, document_hash, revision, observed_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (host_name, source) DO UPDATE SET
      document = excluded.document, document_hash = excluded.document_hash, revision = excluded.revision,
      observed_at = excluded.observed_at`,
};

export const SET_REVISION: Statement = {
  text: 'UPDATE host_source SET revision = $3 WHERE host_name = $1 AND source = $2',
};

/** Of `put`, whose time is in its document; it only grows younger. */
export const SEE_PUT_AGAIN: Statement = {
  name: 'host_source.see_put_again',
  text: `
    UPDATE host_source SET observed_at = $2
    WHERE host_name = $1 AND source = 'put' AND (observed_at IS NULL OR observed_at < $2)`,
};

/** Of `put`: the same document with what was free last. */
export const SET_PUT_OBSERVATIONS: Statement = {
  name: 'host_source.set_put_observations',
  text: `UPDATE host_source SET document = $2 WHERE host_name = $1 AND source = 'put'`,
};

export const FORGET: Statement = {
  text: 'DELETE FROM host_source WHERE host_name = $1 AND source = $2 RETURNING source',
};

/** Another inventory and no other generation: that belongs to those who put. Plans made on the former one are stale. */
export const SET_INVENTORY: Statement = {
  name: 'host_source.set_inventory',
  text: `
    UPDATE host SET version = version + 1, updated_at = now(), availability_zone = $2, aggregates = $3, pfs = $4, vfs = $5,
                    inventory = $6, inventory_hash = $7, observed_at = $8
    WHERE host_name = $1`,
};

export const OBSERVED: Statement = {
  text: `
    INSERT INTO cloud_source AS known (source, observed_at, facts) VALUES ($1, $2, coalesce($3::jsonb, '{}'))
    ON CONFLICT (source) DO UPDATE SET
      observed_at = greatest(known.observed_at, excluded.observed_at), facts = coalesce($3::jsonb, known.facts)`,
};

export const OBSERVATIONS: Statement = { text: 'SELECT source, observed_at FROM cloud_source' };

/** Only what is new or another is written. */
export const KEEP_NETWORKS: Statement = {
  text: `
    INSERT INTO cloud_network AS known (id, name, document)
    SELECT network ->> 'id', network ->> 'name', network FROM jsonb_array_elements($1::jsonb) networks (network)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, document = excluded.document
    WHERE known.document <> excluded.document
    RETURNING id`,
};

export const FORGET_OTHER_NETWORKS: Statement = { text: 'DELETE FROM cloud_network WHERE id <> ALL ($1) RETURNING id' };
