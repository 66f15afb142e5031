"""The rows of the table of measures, in its order."""

from benchmarks.people import addresses, borders, calls, terminal

ROWS = (addresses.ROW, borders.ROW, calls.ROW, terminal.ROW)
