-- What a host can give and what reserved, confirmed and orphaned holds take of it, kept by the database itself: no writer can sell a host twice,
-- an old worker and a statement typed by hand included (ADR 9). The rules are those of the planner
-- (libs/core/src/ledger/), which must never be more generous than this: a plan that the ledger refuses is made again.

-- `place` is '' for the host as a whole, a NUMA node's kernel id, `node/page size in KiB`, or a PF's address.
-- A capacity that is null is not known, and nothing is refused for it. Inventories may shrink under what is held:
-- `used` then stands above `capacity`, and nothing more can be taken until enough was given back.
CREATE TABLE "host_capacity" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "resource" TEXT COLLATE "C" NOT NULL,
    "place" TEXT COLLATE "C" NOT NULL,
    "capacity" BIGINT,
    "used" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "host_capacity_pkey" PRIMARY KEY ("host_name", "resource", "place"),
    CONSTRAINT "host_capacity_resource_check" CHECK ("resource" IN (
        'vcpus', 'pcpus', 'memory_mib', 'disk_gib', 'cell_shared_vcpus', 'cell_memory_mib', 'cell_pinned_memory_mib',
        'cell_pages', 'pf_bandwidth_mbps', 'pf_packet_rate_kpps')),
    CONSTRAINT "host_capacity_amounts_check" CHECK ("capacity" >= 0 AND "used" >= 0),
    CONSTRAINT "host_capacity_host_name_fkey" FOREIGN KEY ("host_name")
        REFERENCES "host"("host_name") ON DELETE CASCADE ON UPDATE RESTRICT
)
-- No index leads to `used`, so its updates stay on their page where there is room.
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

CREATE FUNCTION "cpus_in_both"("one" JSONB, "other" JSONB) RETURNS BIGINT
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT count(*) FROM (SELECT jsonb_array_elements(one) INTERSECT SELECT jsonb_array_elements(other)) both_sets
$$;

-- `floor((total - reserved) * ratio)` in the arithmetic of the planner, which is IEEE's.
CREATE FUNCTION "usable_amount"("total" BIGINT, "reserved" JSONB, "ratio" JSONB) RETURNS BIGINT
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT greatest(0, floor((total - reserved::bigint)::float8 * ratio::float8))::bigint
$$;

-- What an inventory offers; the same as hostCapacities() in libs/core/src/ledger/host-capacities.ts, where the
-- reasons stand.
CREATE FUNCTION "host_capacities"("inventory" JSONB)
RETURNS TABLE ("resource" TEXT, "place" TEXT, "capacity" BIGINT)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH node AS (
        SELECT node ->> 'id' AS id, (node -> 'memoryMib')::bigint AS memory_mib, node -> 'pages' AS pages,
               CASE
                   WHEN jsonb_typeof(inventory -> 'cpuSharedSet') = 'array'
                       THEN cpus_in_both(node -> 'cpus', inventory -> 'cpuSharedSet')
                   WHEN jsonb_typeof(inventory -> 'cpuDedicatedSet') = 'array' THEN 0
                   ELSE jsonb_array_length(node -> 'cpus')
               END AS shared,
               CASE WHEN jsonb_typeof(inventory -> 'cpuDedicatedSet') = 'array'
                   THEN cpus_in_both(node -> 'cpus', inventory -> 'cpuDedicatedSet') ELSE 0 END AS dedicated
        FROM jsonb_array_elements(inventory -> 'numaNodes') nodes (node)
    ), host AS (
        SELECT coalesce(sum(shared), 0)::bigint AS shared, coalesce(sum(dedicated), 0)::bigint AS dedicated,
               coalesce(sum(memory_mib), 0)::bigint AS memory_mib,
               inventory -> 'allocationRatios' AS ratios, inventory -> 'reserved' AS reserved
        FROM node
    )
    SELECT amount.* FROM host, LATERAL (VALUES
        ('vcpus', '', usable_amount(shared, reserved -> 'cpus', ratios -> 'cpu')),
        ('pcpus', '', dedicated),
        ('memory_mib', '', usable_amount(memory_mib, reserved -> 'memoryMib', ratios -> 'ram')),
        ('disk_gib', '', CASE WHEN jsonb_typeof(inventory -> 'localDisk') = 'object' THEN
            usable_amount((inventory #> '{localDisk,totalGib}')::bigint, reserved -> 'diskGib', ratios -> 'disk') END)
    ) amount
    UNION ALL
    SELECT amount.* FROM node, LATERAL (VALUES
        ('cell_shared_vcpus', id, floor(shared * (inventory #> '{allocationRatios,cpu}')::float8)::bigint),
        ('cell_memory_mib', id,
            greatest(memory_mib, floor(memory_mib * (inventory #> '{allocationRatios,ram}')::float8)::bigint)),
        ('cell_pinned_memory_mib', id, memory_mib)
    ) amount
    UNION ALL
    SELECT 'cell_pages', id || '/' || (pool ->> 'sizeKib'), (pool -> 'total')::bigint
    FROM node, jsonb_array_elements(pages) pools (pool) WHERE (pool -> 'sizeKib')::int > 64
    UNION ALL
    SELECT amount.* FROM jsonb_array_elements(inventory -> 'pfs') pfs (pf), LATERAL (VALUES
        ('pf_bandwidth_mbps', pf ->> 'address', (pf ->> 'linkSpeedMbps')::bigint),
        ('pf_packet_rate_kpps', pf ->> 'address', (pf ->> 'packetRateKpps')::bigint)
    ) amount
$$;

-- What one VM takes of its host, devices aside; the same as computeAmounts() in libs/core/src/ledger/held-amounts.ts.
CREATE FUNCTION "compute_amounts"("vcpus" INTEGER, "pcpus" INTEGER, "memory_mib" INTEGER, "disk_gib" INTEGER, "compute" JSONB)
RETURNS TABLE ("resource" TEXT, "place" TEXT, "amount" BIGINT)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT * FROM (VALUES
        ('vcpus', '', vcpus::bigint),
        ('pcpus', '', pcpus::bigint),
        ('memory_mib', '', memory_mib::bigint),
        ('disk_gib', '', disk_gib::bigint)
    ) whole (resource, place, amount) WHERE whole.amount > 0
    UNION ALL
    SELECT part.* FROM jsonb_array_elements(compute -> 'cells') cells (cell), LATERAL (VALUES
        ('cell_shared_vcpus', cell ->> 'hostNode', (cell -> 'sharedVcpus')::bigint),
        ('cell_memory_mib', cell ->> 'hostNode', (cell -> 'memoryMib')::bigint),
        ('cell_pinned_memory_mib', cell ->> 'hostNode',
            CASE WHEN cell #> '{pinnedCpus,0}' IS NOT NULL THEN (cell -> 'memoryMib')::bigint END),
        ('cell_pages', (cell ->> 'hostNode') || '/' || (cell ->> 'pageSizeKib'),
            CASE WHEN (cell -> 'pageSizeKib')::int > 64
                THEN ceil((cell -> 'memoryMib')::numeric * 1024 / (cell -> 'pageSizeKib')::int)::bigint END)
    ) part (resource, place, amount) WHERE part.amount > 0
$$;

-- What one device takes of its PF.
CREATE FUNCTION "device_amounts"("pf_address" TEXT, "bandwidth_mbps" INTEGER, "packet_rate_kpps" INTEGER)
RETURNS TABLE ("resource" TEXT, "place" TEXT, "amount" BIGINT)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT * FROM (VALUES
        ('pf_bandwidth_mbps', pf_address, bandwidth_mbps::bigint),
        ('pf_packet_rate_kpps', pf_address, packet_rate_kpps::bigint)
    ) part (resource, place, amount) WHERE part.amount > 0 AND part.place IS NOT NULL
$$;

-- Everything that holds take, host by host. A host that was deleted may still carry orphans.
CREATE VIEW "held_amounts" AS
    SELECT host_name, resource, place, sum(amount)::bigint AS amount
    FROM (
        SELECT held_host_name AS host_name, part.*
        FROM reservation, compute_amounts(vcpus, pcpus, memory_mib, disk_gib, compute) part
        WHERE held_host_name IS NOT NULL
        UNION ALL
        SELECT held_host_name, part.*
        FROM allocation, device_amounts(pf_address, bandwidth_mbps, packet_rate_kpps) part
        WHERE held_host_name IS NOT NULL
    ) parts
    GROUP BY host_name, resource, place;

-- A place that an inventory no longer has keeps its row while something is held there: it may come back.
CREATE FUNCTION "host_keep_capacity"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH offer AS MATERIALIZED (
        SELECT resource, place, capacity FROM host_capacities(NEW.inventory)
    ), gone AS (
        DELETE FROM host_capacity kept
        WHERE kept.host_name = NEW.host_name AND kept.used = 0
          AND NOT EXISTS (SELECT FROM offer WHERE offer.resource = kept.resource AND offer.place = kept.place)
    ), emptied AS (
        UPDATE host_capacity kept SET capacity = 0
        WHERE kept.host_name = NEW.host_name AND kept.used > 0 AND kept.capacity IS DISTINCT FROM 0
          AND NOT EXISTS (SELECT FROM offer WHERE offer.resource = kept.resource AND offer.place = kept.place)
    )
    INSERT INTO host_capacity AS kept (host_name, resource, place, capacity)
    SELECT NEW.host_name, resource, place, capacity FROM offer
    ON CONFLICT (host_name, resource, place) DO UPDATE SET capacity = excluded.capacity
    WHERE kept.capacity IS DISTINCT FROM excluded.capacity;

    -- A host that comes back finds the orphans that it left.
    IF TG_OP = 'INSERT' THEN
        INSERT INTO host_capacity AS kept (host_name, resource, place, capacity, used)
        SELECT host_name, resource, place, 0, amount FROM held_amounts WHERE host_name = NEW.host_name
        ON CONFLICT (host_name, resource, place) DO UPDATE SET used = excluded.used;
    END IF;
    RETURN NULL;
END;
$$;

-- Whoever writes an inventory: an API of the release before this one does not know the table.
CREATE TRIGGER "host_keep_capacity" AFTER INSERT OR UPDATE OF "inventory" ON "host"
    FOR EACH ROW EXECUTE FUNCTION "host_keep_capacity"();

-- Takes what is above zero, if there is as much, and gives back what is below: giving back never fails. Rows are
-- taken in the order of their names, so that two writers wait for each other one way round only.
CREATE FUNCTION "host_move_amount"("host" TEXT, "what" TEXT, "at_place" TEXT, "change" BIGINT) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    kept host_capacity;
BEGIN
    UPDATE host_capacity SET used = greatest(0, used + change)
    WHERE host_name = host AND resource = what AND place = at_place
      AND (change < 0 OR capacity IS NULL OR used + change <= capacity);
    IF FOUND OR change <= 0 THEN RETURN; END IF;

    SELECT * INTO kept FROM host_capacity WHERE host_name = host AND resource = what AND place = at_place;
    RAISE EXCEPTION 'host % has not % more of % at "%": % of % are taken',
        host, change, what, at_place, coalesce(kept.used::text, 'none'), coalesce(kept.capacity::text, 'none')
        USING ERRCODE = 'check_violation', CONSTRAINT = 'host_capacity_used_check', TABLE = 'host_capacity';
END;
$$;

-- Once a statement, on what it changed as a whole: an exchange of two VMs written as one statement is no excess, and
-- a confirmation, which takes nothing, costs next to nothing.
CREATE FUNCTION "reservation_move_amounts"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    former reservation[];
    present reservation[];
    part record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(n) INTO present FROM row_after n WHERE n.held_host_name IS NOT NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(o) INTO former FROM row_before o WHERE o.held_host_name IS NOT NULL;
    ELSE
        SELECT array_agg(o), array_agg(n) INTO former, present
        FROM row_before o FULL JOIN row_after n ON n.id = o.id
        WHERE (o.held_host_name, o.vcpus, o.pcpus, o.memory_mib, o.disk_gib, o.compute)
            IS DISTINCT FROM (n.held_host_name, n.vcpus, n.pcpus, n.memory_mib, n.disk_gib, n.compute);
    END IF;
    IF former IS NULL AND present IS NULL THEN RETURN NULL; END IF;

    FOR part IN
        SELECT held_host_name AS host_name, resource, place, sum(sign * amount)::bigint AS amount
        FROM (SELECT *, 1 AS sign FROM unnest(present) UNION ALL SELECT *, -1 FROM unnest(former)) hold,
             compute_amounts(vcpus, pcpus, memory_mib, disk_gib, compute)
        WHERE held_host_name IS NOT NULL
        GROUP BY 1, 2, 3 HAVING sum(sign * amount) <> 0 ORDER BY 1, 2, 3
    LOOP
        PERFORM host_move_amount(part.host_name, part.resource, part.place, part.amount);
    END LOOP;
    RETURN NULL;
END;
$$;

CREATE FUNCTION "allocation_move_amounts"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    former allocation[];
    present allocation[];
    part record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(n) INTO present FROM row_after n WHERE n.held_host_name IS NOT NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(o) INTO former FROM row_before o WHERE o.held_host_name IS NOT NULL;
    ELSE
        SELECT array_agg(o), array_agg(n) INTO former, present
        FROM row_before o FULL JOIN row_after n ON n.id = o.id
        WHERE (o.held_host_name, o.pf_address, o.bandwidth_mbps, o.packet_rate_kpps)
            IS DISTINCT FROM (n.held_host_name, n.pf_address, n.bandwidth_mbps, n.packet_rate_kpps);
    END IF;
    IF former IS NULL AND present IS NULL THEN RETURN NULL; END IF;

    FOR part IN
        SELECT held_host_name AS host_name, resource, place, sum(sign * amount)::bigint AS amount
        FROM (SELECT *, 1 AS sign FROM unnest(present) UNION ALL SELECT *, -1 FROM unnest(former)) hold,
             device_amounts(pf_address, bandwidth_mbps, packet_rate_kpps)
        WHERE held_host_name IS NOT NULL
        GROUP BY 1, 2, 3 HAVING sum(sign * amount) <> 0 ORDER BY 1, 2, 3
    LOOP
        PERFORM host_move_amount(part.host_name, part.resource, part.place, part.amount);
    END LOOP;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "reservation_take_amounts" AFTER INSERT ON "reservation"
    REFERENCING NEW TABLE AS row_after FOR EACH STATEMENT EXECUTE FUNCTION "reservation_move_amounts"();
CREATE TRIGGER "reservation_move_amounts" AFTER UPDATE ON "reservation"
    REFERENCING OLD TABLE AS row_before NEW TABLE AS row_after
    FOR EACH STATEMENT EXECUTE FUNCTION "reservation_move_amounts"();
CREATE TRIGGER "reservation_give_amounts" AFTER DELETE ON "reservation"
    REFERENCING OLD TABLE AS row_before FOR EACH STATEMENT EXECUTE FUNCTION "reservation_move_amounts"();

CREATE TRIGGER "allocation_take_amounts" AFTER INSERT ON "allocation"
    REFERENCING NEW TABLE AS row_after FOR EACH STATEMENT EXECUTE FUNCTION "allocation_move_amounts"();
CREATE TRIGGER "allocation_move_amounts" AFTER UPDATE ON "allocation"
    REFERENCING OLD TABLE AS row_before NEW TABLE AS row_after
    FOR EACH STATEMENT EXECUTE FUNCTION "allocation_move_amounts"();
CREATE TRIGGER "allocation_give_amounts" AFTER DELETE ON "allocation"
    REFERENCING OLD TABLE AS row_before FOR EACH STATEMENT EXECUTE FUNCTION "allocation_move_amounts"();

-- Planners read `compute`, the sums above the columns beside it: they must say the same, and nothing below zero.
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_compute_check" CHECK (
    ("compute" ->> 'vcpus')::int = "vcpus" AND ("compute" ->> 'pcpus')::int = "pcpus"
    AND ("compute" ->> 'memoryMib')::int = "memory_mib" AND ("compute" ->> 'diskGib')::int = "disk_gib"
    AND NOT jsonb_path_exists("compute", '$.cells[*] ? (!(exists(@.hostNode ? (@ >= 0))
        && exists(@.sharedVcpus ? (@ >= 0)) && exists(@.memoryMib ? (@ >= 0)) && exists(@.pageSizeKib ? (@ > 0))))'));

CREATE FUNCTION "pinned_cpus_of"("compute" JSONB) RETURNS INT4MULTIRANGE
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT range_agg(int4range(cpu::int, cpu::int, '[]'))
    FROM jsonb_path_query(compute, '$.cells[*].pinnedCpus[*]') pinned (cpu)
$$;

-- Host CPUs that are this VM's alone. One CPU of a host is pinned by one live VM.
ALTER TABLE "reservation"
    ADD COLUMN "pinned_cpus" INT4MULTIRANGE GENERATED ALWAYS AS ("pinned_cpus_of"("compute")) STORED;
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_pinned_cpus_excl" EXCLUDE USING gist (
        "held_host_name" WITH =,
        "pinned_cpus" WITH &&
    ) WHERE ("held_host_name" IS NOT NULL AND "pinned_cpus" IS NOT NULL);

-- Hosts and holds of before.
INSERT INTO "host_capacity" (host_name, resource, place, capacity, used)
SELECT host_name, resource, place, CASE WHEN offer.host_name IS NULL THEN 0 ELSE offer.capacity END, coalesce(held.amount, 0)
FROM (SELECT host.host_name, part.* FROM "host", host_capacities(host.inventory) part) offer
FULL JOIN (SELECT * FROM held_amounts WHERE host_name IN (SELECT host_name FROM "host")) held
    USING (host_name, resource, place);
