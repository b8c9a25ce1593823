-- 1. A VM that moves holds the place where it is and the one where it goes, each by a reservation of its own. `move_of`
-- names, in the second, the hold that it takes over from: a move hold. It counts as every other hold does. When the VM has
-- moved, the hold ends and `move_of` becomes null; when the move comes to nothing, the move hold ends.
ALTER TABLE "reservation"
    ADD COLUMN "move_of" UUID,
    -- What is not confirmed has no server that could move: such a hold goes over in one transaction.
    ADD CONSTRAINT "reservation_move_of_check" CHECK (
        "move_of" IS NULL OR ("move_of" <> "id" AND "state" IN ('confirmed', 'orphaned', 'released'))),
    ADD CONSTRAINT "reservation_move_of_fkey" FOREIGN KEY ("move_of")
        REFERENCES "reservation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

DROP INDEX "reservation_live_member_key";
CREATE UNIQUE INDEX "reservation_live_member_key"
    ON "reservation"("recommendation_id", "member", (("move_of" IS NOT NULL)))
    WHERE "state" IN ('reserved', 'confirmed', 'orphaned');
CREATE INDEX "reservation_move_of_idx" ON "reservation"("move_of") WHERE "move_of" IS NOT NULL;

-- 2. The steps of a re-plan that is applied. What they are stands in the plan; how far each is stands here.
CREATE TABLE "replan_step" (
    "replan_id" UUID NOT NULL,
    "step_id" TEXT COLLATE "C" NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    -- How often its action was asked of the cloud since it began. Written ahead of each call.
    "attempts" INTEGER NOT NULL DEFAULT 0,
    -- The move hold; of a done step the hold that it became. Null of a step that takes no place of its own.
    "reservation_id" UUID,
    -- The newest move of the server that Nova knew of ahead of ours: who goes on after a crash tells by it whether the call
    -- went out. Null where there was none.
    "move_before" TEXT,
    "error_code" TEXT,
    "error_detail" TEXT,
    -- Who said how it ended: `worker`, or `api` for a caller.
    "reported_by" TEXT,
    "reserved_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "replan_step_pkey" PRIMARY KEY ("replan_id", "step_id"),
    CONSTRAINT "replan_step_ordinal_key" UNIQUE ("replan_id", "ordinal"),
    CONSTRAINT "replan_step_state_check" CHECK (
        "state" IN ('waiting', 'reserved', 'running', 'done', 'failed', 'skipped')),
    CONSTRAINT "replan_step_attempts_check" CHECK ("attempts" >= 0),
    CONSTRAINT "replan_step_reservation_id_check" CHECK (
        CASE "state" WHEN 'waiting' THEN "reservation_id" IS NULL
                     WHEN 'reserved' THEN "reservation_id" IS NOT NULL
                     WHEN 'running' THEN "reservation_id" IS NOT NULL ELSE true END),
    CONSTRAINT "replan_step_error_check" CHECK (
        ("error_code" IS NULL) = ("error_detail" IS NULL)
        AND CASE "state" WHEN 'failed' THEN "error_code" IS NOT NULL
                         WHEN 'skipped' THEN true ELSE "error_code" IS NULL END),
    CONSTRAINT "replan_step_reported_by_check" CHECK (
        "reported_by" IS NULL OR "reported_by" IN ('worker', 'api')),
    CONSTRAINT "replan_step_finished_at_check" CHECK (
        ("state" IN ('done', 'failed', 'skipped')) = ("finished_at" IS NOT NULL)),
    CONSTRAINT "replan_step_replan_id_fkey" FOREIGN KEY ("replan_id")
        REFERENCES "replan"("id") ON DELETE CASCADE ON UPDATE RESTRICT,
    CONSTRAINT "replan_step_reservation_id_fkey" FOREIGN KEY ("reservation_id")
        REFERENCES "reservation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

CREATE UNIQUE INDEX "replan_step_reservation_id_key" ON "replan_step"("reservation_id") WHERE "reservation_id" IS NOT NULL;

-- 3. Who ends the hold of a VM that moves ends its move hold with it, whether or not he knows of it: the release of a
-- recommendation, the last device given back, a server that is gone, an older program. At the end of the transaction, for
-- a move that is over has made its move hold the hold by then.
CREATE FUNCTION "reservation_end_move"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    target reservation;
BEGIN
    FOR target IN
        UPDATE reservation SET state = 'released', updated_at = now()
        WHERE move_of = NEW.id AND held_host_name IS NOT NULL RETURNING *
    LOOP
        UPDATE allocation SET state = 'released', generation = generation + 1, updated_at = now()
        WHERE recommendation_id = target.recommendation_id AND reservation_id = target.id AND held_host_name IS NOT NULL;
        UPDATE host SET version = version + 1 WHERE host_name = target.host_name;
    END LOOP;
    RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER "reservation_end_move" AFTER UPDATE ON "reservation" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW."state" IN ('released', 'expired') AND OLD."state" NOT IN ('released', 'expired') AND NEW."move_of" IS NULL)
    EXECUTE FUNCTION "reservation_end_move"();

-- A move hold lasts as long as its step has to do, and as the hold that it takes over from.
CREATE FUNCTION "reservation_refuse_stray_move"("move" UUID) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservation target
        WHERE target.id = "move" AND target.move_of IS NOT NULL AND target.held_host_name IS NOT NULL
          AND NOT (
            EXISTS (SELECT FROM replan_step WHERE reservation_id = target.id AND state IN ('reserved', 'running'))
            AND EXISTS (
              SELECT FROM reservation source
              WHERE source.id = target.move_of AND source.move_of IS NULL AND source.held_host_name IS NOT NULL
                AND (source.recommendation_id, source.member) = (target.recommendation_id, target.member)))
    ) THEN
        RAISE EXCEPTION 'reservation % is held for a move that nobody makes', "move"
            USING ERRCODE = 'check_violation', TABLE = 'reservation', CONSTRAINT = 'reservation_stray_move';
    END IF;
END;
$$;

CREATE FUNCTION "reservation_check_move"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reservation_refuse_stray_move(NEW.id);
    RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER "reservation_stray_move" AFTER INSERT OR UPDATE ON "reservation"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."move_of" IS NOT NULL)
    EXECUTE FUNCTION "reservation_check_move"();

CREATE FUNCTION "replan_step_check_move"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reservation_refuse_stray_move(OLD.reservation_id);
    RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER "replan_step_stray_move" AFTER UPDATE OR DELETE ON "replan_step"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD."reservation_id" IS NOT NULL)
    EXECUTE FUNCTION "replan_step_check_move"();

-- 4. A move hold that becomes the hold keeps its state, and the history tells it nevertheless.
CREATE OR REPLACE FUNCTION "reservation_keep_history"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, to_state, server_id, expires_at)
        SELECT 'reservation', id, recommendation_id, id, member, project_id, host_name, state, server_id, expires_at
        FROM now_so ORDER BY member, id;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, from_state, to_state, server_id, expires_at)
        SELECT 'reservation', id, now_so.recommendation_id, id, now_so.member, now_so.project_id,
               now_so.host_name, before.state, now_so.state, now_so.server_id, now_so.expires_at
        FROM now_so JOIN before USING (id)
        WHERE (now_so.state, now_so.host_name, now_so.server_id, now_so.expires_at, now_so.move_of)
            IS DISTINCT FROM (before.state, before.host_name, before.server_id, before.expires_at, before.move_of)
        ORDER BY now_so.member, id;
    ELSE
        INSERT INTO ledger_history (subject_kind, subject_id, recommendation_id, reservation_id, member, project_id,
                                    host_name, from_state, to_state, server_id, expires_at)
        SELECT 'reservation', id, recommendation_id, id, member, project_id,
               host_name, state, 'deleted', server_id, expires_at
        FROM before ORDER BY member, id;
    END IF;
    RETURN NULL;
END;
$$;
