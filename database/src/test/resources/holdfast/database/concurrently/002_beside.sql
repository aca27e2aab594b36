CREATE INDEX CONCURRENTLY place_backwards ON place (reverse(name));
