-- Explanations are written once and read as they are. Those from before the waterfall told first refusals only, and what
-- else was against a host cannot be known afterwards; the decisions that they explained stay.
DELETE FROM "explanation" WHERE "document"::jsonb -> 'waterfall' IS NULL;
