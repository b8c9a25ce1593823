-- Every version that a profile ever had; the newest one is current. A version without a document says that the profile was
-- deleted with it. What comes with the product is brought in when the API starts.
CREATE TABLE "profile" (
    "name" TEXT COLLATE "C" NOT NULL,
    "generation" INTEGER NOT NULL,
    "origin" TEXT NOT NULL,
    "document" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profile_pkey" PRIMARY KEY ("name", "generation"),
    CONSTRAINT "profile_generation_check" CHECK ("generation" > 0),
    CONSTRAINT "profile_origin_check" CHECK ("origin" IN ('product', 'operator')),
    CONSTRAINT "profile_document_check" CHECK ("document" IS NOT NULL OR ("origin" = 'operator' AND "generation" > 1))
);

-- Decisions name versions, so a version never changes and never goes.
CREATE FUNCTION "profile_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of profile "%" cannot be changed; make the next one', OLD.generation, OLD.name
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

CREATE TRIGGER "profile_refuse_change" BEFORE UPDATE OR DELETE ON "profile"
    FOR EACH ROW EXECUTE FUNCTION "profile_refuse_change"();

-- Versions count from 1 without a gap. One that is there already is the primary key's business.
CREATE FUNCTION "profile_refuse_gap"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.generation > 1 + (SELECT coalesce(max(generation), 0) FROM profile WHERE name = NEW.name) THEN
        RAISE EXCEPTION 'version % of profile "%" would leave a gap', NEW.generation, NEW.name
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "profile_refuse_gap" BEFORE INSERT ON "profile"
    FOR EACH ROW EXECUTE FUNCTION "profile_refuse_gap"();

-- The profile as it was when the request came, whole: a retry or a replay needs nothing that could have moved since.
ALTER TABLE "recommendation" ADD COLUMN "profile" JSONB;

-- Requests of before were scored by these; version 0 says that profiles had no versions yet.
UPDATE "recommendation" SET
    "profile" = jsonb_build_object(
        'name', former.name, 'version', 0, 'description', former.description, 'weights', former.weights,
        'objectives', former.objectives, 'packs', former.packs, 'defaults',
        '{"migration": "live_preferred", "isolation": "shared", "reservationTtlS": 900}'::jsonb),
    "decision" = "decision" || jsonb_build_object(
        'profile', jsonb_build_object('name', former.name, 'version', 0), 'fleetDigest', NULL)
FROM (VALUES
    ('balanced', 'Virtio unless the need justifies a VF: for VMs nobody knows more about.',
     '{"latency": 30, "throughput": 25, "host_cpu": 5, "numa_locality": 10, "migration": 10, "scarcity": 15, "link_headroom": 5, "host_headroom": 10, "server_group": 20}'::jsonb,
     '{"nicLatencyUs": 200, "nicThroughputMbps": 1000, "diskLatencyUs": 500, "diskIops": 5000}'::jsonb, false),
    ('latency', 'Round trips and completions first, near the guest: for databases, trading, telephony.',
     '{"latency": 45, "throughput": 15, "host_cpu": 3, "numa_locality": 17, "migration": 5, "scarcity": 8, "link_headroom": 7, "host_headroom": 5, "server_group": 20}'::jsonb,
     '{"nicLatencyUs": 50, "nicThroughputMbps": 1000, "diskLatencyUs": 100, "diskIops": 10000}'::jsonb, false),
    ('throughput', 'Bandwidth and requests first: for storage nodes, packet processing, backups.',
     '{"latency": 10, "throughput": 45, "host_cpu": 12, "numa_locality": 13, "migration": 5, "scarcity": 8, "link_headroom": 7, "host_headroom": 5, "server_group": 20}'::jsonb,
     '{"nicLatencyUs": 500, "nicThroughputMbps": 10000, "diskLatencyUs": 1000, "diskIops": 50000}'::jsonb, false),
    ('density', 'Most VMs a host, movable, on the cheapest path that does: for web servers and batch work.',
     '{"latency": 10, "throughput": 10, "host_cpu": 20, "numa_locality": 5, "migration": 15, "scarcity": 25, "link_headroom": 5, "host_headroom": 20, "server_group": 20}'::jsonb,
     '{"nicLatencyUs": 1000, "nicThroughputMbps": 100, "diskLatencyUs": 2000, "diskIops": 500}'::jsonb, true)
) AS former (name, description, weights, objectives, packs)
WHERE "request" ->> 'profile' = former.name;

ALTER TABLE "recommendation" ALTER COLUMN "profile" SET NOT NULL;
