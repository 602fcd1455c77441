-- The order of the list.
CREATE INDEX reservations_by_start ON reservations (starts_at, id);
