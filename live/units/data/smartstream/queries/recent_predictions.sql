-- What the model said last of each key in the last week, the most likely ones first.
SELECT model, "key", score, model_version, schema_version, scored_at
FROM (
  SELECT
    *,
    row_number() OVER (PARTITION BY model, "key" ORDER BY "position" DESC, scored_at DESC) AS newest
  FROM predictions
  WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
) AS told
WHERE newest = 1
ORDER BY score DESC, "key"
LIMIT 100
