-- shop.employees as it is in the source: of each key the latest row, without those that were deleted.
SELECT
  employee_id,
  name,
  department,
  salary,
  hired_on,
  "_committed_at" AS changed_at
FROM (
  SELECT
    *,
    row_number() OVER (PARTITION BY employee_id ORDER BY "_position" DESC) AS newest
  FROM shop_employees
) AS changes
WHERE newest = 1 AND "_op" <> 'D'
