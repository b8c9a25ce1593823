-- Workers are handed what is next by the database. `lane` 0 goes before lane 1; in a lane, `turn` counts the rounds of all
-- projects that wait: the third request that a project has waiting comes in the third round from now, whatever the others have.
ALTER TABLE "recommendation"
    ADD COLUMN "priority" TEXT NOT NULL DEFAULT 'interactive',
    ADD COLUMN "lane" SMALLINT NOT NULL DEFAULT 0,
    ADD COLUMN "turn" BIGINT NOT NULL DEFAULT 0,
    -- Not taken before then; null: at once.
    ADD COLUMN "not_before" TIMESTAMPTZ(6),
    -- How often it was taken and its planner failed, its worker was lost or its time ran out.
    ADD COLUMN "failed_takes" INTEGER NOT NULL DEFAULT 0,
    ADD CONSTRAINT "recommendation_priority_check" CHECK ("priority" IN ('interactive', 'batch')),
    ADD CONSTRAINT "recommendation_lane_check" CHECK ("lane" IN (0, 1) AND "failed_takes" >= 0);

UPDATE "recommendation" SET "turn" = waiting.turn
FROM (
    SELECT id, row_number() OVER (PARTITION BY project_id ORDER BY created_at, id) - 1 AS turn
    FROM recommendation WHERE status IN ('queued', 'scoring')
) AS waiting
WHERE recommendation.id = waiting.id;

CREATE INDEX "recommendation_turn_idx" ON "recommendation"("lane", "turn", "created_at") WHERE "status" = 'queued';
CREATE INDEX "recommendation_project_turn_idx" ON "recommendation"("project_id", "lane", "turn")
    WHERE "status" IN ('queued', 'scoring');
CREATE INDEX "recommendation_lease_idx" ON "recommendation"("taken_at") WHERE "status" = 'scoring';
CREATE INDEX "recommendation_batch_idx" ON "recommendation"("created_at") WHERE "status" = 'queued' AND "lane" = 1;
CREATE INDEX "recommendation_decided_at_idx" ON "recommendation"("decided_at");

-- In the database, so that a request which an API of before accepts has its turn too. The present round is that of the first
-- in the lane; one that is to be tried again later does not hold the round up. Two that come at one moment may get one turn.
CREATE FUNCTION "recommendation_turn_of"("project" TEXT, "in_lane" SMALLINT) RETURNS BIGINT LANGUAGE sql STABLE AS $$
    SELECT greatest(
        0,
        (SELECT turn FROM recommendation
         WHERE status = 'queued' AND lane = in_lane AND not_before IS NULL ORDER BY turn LIMIT 1),
        (SELECT turn + 1 FROM recommendation
         WHERE status IN ('queued', 'scoring') AND project_id = project AND lane = in_lane ORDER BY turn DESC LIMIT 1));
$$;

CREATE FUNCTION "recommendation_give_turn"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.lane := CASE NEW.priority WHEN 'interactive' THEN 0 ELSE 1 END;
    NEW.turn := recommendation_turn_of(NEW.project_id, NEW.lane);
    RETURN NEW;
END;
$$;

CREATE TRIGGER "recommendation_give_turn" BEFORE INSERT ON "recommendation"
    FOR EACH ROW EXECUTE FUNCTION "recommendation_give_turn"();
