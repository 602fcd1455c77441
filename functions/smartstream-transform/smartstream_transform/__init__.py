"""Changes of a database, as DMS tells them, into Parquet that can be queried."""
