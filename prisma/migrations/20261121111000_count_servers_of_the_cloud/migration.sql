-- Servers that Nova runs, whoever placed them. What a server takes of a host is its claim, computed by the advisor from
-- what Nova, Placement and Neutron say (libs/core/src/cloud/server-claim.ts). A claim counts unless it is the advisor's
-- own: then the reservation does. Claims are facts and never refused, not even beside what the advisor has given away;
-- what they take is refused to everybody who comes after.

CREATE TABLE "cloud_server" (
    "server_id" TEXT COLLATE "C" NOT NULL,
    -- Nova's host name; null while the server is on none.
    "host_name" TEXT COLLATE "C",
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    -- What the server's metadata says that it was booted for.
    "recommendation_id" UUID,
    "member" INTEGER,
    -- Of which state of the server the topology in the document is: Nova's time of its last change.
    "topology_of" TIMESTAMPTZ(3),
    "first_seen_sync" UUID,
    "last_seen_sync" UUID,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cloud_server_pkey" PRIMARY KEY ("server_id"),
    CONSTRAINT "cloud_server_seen_check" CHECK ("first_seen_at" <= "last_seen_at"),
    CONSTRAINT "cloud_server_member_check" CHECK ("member" >= 0)
)
-- Seen again in every synchronisation: the document stays out of the row, and such an update on its page.
WITH (toast_tuple_target = 256, fillfactor = 70);

CREATE INDEX "cloud_server_host_name_idx" ON "cloud_server"("host_name", "server_id");
CREATE INDEX "cloud_server_recommendation_idx" ON "cloud_server"("recommendation_id", "member")
    WHERE "recommendation_id" IS NOT NULL;

CREATE FUNCTION "claimed_addresses"("claim" JSONB) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(address ORDER BY address)
    FROM jsonb_path_query(claim, '$.devices[*].address') found, LATERAL (VALUES (found #>> '{}')) device (address)
$$;

-- Functions that cannot be given as a whole, because a VF of theirs is held.
CREATE FUNCTION "claimed_parents"("claim" JSONB) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT parent ORDER BY parent) FROM (
        SELECT device ->> 'pfAddress' FROM jsonb_array_elements(claim -> 'devices') devices (device)
        WHERE device ->> 'kind' <> 'pf' AND device ->> 'pfAddress' IS NOT NULL
        UNION ALL
        SELECT held #>> '{among,0,address}' FROM jsonb_array_elements(coalesce(claim -> 'somewhere', '[]')) somewhere (held)
        WHERE jsonb_array_length(held -> 'among') = 1 AND held #>> '{among,0,kind}' = 'vf'
    ) parents (parent)
$$;

-- How many VFs of this function the claim holds without anybody knowing which.
CREATE FUNCTION "claimed_unknown_vfs"("claim" JSONB, "parent" TEXT) RETURNS BIGINT
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(sum((held -> 'count')::int), 0)
    FROM jsonb_array_elements(coalesce(claim -> 'somewhere', '[]')) somewhere (held)
    WHERE jsonb_array_length(held -> 'among') = 1 AND held #>> '{among,0,kind}' = 'vf'
      AND held #>> '{among,0,address}' = parent
$$;

-- A row for each host on which a server takes something: while it is resized or migrated these are two. Placement's
-- consumers that are no servers (migrations, and what was left behind) have rows too.
CREATE TABLE "cloud_server_claim" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "consumer_id" TEXT COLLATE "C" NOT NULL,
    "claim" JSONB NOT NULL,
    -- Kept by triggers: false while the ledger holds the same for the same server.
    "counted" BOOLEAN NOT NULL DEFAULT true,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pinned_cpus" INT4MULTIRANGE GENERATED ALWAYS AS ("pinned_cpus_of"("claim")) STORED,
    "addresses" TEXT[] GENERATED ALWAYS AS ("claimed_addresses"("claim")) STORED,
    "parents" TEXT[] GENERATED ALWAYS AS ("claimed_parents"("claim")) STORED,

    CONSTRAINT "cloud_server_claim_pkey" PRIMARY KEY ("host_name", "consumer_id"),
    CONSTRAINT "cloud_server_claim_amounts_check" CHECK (
        ("claim" -> 'vcpus')::int >= 0 AND ("claim" -> 'pcpus')::int >= 0
        AND ("claim" -> 'memoryMib')::int >= 0 AND ("claim" -> 'diskGib')::int >= 0
        AND jsonb_typeof("claim" -> 'cells') = 'array' AND jsonb_typeof("claim" -> 'devices') = 'array')
);

CREATE INDEX "cloud_server_claim_consumer_idx" ON "cloud_server_claim"("consumer_id");
CREATE INDEX "reservation_held_server_idx" ON "reservation"("server_id") WHERE "held_host_name" IS NOT NULL;

-- Whether the ledger holds for this server what it takes of this host: confirmed for it, or reserved for what its
-- metadata names, which the next reconciliation confirms. On another host than its hold a server counts.
CREATE FUNCTION "cloud_server_is_ours"("consumer" TEXT, "host" TEXT) RETURNS BOOLEAN
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservation WHERE server_id = consumer AND held_host_name = host)
        OR EXISTS (
            SELECT FROM cloud_server JOIN reservation USING (recommendation_id, member)
            WHERE cloud_server.server_id = consumer AND state = 'reserved' AND held_host_name = host)
$$;

CREATE FUNCTION "cloud_server_claim_judge"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.counted := NOT cloud_server_is_ours(NEW.consumer_id, NEW.host_name);
    RETURN NEW;
END;
$$;

CREATE TRIGGER "cloud_server_claim_judge" BEFORE INSERT OR UPDATE ON "cloud_server_claim"
    FOR EACH ROW EXECUTE FUNCTION "cloud_server_claim_judge"();

CREATE FUNCTION "cloud_server_judge_claims"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cloud_server_claim SET consumer_id = consumer_id WHERE consumer_id = NEW.server_id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "cloud_server_judge_claims" AFTER UPDATE OF "recommendation_id", "member" ON "cloud_server" FOR EACH ROW
    WHEN ((OLD."recommendation_id", OLD."member") IS DISTINCT FROM (NEW."recommendation_id", NEW."member"))
    EXECUTE FUNCTION "cloud_server_judge_claims"();

-- What claims take beside the holds, of the same places.
ALTER TABLE "host_capacity"
    ADD COLUMN "foreign_used" BIGINT NOT NULL DEFAULT 0,
    ADD CONSTRAINT "host_capacity_foreign_check" CHECK ("foreign_used" >= 0);

CREATE FUNCTION "claim_amounts"("claim" JSONB)
RETURNS TABLE ("resource" TEXT, "place" TEXT, "amount" BIGINT)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT * FROM compute_amounts((claim -> 'vcpus')::int, (claim -> 'pcpus')::int, (claim -> 'memoryMib')::int,
                                  (claim -> 'diskGib')::int, claim)
    UNION ALL
    SELECT part.* FROM jsonb_array_elements(claim -> 'devices') devices (device),
        LATERAL device_amounts(device ->> 'pfAddress', (device -> 'bandwidthMbps')::int,
                               (device -> 'packetRateKpps')::int) part
$$;

CREATE VIEW "foreign_amounts" AS
    SELECT host_name, resource, place, sum(amount)::bigint AS amount
    FROM cloud_server_claim, claim_amounts(claim) WHERE counted
    GROUP BY host_name, resource, place;

-- As before (20261121101000), and what servers take counts.
CREATE OR REPLACE FUNCTION "host_keep_capacity"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH offer AS MATERIALIZED (
        SELECT resource, place, capacity FROM host_capacities(NEW.inventory)
    ), gone AS (
        DELETE FROM host_capacity kept
        WHERE kept.host_name = NEW.host_name AND kept.used = 0 AND kept.foreign_used = 0
          AND NOT EXISTS (SELECT FROM offer WHERE offer.resource = kept.resource AND offer.place = kept.place)
    ), emptied AS (
        UPDATE host_capacity kept SET capacity = 0
        WHERE kept.host_name = NEW.host_name AND (kept.used > 0 OR kept.foreign_used > 0)
          AND kept.capacity IS DISTINCT FROM 0
          AND NOT EXISTS (SELECT FROM offer WHERE offer.resource = kept.resource AND offer.place = kept.place)
    )
    INSERT INTO host_capacity AS kept (host_name, resource, place, capacity)
    SELECT NEW.host_name, resource, place, capacity FROM offer
    ON CONFLICT (host_name, resource, place) DO UPDATE SET capacity = excluded.capacity
    WHERE kept.capacity IS DISTINCT FROM excluded.capacity;

    -- A host that comes back finds the orphans that it left, and the servers that were seen there meanwhile.
    IF TG_OP = 'INSERT' THEN
        INSERT INTO host_capacity AS kept (host_name, resource, place, capacity, used)
        SELECT host_name, resource, place, 0, amount FROM held_amounts WHERE host_name = NEW.host_name
        ON CONFLICT (host_name, resource, place) DO UPDATE SET used = excluded.used;
        INSERT INTO host_capacity AS kept (host_name, resource, place, capacity, foreign_used)
        SELECT host_name, resource, place, 0, amount FROM foreign_amounts WHERE host_name = NEW.host_name
        ON CONFLICT (host_name, resource, place) DO UPDATE SET foreign_used = excluded.foreign_used;
    END IF;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION "host_move_amount"("host" TEXT, "what" TEXT, "at_place" TEXT, "change" BIGINT) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    kept host_capacity;
BEGIN
    UPDATE host_capacity SET used = greatest(0, used + change)
    WHERE host_name = host AND resource = what AND place = at_place
      AND (change < 0 OR capacity IS NULL OR used + foreign_used + change <= capacity);
    IF FOUND OR change <= 0 THEN RETURN; END IF;

    SELECT * INTO kept FROM host_capacity WHERE host_name = host AND resource = what AND place = at_place;
    RAISE EXCEPTION 'host % has not % more of % at "%": % of % are taken, and % by other servers',
        host, change, what, at_place, coalesce(kept.used::text, 'none'), coalesce(kept.capacity::text, 'none'),
        coalesce(kept.foreign_used::text, 'none')
        USING ERRCODE = 'check_violation', CONSTRAINT = 'host_capacity_used_check', TABLE = 'host_capacity';
END;
$$;

-- Reality is not refused. A place that the inventory has not gets a row without capacity.
CREATE FUNCTION "host_move_foreign_amount"("host" TEXT, "what" TEXT, "at_place" TEXT, "change" BIGINT) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE host_capacity SET foreign_used = greatest(0, foreign_used + change)
    WHERE host_name = host AND resource = what AND place = at_place;
    IF FOUND OR change <= 0 THEN RETURN; END IF;
    INSERT INTO host_capacity AS kept (host_name, resource, place, capacity, foreign_used)
    SELECT known.host_name, $2, $3, 0, $4 FROM host known WHERE known.host_name = $1
    ON CONFLICT (host_name, resource, place) DO UPDATE SET foreign_used = kept.foreign_used + $4;
END;
$$;

-- Once a statement. Planners see a host only when it changes, so its version moves; where nothing changed that counts, it
-- stays, and nobody is disturbed.
CREATE FUNCTION "cloud_server_claim_move_amounts"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    former cloud_server_claim[];
    present cloud_server_claim[];
    part record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(n) INTO present FROM row_after n WHERE n.counted;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(o) INTO former FROM row_before o WHERE o.counted;
    ELSE
        SELECT array_agg(o) FILTER (WHERE o.counted), array_agg(n) FILTER (WHERE n.counted) INTO former, present
        FROM row_before o FULL JOIN row_after n ON (n.host_name, n.consumer_id) = (o.host_name, o.consumer_id)
        WHERE (o.counted, o.claim) IS DISTINCT FROM (n.counted, n.claim) AND (o.counted OR n.counted);
    END IF;
    IF former IS NULL AND present IS NULL THEN RETURN NULL; END IF;

    UPDATE host SET version = version + 1
    WHERE host_name IN (SELECT host_name FROM unnest(present) UNION SELECT host_name FROM unnest(former));
    FOR part IN
        SELECT host_name, resource, place, sum(sign * amount)::bigint AS amount
        FROM (SELECT *, 1 AS sign FROM unnest(present) UNION ALL SELECT *, -1 FROM unnest(former)) held,
             claim_amounts(claim)
        GROUP BY 1, 2, 3 HAVING sum(sign * amount) <> 0 ORDER BY 1, 2, 3
    LOOP
        PERFORM host_move_foreign_amount(part.host_name, part.resource, part.place, part.amount);
    END LOOP;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "cloud_server_claim_take_amounts" AFTER INSERT ON "cloud_server_claim"
    REFERENCING NEW TABLE AS row_after FOR EACH STATEMENT EXECUTE FUNCTION "cloud_server_claim_move_amounts"();
CREATE TRIGGER "cloud_server_claim_move_amounts" AFTER UPDATE ON "cloud_server_claim"
    REFERENCING OLD TABLE AS row_before NEW TABLE AS row_after
    FOR EACH STATEMENT EXECUTE FUNCTION "cloud_server_claim_move_amounts"();
CREATE TRIGGER "cloud_server_claim_give_amounts" AFTER DELETE ON "cloud_server_claim"
    REFERENCING OLD TABLE AS row_before FOR EACH STATEMENT EXECUTE FUNCTION "cloud_server_claim_move_amounts"();

-- A server becomes the advisor's, or ceases to be, with the hold that says so: in one transaction its claim stops
-- counting when the hold is confirmed for it, and counts again when the hold ends while the server is still there.
-- Named to run before the amounts of the hold are moved, so that what changes hands is never counted twice.
CREATE FUNCTION "reservation_judge_servers"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    servers TEXT[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT server_id) INTO servers FROM (
            SELECT server_id FROM row_after WHERE server_id IS NOT NULL
            UNION ALL
            SELECT seen.server_id FROM row_after JOIN cloud_server seen USING (recommendation_id, member)
        ) concerned;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT server_id) INTO servers FROM (
            SELECT server_id FROM row_before WHERE server_id IS NOT NULL
            UNION ALL
            SELECT seen.server_id FROM row_before JOIN cloud_server seen USING (recommendation_id, member)
        ) concerned;
    ELSE
        WITH changed AS MATERIALIZED (
            SELECT o.server_id AS former_id, n.server_id, n.recommendation_id, n.member
            FROM row_before o JOIN row_after n USING (id)
            WHERE (o.held_host_name, o.server_id, o.state) IS DISTINCT FROM (n.held_host_name, n.server_id, n.state)
        )
        SELECT array_agg(DISTINCT server_id) INTO servers FROM (
            SELECT server_id FROM changed WHERE server_id IS NOT NULL
            UNION ALL
            SELECT former_id FROM changed WHERE former_id IS NOT NULL
            UNION ALL
            SELECT seen.server_id FROM changed JOIN cloud_server seen USING (recommendation_id, member)
        ) concerned;
    END IF;
    IF servers IS NULL THEN RETURN NULL; END IF;

    UPDATE cloud_server_claim SET consumer_id = consumer_id
    WHERE consumer_id = ANY (servers) AND counted = cloud_server_is_ours(consumer_id, host_name);
    RETURN NULL;
END;
$$;

CREATE TRIGGER "reservation_judge_servers_of_insert" AFTER INSERT ON "reservation"
    REFERENCING NEW TABLE AS row_after FOR EACH STATEMENT EXECUTE FUNCTION "reservation_judge_servers"();
CREATE TRIGGER "reservation_judge_servers_of_update" AFTER UPDATE ON "reservation"
    REFERENCING OLD TABLE AS row_before NEW TABLE AS row_after
    FOR EACH STATEMENT EXECUTE FUNCTION "reservation_judge_servers"();
CREATE TRIGGER "reservation_judge_servers_of_delete" AFTER DELETE ON "reservation"
    REFERENCING OLD TABLE AS row_before FOR EACH STATEMENT EXECUTE FUNCTION "reservation_judge_servers"();

-- Devices. The host is locked (by the program, it is already), for whoever writes claims locks it too: a hold and a claim
-- that do not see each other cannot both be committed without the later one having looked.
CREATE FUNCTION "allocation_refuse_foreign"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unknown BIGINT;
    left_over BIGINT;
BEGIN
    PERFORM FROM host WHERE host_name = NEW.host_name FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM cloud_server_claim
        WHERE host_name = NEW.host_name AND counted AND consumer_id IS DISTINCT FROM NEW.server_id
          AND (NEW.device_address = ANY (addresses) OR NEW.pf_address = ANY (addresses)
               OR NEW.device_address = ANY (parents))
    ) THEN
        RAISE EXCEPTION 'device % of % is held by a server that Nova runs', NEW.device_address, NEW.host_name
            USING ERRCODE = 'exclusion_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'allocation_not_foreign';
    END IF;
    IF NEW.kind <> 'vf' THEN RETURN NEW; END IF;

    SELECT sum(claimed_unknown_vfs(claim, NEW.pf_address)) INTO unknown FROM cloud_server_claim
    WHERE host_name = NEW.host_name AND counted AND consumer_id IS DISTINCT FROM NEW.server_id
      AND NEW.pf_address = ANY (parents);
    IF coalesce(unknown, 0) = 0 THEN RETURN NEW; END IF;

    -- As many VFs of the PF must stay free as servers hold there without anybody knowing which.
    SELECT count(*) INTO left_over
    FROM host, (VALUES
             ('$.pfs[*] ? (@.address == $pf).vfs[*] ? (@.state == "available").address'::jsonpath),
             ('$.pciDevices[*] ? (@.pfAddress == $pf && @.hostInUse == false).address')
         ) kinds (of_kind),
         jsonb_path_query(inventory, of_kind, jsonb_build_object('pf', NEW.pf_address)) vf,
         LATERAL (VALUES (vf #>> '{}')) free (address)
    WHERE host.host_name = NEW.host_name AND free.address <> NEW.device_address
      AND NOT EXISTS (SELECT FROM allocation held
                      WHERE held.held_host_name = NEW.host_name AND held.device_address = free.address AND held.id <> NEW.id)
      AND NOT EXISTS (SELECT FROM device_quarantine kept WHERE kept.host_name = NEW.host_name
                      AND kept.device_address = free.address AND kept.cleared_at IS NULL)
      AND NOT EXISTS (SELECT FROM cloud_server_claim other WHERE other.host_name = NEW.host_name AND other.counted
                      AND free.address = ANY (other.addresses));
    IF left_over < unknown THEN
        RAISE EXCEPTION 'all free VFs of % of % are held by servers that Nova runs', NEW.pf_address, NEW.host_name
            USING ERRCODE = 'exclusion_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'allocation_not_foreign';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "allocation_not_foreign" BEFORE INSERT OR UPDATE OF "host_name", "device_address", "pf_address"
    ON "allocation" FOR EACH ROW WHEN (NEW."state" IN ('reserved', 'confirmed', 'orphaned'))
    EXECUTE FUNCTION "allocation_refuse_foreign"();

CREATE FUNCTION "reservation_refuse_foreign_cpus"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM host WHERE host_name = NEW.host_name FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM cloud_server_claim
        WHERE host_name = NEW.host_name AND counted AND consumer_id IS DISTINCT FROM NEW.server_id
          AND pinned_cpus && pinned_cpus_of(NEW.compute)
    ) THEN
        RAISE EXCEPTION 'a CPU of % is pinned by a server that Nova runs', NEW.host_name
            USING ERRCODE = 'exclusion_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'reservation_cpus_not_foreign';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "reservation_cpus_not_foreign" BEFORE INSERT OR UPDATE OF "host_name", "compute"
    ON "reservation" FOR EACH ROW
    WHEN (NEW."state" IN ('reserved', 'confirmed', 'orphaned') AND pinned_cpus_of(NEW."compute") IS NOT NULL)
    EXECUTE FUNCTION "reservation_refuse_foreign_cpus"();
