-- Relaxations tell their changes one by one. Those of before were one change or two of the request, in words, and nobody
-- kept what they would have come to.
UPDATE "recommendation" SET "decision" = jsonb_set("decision", '{relaxations}', (
    SELECT coalesce(jsonb_agg(
        jsonb_build_object('size', jsonb_array_length(told.changes), 'changes', told.changes, 'exampleHosts', '[]'::jsonb,
            'predicted', NULL, 'predictedAsAsked', NULL) || relaxation.value ORDER BY relaxation.ordinality), '[]'::jsonb)
    FROM jsonb_array_elements("decision" -> 'relaxations') WITH ORDINALITY AS relaxation,
        LATERAL (
            -- `subject: from -> to`, or `subject -> to`.
            SELECT jsonb_agg(jsonb_build_object(
                'target', 'request',
                'subject', split_part(split_part(change, ' -> ', 1), ': ', 1),
                'pointer', NULL,
                'from', nullif(split_part(split_part(change, ' -> ', 1), ': ', 2), ''),
                'to', split_part(change, ' -> ', 2)) ORDER BY nth) AS changes
            FROM unnest(string_to_array(relaxation.value ->> 'change', '; ')) WITH ORDINALITY AS one(change, nth)
        ) AS told
)) WHERE "decision" ->> 'status' = 'no_valid_host';
