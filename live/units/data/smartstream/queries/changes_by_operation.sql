-- Loads, inserts, updates and deletes of each table and day, the last week. What was delivered twice counts once.
SELECT 'shop.customers' AS table_name, dt, "_op" AS operation, count(*) AS changes
FROM (
  SELECT DISTINCT customer_id, "_position", "_op", dt
  FROM shop_customers
  WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
) AS changes
GROUP BY dt, "_op"
UNION ALL
SELECT 'shop.products' AS table_name, dt, "_op" AS operation, count(*) AS changes
FROM (
  SELECT DISTINCT product_id, "_position", "_op", dt
  FROM shop_products
  WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
) AS changes
GROUP BY dt, "_op"
UNION ALL
SELECT 'shop.orders' AS table_name, dt, "_op" AS operation, count(*) AS changes
FROM (
  SELECT DISTINCT order_id, "_position", "_op", dt
  FROM shop_orders
  WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
) AS changes
GROUP BY dt, "_op"
UNION ALL
SELECT 'shop.order_items' AS table_name, dt, "_op" AS operation, count(*) AS changes
FROM (
  SELECT DISTINCT order_id, line, "_position", "_op", dt
  FROM shop_order_items
  WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
) AS changes
GROUP BY dt, "_op"
UNION ALL
SELECT 'shop.employees' AS table_name, dt, "_op" AS operation, count(*) AS changes
FROM (
  SELECT DISTINCT employee_id, "_position", "_op", dt
  FROM shop_employees
  WHERE dt >= CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
) AS changes
GROUP BY dt, "_op"
ORDER BY table_name, dt, operation
