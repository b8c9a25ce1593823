-- What a PF has promised in packets, and on which physical network VFs are in demand.
ALTER TABLE "allocation"
    ADD COLUMN "physical_network" TEXT,
    ADD COLUMN "packet_rate_kpps" INTEGER NOT NULL DEFAULT 0,
    ADD CONSTRAINT "allocation_packet_rate_check" CHECK ("packet_rate_kpps" >= 0);
