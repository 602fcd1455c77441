-- The shop that is captured where nothing better is there: put your own files in its place, each safe to be run twice. The tables
-- are those of tools/demo/shop.sql; what is behind a blank line is not declared in the transform's tables.json.
CREATE SCHEMA IF NOT EXISTS shop;

CREATE TABLE IF NOT EXISTS shop.customers (
  customer_id bigint PRIMARY KEY,
  name        text NOT NULL,
  email       text,
  country     text,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz,

  born        date,
  vip         boolean,
  profile     jsonb,
  seen_at     timestamp
);

CREATE TABLE IF NOT EXISTS shop.products (
  product_id  bigint PRIMARY KEY,
  name        text NOT NULL,
  category    text,
  price       numeric(12, 2) NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz,

  cost        numeric(24, 8),
  weight      double precision,
  description text,
  picture     bytea
);
-- A long value that an update leaves alone is in the change stream only where the whole old row is.
ALTER TABLE shop.products REPLICA IDENTITY FULL;

CREATE TABLE IF NOT EXISTS shop.orders (
  order_id    bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES shop.customers ON UPDATE CASCADE,
  status      text NOT NULL,
  total       numeric(12, 2),
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz,

  reference   uuid,
  note        text
);
CREATE INDEX IF NOT EXISTS orders_customer_id_idx ON shop.orders (customer_id);

CREATE TABLE IF NOT EXISTS shop.order_items (
  order_id    bigint REFERENCES shop.orders ON UPDATE CASCADE ON DELETE CASCADE,
  line        integer,
  product_id  bigint NOT NULL,
  quantity    integer NOT NULL,
  price       numeric(12, 2),
  PRIMARY KEY (order_id, line)
);

CREATE TABLE IF NOT EXISTS shop.employees (
  employee_id bigint PRIMARY KEY,
  name        text NOT NULL,
  department  text,
  salary      numeric(12, 2),
  hired_on    date
);
