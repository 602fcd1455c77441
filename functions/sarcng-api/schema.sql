-- The tables of the reservation service. Times are UTC.
CREATE TABLE IF NOT EXISTS reservations (
  id CHAR(36) NOT NULL PRIMARY KEY,
  resource VARCHAR(100) NOT NULL,
  holder VARCHAR(200) NOT NULL,
  starts_at DATETIME(6) NOT NULL,
  ends_at DATETIME(6) NOT NULL,
  created_at DATETIME(6) NOT NULL
);
CREATE INDEX reservations_by_resource ON reservations (resource, starts_at);
CREATE INDEX reservations_by_start ON reservations (starts_at, id);
