-- Finds what a resource is taken for.
CREATE INDEX reservations_by_resource ON reservations (resource, starts_at);
