-- Synchronisations with the cloud. One is queued at most, which later requests join, and one is running at most.
CREATE TABLE "sync" (
    "id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stages" JSON NOT NULL,
    "failure" JSON,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "sync_origin_check" CHECK ("origin" IN ('schedule', 'request')),
    CONSTRAINT "sync_state_check" CHECK ("state" IN ('queued', 'running', 'succeeded', 'partly_failed', 'failed')),
    CONSTRAINT "sync_times_check" CHECK (
        CASE "state" WHEN 'queued' THEN "started_at" IS NULL AND "finished_at" IS NULL
                     WHEN 'running' THEN "started_at" IS NOT NULL AND "finished_at" IS NULL
                     ELSE "finished_at" >= "started_at" END)
)
-- A running one is written several times a second.
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

CREATE UNIQUE INDEX "sync_queued_key" ON "sync"("state") WHERE "state" = 'queued';
CREATE UNIQUE INDEX "sync_running_key" ON "sync"("state") WHERE "state" = 'running';
CREATE INDEX "sync_requested_at_id_idx" ON "sync"("requested_at", "id");
CREATE INDEX "sync_started_at_idx" ON "sync"("started_at");

-- When each service of the cloud was last asked for everything and answered, and what it says of no single host. The
-- time stands here once, not with every host: a synchronisation that finds nothing new writes nothing else.
CREATE TABLE "cloud_source" (
    "source" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "cloud_source_pkey" PRIMARY KEY ("source"),
    CONSTRAINT "cloud_source_source_check" CHECK ("source" IN ('nova', 'placement', 'neutron'))
);

-- What each source says of a host. A host without rows here is as it was put: `host.inventory` is that document, and so it
-- is for every host from before. With rows, `host.inventory` is what they make together (libs/core/src/cloud/merge/).
CREATE TABLE "host_source" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "source" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "document_hash" TEXT NOT NULL,
    -- Of `placement`: the generations of the tree's providers. The same again needs no reading.
    "revision" TEXT,
    -- Of `put`: what its document says. Of a service: since when it has said this; `cloud_source` has when it last did.
    "observed_at" TIMESTAMPTZ(3),

    CONSTRAINT "host_source_pkey" PRIMARY KEY ("host_name", "source"),
    CONSTRAINT "host_source_source_check" CHECK ("source" IN ('put', 'nova', 'placement', 'neutron')),
    CONSTRAINT "host_source_host_name_fkey" FOREIGN KEY ("host_name")
        REFERENCES "host"("host_name") ON DELETE CASCADE ON UPDATE RESTRICT
)
WITH (toast_tuple_target = 256);

CREATE INDEX "host_source_source_idx" ON "host_source"("source");

-- Neutron's networks, with their segments.
CREATE TABLE "cloud_network" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "document" JSONB NOT NULL,

    CONSTRAINT "cloud_network_pkey" PRIMARY KEY ("id")
);

-- As before, and a host that only the cloud told of, without NUMA nodes, offers what Placement counts (`totals`).
CREATE OR REPLACE FUNCTION "host_capacities"("inventory" JSONB)
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
        SELECT coalesce(sum(shared), (inventory #> '{totals,vcpus}')::bigint, 0)::bigint AS shared,
               coalesce(sum(dedicated), (inventory #> '{totals,pcpus}')::bigint, 0)::bigint AS dedicated,
               coalesce(sum(memory_mib), (inventory #> '{totals,memoryMib}')::bigint, 0)::bigint AS memory_mib,
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
