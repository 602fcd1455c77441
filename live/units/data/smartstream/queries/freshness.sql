-- When each table last changed as far as the lake knows, in UTC, and how long ago that is: the last week.
SELECT
  'shop.customers' AS table_name,
  max("_committed_at") AS last_change,
  date_diff('second', max("_committed_at"), CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp)) AS seconds_ago
FROM shop_customers
WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
UNION ALL
SELECT
  'shop.products' AS table_name,
  max("_committed_at") AS last_change,
  date_diff('second', max("_committed_at"), CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp)) AS seconds_ago
FROM shop_products
WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
UNION ALL
SELECT
  'shop.orders' AS table_name,
  max("_committed_at") AS last_change,
  date_diff('second', max("_committed_at"), CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp)) AS seconds_ago
FROM shop_orders
WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
UNION ALL
SELECT
  'shop.order_items' AS table_name,
  max("_committed_at") AS last_change,
  date_diff('second', max("_committed_at"), CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp)) AS seconds_ago
FROM shop_order_items
WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
UNION ALL
SELECT
  'shop.employees' AS table_name,
  max("_committed_at") AS last_change,
  date_diff('second', max("_committed_at"), CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp)) AS seconds_ago
FROM shop_employees
WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
ORDER BY table_name
