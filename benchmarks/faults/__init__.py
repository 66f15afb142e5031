"""The fault harness in its long form: units of work that go on where they were cut off, and the summary of them."""
