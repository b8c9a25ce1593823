import type { Statement } from './database';

/** One page of servers as Nova lists them. What else is known is of the host where the server was: elsewhere it is void. */
export const SEE: Statement = {
  name: 'cloud_server.see',
  text: `
    INSERT INTO cloud_server AS seen (server_id, host_name, project_id, name, status, document, recommendation_id, member,
                                      first_seen_sync, last_seen_sync, first_seen_at, last_seen_at)
    SELECT id, host, project_id, name, status,
           json_build_object('server', server, 'topology', NULL, 'ports', '[]'::json, 'allocations', NULL)::jsonb,
           recommendation_id, member, $2, $2, $3, $3
    FROM json_to_recordset($1) AS listed (id text, host text, project_id text, name text, status text, server json,
                                          recommendation_id uuid, member int)
    ORDER BY id
    ON CONFLICT (server_id) DO UPDATE SET
      host_name = excluded.host_name, project_id = excluded.project_id, name = excluded.name, status = excluded.status,
      document = CASE WHEN seen.host_name IS DISTINCT FROM excluded.host_name THEN excluded.document
                      WHEN seen.document -> 'server' = excluded.document -> 'server' THEN seen.document
                      ELSE jsonb_set(seen.document, '{server}', excluded.document -> 'server') END,
      topology_of = CASE WHEN seen.host_name = excluded.host_name THEN seen.topology_of END,
      recommendation_id = excluded.recommendation_id, member = excluded.member,
      last_seen_sync = excluded.last_seen_sync, last_seen_at = greatest(seen.last_seen_at, excluded.last_seen_at)`,
};

export const UNSEEN: Statement = {
  text: `
    SELECT server_id FROM cloud_server
    WHERE last_seen_sync IS DISTINCT FROM $1::uuid AND server_id > $2 ORDER BY server_id LIMIT $3`,
};

export const HOSTS_OF: Statement = {
  text: 'SELECT DISTINCT host_name FROM cloud_server_claim WHERE consumer_id = ANY ($1)',
};

export const FORGET: Statement = {
  text: `
    WITH gone AS (DELETE FROM cloud_server WHERE server_id = ANY ($1))
    DELETE FROM cloud_server_claim WHERE consumer_id = ANY ($1)`,
};

export const HOST_NAMES: Statement = {
  text: `
    SELECT host_name FROM cloud_server WHERE host_name IS NOT NULL
    UNION SELECT host_name FROM cloud_server_claim ORDER BY host_name`,
};

const SERVER = `
  SELECT server_id, document, topology_of, first_seen_at, last_seen_at,
         (SELECT coalesce(json_agg(json_build_object('host_name', host_name, 'claim', claim, 'counted', counted,
                                                     'since', since) ORDER BY host_name), '[]')
          FROM cloud_server_claim WHERE consumer_id = server_id) AS claims
  FROM cloud_server`;

export const SERVERS_ON_HOST: Statement = {
  name: 'cloud_server.on_host',
  text: `
    ${SERVER}
    WHERE host_name = $1 OR server_id IN (SELECT consumer_id FROM cloud_server_claim WHERE host_name = $1)
    ORDER BY server_id`,
};

export const OTHERS_ON_HOST: Statement = {
  name: 'cloud_server.others_on_host',
  text: `
    SELECT host_name, claim, counted, since FROM cloud_server_claim
    WHERE host_name = $1 AND NOT EXISTS (SELECT FROM cloud_server WHERE server_id = consumer_id) ORDER BY consumer_id`,
};

export const ONE_SERVER: Statement = { text: `${SERVER} WHERE server_id = $1` };

export const SERVERS_AFTER: Statement = { text: `${SERVER} WHERE server_id > $1 ORDER BY server_id LIMIT $2` };

/** Whether anything is to be written at all: it is not, in nearly every synchronisation of nearly every host. */
export const DIFFERS: Statement = {
  name: 'cloud_server.differs',
  text: `
    WITH detail AS (
      SELECT id, document, topology_of FROM jsonb_to_recordset($2) AS given (id text, document jsonb, topology_of timestamptz)
    ), claim AS (
      SELECT given ->> 'reservationId' AS consumer_id, given AS claim FROM jsonb_array_elements($3) list (given)
    )
    SELECT EXISTS (
      SELECT FROM detail JOIN cloud_server ON server_id = id
      WHERE (cloud_server.document, cloud_server.topology_of) IS DISTINCT FROM (detail.document, detail.topology_of)
    ) OR EXISTS (
      SELECT FROM claim FULL JOIN (SELECT * FROM cloud_server_claim WHERE host_name = $1) stored USING (consumer_id)
      WHERE claim.claim IS DISTINCT FROM stored.claim
    ) AS differs`,
};

export const PUT_DETAILS: Statement = {
  name: 'cloud_server.put_details',
  text: `
    UPDATE cloud_server SET document = given.document, topology_of = given.topology_of
    FROM jsonb_to_recordset($1) AS given (id text, document jsonb, topology_of timestamptz)
    WHERE server_id = id AND (cloud_server.document, cloud_server.topology_of) IS DISTINCT FROM (given.document, given.topology_of)`,
};

export const DROP_CLAIMS: Statement = {
  name: 'cloud_server.drop_claims',
  text: `
    DELETE FROM cloud_server_claim WHERE host_name = $1 AND consumer_id <> ALL ($2) RETURNING consumer_id`,
};

export const PUT_CLAIMS: Statement = {
  name: 'cloud_server.put_claims',
  text: `
    INSERT INTO cloud_server_claim AS stored (host_name, consumer_id, claim, since)
    SELECT $1, given ->> 'reservationId', given, $3 FROM jsonb_array_elements($2) list (given)
    ORDER BY 2
    ON CONFLICT (host_name, consumer_id) DO UPDATE SET claim = excluded.claim WHERE stored.claim <> excluded.claim
    RETURNING consumer_id`,
};

export const LIST_ON_HOST: Statement = {
  text: `
    SELECT stored.consumer_id, stored.host_name, claim, counted, since, server_id, name, project_id, status,
           seen.host_name AS server_host, coalesce(first_seen_at, since) AS first_seen_at,
           coalesce(last_seen_at, since) AS last_seen_at, hold.id AS reservation_id
    FROM cloud_server_claim stored LEFT JOIN cloud_server seen ON server_id = consumer_id
    LEFT JOIN LATERAL (
      SELECT id FROM reservation
      WHERE held_host_name = stored.host_name AND reservation.server_id = seen.server_id
         OR held_host_name = stored.host_name AND state = 'reserved'
            AND (reservation.recommendation_id, reservation.member) = (seen.recommendation_id, seen.member)
      LIMIT 1
    ) hold ON true
    WHERE stored.host_name = $1 AND consumer_id > $2 ORDER BY consumer_id LIMIT $3`,
};

export const IS_ON_HOST: Statement = {
  text: 'SELECT FROM cloud_server_claim WHERE host_name = $1 AND consumer_id = $2',
};
