"""The rows of the table of measures, in its order."""

from benchmarks.living import day, month, painting, same

ROWS = (day.ROW, month.ROW, painting.ROW, same.ROW)
