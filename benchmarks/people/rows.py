"""The rows of the table of measures, in its order."""

from benchmarks.people import addresses, borders, terminal

ROWS = (addresses.ROW, borders.ROW, terminal.ROW)
