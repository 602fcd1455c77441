-- The reservations. Times are UTC. Names are compared as they are written: no database's own rules, which differ.
CREATE TABLE reservations (
  id CHAR(36) NOT NULL PRIMARY KEY,
  resource VARCHAR(100) NOT NULL,
  holder VARCHAR(200) NOT NULL,
  starts_at DATETIME(6) NOT NULL,
  ends_at DATETIME(6) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  CONSTRAINT reservations_end_after_start CHECK (ends_at > starts_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
