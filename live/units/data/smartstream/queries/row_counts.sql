-- How many rows each table has now, and how many changes the lake knows of it.
SELECT
  'shop.customers' AS table_name,
  count(*) FILTER (WHERE operation <> 'D') AS current_rows,
  CAST(coalesce(sum(changes), 0) AS bigint) AS changes
FROM (
  SELECT max_by("_op", "_position") AS operation, count(DISTINCT "_position") AS changes
  FROM shop_customers
  GROUP BY customer_id
) AS by_key
UNION ALL
SELECT
  'shop.products' AS table_name,
  count(*) FILTER (WHERE operation <> 'D') AS current_rows,
  CAST(coalesce(sum(changes), 0) AS bigint) AS changes
FROM (
  SELECT max_by("_op", "_position") AS operation, count(DISTINCT "_position") AS changes
  FROM shop_products
  GROUP BY product_id
) AS by_key
UNION ALL
SELECT
  'shop.orders' AS table_name,
  count(*) FILTER (WHERE operation <> 'D') AS current_rows,
  CAST(coalesce(sum(changes), 0) AS bigint) AS changes
FROM (
  SELECT max_by("_op", "_position") AS operation, count(DISTINCT "_position") AS changes
  FROM shop_orders
  GROUP BY order_id
) AS by_key
UNION ALL
SELECT
  'shop.order_items' AS table_name,
  count(*) FILTER (WHERE operation <> 'D') AS current_rows,
  CAST(coalesce(sum(changes), 0) AS bigint) AS changes
FROM (
  SELECT max_by("_op", "_position") AS operation, count(DISTINCT "_position") AS changes
  FROM shop_order_items
  GROUP BY order_id, line
) AS by_key
UNION ALL
SELECT
  'shop.employees' AS table_name,
  count(*) FILTER (WHERE operation <> 'D') AS current_rows,
  CAST(coalesce(sum(changes), 0) AS bigint) AS changes
FROM (
  SELECT max_by("_op", "_position") AS operation, count(DISTINCT "_position") AS changes
  FROM shop_employees
  GROUP BY employee_id
) AS by_key
ORDER BY table_name
