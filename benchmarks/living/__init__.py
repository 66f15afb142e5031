"""A living city: a day in front of a console, a month into PostgreSQL, the painter, the same seed twice."""
