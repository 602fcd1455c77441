"""Makes a PostgreSQL ready to be captured: the user that reads its changes, and on request the data to begin with."""
