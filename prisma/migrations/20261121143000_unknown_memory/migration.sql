-- As before; a NUMA node whose memory nobody knows offers none of it.
CREATE OR REPLACE FUNCTION "host_capacities"("inventory" JSONB)
RETURNS TABLE ("resource" TEXT, "place" TEXT, "capacity" BIGINT)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH node AS (
        SELECT node ->> 'id' AS id, coalesce((node ->> 'memoryMib')::bigint, 0) AS memory_mib, node -> 'pages' AS pages,
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
