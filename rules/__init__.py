"""What a case is and what may happen to it: pure functions, no I/O, no clock, no Qt, no SQL."""
