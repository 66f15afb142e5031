"""The rows of the table of measures, in its order."""

from benchmarks.sync import across, blackhole, cold, days, durable, hours, lanes, quarter

ROWS = (durable.ROW, across.ROW, cold.ROW, quarter.ROW, hours.ROW, days.ROW, lanes.ROW, blackhole.ROW)
