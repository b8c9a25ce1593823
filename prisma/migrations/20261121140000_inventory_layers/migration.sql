-- What was imported of a host, a row a format: the facts as they were read, so that another layer, or a younger one, can be
-- laid over the same base anew. A host that is put as a whole has none.
CREATE TABLE "inventory_layer" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "format" TEXT COLLATE "C" NOT NULL,
    "facts" JSONB NOT NULL,
    -- SHA-256 of what was sent: the same again is not read again.
    "payload_hash" TEXT NOT NULL,
    -- What was odd when it was laid; for who sends the same again.
    "warnings" JSONB NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    -- Whether caller or file told when; else it is as old as its last receipt.
    "is_dated" BOOLEAN NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inventory_layer_pkey" PRIMARY KEY ("host_name", "format"),
    CONSTRAINT "inventory_layer_format_check" CHECK ("format" ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    CONSTRAINT "inventory_layer_payload_hash_check" CHECK ("payload_hash" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "inventory_layer_facts_check" CHECK (
        jsonb_typeof("facts") = 'object' AND pg_column_size("facts") <= 33554432
    ),
    CONSTRAINT "inventory_layer_warnings_check" CHECK (
        jsonb_typeof("warnings") = 'array' AND pg_column_size("warnings") <= 1048576
    ),
    CONSTRAINT "inventory_layer_host_name_fkey" FOREIGN KEY ("host_name")
        REFERENCES "host"("host_name") ON DELETE CASCADE ON UPDATE RESTRICT
)
WITH (toast_tuple_target = 256);

-- What was put of a host before anything was laid over it; of a host that was only imported there is none.
CREATE TABLE "inventory_base" (
    "host_name" TEXT COLLATE "C" NOT NULL,
    "inventory" JSONB NOT NULL,
    "observed_at" TIMESTAMPTZ(3),

    CONSTRAINT "inventory_base_pkey" PRIMARY KEY ("host_name"),
    CONSTRAINT "inventory_base_inventory_check" CHECK (
        jsonb_typeof("inventory" -> 'numaNodes') = 'array' AND pg_column_size("inventory") <= 33554432
    ),
    CONSTRAINT "inventory_base_host_name_fkey" FOREIGN KEY ("host_name")
        REFERENCES "host"("host_name") ON DELETE CASCADE ON UPDATE RESTRICT
)
WITH (toast_tuple_target = 256);
