"""The rows of the table of measures, in its order."""

from benchmarks.people import addresses, borders, calls, matrix, terminal

ROWS = (addresses.ROW, borders.ROW, matrix.ROW, calls.ROW, terminal.ROW)
