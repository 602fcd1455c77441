-- A few rows in each table. What is there already stays as it is.
INSERT INTO shop.customers (customer_id, name, email, country, created_at)
SELECT n, 'Customer ' || n, 'customer' || n || '@example.com', (ARRAY['SE', 'NO', 'DK', 'FI'])[1 + n % 4], TIMESTAMPTZ '2026-01-01 00:00+00' + n * INTERVAL '1 hour'
FROM generate_series(1, 100) AS n
ON CONFLICT DO NOTHING;

INSERT INTO shop.products (product_id, name, category, price, created_at)
SELECT n, 'Product ' || n, (ARRAY['books', 'games', 'tools'])[1 + n % 3], 10 + n, TIMESTAMPTZ '2026-01-01 00:00+00'
FROM generate_series(1, 20) AS n
ON CONFLICT DO NOTHING;

INSERT INTO shop.orders (order_id, customer_id, status, total, created_at)
SELECT n, 1 + n % 100, (ARRAY['new', 'paid', 'sent', 'returned'])[1 + n % 4], 2 * (10 + 1 + n % 20), TIMESTAMPTZ '2026-02-01 00:00+00' + n * INTERVAL '1 hour'
FROM generate_series(1, 200) AS n
ON CONFLICT DO NOTHING;

INSERT INTO shop.order_items (order_id, line, product_id, quantity, price)
SELECT n, 1, 1 + n % 20, 2, 10 + 1 + n % 20
FROM generate_series(1, 200) AS n
ON CONFLICT DO NOTHING;

INSERT INTO shop.employees (employee_id, name, department, salary, hired_on)
SELECT n, 'Employee ' || n, (ARRAY['Sales', 'Warehouse', 'Support'])[1 + n % 3], 3000 + n, DATE '2020-01-01' + n
FROM generate_series(1, 100) AS n
ON CONFLICT DO NOTHING;
