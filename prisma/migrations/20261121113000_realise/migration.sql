-- What was made in the cloud for each VM of a recommendation. Written before and after each call to the cloud, by one
-- realisation at a time, so that a crash or a second request makes nothing twice.
CREATE TABLE "realisation" (
    "recommendation_id" UUID NOT NULL,
    "member" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    -- What was asked for, in one spelling.
    "choices" TEXT NOT NULL,
    "host_name" TEXT COLLATE "C" NOT NULL,
    "flavor_id" TEXT,
    -- Neutron's ids, of those that were made.
    "port_ids" TEXT[] NOT NULL,
    "server_id" TEXT,
    -- The rest: image, names, networks, the body of the server.
    "document" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "realisation_pkey" PRIMARY KEY ("recommendation_id", "member"),
    CONSTRAINT "realisation_member_check" CHECK ("member" >= 0),
    CONSTRAINT "realisation_state_check" CHECK ("state" IN ('creating', 'created', 'booted', 'failed')),
    CONSTRAINT "realisation_flavor_id_check" CHECK ("state" NOT IN ('created', 'booted') OR "flavor_id" IS NOT NULL),
    CONSTRAINT "realisation_server_id_check" CHECK (
        CASE "state" WHEN 'booted' THEN "server_id" IS NOT NULL WHEN 'failed' THEN true ELSE "server_id" IS NULL END),
    CONSTRAINT "realisation_recommendation_id_fkey" FOREIGN KEY ("recommendation_id")
        REFERENCES "recommendation"("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

-- One server is one VM's, and one port too.
CREATE UNIQUE INDEX "realisation_server_id_key" ON "realisation"("server_id") WHERE "server_id" IS NOT NULL;
CREATE INDEX "realisation_port_ids_idx" ON "realisation" USING gin ("port_ids");
