"""The checker: reads the databases with its own SQL and imports nothing of the programs that it judges."""
