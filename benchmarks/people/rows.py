"""The rows of the table of measures, in its order."""

from benchmarks.people import addresses, borders, calls, matrix, sent, terminal

ROWS = (addresses.ROW, borders.ROW, calls.ROW, sent.ROW, matrix.ROW, terminal.ROW)
