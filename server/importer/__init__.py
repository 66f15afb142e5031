"""Recorded rows of another system as cases: import of a whole file, and its replay as live commands."""
