"""The steps by which the schema came about; each runs on SQLite and on PostgreSQL."""
