-- A small shop with one of everything that gets lost on the way to a lake: keys of one and of two columns, keys that
-- change (and take other rows' keys with them), numbers with many digits, times with and without a zone, documents,
-- bytes. The columns behind each blank line are not declared in the transform's tables.json: it carries them as text.
CREATE SCHEMA shop;

CREATE TABLE shop.customers (
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

CREATE TABLE shop.products (
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

CREATE TABLE shop.orders (
  order_id    bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES shop.customers ON UPDATE CASCADE,
  status      text NOT NULL,
  total       numeric(12, 2),
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz,

  reference   uuid,
  note        text
);
CREATE INDEX ON shop.orders (customer_id);

CREATE TABLE shop.order_items (
  order_id    bigint REFERENCES shop.orders ON UPDATE CASCADE ON DELETE CASCADE,
  line        integer,
  product_id  bigint NOT NULL,
  quantity    integer NOT NULL,
  price       numeric(12, 2),
  PRIMARY KEY (order_id, line)
);

CREATE TABLE shop.employees (
  employee_id bigint PRIMARY KEY,
  name        text NOT NULL,
  department  text,
  salary      numeric(12, 2),
  hired_on    date
);

-- What DMS calls the tables that its mappings include.
CREATE PUBLICATION capture FOR TABLE shop.customers, shop.products, shop.orders, shop.order_items, shop.employees;
