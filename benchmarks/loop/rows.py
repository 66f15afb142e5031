"""The rows of the table of measures, in its order."""

from benchmarks.loop import city, clicking, loading, queue, start, windows

ROWS = (start.ROW, windows.ROW, queue.ROW, loading.ROW, clicking.ROW, city.ROW)
