"""The measures of the closed loop: start, windows, a full queue, import, one click, a new city."""
