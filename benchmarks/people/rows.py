"""The rows of the table of measures, in its order."""

from benchmarks.people import addresses, borders, calls, sent, terminal

ROWS = (addresses.ROW, borders.ROW, calls.ROW, sent.ROW, terminal.ROW)
